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
    var moments = shop.transaction.dueMoments(by: Subscription.dueIndex, until: shop.now)
    while found.count < limit, let moment = try moments.next() {
      found += try due(at: moment, limit: limit - found.count)
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

  /// Records what was charged and moves each subscription on to its next period: introduction,
  /// discounts, instalments and setup fee are used up, a subscription with more bills in a day
  /// than it should ever have is parked (I-16).
  ///
  /// Subscriptions that have nothing of these cost two statements in all.
  /// - Returns: the subscriptions as they are now.
  package func record(
    _ bills: [(subscription: Subscription, bill: PeriodBill)], noticeDays: Int
  ) throws -> [Subscription] {
    try insert(charges: bills)
    var plain: [Subscription] = []
    var others: [Subscription] = []
    let advanced = bills.map { subscription, bill in
      var next = subscription.billed(bill, on: shop.today)
      if (next.billedOn?.count ?? 0) >= Subscription.billsPerDay,
        let moment = billAt(next, noticeDays: noticeDays), moment <= shop.now
      {
        next.parked = .tooManyCharges
      }
      if subscription.changedMore(than: next) { others.append(next) } else { plain.append(next) }
      return next
    }
    try advance(plain, noticeDays: noticeDays)
    try save(others, noticeDays: noticeDays)
    try useDiscounts(of: bills)
    try keepQuotes(of: bills)
    return advanced
  }

  private func advance(_ subscriptions: [Subscription], noticeDays: Int) throws {
    var rows = BulkRows(
      into: "subscriptions",
      [
        .integer("id"), .integer("tenant_id"), .integer("next_index"), .text("billed_on"),
        .integer("billed_count"), .integer("bill_at"),
      ])
    for subscription in subscriptions {
      rows.append(
        subscription.id, shop.tenant, subscription.nextIndex, subscription.billedOn?.day,
        subscription.billedOn?.count ?? 0, billAt(subscription, noticeDays: noticeDays))
    }
    try shop.update(rows, key: ["id", "tenant_id"])
  }

  /// A discount that found nothing to take off is not used up.
  private func useDiscounts(
    of bills: [(subscription: Subscription, bill: PeriodBill)]
  ) throws {
    var used: Set<RunningDiscount.ID> = []
    for (_, bill) in bills where bill.usesPeriod {
      for charge in bill.charges {
        if case .discount(let id, _) = charge.component { used.insert(id) }
      }
    }
    guard !used.isEmpty else { return }
    try shop.execute(
      """
      UPDATE subscription_discounts SET periods_left = periods_left - 1
      WHERE tenant_id = \(shop.tenant) AND id IN (\(list: used.sorted())) AND periods_left > 0
      """)
  }
}

extension Database {
  /// The shops that have something to bill, at most `limit`, the longest waiting first. Reads the
  /// due index over all shops; opens no shop's rows.
  package func shopsWithDueSubscriptions(limit: Int) async throws -> [Shop.ID] {
    try await read { transaction in
      try transaction.dueShops(by: Subscription.dueIndex, until: transaction.now, limit: limit)
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

extension Subscription {
  /// What the worker looks at.
  static let dueIndex = DueIndex("subscriptions", "bill_at")
}
