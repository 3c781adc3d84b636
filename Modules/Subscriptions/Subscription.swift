package import Catalog
package import Primitives
package import Tenancy

/// A customer's standing order for a plan.
package struct Subscription: Entity, Hashable, Sendable {
  package static let idPrefix = "sub"

  package let id: Subscription.ID
  package let customerID: Customer.ID
  package let planID: Plan.ID
  /// The price and rhythm that were bought; later versions of the plan change nothing here.
  package let versionID: PlanVersion.ID
  package let quantity: Int
  /// The full price of one whole period for the whole quantity.
  package let price: Money
  package let pricesIncludeVAT: Bool
  package let purchasedOn: CivilDate
  package let schedule: BillingSchedule
  /// The index in the schedule of the first period that is not billed yet.
  package let nextIndex: Int
  package let state: SubscriptionState

  /// Days that a checkout waits for its first payment before it is given up.
  package static let checkoutDays = 14

  /// The first period that is not billed yet; nil when none will come.
  package var nextPeriod: BillingPeriod? {
    guard let next = schedule.period(nextIndex) else { return nil }
    switch state {
    case .pending, .abandoned, .ended: return nil
    case .active(let endsOn): return endsOn.map { next.period.from < $0 } ?? true ? next : nil
    }
  }

  /// The first day that is not billed yet.
  package var billedUntil: CivilDate {
    schedule.period(nextIndex)?.period.from ?? CivilDate.last
  }

  /// The end that a cancellation on a day leaves: that of what is billed, or of the period in
  /// which the day lies where the billing is behind (I-16). No period begins after it.
  package func end(whenCancelledOn today: CivilDate) -> CivilDate {
    var index = nextIndex
    while let period = schedule.period(index)?.period {
      if period.from >= today { return period.from }
      index += 1
    }
    return CivilDate.last
  }
}

/// When the platform makes the request for a period: some days before it is collected, so that the
/// customer has notice, and never more than half the period ahead.
package enum BillingNotice {
  package static func billOn(_ period: BillingPeriod, noticeDays: Int) -> CivilDate {
    let days = min(max(noticeDays, 0), period.wholeDays / 2)
    return period.collectOn.adding(days: -days)
  }
}

/// One charge of a subscription: a period at its price, kept for ever (I-13).
package struct PeriodCharge: Hashable, Sendable {
  package let subscriptionID: Subscription.ID
  package let period: BillingPeriod
  package let price: ProRata

  package init(subscriptionID: Subscription.ID, period: BillingPeriod, price: ProRata) {
    self.subscriptionID = subscriptionID
    self.period = period
    self.price = price
  }
}
