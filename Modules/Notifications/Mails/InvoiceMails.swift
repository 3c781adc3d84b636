package import Primitives

/// The definitive invoice, made at once and not paid yet. The PDF goes along.
package struct InvoiceDueMail: MailContent, Hashable {
  package static let kind = MessageKind.invoiceDue
  package let claim: Claim

  package init(_ claim: Claim) { self.claim = claim }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Hierbij ontvangt u factuur \(claim.number). Status: Onbetaald.",
      en: "Please find attached invoice \(claim.number). Status: Unpaid.")
    return Letter(
      subject: Phrase(
        nl: "Factuur \(claim.number) (onbetaald): \(claim.toPay.formatted(.nl))",
        en: "Invoice \(claim.number) (unpaid): \(claim.toPay.formatted(.en))"),
      blocks: [.paragraph(opening), claim.itemsBlock] + claim.payment)
  }
}

/// The definitive invoice of what was paid. The PDF goes along.
package struct InvoicePaidMail: MailContent, Hashable {
  package static let kind = MessageKind.invoicePaid
  package let number: String
  /// Of the pro forma that it came from.
  package let proFormaNumber: String?
  package let total: Money
  package let creditsUsed: Money
  package let paidOn: CivilDate
  package let portalURL: String

  package init(
    number: String, proFormaNumber: String?, total: Money, creditsUsed: Money, paidOn: CivilDate,
    portalURL: String
  ) {
    self.number = number
    self.proFormaNumber = proFormaNumber
    self.total = total
    self.creditsUsed = creditsUsed
    self.paidOn = paidOn
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let thanks = Phrase(
      nl: """
        Bedankt voor uw betaling. Als bijlage vindt u factuur \(number). Status: Betaald.
        """,
      en: "Thank you for your payment. Invoice \(number) is attached. Status: Paid.")
    return Letter(
      subject: Phrase(nl: "Factuur \(number) (betaald)", en: "Invoice \(number) (paid)"),
      blocks: [
        .paragraph(thanks), .facts(facts),
        .button(
          Phrase(nl: "Bekijk in uw klantomgeving", en: "View in your portal"), url: portalURL),
      ])
  }

  private var facts: [Letter.Fact] {
    var facts = [Letter.Fact(Phrase(nl: "Factuurnummer", en: "Invoice number"), text: number)]
    if let proFormaNumber {
      facts.append(
        Letter.Fact(Phrase(nl: "Betaalverzoek", en: "Payment request"), text: proFormaNumber))
    }
    facts.append(Letter.Fact(Phrase(nl: "Totaal incl. btw", en: "Total incl. VAT"), total))
    if !creditsUsed.isZero {
      let label = Phrase(nl: "Betaald met uw tegoed", en: "Paid from your credits")
      facts.append(Letter.Fact(label, creditsUsed))
    }
    facts.append(Letter.Fact(Phrase(nl: "Betaald op", en: "Paid on"), paidOn))
    return facts
  }
}
