package import Primitives

/// An invoice sent once more, with the label that it has now. The PDF goes along.
package struct InvoiceSentAgainMail: MailContent, Hashable {
  package static let kind = MessageKind.invoiceSentAgain

  package enum Label: Hashable, Sendable {
    case paid(on: CivilDate)
    case unpaid(toPay: Money, dueOn: CivilDate)
    /// Taken back whole by a credit note.
    case credited

    var words: Phrase {
      switch self {
      case .paid: Phrase(nl: "Betaald", en: "Paid")
      case .unpaid: Phrase(nl: "Onbetaald", en: "Unpaid")
      case .credited: Phrase(nl: "Gecrediteerd", en: "Credited")
      }
    }
  }

  package let number: String
  package let total: Money
  package let label: Label
  package let portalURL: String

  package init(number: String, total: Money, label: Label, portalURL: String) {
    self.number = number
    self.total = total
    self.label = label
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Hierbij ontvangt u factuur \(number) opnieuw. Status: \(label.words(.nl)).",
      en: "Please find invoice \(number) attached once more. Status: \(label.words(.en)).")
    return Letter(
      subject: Phrase(
        nl: "Factuur \(number) (\(label.words(.nl).lowercased()))",
        en: "Invoice \(number) (\(label.words(.en).lowercased()))"),
      blocks: [.paragraph(opening), .facts(facts), button])
  }

  private var facts: [Letter.Fact] {
    var facts = [Letter.Fact(Phrase(nl: "Totaal incl. btw", en: "Total incl. VAT"), total)]
    switch label {
    case .paid(let date): facts.append(Letter.Fact(Phrase(nl: "Betaald op", en: "Paid on"), date))
    case .unpaid(let toPay, let dueOn):
      facts.append(Letter.Fact(Phrase(nl: "Te betalen", en: "To pay"), toPay))
      facts.append(Letter.Fact(Phrase(nl: "Uiterlijk op", en: "Due on"), dueOn))
    case .credited: break
    }
    return facts
  }

  private var button: Letter.Block {
    guard case .unpaid = label else { return .portal(portalURL) }
    return .button(Phrase(nl: "Bekijk en betaal", en: "View and pay"), url: portalURL)
  }
}

/// What was bought once, on its own or with one click after a checkout.
package struct PurchaseReceiptMail: MailContent, Hashable {
  package static let kind = MessageKind.purchaseReceipt
  package let items: [MailItem]
  /// VAT included.
  package let total: Money
  /// How it is paid: "iDEAL", "direct debit".
  package let way: Phrase
  package let paidOn: CivilDate
  /// The last day on which a consumer can take the purchase back without a reason.
  package let withdrawableUntil: CivilDate?
  package let portalURL: String

  package init(
    items: [MailItem], total: Money, way: Phrase, paidOn: CivilDate,
    withdrawableUntil: CivilDate? = nil, portalURL: String
  ) {
    self.withdrawableUntil = withdrawableUntil
    self.items = items
    self.total = total
    self.way = way
    self.paidOn = paidOn
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Bedankt voor uw aankoop. Dit heeft u gekocht:",
      en: "Thank you for your purchase. This is what you bought:")
    let facts = [
      Letter.Fact(Phrase(nl: "Betaling", en: "Payment"), way),
      Letter.Fact(Phrase(nl: "Datum", en: "Date"), paidOn),
    ]
    let sum = Letter.Fact(Phrase(nl: "Totaal incl. btw", en: "Total incl. VAT"), total)
    return Letter(
      subject: Phrase(
        nl: "Uw aankoop van \(total.formatted(.nl))", en: "Your purchase of \(total.formatted(.en))"
      ),
      blocks: [
        .paragraph(opening), .items(items, sums: [sum]), .facts(facts),
        withdrawableUntil.map(Letter.Block.withdrawal), .portal(portalURL),
      ])
  }
}
