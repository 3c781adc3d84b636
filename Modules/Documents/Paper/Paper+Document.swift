import Invoicing
import Primitives

/// Decides what stands on the paper of a document. Every amount is the document's own (I-04); only
/// a VAT document tells rates and VAT numbers, whatever the value holds.
extension Paper {
  init(_ document: IssuedDocument) {
    let composer = PaperComposer(document: document)
    self.init(
      title: composer.title,
      number: document.number.printable,
      stamp: composer.stamp,
      accent: document.accentColour.flatMap(Ink.init(accent:)) ?? .house,
      seller: composer.seller,
      buyerHeading: composer.words.to,
      buyer: composer.buyer,
      facts: composer.facts,
      banner: composer.banner,
      table: composer.table,
      totals: composer.totals,
      grid: composer.grid,
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

  /// The notice that this is no VAT invoice, where it is none.
  var notes: [String] { document.notice.map { [$0(language)] } ?? [] }

  var stamp: Paper.Stamp? {
    let tone: Paper.Stamp.Tone
    switch document.state {
    case .proForma(.open), .proForma(.partlySettled), .invoice(.open), .invoice(.partlyPaid):
      tone = .due
    case .proForma(.settled), .invoice(.paid): tone = .settled
    case .proForma, .invoice: tone = .ended
    case .creditNote: return nil
    }
    return Paper.Stamp(text: document.status(language), tone: tone)
  }
}
