package import Primitives

/// Why a change that a subscription could bear is not made.
package enum SubscriptionChangeRefusal: Refusal, Hashable {
  /// What comes out is not what was shown.
  case priceChanged(toPay: Money, givenBack: Money)
  case pauseNotOffered
  case pauseTooLong(days: Int)
  case dayNotOffered
  /// The earliest first day that is served no more.
  case endTooEarly(CivilDate)
  case endTooLate(CivilDate)
  /// The shop alone may do this.
  case notOffered

  package var kind: RefusalKind {
    switch self {
    case .priceChanged: .conflict
    case .pauseNotOffered, .dayNotOffered, .notOffered: .forbidden
    case .pauseTooLong, .endTooEarly, .endTooLate: .invalid
    }
  }

  package var code: String {
    switch self {
    case .priceChanged: "change.priceChanged"
    case .pauseNotOffered: "change.pauseNotOffered"
    case .pauseTooLong: "change.pauseTooLong"
    case .dayNotOffered: "change.dayNotOffered"
    case .endTooEarly: "change.endTooEarly"
    case .endTooLate: "change.endTooLate"
    case .notOffered: "change.notOffered"
    }
  }

  package var pointer: String? {
    switch self {
    case .pauseTooLong: "/until"
    case .endTooEarly, .endTooLate: "/on"
    case .priceChanged, .pauseNotOffered, .dayNotOffered, .notOffered: nil
    }
  }

  package var phrase: Phrase {
    switch self {
    case .priceChanged(let toPay, let back):
      Phrase(
        nl: """
          De bedragen zijn veranderd: u betaalt nu \(toPay.formatted(.nl)) en krijgt \
          \(back.formatted(.nl)) terug. Bekijk het voorstel opnieuw.
          """,
        en: """
          The amounts have changed: you now pay \(toPay.formatted(.en)) and get \
          \(back.formatted(.en)) back. Look at the proposal again.
          """)
    case .pauseNotOffered:
      Phrase(nl: "Pauzeren kan hier niet.", en: "Pausing is not offered here.")
    case .pauseTooLong(let days):
      Phrase(
        nl: "Een pauze duurt hier hoogstens \(days) dagen.",
        en: "A pause lasts at most \(days) days here.")
    case .dayNotOffered:
      Phrase(
        nl: "Een eigen incassodag kiezen kan hier niet.",
        en: "Choosing a collection day of your own is not offered here.")
    case .endTooEarly(let day):
      Phrase(
        nl: "Opzeggen kan op zijn vroegst per \(day.formatted(.nl)).",
        en: "The earliest day to end on is \(day.formatted(.en)).")
    case .endTooLate(let day):
      Phrase(
        nl: "Kies een dag uiterlijk op \(day.formatted(.nl)).",
        en: "Choose a day no later than \(day.formatted(.en)).")
    case .notOffered:
      Phrase(nl: "Dit kan alleen de winkel doen.", en: "Only the shop can do this.")
    }
  }
}
