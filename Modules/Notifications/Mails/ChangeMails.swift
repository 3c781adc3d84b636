package import Primitives

/// What is paid next, and when.
package struct NextPayment: Hashable, Sendable {
  /// VAT included.
  package let amount: Money
  package let on: CivilDate

  package init(amount: Money, on: CivilDate) {
    self.amount = amount
    self.on = on
  }

  var fact: Letter.Fact {
    Letter.Fact(
      Phrase(nl: "Volgende betaling", en: "Next payment"),
      Phrase(
        nl: "\(amount.formatted(.nl)) op \(on.formatted(.nl))",
        en: "\(amount.formatted(.en)) on \(on.formatted(.en))"))
  }
}

/// What became of the difference between what was paid before and what is owed now.
package enum Settlement: Hashable, Sendable {
  case nothing
  /// A document asks it, or it is collected.
  case toPay(Money)
  /// Onto the customer's credits.
  case credited(Money)
  /// Back to where the money came from.
  case paidBack(Money)
  /// What was not paid yet has become less.
  case lowered(Money)

  var paragraph: Letter.Block? {
    switch self {
    case .nothing: nil
    case .toPay(let amount):
      .paragraph(
        Phrase(
          nl: "Hiervoor betaalt u eenmalig \(amount.formatted(.nl)).",
          en: "For this you pay \(amount.formatted(.en)) once."))
    case .credited(let amount):
      .paragraph(
        Phrase(
          nl: """
            U krijgt \(amount.formatted(.nl)) tegoed. Dat verrekenen wij met uw volgende facturen.
            """,
          en: """
            You get \(amount.formatted(.en)) in credits, which settle your next invoices.
            """))
    case .paidBack(let amount):
      .paragraph(
        Phrase(
          nl: "Wij betalen u \(amount.formatted(.nl)) terug.",
          en: "We pay \(amount.formatted(.en)) back to you."))
    case .lowered(let amount):
      .paragraph(
        Phrase(
          nl: "Wat u nog moest betalen is \(amount.formatted(.nl)) lager geworden.",
          en: "What you still had to pay has become \(amount.formatted(.en)) less."))
    }
  }
}

/// A subscription is another than it was: plan, quantity, add-ons.
package struct SubscriptionChangedMail: MailContent, Hashable {
  package static let kind = MessageKind.subscriptionChanged

  /// One thing that changed: "Quantity", "2", "3".
  package struct Change: Hashable, Sendable {
    package let what: Phrase
    package let from: String
    package let to: String

    package init(_ what: Phrase, from: String, to: String) {
      self.what = what
      self.from = from
      self.to = to
    }
  }

  package let planName: String
  package let changes: [Change]
  package let effectiveFrom: CivilDate
  /// Charges, and credits below zero, each with its calculation in words.
  package let lines: [MailItem]
  package let settlement: Settlement
  package let next: NextPayment?
  package let portalURL: String

  package init(
    planName: String, changes: [Change], effectiveFrom: CivilDate, lines: [MailItem],
    settlement: Settlement, next: NextPayment?, portalURL: String
  ) {
    self.planName = planName
    self.changes = changes
    self.effectiveFrom = effectiveFrom
    self.lines = lines
    self.settlement = settlement
    self.next = next
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Wij hebben uw abonnement \(planName) gewijzigd.",
      en: "We have changed your subscription \(planName).")
    return Letter(
      subject: Phrase(
        nl: "Uw abonnement \(planName) is gewijzigd",
        en: "Your subscription \(planName) has changed"),
      blocks: [
        .paragraph(opening), .facts(facts), calculation, settlement.paragraph,
        next.map { .facts([$0.fact]) }, .portal(portalURL),
      ])
  }

  private var facts: [Letter.Fact] {
    changes.map { change in
      Letter.Fact(change.what, text: "\(change.from) → \(change.to)")
    } + [Letter.Fact(Phrase(nl: "Gaat in op", en: "Takes effect on"), effectiveFrom)]
  }

  private var calculation: Letter.Block? {
    guard let currency = lines.first?.amount.currency,
      let total = try? lines.map(\.amount).total(in: currency)
    else { return nil }
    return .items(lines, sums: [Letter.Fact(Phrase(nl: "Samen", en: "Together"), total)])
  }
}

