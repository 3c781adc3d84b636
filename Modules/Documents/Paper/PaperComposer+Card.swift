import Invoicing
import Primitives

/// What is asked or was done, at one glance.
extension PaperComposer {
  var card: Paper.Card? {
    if document.state.isOpen { return asking }
    switch document.state {
    case .creditNote:
      return Paper.Card(
        tone: tone, headline: words.creditedOn(say(document.issuedOn)),
        amount: say(document.total), rows: [words.creditExplanation])
    case .proForma(.settled), .invoice(.paid):
      let headline = document.paidOn.map { words.paidOn(say($0)) } ?? words.paid
      return Paper.Card(
        tone: tone, headline: headline, amount: say(document.total), rows: settledParts)
    case .proForma, .invoice:
      return Paper.Card(tone: tone, headline: ending, amount: say(document.total))
    }
  }

  /// What to do, by when, and everything needed for it.
  private var asking: Paper.Card {
    let headline =
      document.collectionToCome.map { words.collectedOn(say($0)) }
      ?? words.payBy(say(document.dueOn))
    var card = Paper.Card(
      tone: tone, headline: headline, amount: say(document.toPay), rows: share)
    guard document.collectionToCome == nil else {
      card.rows.append(words.nothingToDo)
      return card
    }
    if let account {
      card.transfer = [
        Paper.Fact(label: "IBAN", value: account, isStrong: true),
        Paper.Fact(label: words.inNameOf, value: document.seller.name.printable),
        Paper.Fact(label: words.quoting, value: reference, isStrong: true),
      ]
    } else {
      card.transfer = [Paper.Fact(label: words.quoting, value: reference, isStrong: true)]
    }
    card.code = TransferCode(document).flatMap { CodeMatrix($0.text) }
    if card.code != nil { card.caption = words.scan }
    return card
  }

  /// "€ 30,00, waarvan € 12,50 uit uw tegoed, € 17,50 te betalen"; nothing where all is asked.
  private var share: [String] {
    var parts = settledParts
    if document.paid.isPositive { parts.append(words.partPaid(say(document.paid))) }
    if document.closed.isPositive { parts.append(words.partCredited(say(document.closed))) }
    guard !parts.isEmpty else { return [] }
    return [words.share(of: say(document.total), parts: parts, rest: say(document.toPay))]
  }

  private var settledParts: [String] {
    document.creditsUsed.isPositive ? [words.partFromCredits(say(document.creditsUsed))] : []
  }

  private var ending: String {
    switch document.state {
    case .proForma(.expired): words.expired
    case .proForma(.replaced): words.replaced
    case .proForma(.cancelled): words.cancelled
    case .invoice(.credited): words.creditedWhole
    case .invoice(.writtenOff): words.writtenOff
    case .proForma, .invoice, .creditNote: document.status(language)
    }
  }
}
