package import Primitives

/// The notice of a SEPA direct debit (I-31): who takes what, when, on which mandate.
package struct CollectionNotice: Hashable, Sendable {
  package let amount: Money
  package let collectOn: CivilDate
  package let mandateReference: String
  package let creditorID: String?
  package let creditorName: String

  package init(
    amount: Money, collectOn: CivilDate, mandateReference: String, creditorID: String?,
    creditorName: String
  ) {
    self.amount = amount
    self.collectOn = collectOn
    self.mandateReference = mandateReference
    self.creditorID = creditorID
    self.creditorName = creditorName
  }

  var paragraph: Letter.Block {
    .paragraph(
      Phrase(
        nl: """
          U hoeft niets te doen. Wij schrijven \(amount.formatted(.nl)) op of kort na \
          \(collectOn.formatted(.nl)) automatisch af van uw rekening.
          """,
        en: """
          You do not have to do anything. We will collect \(amount.formatted(.en)) from your \
          account on or shortly after \(collectOn.formatted(.en)).
          """))
  }

  var facts: Letter.Block {
    var facts = [
      Letter.Fact(Phrase(nl: "Bedrag", en: "Amount"), amount),
      Letter.Fact(Phrase(nl: "Afschrijfdatum", en: "Collection date"), collectOn),
      Letter.Fact(Phrase(nl: "Incassant", en: "Creditor"), text: creditorName),
      Letter.Fact(
        Phrase(nl: "Machtigingskenmerk", en: "Mandate reference"), text: mandateReference),
    ]
    if let creditorID {
      facts.append(
        Letter.Fact(Phrase(nl: "Incassant-ID", en: "Creditor identifier"), text: creditorID))
    }
    return .facts(facts)
  }
}

/// What is asked: shared by the pro forma and the invoice that is not paid yet.
package struct Claim: Hashable, Sendable {
  /// As printed: `PF000123`, `2026-00042`.
  package let number: String
  package let items: [MailItem]
  /// VAT included.
  package let total: Money
  package let creditsUsed: Money
  package let toPay: Money
  package let dueOn: CivilDate
  /// Set when it will be collected on a mandate.
  package let collection: CollectionNotice?
  /// Where the customer sees and pays it.
  package let portalURL: String

  package init(
    number: String, items: [MailItem], total: Money, creditsUsed: Money, toPay: Money,
    dueOn: CivilDate, collection: CollectionNotice?, portalURL: String
  ) {
    self.number = number
    self.items = items
    self.total = total
    self.creditsUsed = creditsUsed
    self.toPay = toPay
    self.dueOn = dueOn
    self.collection = collection
    self.portalURL = portalURL
  }

  var itemsBlock: Letter.Block {
    var sums = [Letter.Fact(Phrase(nl: "Totaal incl. btw", en: "Total incl. VAT"), total)]
    if !creditsUsed.isZero {
      let label = Phrase(nl: "Betaald met uw tegoed", en: "Paid from your credits")
      sums.append(Letter.Fact(label, creditsUsed.negated))
    }
    sums.append(Letter.Fact(Phrase(nl: "Te betalen", en: "To pay"), toPay))
    return .items(items, sums: sums)
  }

  /// How it is paid, down to the button.
  var payment: [Letter.Block] {
    let view = Phrase(nl: "Bekijk in uw klantomgeving", en: "View in your portal")
    if let collection {
      return [collection.paragraph, collection.facts, .button(view, url: portalURL)]
    }
    guard toPay.isPositive else {
      let nothing = Phrase(nl: "U hoeft niets te betalen.", en: "There is nothing to pay.")
      return [.paragraph(nothing), .button(view, url: portalURL)]
    }
    let please = Phrase(
      nl: "Wilt u dit uiterlijk op \(dueOn.formatted(.nl)) betalen? Dat kan direct online.",
      en: "Please pay by \(dueOn.formatted(.en)). You can do so online right away.")
    let pay = Phrase(nl: "Bekijk en betaal", en: "View and pay")
    return [.paragraph(please), .button(pay, url: portalURL)]
  }
}

/// A renewal comes near: the pro forma waits in the portal.
package struct PaymentRequestMail: MailContent, Hashable {
  package static let kind = MessageKind.paymentRequest
  package let claim: Claim

  package init(_ claim: Claim) { self.claim = claim }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Er staat een betaalverzoek voor u klaar, met nummer \(claim.number).",
      en: "A payment request is waiting for you, number \(claim.number).")
    let notice = Phrase(
      nl: "Dit is een betaalverzoek en geen btw-factuur. De btw-factuur volgt na betaling.",
      en: "This is a payment request, not a VAT invoice. The VAT invoice follows after payment.")
    return Letter(
      subject: subject,
      blocks: [.paragraph(opening), claim.itemsBlock] + claim.payment + [.note(notice)])
  }

  private var subject: Phrase {
    guard let collection = claim.collection else {
      return Phrase(
        nl: "Betaalverzoek \(claim.number): \(claim.toPay.formatted(.nl))",
        en: "Payment request \(claim.number): \(claim.toPay.formatted(.en))")
    }
    return Phrase(
      nl: "Aankondiging incasso \(claim.number) op \(collection.collectOn.formatted(.nl))",
      en: "Direct debit \(claim.number) announced for \(collection.collectOn.formatted(.en))")
  }
}
