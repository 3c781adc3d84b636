package import Primitives
package import Storage
package import Tenancy

/// What the billing run asks and writes, a batch at a time: nothing here costs a statement for
/// each subscription on PostgreSQL, and nothing reads a history.
extension SubscriptionStore {
  /// The subscriptions of the shop whose moment has come, the longest due first.
  ///
  /// Moments are the beginnings of days, so there are few: each is sought in the due index with
  /// the shop, and the rows of other shops are never walked.
  package func due(limit: Int) throws -> [Subscription] {
    var found: [Subscription] = []
    var moment = try nextMoment(after: Instant.first)
    while let current = moment, found.count < limit {
      found += try due(at: current, limit: limit - found.count)
      moment = try nextMoment(after: current)
    }
    return found
  }

  private func due(at moment: Instant, limit: Int) throws -> [Subscription] {
    try shop.all(
      SubscriptionStore.select
        + """
         WHERE s.bill_at = \(moment) AND s.tenant_id = \(shop.tenant)
        ORDER BY s.id LIMIT \(limit)
        """,
      SubscriptionStore.subscription)
  }

  /// The next moment at which anything is due, of any shop that can be seen.
  private func nextMoment(after moment: Instant) throws -> Instant? {
    try shop.first(
      """
      SELECT bill_at FROM subscriptions WHERE bill_at > \(moment) AND bill_at <= \(shop.now)
      ORDER BY bill_at LIMIT 1
      """
    ) { try $0.get(0) }
  }

  /// Records what was charged and moves each subscription on to its next period.
  ///
  /// A period that was charged before breaks the primary key: two runs can never both bill it
  /// (I-13).
  /// - Returns: the subscriptions as they are now.
  package func record(
    _ charges: [(subscription: Subscription, charge: PeriodCharge)], noticeDays: Int
  ) throws -> [Subscription] {
    var rows = BulkRows(
      into: "subscription_charges",
      [
        .integer("subscription_id"), .integer("tenant_id"), .text("period_from"),
        .text("period_until"), .integer("whole_days"), .integer("full_price"),
        .integer("amount"), .text("currency"),
      ])
    for (_, charge) in charges {
      rows.append(
        charge.subscriptionID, shop.tenant, charge.period.period.from, charge.period.period.until,
        charge.period.wholeDays, charge.price.price.minorUnits, charge.price.amount.minorUnits,
        charge.price.amount.currency)
    }
    try shop.insert(rows)
    let advanced = charges.map { $0.subscription.with(nextIndex: $0.charge.period.index + 1) }
    try advance(advanced, noticeDays: noticeDays)
    return advanced
  }

  private func advance(_ subscriptions: [Subscription], noticeDays: Int) throws {
    var rows = BulkRows(
      into: "subscriptions",
      [.integer("id"), .integer("tenant_id"), .integer("next_index"), .integer("bill_at")])
    for subscription in subscriptions {
      rows.append(
        subscription.id, shop.tenant, subscription.nextIndex,
        billAt(subscription, noticeDays: noticeDays))
    }
    try shop.update(rows, key: ["id", "tenant_id"])
  }

  /// What was charged for a subscription so far, oldest first.
  package func charges(of id: Subscription.ID) throws -> [RecordedCharge] {
    try shop.all(
      """
      SELECT subscription_id, period_from, period_until, whole_days, full_price, amount, currency
      FROM subscription_charges
      WHERE subscription_id = \(id) AND tenant_id = \(shop.tenant) ORDER BY period_from
      """,
      SubscriptionStore.charge)
  }
}

/// A charge as it was recorded.
package struct RecordedCharge: Hashable, Sendable {
  package let subscriptionID: Subscription.ID
  package let period: Period
  package let wholeDays: Int
  package let fullPrice: Money
  package let amount: Money
}

extension Database {
  /// The shops that have something to bill, at most `limit`, the longest waiting first. Reads the
  /// due index over all shops; opens no shop's rows.
  package func shopsWithDueSubscriptions(limit: Int) async throws -> [Shop.ID] {
    try await read { transaction in
      try transaction.all(
        """
        SELECT +tenant_id FROM subscriptions WHERE bill_at <= \(transaction.now)
        GROUP BY +tenant_id ORDER BY MIN(bill_at), 1 LIMIT \(limit)
        """
      ) { row in try row.get(0) }
    }
  }

  /// When the next subscription of any shop falls due; nil when none will.
  package func nextBillingMoment() async throws -> Instant? {
    try await read { transaction in
      try transaction.first(
        "SELECT bill_at FROM subscriptions WHERE bill_at IS NOT NULL ORDER BY bill_at LIMIT 1"
      ) { row in try row.get(0) }
    }
  }
}
