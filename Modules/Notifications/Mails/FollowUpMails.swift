package import Primitives

/// Where and under which reference one can pay by bank transfer, when the shop shows it.
package struct TransferDetails: Hashable, Sendable {
  package let iban: String
  package let accountName: String
  package let reference: String

  package init(iban: String, accountName: String, reference: String) {
    self.iban = iban
    self.accountName = accountName
    self.reference = reference
  }

  var facts: Letter.Block {
    .facts([
      Letter.Fact(Phrase(nl: "IBAN", en: "IBAN"), text: iban),
      Letter.Fact(Phrase(nl: "Ten name van", en: "Account holder"), text: accountName),
      Letter.Fact(Phrase(nl: "Betalingskenmerk", en: "Payment reference"), text: reference),
    ])
  }
}

/// A friendly note before the due date; no reminder, and free of cost.
package struct MemoryAidMail: MailContent, Hashable {
  package static let kind = MessageKind.memoryAid
  package let number: String
  package let toPay: Money
  package let dueOn: CivilDate
  package let portalURL: String

  package init(number: String, toPay: Money, dueOn: CivilDate, portalURL: String) {
    self.number = number
    self.toPay = toPay
    self.dueOn = dueOn
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: """
        Een vriendelijk geheugensteuntje: \(number) van \(toPay.formatted(.nl)) kunt u tot en met \
        \(dueOn.formatted(.nl)) betalen. Dit is geen herinnering en kost u niets.
        """,
      en: """
        A friendly note: \(number) of \(toPay.formatted(.en)) can be paid until \
        \(dueOn.formatted(.en)). This is not a reminder and costs you nothing.
        """)
    let crossed = Phrase(
      nl: "Heeft u al betaald? Dan kunt u deze mail negeren.",
      en: "Have you paid already? Then please ignore this mail.")
    return Letter(
      subject: Phrase(
        nl: "Geheugensteuntje: \(number) betalen vóór \(dueOn.adding(days: 1).formatted(.nl))",
        en: "For your convenience: \(number) is due on \(dueOn.formatted(.en))"),
      blocks: [
        .paragraph(opening),
        .button(Phrase(nl: "Bekijk en betaal", en: "View and pay"), url: portalURL),
        .note(crossed),
      ])
  }
}

/// A reminder after the due date; costs nothing.
package struct ReminderMail: MailContent, Hashable {
  package static let kind = MessageKind.reminder
  package let number: String
  package let toPay: Money
  package let dueOn: CivilDate
  /// 1 for the first.
  package let level: Int
  package let portalURL: String
  package let transfer: TransferDetails?

  package init(
    number: String, toPay: Money, dueOn: CivilDate, level: Int, portalURL: String,
    transfer: TransferDetails?
  ) {
    self.number = number
    self.toPay = toPay
    self.dueOn = dueOn
    self.level = level
    self.portalURL = portalURL
    self.transfer = transfer
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: """
        Misschien is het u ontgaan: van \(number) staat nog \(toPay.formatted(.nl)) open. De \
        betaaldatum was \(dueOn.formatted(.nl)). Wilt u dit alsnog betalen?
        """,
      en: """
        It may have escaped your attention: \(toPay.formatted(.en)) of \(number) is still open. \
        It was due on \(dueOn.formatted(.en)). Could you please pay it now?
        """)
    let help = Phrase(
      nl: """
        Heeft u al betaald? Dan kunt u deze mail negeren. Klopt er iets niet of lukt betalen nu \
        niet? Laat het ons weten, dan zoeken we samen een oplossing.
        """,
      en: """
        Have you paid already? Then please ignore this mail. Is something wrong, or can you not \
        pay now? Let us know and we will find a solution together.
        """)
    return Letter(
      subject: level > 1
        ? Phrase(
          nl: "\(level)e herinnering: \(number), \(toPay.formatted(.nl))",
          en: "Reminder \(level): \(number), \(toPay.formatted(.en))")
        : Phrase(
          nl: "Herinnering: \(number), \(toPay.formatted(.nl))",
          en: "Reminder: \(number), \(toPay.formatted(.en))"),
      blocks: [
        .paragraph(opening),
        .button(Phrase(nl: "Bekijk en betaal", en: "View and pay"), url: portalURL),
        transfer?.facts, .note(help),
      ])
  }
}

/// A payment or a collection did not succeed; what to do now.
package struct PaymentFailedMail: MailContent, Hashable {
  package static let kind = MessageKind.paymentFailed
  package let number: String
  package let amount: Money
  /// In words fit for the customer, where it is known.
  package let reason: Phrase?
  package let portalURL: String

  package init(number: String, amount: Money, reason: Phrase?, portalURL: String) {
    self.number = number
    self.amount = amount
    self.reason = reason
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: "De betaling van \(amount.formatted(.nl)) voor \(number) is helaas niet gelukt.",
      en: "Unfortunately the payment of \(amount.formatted(.en)) for \(number) did not succeed.")
    let again = Phrase(
      nl: "U kunt het bedrag via onderstaande knop alsnog betalen.",
      en: "You can still pay the amount through the button below.")
    return Letter(
      subject: Phrase(
        nl: "Betaling voor \(number) niet gelukt", en: "Payment for \(number) did not succeed"),
      blocks: [
        .paragraph(opening), reason.map { .paragraph($0) }, .paragraph(again),
        .button(Phrase(nl: "Bekijk en betaal", en: "View and pay"), url: portalURL),
      ])
  }
}
