package import Catalog
package import Primitives
import Storage
package import Tenancy

/// A plan, version and quantity that a subscription takes from a day on.
package struct SubscriptionTerms: Hashable, Sendable {
  package let planID: Plan.ID
  package let versionID: PlanVersion.ID
  package let quantity: Int
  /// Of a whole period, for the whole quantity.
  package let price: Money
  package let pricesIncludeVAT: Bool
  package let interval: CalendarInterval

  /// A plan as it is sold now.
  /// - Throws: `SubscriptionRefusal.quantityOutOfRange`, `MoneyError` beyond bounds.
  package init(_ version: PlanVersion, quantity: Int) throws {
    self.init(
      planID: version.planID, versionID: version.id,
      quantity: try SubscriptionStore.checked(quantity: quantity),
      price: try version.price.times(Int64(quantity)),
      pricesIncludeVAT: version.pricesIncludeVAT, interval: version.interval)
  }

  init(
    planID: Plan.ID, versionID: PlanVersion.ID, quantity: Int, price: Money,
    pricesIncludeVAT: Bool, interval: CalendarInterval
  ) {
    self.planID = planID
    self.versionID = versionID
    self.quantity = quantity
    self.price = price
    self.pricesIncludeVAT = pricesIncludeVAT
    self.interval = interval
  }
}

extension SubscriptionTerms {
  /// The same at another price.
  package func at(_ price: Money) -> SubscriptionTerms {
    SubscriptionTerms(
      planID: planID, versionID: versionID, quantity: quantity, price: price,
      pricesIncludeVAT: pricesIncludeVAT, interval: interval)
  }

  /// What a year costs, to tell the dearer of two plans of different rhythms.
  package var yearlyPrice: Money {
    get throws(MoneyError) {
      let count = Int64(interval.count)
      let periods: Ratio
      switch interval.unit {
      // 400 years are 20,871 weeks.
      case .week: periods = try Ratio(20_871, 400 * count)
      case .month: periods = try Ratio(12, count)
      case .year: periods = try Ratio(1, count)
      }
      return try price.scaled(by: periods)
    }
  }
}

/// New terms that wait for the first period beginning on or after a day.
package struct PlannedChange: Hashable, Sendable {
  package let subscriptionID: Subscription.ID
  package let effectiveFrom: CivilDate
  package let terms: SubscriptionTerms
}

extension Subscription {
  /// The terms as they are.
  package var terms: SubscriptionTerms {
    SubscriptionTerms(
      planID: planID, versionID: versionID, quantity: quantity, price: price,
      pricesIncludeVAT: pricesIncludeVAT, interval: schedule.interval)
  }

  /// The same plan at the same price a piece, in another quantity.
  /// - Throws: `SubscriptionRefusal.quantityOutOfRange`, `MoneyError` beyond bounds.
  package func terms(quantity other: Int) throws -> SubscriptionTerms {
    SubscriptionTerms(
      planID: planID, versionID: versionID,
      quantity: try SubscriptionStore.checked(quantity: other),
      price: try price.scaled(by: Ratio(Int64(other), Int64(quantity))),
      pricesIncludeVAT: pricesIncludeVAT, interval: schedule.interval)
  }

  /// The same subscription on other terms from its next unbilled day on. An introduction holds for
  /// the plan it was bought with: for another quantity its price follows, for another plan it ends.
  package func taking(_ terms: SubscriptionTerms, policy: CollectionPolicy) throws -> Subscription {
    var next = self
    if let introduction {
      let keeps = terms.planID == planID && terms.interval == schedule.interval
      next.introduction =
        keeps
        ? RunningIntroduction(
          price: try introduction.price.scaled(by: Ratio(Int64(terms.quantity), Int64(quantity))),
          periodsLeft: introduction.periodsLeft) : nil
    }
    next.planID = terms.planID
    next.versionID = terms.versionID
    next.quantity = terms.quantity
    next.price = terms.price
    next.pricesIncludeVAT = terms.pricesIncludeVAT
    if terms.interval != schedule.interval {
      next.begin(schedule(from: billedUntil, interval: terms.interval, policy: policy))
    }
    return next
  }

  /// Whether its next period begins on or after the day of a planned change.
  fileprivate func takes(_ change: PlannedChange) -> Bool {
    nextPeriod.map { change.effectiveFrom <= $0.period.from } ?? false
  }

