package import Primitives

/// Where a subscription is in its life. Trial and pause are dates of an active one, so that no
/// wake-up can be missed.
package enum SubscriptionState: Hashable, Sendable {
  /// Bought, the first payment not yet in.
  case pending
  /// Served and billed; with an end when it was cancelled.
  case active(endsOn: CivilDate?)
  /// Its last day is over.
  case ended(on: CivilDate)
  /// The first payment never came.
  case abandoned

  /// The words that are stored and shown by the API.
  package static let names = ["pending", "active", "ended", "abandoned"]

  package var name: String {
    switch self {
    case .pending: "pending"
    case .active: "active"
    case .ended: "ended"
    case .abandoned: "abandoned"
    }
  }

  package var isCancelling: Bool {
    if case .active(endsOn: .some) = self { true } else { false }
  }

  package var isActive: Bool {
    if case .active = self { true } else { false }
  }

  /// The date that stands beside the state: the first day that is served no more.
  package var endsOn: CivilDate? {
    switch self {
    case .pending, .abandoned: nil
    case .active(let end): end
    case .ended(let end): end
    }
  }
}

/// What can happen to a subscription.
package enum SubscriptionEvent: Hashable, Sendable {
  case firstPaymentReceived
  case firstPaymentGivenUp
  /// Cancelled; the day is the first that is served no more.
  case cancelled(endingOn: CivilDate)
  case cancellationWithdrawn
  case lastPeriodOver(on: CivilDate)
  /// Ended at once: cancelled with today as the end, or the purchase taken back.
  case stopped(on: CivilDate)
  /// Won back after its end.
  case restarted

  package var name: String {
    switch self {
    case .firstPaymentReceived: "firstPaymentReceived"
    case .firstPaymentGivenUp: "firstPaymentGivenUp"
    case .cancelled: "cancelled"
    case .cancellationWithdrawn: "cancellationWithdrawn"
    case .lastPeriodOver: "lastPeriodOver"
    case .stopped: "stopped"
    case .restarted: "restarted"
    }
  }
}

extension SubscriptionState {
  /// The state after an event.
  /// - Throws: `SubscriptionRefusal.impossible` with the state and the event, never a silent
  ///   no-op.
  package func after(_ event: SubscriptionEvent) throws(SubscriptionRefusal) -> SubscriptionState {
    switch (self, event) {
    case (.pending, .firstPaymentReceived), (.abandoned, .firstPaymentReceived):
      // A payment may come in after the checkout was given up: who paid is served.
      return .active(endsOn: nil)
    case (.pending, .firstPaymentGivenUp):
      return .abandoned
    case (.active(endsOn: nil), .cancelled(let date)):
      return .active(endsOn: date)
    case (.active(endsOn: .some), .cancellationWithdrawn):
      return .active(endsOn: nil)
    case (.active(endsOn: .some(let end)), .lastPeriodOver(let date)) where end <= date:
      return .ended(on: end)
    case (.active, .stopped(let date)):
      return .ended(on: date)
    case (.ended, .restarted):
      return .active(endsOn: nil)
    default:
      throw .impossible(state: name, event: event.name)
    }
  }
}
