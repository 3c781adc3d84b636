package import Catalog
package import Primitives
import Storage
package import Tenancy

/// The subscriptions of one shop.
package struct SubscriptionStore {
  let shop: ShopTransaction

  /// Starts a subscription that waits for its first payment. Its first period is billed by the
  /// caller, who records the bill with `record`.
  /// - Throws: `SubscriptionRefusal.quantityOutOfRange`, `MoneyError` beyond bounds.
  package func start(
    _ plan: Plan, for customer: Customer.ID, quantity: Int, policy: CollectionPolicy
  ) throws -> Subscription {
    try start(plan, for: customer, Purchase(quantity: quantity, policy: policy)).subscription
  }

  /// Starts a subscription with all that is bought along with it. It waits for its first payment;
  /// one with a trial is active at once and billed by the runs.
  /// - Throws: `SubscriptionRefusal` for what cannot be bought together, `CatalogRefusal` for a
  ///   discount out of range, `MoneyError` beyond bounds.
  package func start(
    _ plan: Plan, for customer: Customer.ID, _ purchase: Purchase, noticeDays: Int = 0
  ) throws -> (subscription: Subscription, extras: Extras) {
    let subscription = try Subscription.bought(
      plan, purchase, by: customer, on: shop.today, id: shop.newID())
    let extras = try purchase.extras(of: subscription) { shop.newID(AddOn.self).rawValue }
    try insert(subscription, noticeDays: noticeDays)
    try insert(extras, of: subscription)
    return (subscription, extras)
  }

  /// - Throws: `SubscriptionRefusal.quantityOutOfRange`.
  package static func checked(quantity: Int) throws(SubscriptionRefusal) -> Int {
    guard SubscriptionRefusal.quantities.contains(quantity) else { throw .quantityOutOfRange }
    return quantity
  }

  /// - Throws: `SubscriptionRefusal.unknown`.
  package func existing(_ id: Subscription.ID) throws -> Subscription {
    let found = try shop.first(
      SubscriptionStore.select + " WHERE s.id = \(id) AND s.tenant_id = \(shop.tenant)",
      SubscriptionStore.subscription)
    guard let found else { throw SubscriptionRefusal.unknown }
    return found
  }

  package func find(_ ids: Set<Subscription.ID>) throws -> [Subscription] {
    guard !ids.isEmpty else { return [] }
    return try shop.all(
      SubscriptionStore.select
        + " WHERE s.tenant_id = \(shop.tenant) AND s.id IN (\(list: ids.sorted()))",
      SubscriptionStore.subscription)
  }

  /// Newest first; those in one state alone where a filter is given.
  package func page(
    _ request: PageRequest, only filter: SubscriptionFilter? = nil
  ) throws -> Page<Subscription> {
    let rows = try shop.all(
      SubscriptionStore.select
        + " WHERE s.tenant_id = \(shop.tenant) AND s.id < \(request.before)"
        + (filter?.condition ?? "") + " ORDER BY s.id DESC LIMIT \(request.fetch)",
      SubscriptionStore.subscription)
    return Page(fetched: rows, for: request) { $0.id.rawValue }
  }

  package func of(_ customer: Customer.ID) throws -> [Subscription] {
    try shop.all(
      SubscriptionStore.select
        + """
         WHERE s.tenant_id = \(shop.tenant) AND s.customer_id = \(customer)
        ORDER BY s.id DESC LIMIT 200
        """,
      SubscriptionStore.subscription)
  }

  /// How many are in each state, by the state's name.
  package func counts() throws -> [String: Int] {
    let rows: [(String, Int)] = try shop.all(
      """
      SELECT state, COUNT(*) FROM subscriptions WHERE tenant_id = \(shop.tenant) GROUP BY state
      """
    ) { row in (try row.get(0), try row.get(1)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }
}

/// A part of a shop's subscriptions.
package enum SubscriptionFilter: String, CaseIterable, Hashable, Sendable {
  case pending, active, ended, abandoned
  /// Active, with a last day.
  case cancelled
  /// Waiting for a person.
  case parked

  /// Words, not values: the partial indexes are found by them.
  var condition: SQL {
    switch self {
    case .pending: " AND s.state = 'pending'"
    case .active: " AND s.state = 'active'"
    case .ended: " AND s.state = 'ended'"
    case .abandoned: " AND s.state = 'abandoned'"
    case .cancelled: " AND s.state = 'active' AND s.ends_on IS NOT NULL"
    case .parked: " AND s.parked IS NOT NULL"
    }
  }
}

// MARK: - Events

extension SubscriptionStore {
  /// Carries an event out on a stored subscription.
  /// - Parameter noticeDays: the shop's notice before a renewal is collected.
  /// - Throws: `SubscriptionRefusal` when the state does not allow it.
  package func apply(
    _ event: SubscriptionEvent, to subscription: Subscription, noticeDays: Int
  ) throws -> Subscription {
    let changed = try subscription.after(event)
    try shop.execute(
      """
      UPDATE subscriptions SET state = \(changed.state.name), ends_on = \(changed.state.endsOn),
        bill_at = \(billAt(changed, noticeDays: noticeDays))
      WHERE id = \(changed.id) AND tenant_id = \(shop.tenant)
      """)
    return changed
  }

  /// Leaves a subscription alone until a day; nothing else changes.
  package func postpone(_ subscription: Subscription, until day: CivilDate) throws {
    try shop.execute(
      """
      UPDATE subscriptions SET bill_at = \(shop.scope.zone.startOfDay(day))
      WHERE id = \(subscription.id) AND tenant_id = \(shop.tenant)
      """)
  }

  /// When the worker must look at a subscription again: to bill its next period, to end it, or to
  /// give up a checkout that was never paid; nil while it is parked.
  func billAt(_ subscription: Subscription, noticeDays: Int) -> Instant? {
    if subscription.parked != nil { return nil }
    let zone = shop.scope.zone
    if let next = subscription.nextPeriod {
      return zone.startOfDay(BillingNotice.billOn(next, noticeDays: noticeDays))
    }
    switch subscription.state {
    case .active(endsOn: .some(let end)): return zone.startOfDay(end)
    case .pending:
      return zone.startOfDay(subscription.purchasedOn.adding(days: Subscription.checkoutDays))
    case .active(endsOn: nil), .ended, .abandoned: return nil
    }
  }

  // MARK: Parking

  /// Sets subscriptions aside until a person releases them (I-16).
  package func park(_ ids: [Subscription.ID], _ reason: ParkReason) throws {
    guard !ids.isEmpty else { return }
    try shop.execute(
      """
      UPDATE subscriptions SET parked = \(reason.rawValue), bill_at = NULL
      WHERE tenant_id = \(shop.tenant) AND id IN (\(list: ids))
      """)
  }

  /// Bills a subscription again that was parked; the day's count begins anew.
  /// - Throws: `SubscriptionRefusal.notParked`.
  package func release(_ subscription: Subscription, noticeDays: Int) throws -> Subscription {
    guard subscription.parked != nil else { throw SubscriptionRefusal.notParked }
    var released = subscription
    released.parked = nil
    released.billedOn = nil
    try save([released], noticeDays: noticeDays)
    try dropQuotes(of: released.id)
    return released
  }
}

extension ShopTransaction {
  /// Who is subscribed to what, and what is due.
  package var subscriptions: SubscriptionStore { SubscriptionStore(shop: self) }
}
