package import Primitives

/// The receipt of a withdrawal within 14 days (BW 6:230o; facts/legal_nl.md 5): what was received
/// and when, for the customer to keep.
package struct WithdrawalReceiptMail: MailContent, Hashable {
  package static let kind = MessageKind.withdrawalReceipt
  package let planName: String
  package let purchasedOn: CivilDate
  package let customerName: String
  /// The day and time on the shop's clock, `14:05`.
  package let receivedOn: CivilDate
  package let receivedAt: String
  /// What the customer added, word for word.
  package let statement: String?
  /// What comes back, VAT included, and how.
  package let settlement: Settlement
  /// What is kept for the days used at the customer's express request, in words.
  package let kept: MailItem?
  /// The last day for paying back.
  package let paidBackBy: CivilDate?
  package let portalURL: String

  package init(
    planName: String, purchasedOn: CivilDate, customerName: String, receivedOn: CivilDate,
    receivedAt: String, statement: String?, settlement: Settlement, kept: MailItem?,
    paidBackBy: CivilDate?, portalURL: String
  ) {
    self.planName = planName
    self.purchasedOn = purchasedOn
    self.customerName = customerName
    self.receivedOn = receivedOn
    self.receivedAt = receivedAt
    self.statement = statement
    self.settlement = settlement
    self.kept = kept
    self.paidBackBy = paidBackBy
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: """
        Wij hebben uw verklaring ontvangen dat u de overeenkomst herroept. Uw abonnement is \
        daarmee geëindigd. Bewaar deze mail als bewijs.
        """,
      en: """
        We have received your statement that you withdraw from the contract. Your subscription \
        has ended with it. Please keep this mail as proof.
        """)
    return Letter(
      subject: Phrase(
        nl: "Ontvangstbevestiging van uw herroeping: \(planName)",
        en: "Receipt of your withdrawal: \(planName)"),
      blocks: [
        .paragraph(opening), .facts(facts), keptBlock, settlement.paragraph, term,
        .portal(portalURL),
      ])
  }

  private var facts: [Letter.Fact] {
    var facts = [
      Letter.Fact(Phrase(nl: "Overeenkomst", en: "Contract"), text: planName),
      Letter.Fact(Phrase(nl: "Gesloten op", en: "Made on"), purchasedOn),
      Letter.Fact(Phrase(nl: "Herroepen door", en: "Withdrawn by"), text: customerName),
      Letter.Fact(
        Phrase(nl: "Ontvangen op", en: "Received on"),
        Phrase(
          nl: "\(receivedOn.formatted(.nl)) om \(receivedAt) uur",
          en: "\(receivedOn.formatted(.en)) at \(receivedAt)")),
    ]
    if let statement, !statement.isEmpty {
      facts.append(Letter.Fact(Phrase(nl: "Uw toelichting", en: "Your words"), text: statement))
    }
    return facts
  }

  private var keptBlock: Letter.Block? {
    guard let kept else { return nil }
    let label = Phrase(
      nl: "Al geleverd, op uw uitdrukkelijk verzoek",
      en: "Supplied already, at your express request")
    return .items([kept], sums: [Letter.Fact(label, kept.amount)])
  }

  private var term: Letter.Block? {
    guard let paidBackBy else { return nil }
    return .note(
      Phrase(
        nl: """
          U krijgt het geld uiterlijk op \(paidBackBy.formatted(.nl)) terug, op dezelfde manier \
          als u betaalde.
          """,
        en: """
          You have the money back by \(paidBackBy.formatted(.en)) at the latest, the way you paid.
          """))
  }
}

/// What happens after a trial, told at its start and again before its end.
package struct TrialTerms: Hashable, Sendable {
  package let planName: String
  /// The first day that is paid for.
  package let paidFrom: CivilDate
  /// Of a whole period, VAT included.
  package let price: Money
  /// "per month".
  package let interval: Phrase
  package let first: NextPayment
  /// The last day on which a consumer can take the purchase back without a reason.
  package let withdrawableUntil: CivilDate?
  package let portalURL: String

  package init(
    planName: String, paidFrom: CivilDate, price: Money, interval: Phrase, first: NextPayment,
    withdrawableUntil: CivilDate? = nil, portalURL: String
  ) {
    self.withdrawableUntil = withdrawableUntil
    self.planName = planName
    self.paidFrom = paidFrom
    self.price = price
    self.interval = interval
    self.first = first
    self.portalURL = portalURL
  }

  var lastFreeDay: CivilDate { paidFrom.adding(days: -1) }

  var facts: Letter.Block {
    .facts([
      Letter.Fact(
        Phrase(nl: "Gratis tot en met", en: "Free until and including"), lastFreeDay),
      Letter.Fact(
        Phrase(nl: "Daarna", en: "After that"),
        Phrase(
          nl: "\(price.formatted(.nl)) \(interval(.nl)), incl. btw",
          en: "\(price.formatted(.en)) \(interval(.en)), incl. VAT")),
      Letter.Fact(
        Phrase(nl: "Eerste betaling", en: "First payment"),
        Phrase(
          nl: "\(first.amount.formatted(.nl)) op \(first.on.formatted(.nl))",
          en: "\(first.amount.formatted(.en)) on \(first.on.formatted(.en))")),
    ])
  }

  var leaving: Letter.Block {
    .paragraph(
      Phrase(
        nl: """
          Wilt u niet verder? Zeg dan uiterlijk op \(lastFreeDay.formatted(.nl)) op in uw \
          klantomgeving. U betaalt dan niets.
          """,
        en: """
          Do you not want to go on? Then cancel in your portal by \
          \(lastFreeDay.formatted(.en)). You pay nothing then.
          """))
  }
}