/// A subscription rests until a day.
package struct SubscriptionPausedMail: MailContent, Hashable {
  package static let kind = MessageKind.subscriptionPaused
  package let planName: String
  /// The days on which it does not run.
  package let pause: Period
  package let next: NextPayment?
  package let portalURL: String

  package init(planName: String, pause: Period, next: NextPayment?, portalURL: String) {
    self.planName = planName
    self.pause = pause
    self.next = next
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: """
        Uw abonnement \(planName) staat stil van \(pause.formatted(.nl)). Over die dagen betaalt u \
        niets. Op \(pause.until.formatted(.nl)) loopt het vanzelf weer verder; eerder hervatten \
        kan in uw klantomgeving.
        """,
      en: """
        Your subscription \(planName) is paused from \(pause.formatted(.en)). You pay nothing for \
        those days. It goes on by itself on \(pause.until.formatted(.en)); you can resume it \
        earlier in your portal.
        """)
    return Letter(
      subject: Phrase(
        nl: "Uw abonnement \(planName) is gepauzeerd",
        en: "Your subscription \(planName) is paused"),
      blocks: [
        .paragraph(opening), next.map { .facts([$0.fact]) }, .portal(portalURL),
      ])
  }
}

/// A paused subscription runs again.
package struct SubscriptionResumedMail: MailContent, Hashable {
  package static let kind = MessageKind.subscriptionResumed
  package let planName: String
  package let resumedOn: CivilDate
  package let next: NextPayment?
  package let portalURL: String

  package init(planName: String, resumedOn: CivilDate, next: NextPayment?, portalURL: String) {
    self.planName = planName
    self.resumedOn = resumedOn
    self.next = next
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Uw abonnement \(planName) loopt weer vanaf \(resumedOn.formatted(.nl)).",
      en: "Your subscription \(planName) runs again from \(resumedOn.formatted(.en)).")
    return Letter(
      subject: Phrase(
        nl: "Uw abonnement \(planName) is hervat",
        en: "Your subscription \(planName) is resumed"),
      blocks: [.paragraph(opening), next.map { .facts([$0.fact]) }, .portal(portalURL)])
  }
}

/// Somebody who cancelled came back.
package struct SubscriptionReactivatedMail: MailContent, Hashable {
  package static let kind = MessageKind.subscriptionReactivated
  package let planName: String
  /// Of a whole period, VAT included.
  package let price: Money
  /// "per month".
  package let interval: Phrase
  package let from: CivilDate
  package let next: NextPayment?
  package let portalURL: String

  package init(
    planName: String, price: Money, interval: Phrase, from: CivilDate, next: NextPayment?,
    portalURL: String
  ) {
    self.planName = planName
    self.price = price
    self.interval = interval
    self.from = from
    self.next = next
    self.portalURL = portalURL
  }

  package var letter: Letter {
    let opening = Phrase(
      nl: "Fijn dat u terug bent! Uw abonnement \(planName) loopt weer.",
      en: "Good to have you back! Your subscription \(planName) runs again.")
    let price = Phrase(
      nl: "\(price.formatted(.nl)) \(interval(.nl))",
      en: "\(price.formatted(.en)) \(interval(.en))")
    let facts = [
      Letter.Fact(Phrase(nl: "Vanaf", en: "From"), from),
      Letter.Fact(Phrase(nl: "Prijs incl. btw", en: "Price incl. VAT"), price),
    ]
    return Letter(
      subject: Phrase(
        nl: "Welkom terug bij \(planName)", en: "Welcome back to \(planName)"),
      blocks: [
        .paragraph(opening), .facts(facts + [next?.fact].compactMap { $0 }), .portal(portalURL),
      ])
  }
}
