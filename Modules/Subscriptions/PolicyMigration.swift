package import Primitives
import Storage
package import Tenancy

/// What moving one subscription to another collection day means for its customer.
package struct PolicyBridge: Hashable, Sendable {
  package let subscription: Subscription
  /// The schedule from the first day that is not billed yet.
  package let schedule: BillingSchedule
  /// The subscription on that schedule.
  package let moved: Subscription
  /// The stub between what is billed and the new day; nil when the days already meet.
  package let bridge: BillingPeriod?
  /// What the stub costs of the plan.
  package let price: ProRata?
  /// What the stub costs with add-ons and discounts.
  package let amount: Money?

  /// Nil when the policy changes nothing for the subscription: it is not a one-month plan, is not
  /// active, is ending, is paid in instalments, has a day of the customer's own, or is collected on
  /// that day already.
  /// - Throws: `MoneyError` beyond bounds.
  package init?(
    _ subscription: Subscription, _ extras: Extras = .none, to policy: CollectionPolicy
  ) throws {
    guard subscription.collectionDay == nil else { return nil }
    try self.init(moving: subscription, extras, to: policy)
  }

  init?(moving subscription: Subscription, _ extras: Extras, to policy: CollectionPolicy) throws {
    let interval = subscription.schedule.interval
    guard interval.isOneMonth, case .active(endsOn: nil) = subscription.state,
      subscription.instalments == nil, let next = subscription.nextPeriod
    else { return nil }
    let from = next.period.from
    let anchor = PolicyBridge.anchor(of: subscription, from: from, policy: policy)
    guard anchor.day != subscription.schedule.anchor.day else { return nil }
    self.subscription = subscription
    schedule = BillingSchedule(start: from, anchor: anchor, interval: interval)
    moved = subscription.moved(to: schedule, policy: policy)
    bridge = schedule.hasStub ? moved.nextPeriod : nil
    price = try bridge?.price(atFullPrice: subscription.currentPrice)
    amount = try PolicyBridge.total(of: bridge, moved, extras)
  }

  private static func total(
    of bridge: BillingPeriod?, _ moved: Subscription, _ extras: Extras
  ) throws -> Money? {
    guard let bridge else { return nil }
    return try PeriodBill(moved, extras, period: bridge).total
  }

  /// The first wanted day on or after the first unbilled one. Back on the purchase date, a
  /// subscription returns to its own day, the 1st for one bought on the 29th to 31st.
  private static func anchor(
    of subscription: Subscription, from: CivilDate, policy: CollectionPolicy
  ) -> CivilDate {
    switch policy {
    case .fixedDay(let day):
      return BillingSchedule.next(day: day, onOrAfter: from)
    case .purchaseDate:
      let day = subscription.purchasedOn.day
      return BillingSchedule.next(day: day >= 29 ? 1 : day, onOrAfter: from)
    }
  }
}

extension Subscription {
  /// On another schedule from the first unbilled day; a pause to come ends on the new day too.
  fileprivate func moved(to schedule: BillingSchedule, policy: CollectionPolicy) -> Subscription {
    var moved = self
    moved.begin(schedule)
    if let pause, schedule.start < pause.period.from {
      moved.pause = Pause(
        period: pause.period,
        resumes: BillingSchedule(
          purchasedOn: pause.period.until, interval: schedule.interval, policy: policy))
    }
    return moved
  }
}

extension SubscriptionStore {
  /// The active subscriptions after an id, in order, for going through all of them in pages.
  package func active(after id: Subscription.ID?, limit: Int) throws -> [Subscription] {
    try shop.all(
      SubscriptionStore.select
        + """
         WHERE s.tenant_id = \(shop.tenant) AND s.state = 'active' AND s.id > \(id?.rawValue ?? 0)
        ORDER BY s.id LIMIT \(limit)
        """,
      SubscriptionStore.subscription)
  }

  /// Moves subscriptions to their new day; the stubs are billed by the next runs.
  package func migrate(_ bridges: [PolicyBridge], noticeDays: Int) throws {
    try save(bridges.map(\.moved), noticeDays: noticeDays)
    let ids = bridges.lazy.filter(\.subscription.hasExtras).map(\.subscription.id).sorted()
    guard !ids.isEmpty else { return }
    try shop.execute(
      """
      UPDATE subscription_quotes SET state = 'replaced'
      WHERE tenant_id = \(shop.tenant) AND subscription_id IN (\(list: ids)) AND state = 'open'
      """)
  }
}
