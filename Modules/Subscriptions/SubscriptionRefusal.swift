package import Primitives

/// Why a subscription says no.
package enum SubscriptionRefusal: Refusal, Hashable {
  case unknown
  case impossible(state: String, event: String)
  case quantityOutOfRange
  case purchaseDateOutOfRange
  /// This plan cannot be bought so, or taken in the place of the present one.
  case planNotPossible
  case addOnNotPossible
  case addOnUnknown
  case addOnsInTheWay
  case discountUnknown
  case tooManyExtras
  case collectionDayOutOfRange
  case paidInInstalments
  case nothingChanges
  /// It is cancelled: the cancellation must be taken back first.
  case cancelled
  case paused
  case notPaused
  case pauseOutOfRange
  /// What follows on the pause is billed already.
  case resumeBilled(CivilDate)
  case withdrawalOver(CivilDate)
  case isParked
  case notParked
  case changedMeanwhile

  /// How many of a plan one subscription may hold.
  package static let quantities = 1...10_000
  /// The longest pause.
  package static let pauseDays = 366

  package var kind: RefusalKind {
    switch self {
    case .unknown, .addOnUnknown, .discountUnknown: .notFound
    case .impossible, .addOnsInTheWay, .paidInInstalments, .nothingChanges, .cancelled, .paused,
      .notPaused, .resumeBilled, .withdrawalOver, .isParked, .notParked, .changedMeanwhile:
      .conflict
    case .quantityOutOfRange, .purchaseDateOutOfRange, .planNotPossible, .addOnNotPossible,
      .tooManyExtras, .collectionDayOutOfRange, .pauseOutOfRange:
      .invalid
    }
  }

  package var code: String {
    switch self {
    case .unknown: "subscription.unknown"
    case .impossible: "subscription.impossible"
    case .quantityOutOfRange: "subscription.quantityOutOfRange"
    case .purchaseDateOutOfRange: "subscription.purchaseDateOutOfRange"
    case .planNotPossible: "subscription.planNotPossible"
    case .addOnNotPossible: "subscription.addOnNotPossible"
    case .addOnUnknown: "subscription.addOnUnknown"
    case .addOnsInTheWay: "subscription.addOnsInTheWay"
    case .discountUnknown: "subscription.discountUnknown"
    case .tooManyExtras: "subscription.tooManyExtras"
    case .collectionDayOutOfRange: "subscription.collectionDayOutOfRange"
    case .paidInInstalments: "subscription.paidInInstalments"
    case .nothingChanges: "subscription.nothingChanges"
    case .cancelled: "subscription.cancelled"
    case .paused: "subscription.paused"
    case .notPaused: "subscription.notPaused"
    case .pauseOutOfRange: "subscription.pauseOutOfRange"
    case .resumeBilled: "subscription.resumeBilled"
    case .withdrawalOver: "subscription.withdrawalOver"
    case .isParked: "subscription.isParked"
    case .notParked: "subscription.notParked"
    case .changedMeanwhile: "subscription.changedMeanwhile"
    }
  }

  package var pointer: String? {
    switch self {
    case .quantityOutOfRange: "/quantity"
    case .purchaseDateOutOfRange: "/purchaseDate"
    case .planNotPossible: "/plan"
    case .addOnNotPossible: "/addOn"
    case .collectionDayOutOfRange: "/collectionDay"
    case .pauseOutOfRange: "/until"
    default: nil
    }
  }
}
