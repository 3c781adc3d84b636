import Primitives
import Storage
import Tenancy

extension SubscriptionStore {
  static let select: SQL =
    """
    SELECT s.id, s.customer_id, s.plan_id, s.version_id, s.quantity, s.price, s.currency,
      s.prices_include_vat, s.interval_unit, s.interval_count, s.purchased_on, s.starts_on,
      s.anchor, s.next_index, s.state, s.ends_on
    FROM subscriptions s
    """

  static func subscription(_ row: Row) throws -> Subscription {
    guard let unit = CalendarInterval.Unit(rawValue: try row.get(8)),
      let interval = CalendarInterval(unit: unit, count: try row.get(9))
    else { throw row.mismatch(9, expected: "an interval") }
    return Subscription(
      id: try row.get(0), customerID: try row.get(1), planID: try row.get(2),
      versionID: try row.get(3), quantity: try row.get(4),
      price: Money(minorUnits: try row.get(5), currency: try row.get(6)),
      pricesIncludeVAT: try row.get(7), purchasedOn: try row.get(10),
      schedule: BillingSchedule(
        start: try row.get(11), anchor: try row.get(12), interval: interval),
      nextIndex: try row.get(13), state: try state(row, name: 14, endsOn: 15))
  }

  private static func state(_ row: Row, name: Int, endsOn: Int) throws -> SubscriptionState {
    let word: String = try row.get(name)
    let end: CivilDate? = try row.get(endsOn)
    switch (word, end) {
    case ("pending", nil): return .pending
    case ("active", let end): return .active(endsOn: end)
    case ("ended", .some(let end)): return .ended(on: end)
    case ("abandoned", nil): return .abandoned
    default: throw row.mismatch(name, expected: "a state and its date")
    }
  }

  static func charge(_ row: Row) throws -> RecordedCharge {
    guard let period = Period(from: try row.get(1), until: try row.get(2)) else {
      throw row.mismatch(2, expected: "a period")
    }
    let currency: Currency = try row.get(6)
    return RecordedCharge(
      subscriptionID: try row.get(0), period: period, wholeDays: try row.get(3),
      fullPrice: Money(minorUnits: try row.get(4), currency: currency),
      amount: Money(minorUnits: try row.get(5), currency: currency))
  }

  func insert(_ subscription: Subscription, billAt: Instant?) throws {
    let terms = subscription.schedule
    try shop.execute(
      """
      INSERT INTO subscriptions (id, tenant_id, customer_id, plan_id, version_id, quantity, price,
        currency, prices_include_vat, interval_unit, interval_count, purchased_on, starts_on,
        anchor, next_index, state, ends_on, bill_at)
      VALUES (\(subscription.id), \(shop.tenant), \(subscription.customerID),
        \(subscription.planID), \(subscription.versionID), \(subscription.quantity),
        \(subscription.price.minorUnits), \(subscription.price.currency),
        \(subscription.pricesIncludeVAT), \(terms.interval.unit.rawValue),
        \(terms.interval.count), \(subscription.purchasedOn), \(terms.start), \(terms.anchor),
        \(subscription.nextIndex), \(subscription.state.name), \(subscription.state.endsOn),
        \(billAt))
      """)
  }

  func save(_ state: SubscriptionState, of subscription: Subscription, billAt: Instant?) throws {
    try shop.execute(
      """
      UPDATE subscriptions
      SET state = \(state.name), ends_on = \(state.endsOn), bill_at = \(billAt)
      WHERE id = \(subscription.id) AND tenant_id = \(shop.tenant)
      """)
  }
}

extension SubscriptionState {
  /// The date that is stored beside the state's name.
  var endsOn: CivilDate? {
    switch self {
    case .pending, .abandoned: nil
    case .active(let end): end
    case .ended(let end): end
    }
  }
}
