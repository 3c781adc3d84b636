import Notifications
import Outbox
package import Primitives
package import Subscriptions
package import Tenancy

/// A customer or the shop stops a subscription at the end of what was billed, or takes that back.
package struct Cancellation: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Ends at the first day that is not billed yet: nothing is given back and nothing more is
  /// charged (I-17).
  /// - Parameter outcome: `.rehearsed` shows the last day without cancelling.
  /// - Returns: the subscription with its last day.
  package func cancel(
    _ id: Subscription.ID, of customer: Customer.ID? = nil, outcome: Outcome = .kept,
    as scope: TenantScope
  ) async throws -> Subscription {
    try await platform.write(as: scope, outcome) { shop in
      let subscription = try shop.subscriptions.owned(by: customer, id)
      let ended = try shop.subscriptions.apply(
        .cancelled(endingOn: subscription.end(whenCancelledOn: shop.today)), to: subscription,
        noticeDays: shop.settings.current().renewalNoticeDays)
      try shop.audit.record("subscription.cancelled", id)
      try shop.outbox.put(MailOrder.cancellation(of: ended).message(at: shop.now))
      return ended
    }
  }

  /// Goes on as if nothing had happened; possible until the last day.
  package func withdraw(
    _ id: Subscription.ID, of customer: Customer.ID? = nil, as scope: TenantScope
  ) async throws -> Subscription {
    try await platform.write(as: scope, .kept) { shop in
      let subscription = try shop.subscriptions.owned(by: customer, id)
      let going = try shop.subscriptions.apply(
        .cancellationWithdrawn, to: subscription,
        noticeDays: shop.settings.current().renewalNoticeDays)
      try shop.audit.record("subscription.cancellationWithdrawn", id)
      return going
    }
  }
}

extension SubscriptionStore {
  /// The subscription, which another customer's is not (I-42).
  fileprivate func owned(
    by customer: Customer.ID?, _ id: Subscription.ID
  ) throws -> Subscription {
    let subscription = try existing(id)
    guard customer == nil || subscription.customerID == customer else {
      throw SubscriptionRefusal.unknown
    }
    return subscription
  }
}

extension MailOrder {
  /// A cancellation that was withdrawn and made again for another day is told again.
  fileprivate static func cancellation(of subscription: Subscription) -> MailOrder {
    guard case .active(endsOn: .some(let day)) = subscription.state else {
      return MailOrder(.cancellationConfirmed, about: subscription.id)
    }
    return MailOrder(.cancellationConfirmed, about: subscription.id, level: day.dayNumber)
  }
}
