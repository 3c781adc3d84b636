package import Primitives
package import Subscriptions
package import Tenancy

/// A customer or the shop stops a subscription, or takes that back: an order like any other
/// change, with the moments that consumer law leaves open (BW 6:236 j; facts/legal_nl.md 5).
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
    let order = ChangeOrder(.cancel(.periodEnd), of: id, by: customer)
    return try await SubscriptionChange(platform).make(order, outcome, as: scope).after
  }

  /// Goes on as if nothing had happened; possible until the last day.
  package func withdraw(
    _ id: Subscription.ID, of customer: Customer.ID? = nil, as scope: TenantScope
  ) async throws -> Subscription {
    try await SubscriptionChange(platform)
      .make(ChangeOrder(.keep, of: id, by: customer), as: scope).after
  }
}

/// The days on which a subscription can end, each the first that is served no more. Pure.
package struct CancelChoices: Hashable, Sendable {
  /// As soon as the notice allows.
  package let earliest: CivilDate
  /// Where nothing is given back, notice counted.
  package let periodEnd: CivilDate
  package let latest: CivilDate

  /// - Parameter noticeDays: the shop's; consumer law allows a month from the day of notice.
  package init(
    _ subscription: Subscription, today: CivilDate, noticeDays: Int
  ) {
    earliest = min(today.adding(days: max(noticeDays, 0)), today.adding(months: 1))
    periodEnd = max(earliest, subscription.end(whenCancelledOn: today))
    latest = max(periodEnd, today.adding(months: 12))
  }
}

extension ChangeDesk {
  func cancel(_ moment: CancelMoment) throws -> ChangeResult {
    guard !isCustomer || subscription.instalments == nil else {
      throw SubscriptionRefusal.paidInInstalments
    }
    let end = try day(of: moment)
    let amendment = try Amendment.stop(
      subscription, held.extras, charged: held.charges, on: end, today: today, policy: policy)
    let part = isCustomer ? settings.unusedPart : order.unusedPart ?? settings.unusedPart
    return try book(amendment, as: part)
  }

  private func day(of moment: CancelMoment) throws -> CivilDate {
    // The shop itself needs no notice.
    let choices = CancelChoices(
      subscription, today: today, noticeDays: isCustomer ? settings.cancellationNoticeDays : 0)
    switch moment {
    case .now: return choices.earliest
    case .periodEnd: return choices.periodEnd
    case .on(let day):
      guard day >= choices.earliest else {
        throw SubscriptionChangeRefusal.endTooEarly(choices.earliest)
      }
      guard day <= choices.latest else {
        throw SubscriptionChangeRefusal.endTooLate(choices.latest)
      }
      return day
    }
  }
}
