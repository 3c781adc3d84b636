package import Primitives
import Storage
package import Tenancy

/// What moving one subscription to another collection day means for its customer.
package struct PolicyBridge: Hashable, Sendable {
  package let subscription: Subscription
  /// The schedule from the first day that is not billed yet.
  package let schedule: BillingSchedule
  /// The stub between what is billed and the new day; nil when the days already meet.
  package let bridge: BillingPeriod?
  /// What the stub costs.
  package let price: ProRata?

  /// Nil when the policy changes nothing for the subscription: it is not a one-month plan, is not
  /// active, is ending, or is collected on that day already.
  /// - Throws: `MoneyError` beyond bounds.
  package init?(_ subscription: Subscription, to policy: CollectionPolicy) throws {
    let interval = subscription.schedule.interval
    guard interval.isOneMonth, case .active(endsOn: nil) = subscription.state,
      let next = subscription.nextPeriod
    else { return nil }
    let from = next.period.from
    let anchor = PolicyBridge.anchor(of: subscription, from: from, policy: policy)
    guard anchor.day != subscription.schedule.anchor.day else { return nil }
    self.subscription = subscription
    schedule = BillingSchedule(start: from, anchor: anchor, interval: interval)
    let bridge = schedule.hasStub ? schedule.period(0) : nil
    self.bridge = bridge
    price = try bridge?.price(atFullPrice: subscription.price)
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
    var rows = BulkRows(
      into: "subscriptions",
      [
        .integer("id"), .integer("tenant_id"), .text("starts_on"), .text("anchor"),
        .integer("next_index"), .integer("bill_at"),
      ])
    for bridge in bridges {
      let moved = bridge.subscription.with(schedule: bridge.schedule, nextIndex: 0)
      rows.append(
        moved.id, shop.tenant, bridge.schedule.start, bridge.schedule.anchor, moved.nextIndex,
        billAt(moved, noticeDays: noticeDays))
    }
    try shop.update(rows, key: ["id", "tenant_id"])
  }
}
