package import Primitives

/// Why a subscription says no.
package enum SubscriptionRefusal: Refusal, Hashable {
  case unknown
  case impossible(state: String, event: String)
  case quantityOutOfRange
  case purchaseDateOutOfRange

  /// How many of a plan one subscription may hold.
  package static let quantities = 1...10_000

  package var kind: RefusalKind {
    switch self {
    case .unknown: .notFound
    case .impossible: .conflict
    case .quantityOutOfRange, .purchaseDateOutOfRange: .invalid
    }
  }

  package var code: String {
    switch self {
    case .unknown: "subscription.unknown"
    case .impossible: "subscription.impossible"
    case .quantityOutOfRange: "subscription.quantityOutOfRange"
    case .purchaseDateOutOfRange: "subscription.purchaseDateOutOfRange"
    }
  }

  package var pointer: String? {
    switch self {
    case .unknown, .impossible: nil
    case .quantityOutOfRange: "/quantity"
    case .purchaseDateOutOfRange: "/purchaseDate"
    }
  }

  package var phrase: Phrase {
    switch self {
    case .unknown:
      Phrase(nl: "Deze inschrijving bestaat niet.", en: "There is no such subscription.")
    case .impossible(let state, let event):
      Phrase(
        nl: "Dit kan nu niet: de inschrijving is '\(state)', gevraagd is '\(event)'.",
        en: "Not possible now: the subscription is '\(state)', the request is '\(event)'.")
    case .quantityOutOfRange:
      Phrase(
        nl: "Het aantal ligt tussen 1 en 10.000.", en: "The quantity lies between 1 and 10,000.")
    case .purchaseDateOutOfRange:
      Phrase(
        nl: "De aankoopdatum ligt tussen 1900 en 2200.",
        en: "The purchase date lies between 1900 and 2200.")
    }
  }
}