  /// As its next bill must find it: what is planned and announced for that period applied.
  package func renewed(
    _ planned: PlannedChange?, _ rises: PriceRises, policy: CollectionPolicy
  ) throws -> Subscription {
    guard let next = nextPeriod else { return self }
    var renewed = self
    if let planned, takes(planned) { renewed = try taking(planned.terms, policy: policy) }
    let newer = rises.replacement(for: renewed.versionID, periodFrom: next.period.from)
    return try newer.map { try renewed.risen(to: $0) } ?? renewed
  }

  /// As an announced price rise leaves it, when its next period begins on or after the day.
  func risen(to version: PlanVersion) throws -> Subscription {
    var next = self
    next.versionID = version.id
    next.price = try version.price.times(Int64(quantity))
    return next
  }
}

extension SubscriptionStore {
  /// The subscriptions of a batch as their next bills must find them: planned changes and announced
  /// price rises applied where the next period begins on or after their day. What does not change
  /// costs nothing; planned changes are looked for only where something stands beside one.
  /// - Parameter rises: what announced rises put in the place of older versions.
  package func renewed(
    _ due: [Subscription], rises: PriceRises, policy: CollectionPolicy, noticeDays: Int
  ) throws -> [Subscription] {
    let planned = try planned(of: due)
    guard !planned.isEmpty || !rises.isEmpty else { return due }
    var applied: [Subscription.ID] = []
    let renewed = try due.map { subscription in
      let change = planned[subscription.id]
      if change.map({ subscription.takes($0) }) == true { applied.append(subscription.id) }
      return try subscription.renewed(change, rises, policy: policy)
    }
    let changed = zip(due, renewed).filter { $0 != $1 }.map(\.1)
    try save(changed, noticeDays: noticeDays)
    if !applied.isEmpty {
      try shop.execute(
        """
        DELETE FROM subscription_planned
        WHERE tenant_id = \(shop.tenant) AND subscription_id IN (\(list: applied))
        """)
    }
    return renewed
  }

  /// What waits for the next periods of these subscriptions.
  package func planned(
    of subscriptions: [Subscription]
  ) throws -> [Subscription.ID: PlannedChange] {
    let ids = subscriptions.lazy.filter(\.hasExtras).map(\.id).sorted()
    guard !ids.isEmpty else { return [:] }
    let found = try shop.all(
      """
      SELECT subscription_id, effective_from, plan_id, version_id, quantity, price, currency,
        prices_include_vat, interval_unit, interval_count
      FROM subscription_planned
      WHERE tenant_id = \(shop.tenant) AND subscription_id IN (\(list: ids))
      """
    ) { row in
      PlannedChange(
        subscriptionID: try row.get(0), effectiveFrom: try row.get(1),
        terms: SubscriptionTerms(
          planID: try row.get(2), versionID: try row.get(3), quantity: try row.get(4),
          price: Money(minorUnits: try row.get(5), currency: try row.get(6)),
          pricesIncludeVAT: try row.get(7), interval: try SubscriptionStore.interval(row, at: 8)))
    }
    return Dictionary(found.map { ($0.subscriptionID, $0) }) { first, _ in first }
  }

  /// Plans new terms for the first period that begins on or after a day, in the place of what was
  /// planned before.
  /// - Throws: `SubscriptionRefusal` unless it is active and goes on.
  package func plan(
    _ terms: SubscriptionTerms, from day: CivilDate, for subscription: Subscription
  ) throws -> PlannedChange {
    try subscription.checkChange(to: terms)
    try cancelPlanned(of: subscription)
    try shop.execute(
      """
      INSERT INTO subscription_planned (subscription_id, tenant_id, effective_from, plan_id,
        version_id, quantity, price, currency, prices_include_vat, interval_unit, interval_count)
      VALUES (\(subscription.id), \(shop.tenant), \(day), \(terms.planID), \(terms.versionID),
        \(terms.quantity), \(terms.price.minorUnits), \(terms.price.currency),
        \(terms.pricesIncludeVAT), \(terms.interval.unit.rawValue), \(terms.interval.count))
      """)
    try shop.execute(
      """
      UPDATE subscriptions SET has_extras = 1
      WHERE id = \(subscription.id) AND tenant_id = \(shop.tenant)
      """)
    try dropQuotes(of: subscription.id)
    return PlannedChange(subscriptionID: subscription.id, effectiveFrom: day, terms: terms)
  }

  /// Leaves the terms as they are.
  /// - Returns: whether anything was planned.
  @discardableResult
  package func cancelPlanned(of subscription: Subscription) throws -> Bool {
    let removed = try shop.execute(
      """
      DELETE FROM subscription_planned
      WHERE subscription_id = \(subscription.id) AND tenant_id = \(shop.tenant)
      """)
    if removed > 0 { try dropQuotes(of: subscription.id) }
    return removed > 0
  }
}
