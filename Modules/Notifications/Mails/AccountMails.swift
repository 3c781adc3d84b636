package import Primitives

/// The link that lets a customer into the portal, once and for an hour.
package struct SignInLinkMail: MailContent, Hashable {
  package static let kind = MessageKind.signInLink
  package let url: String
  package let minutes: Int

  package init(url: String, minutes: Int = 60) {
    self.url = url
    self.minutes = minutes
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Met onderstaande knop logt u in op uw klantomgeving.",
      en: "The button below signs you in to your portal.")
    let note = Phrase(
      nl: """
        De link werkt één keer en blijft \(minutes) minuten geldig. Heeft u hier niet om gevraagd? \
        Dan kunt u deze mail negeren.
        """,
      en: """
        The link works once and stays valid for \(minutes) minutes. Did you not ask for it? Then \
        please ignore this mail.
        """)
    return Letter(
      subject: Phrase(nl: "Uw link om in te loggen", en: "Your sign-in link"),
      blocks: [
        .paragraph(opening), .button(Phrase(nl: "Inloggen", en: "Sign in"), url: url),
        .note(note),
      ])
  }
}

/// What was bought, and what is collected when.
package struct SubscriptionConfirmedMail: MailContent, Hashable {
  package static let kind = MessageKind.subscriptionConfirmed
  package let planName: String
  /// Of a whole period, VAT included.
  package let price: Money
  /// "per month".
  package let interval: Phrase
  package let startedOn: CivilDate
  package let paidNow: Money
  package let nextAmount: Money?
  package let nextCollectionOn: CivilDate?
  /// The last day on which a consumer can take the purchase back without a reason.
  package let withdrawableUntil: CivilDate?
  package let portalURL: String

  package init(
    planName: String, price: Money, interval: Phrase, startedOn: CivilDate, paidNow: Money,
    nextAmount: Money?, nextCollectionOn: CivilDate?, withdrawableUntil: CivilDate? = nil,
    portalURL: String
  ) {
    self.withdrawableUntil = withdrawableUntil
    self.planName = planName
    self.price = price
    self.interval = interval
    self.startedOn = startedOn
    self.paidNow = paidNow
    self.nextAmount = nextAmount
    self.nextCollectionOn = nextCollectionOn
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Welkom! Uw abonnement \(planName) is ingegaan.",
      en: "Welcome! Your subscription \(planName) has started.")
    let manage = Phrase(
      nl: "In uw klantomgeving ziet u uw facturen en kunt u uw abonnement wijzigen of opzeggen.",
      en: "In your portal you find your invoices and can change or cancel your subscription.")
    return Letter(
      subject: Phrase(
        nl: "Bevestiging van uw abonnement \(planName)",
        en: "Your subscription \(planName) is confirmed"),
      blocks: [
        .paragraph(opening), .facts(facts), .paragraph(manage),
        withdrawableUntil.map(Letter.Block.withdrawal),
        .button(
          Phrase(nl: "Naar uw klantomgeving", en: "Go to your portal"), url: portalURL),
      ])
  }

  private var facts: [Letter.Fact] {
    let price = Phrase(
      nl: "\(price.formatted(.nl)) \(interval(.nl))",
      en: "\(self.price.formatted(.en)) \(interval(.en))")
    var facts = [
      Letter.Fact(Phrase(nl: "Abonnement", en: "Subscription"), text: planName),
      Letter.Fact(Phrase(nl: "Prijs incl. btw", en: "Price incl. VAT"), price),
      Letter.Fact(Phrase(nl: "Ingegaan op", en: "Started on"), startedOn),
      Letter.Fact(Phrase(nl: "Nu betaald", en: "Paid now"), paidNow),
    ]
    if let nextAmount, let nextCollectionOn {
      let next = Phrase(
        nl: "\(nextAmount.formatted(.nl)) op \(nextCollectionOn.formatted(.nl))",
        en: "\(nextAmount.formatted(.en)) on \(nextCollectionOn.formatted(.en))")
      facts.append(Letter.Fact(Phrase(nl: "Volgende betaling", en: "Next payment"), next))
    }
    return facts
  }
}

/// The receipt of a cancellation.
package struct CancellationConfirmedMail: MailContent, Hashable {
  package static let kind = MessageKind.cancellationConfirmed
  package let planName: String
  /// The first day on which it no longer runs.
  package let endsOn: CivilDate
  /// Ended with the cancellation itself.
  package let isOver: Bool
  package let credit: Money?
  package let portalURL: String

  package init(
    planName: String, endsOn: CivilDate, isOver: Bool = false, credit: Money?, portalURL: String
  ) {
    self.planName = planName
    self.endsOn = endsOn
    self.isOver = isOver
    self.credit = credit
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let lastDay = endsOn.adding(days: -1)
    let ended = Phrase(
      nl: """
        Wij hebben uw opzegging ontvangen. Uw abonnement \(planName) is daarmee geëindigd. Wij \
        brengen niets meer in rekening.
        """,
      en: """
        We have received your cancellation. Your subscription \(planName) has ended with it. We \
        charge nothing more.
        """)
    let opening = Phrase(
      nl: """
        Wij hebben uw opzegging ontvangen. Uw abonnement \(planName) loopt nog tot en met \
        \(lastDay.formatted(.nl)). Daarna brengen wij niets meer in rekening.
        """,
      en: """
        We have received your cancellation. Your subscription \(planName) runs until \
        \(lastDay.formatted(.en)) inclusive. After that we charge nothing more.
        """)
    return Letter(
      subject: Phrase(
        nl: "Uw opzegging van \(planName) is verwerkt",
        en: "Your cancellation of \(planName) is confirmed"),
      blocks: [
        .paragraph(isOver ? ended : opening), creditBlock,
        .button(
          Phrase(nl: "Naar uw klantomgeving", en: "Go to your portal"), url: portalURL),
      ])
  }

  private var creditBlock: Letter.Block? {
    guard let credit, credit.isPositive else { return nil }
    return .paragraph(
      Phrase(
        nl: """
          U heeft \(credit.formatted(.nl)) tegoed. Dat verrekenen wij met een volgende factuur.
          """,
        en: "You have \(credit.formatted(.en)) in credits, to be settled with a later invoice."))
  }
}

extension Letter.Block {
  /// The right to withdraw, on a durable medium (BW 6:230v).
  static func withdrawal(until last: CivilDate) -> Letter.Block {
    .note(
      Phrase(
        nl: """
          Bedacht? Tot en met \(last.formatted(.nl)) kunt u deze overeenkomst zonder reden \
          herroepen: in uw klantomgeving, of met een mail waarin u dat ondubbelzinnig zegt. U \
          krijgt uw geld dan terug.
          """,
        en: """
          Changed your mind? Until \(last.formatted(.en)) you can withdraw from this contract \
          without a reason: in your portal, or by a mail that clearly says so. You then get your \
          money back.
          """))
  }
}
