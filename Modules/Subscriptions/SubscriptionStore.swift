package import Catalog
package import Primitives
import Storage
package import Tenancy

/// The subscriptions of one shop.
package struct SubscriptionStore {
  let shop: ShopTransaction

  /// Starts a subscription that waits for its first payment. Its first period is billed by the
  /// caller, who records the charge with `record`.
  /// - Throws: `SubscriptionRefusal.quantityOutOfRange`, `MoneyError` beyond bounds.
  package func start(
    _ plan: Plan, for customer: Customer.ID, quantity: Int, policy: CollectionPolicy
  ) throws -> Subscription {
    let subscription = try Subscription(
      id: shop.newID(), customerID: customer, planID: plan.id, versionID: plan.version.id,
      quantity: SubscriptionStore.checked(quantity: quantity),
      price: plan.version.price.times(Int64(quantity)),
      pricesIncludeVAT: plan.version.pricesIncludeVAT, purchasedOn: shop.today,
      schedule: BillingSchedule(
        purchasedOn: shop.today, interval: plan.version.interval, policy: policy),
      nextIndex: 0, state: .pending)
    try insert(subscription, billAt: billAt(subscription, noticeDays: 0))
    return subscription
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

  /// Newest first.
  package func page(_ request: PageRequest) throws -> Page<Subscription> {
    let rows = try shop.all(
      SubscriptionStore.select
        + """
         WHERE s.tenant_id = \(shop.tenant) AND s.id < \(request.before)
        ORDER BY s.id DESC LIMIT \(request.fetch)
        """,
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

// MARK: - Events

extension SubscriptionStore {
  /// Carries an event out on a stored subscription.
  /// - Parameter noticeDays: the shop's notice before a renewal is collected.
  /// - Throws: `SubscriptionRefusal` when the state does not allow it.
  package func apply(
    _ event: SubscriptionEvent, to subscription: Subscription, noticeDays: Int
  ) throws -> Subscription {
    let changed = subscription.with(state: try subscription.state.after(event))
    try save(changed.state, of: changed, billAt: billAt(changed, noticeDays: noticeDays))
    return changed
  }

  /// Leaves a subscription alone until a day; nothing else changes.
  package func postpone(_ subscription: Subscription, until day: CivilDate) throws {
    try save(
      subscription.state, of: subscription, billAt: shop.scope.zone.startOfDay(day))
  }

  /// When the worker must look at a subscription again: to bill its next period, to end it, or to
  /// give up a checkout that was never paid.
  func billAt(_ subscription: Subscription, noticeDays: Int) -> Instant? {
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
}

extension Subscription {
  func with(
    state: SubscriptionState? = nil, schedule: BillingSchedule? = nil, nextIndex: Int? = nil
  ) -> Subscription {
    Subscription(
      id: id, customerID: customerID, planID: planID, versionID: versionID, quantity: quantity,
      price: price, pricesIncludeVAT: pricesIncludeVAT, purchasedOn: purchasedOn,
      schedule: schedule ?? self.schedule, nextIndex: nextIndex ?? self.nextIndex,
      state: state ?? self.state)
  }
}

extension ShopTransaction {
  /// Who is subscribed to what, and what is due.
  package var subscriptions: SubscriptionStore { SubscriptionStore(shop: self) }
}