/// A trial has begun.
package struct TrialStartedMail: MailContent, Hashable {
  package static let kind = MessageKind.trialStarted
  package let terms: TrialTerms

  package init(_ terms: TrialTerms) { self.terms = terms }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Welkom! Uw proefperiode van \(terms.planName) is ingegaan.",
      en: "Welcome! Your trial of \(terms.planName) has started.")
    return Letter(
      subject: Phrase(
        nl: "Uw proefperiode van \(terms.planName) is ingegaan",
        en: "Your trial of \(terms.planName) has started"),
      blocks: [
        .paragraph(opening), terms.facts, terms.leaving,
        terms.withdrawableUntil.map(Letter.Block.withdrawal), .portal(terms.portalURL),
      ])
  }
}

/// A trial ends before long, and payment begins.
package struct TrialEndsSoonMail: MailContent, Hashable {
  package static let kind = MessageKind.trialEndsSoon
  package let terms: TrialTerms

  package init(_ terms: TrialTerms) { self.terms = terms }

  package var letter: Letter {
    let opening = Phrase(
      nl: """
        Uw proefperiode van \(terms.planName) eindigt op \(terms.lastFreeDay.formatted(.nl)). \
        Daarna gaat uw abonnement betaald verder.
        """,
      en: """
        Your trial of \(terms.planName) ends on \(terms.lastFreeDay.formatted(.en)). After that \
        your subscription goes on as a paid one.
        """)
    return Letter(
      subject: Phrase(
        nl: "Uw proefperiode eindigt op \(terms.lastFreeDay.formatted(.nl))",
        en: "Your trial ends on \(terms.lastFreeDay.formatted(.en))"),
      blocks: [.paragraph(opening), terms.facts, terms.leaving, .portal(terms.portalURL)])
  }
}

/// A planned price rise, told to one customer with the customer's own dates.
package struct PriceRiseMail: MailContent, Hashable {
  package static let kind = MessageKind.priceRise
  package let planName: String
  /// Of a whole period, VAT included.
  package let oldPrice: Money
  package let newPrice: Money
  /// "per month".
  package let interval: Phrase
  /// The customer's own first renewal at the new price.
  package let from: CivilDate
  package let portalURL: String

  package init(
    planName: String, oldPrice: Money, newPrice: Money, interval: Phrase, from: CivilDate,
    portalURL: String
  ) {
    self.planName = planName
    self.oldPrice = oldPrice
    self.newPrice = newPrice
    self.interval = interval
    self.from = from
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: """
        De prijs van uw abonnement \(planName) gaat omhoog vanaf uw verlenging op \
        \(from.formatted(.nl)). Tot die dag verandert er niets.
        """,
      en: """
        The price of your subscription \(planName) goes up from your renewal on \
        \(from.formatted(.en)). Until that day nothing changes.
        """)
    let leaving = Phrase(
      nl: """
        Gaat u niet akkoord? Dan kunt u zonder kosten opzeggen in uw klantomgeving, uiterlijk op \
        \(from.adding(days: -1).formatted(.nl)). U betaalt de nieuwe prijs dan niet.
        """,
      en: """
        Do you not agree? Then you can cancel free of charge in your portal, by \
        \(from.adding(days: -1).formatted(.en)) at the latest. You will not pay the new price.
        """)
    return Letter(
      subject: Phrase(
        nl: "Nieuwe prijs van \(planName) vanaf \(from.formatted(.nl))",
        en: "New price of \(planName) from \(from.formatted(.en))"),
      blocks: [.paragraph(opening), .facts(facts), .paragraph(leaving), .portal(portalURL)])
  }

  private var facts: [Letter.Fact] {
    func words(_ price: Money) -> Phrase {
      Phrase(
        nl: "\(price.formatted(.nl)) \(interval(.nl)), incl. btw",
        en: "\(price.formatted(.en)) \(interval(.en)), incl. VAT")
    }
    return [
      Letter.Fact(Phrase(nl: "U betaalt nu", en: "You pay now"), words(oldPrice)),
      Letter.Fact(Phrase(nl: "Nieuwe prijs", en: "New price"), words(newPrice)),
      Letter.Fact(Phrase(nl: "Vanaf", en: "From"), from),
    ]
  }
}
