package import Primitives

/// Where a subscription is in its life.
package enum SubscriptionState: Hashable, Sendable {
  /// Bought, the first payment not yet in.
  case pending
  /// Served and billed; with an end when it was cancelled at period end.
  case active(endsOn: CivilDate?)
  /// Its last period is over.
  case ended(on: CivilDate)
  /// The first payment never came.
  case abandoned

  /// The word that is stored and shown by the API.
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
}

/// What can happen to a subscription.
package enum SubscriptionEvent: Hashable, Sendable {
  case firstPaymentReceived
  case firstPaymentGivenUp
  /// Cancelled at the end of what was billed.
  case cancelled(endingOn: CivilDate)
  case cancellationWithdrawn
  case lastPeriodOver(on: CivilDate)

  package var name: String {
    switch self {
    case .firstPaymentReceived: "firstPaymentReceived"
    case .firstPaymentGivenUp: "firstPaymentGivenUp"
    case .cancelled: "cancelled"
    case .cancellationWithdrawn: "cancellationWithdrawn"
    case .lastPeriodOver: "lastPeriodOver"
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
    default:
      throw .impossible(state: name, event: event.name)
    }
  }
}
