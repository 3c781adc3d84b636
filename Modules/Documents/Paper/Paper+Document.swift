import Invoicing
import Primitives

/// Decides what stands on the paper of a document. Every amount is the document's own (I-04); only
/// a VAT document tells rates and VAT numbers, whatever the value holds.
extension Paper {
  init(_ document: IssuedDocument) {
    let composer = PaperComposer(document: document)
    self.init(
      bar: composer.bar,
      title: composer.title,
      number: document.number.printable,
      stamp: composer.stamp,
      accent: document.accentColour.flatMap(Ink.init(accent:)) ?? .house,
      logo: document.logo,
      seller: composer.seller,
      buyerHeading: composer.words.to,
      buyer: composer.buyer,
      facts: composer.facts,
      card: composer.card,
      table: composer.table,
      totals: composer.totals,
      mentions: composer.mentions,
      notes: composer.notes,
      legal: composer.legal,
      language: document.language,
      metadata: composer.metadata)
  }
}

/// One document, seen part by part.
struct PaperComposer {
  let document: IssuedDocument

  var language: Language { document.language }
  var words: PaperWords { PaperWords(language) }
  var title: String { document.title(language) }

  /// Invoices and credit notes are VAT documents; a pro forma must not look like one.
  var isVATDocument: Bool { document.kind != .proForma }

  func say(_ money: Money) -> String { money.formatted(language) }
  func say(_ date: CivilDate) -> String { date.formatted(language) }

  func say(_ rate: VATRate) -> String {
    let number =
      language == .nl
      ? String(rate.percent.map { $0 == "." ? "," : $0 }) : rate.percent
    return number + "%"
  }

  var metadata: PDFMetadata {
    PDFMetadata(
      title: "\(title) \(document.number.printable)", author: document.seller.name.printable,
      subject: document.status(language), created: "\(document.issuedOn)T00:00:00Z")
  }

  var bar: Paper.Bar {
    switch document.kind {
    case .proForma: .dashed
    case .invoice: .whole
    case .creditNote: .hollow
    }
  }

  var tone: Paper.Tone {
    switch document.state {
    case .proForma(.open), .proForma(.partlySettled), .invoice(.open), .invoice(.partlyPaid): .due
    case .proForma(.settled), .invoice(.paid): .settled
    case .proForma, .invoice: .ended
    case .creditNote: .returned
    }
  }

  var stamp: Paper.Stamp? {
    document.kind == .creditNote
      ? nil : Paper.Stamp(text: document.status(language), tone: tone)
  }

  /// The notice that this is no VAT invoice, where it is none; what the shop wrote; what goes with
  /// it.
  var notes: [Paper.Note] {
    var notes: [Paper.Note] = []
    if let notice = document.notice { notes.append(Paper.Note(text: notice(language))) }
    func add(_ heading: String, _ text: String?) {
      guard let text = text?.printable, !text.isEmpty else { return }
      notes.append(Paper.Note(heading: heading, text: text))
    }
    add(document.kind == .creditNote ? words.reason : words.note, document.note)
    add(words.attachments, document.attachments.joined(separator: ", "))
    return notes
  }

  /// A pro forma says nothing of VAT, so neither why there is none.
  var mentions: [String] {
    isVATDocument ? document.mentions.map { $0(language) } : []
  }
}
