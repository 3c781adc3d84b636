import Primitives
import Storage
import Tenancy
import Workflows

/// The same rows as the billing run writes, in the same batches and the same order of shops, by
/// bare prepared statements: no rules, no checks, no foreign keys. The rows are made before the
/// clock starts.
struct RawLimit {
  let database: Database
  let order: BillingOrder

  struct Measured {
    let pace: Pace
    let rows: RowCounts
  }

  /// As many shops as the worker looks at in one pass.
  private static let shopsPerPass = 50

  func measure() async throws -> Measured {
    let tables = RawTables(database: database)
    try await tables.drop()
    try await tables.make()
    try await fillSubscriptions()
    var (pace, rows) = (Pace(), RowCounts())
    var last: Shop.ID?
    while true {
      let shops = try await database.workerScopes(after: last, limit: RawLimit.shopsPerPass)
      guard let end = shops.last else { break }
      try await write(shops, &pace, &rows)
      last = end.shopID
    }
    try await tables.drop()
    return Measured(pace: pace, rows: rows.large(than: order.subscriptions / 2))
  }

  /// All due at once, as before the run.
  private func fillSubscriptions() async throws {
    let all = try await database.tables().first { $0.name == "subscriptions" }
    let columns = all?.columns.map(\.name) ?? []
    let values = columns.map { $0 == "bill_at" ? "\(Town.billingDay.milliseconds)" : $0 }
    try await database.forEachShop { scope in
      try await database.write { transaction in
        _ = try transaction.execute(
          """
          INSERT INTO bench_subscriptions (\(sql: columns.joined(separator: ", ")))
          SELECT \(sql: values.joined(separator: ", ")) FROM subscriptions
          WHERE tenant_id = \(scope.shopID)
          """)
      }
    }
    if database.dialect == .postgres { try await database.administer("ANALYZE") }
  }

  private func write(
    _ shops: [TenantScope], _ pace: inout Pace, _ rows: inout RowCounts
  ) async throws {
    var waiting: [(shop: Shop.ID, due: ArraySlice<RawRows.Due>)] = []
    for scope in shops { waiting.append((scope.shopID, try await due(of: scope.shopID)[...])) }
    var isFirst = true
    while !waiting.isEmpty {
      for index in waiting.indices {
        let batch = waiting[index].due.prefix(BillingRun.batchSize)
        waiting[index].due = waiting[index].due.dropFirst(batch.count)
        let written = try await write(
          Array(batch), of: waiting[index].shop, withSeller: isFirst, &pace)
        for (table, count) in written { rows.add(count, to: table) }
      }
      waiting.removeAll { $0.due.isEmpty }
      isFirst = false
    }
  }

  private func due(of shop: Shop.ID) async throws -> [RawRows.Due] {
    try await database.read { transaction in
      try transaction.all(
        "SELECT id, customer_id FROM bench_subscriptions WHERE tenant_id = \(shop) ORDER BY id"
      ) { RawRows.Due(subscription: try $0(0), customer: try $0(1)) }
    }
  }

  private func write(
    _ batch: [RawRows.Due], of shop: Shop.ID, withSeller: Bool, _ pace: inout Pace
  ) async throws -> [(String, Int)] {
    let makesInvoices = order.makesInvoices
    let ids = try await database.read { transaction in
      (0..<batch.count * RawRows.idsPerSubscription + 1).map { _ in
        transaction.newID(RawRows.Anything.self).rawValue
      }
    }
    let rows = RawRows(
      batch, of: shop, ids: ids, makesInvoices: makesInvoices, withSeller: withSeller)
    let lap = Stopwatch()
    try await database.write { transaction in
      try RawLimit.readDue(of: shop, in: transaction)
      for table in rows.inserts { try transaction.insert(table) }
      try transaction.update(rows.advance, key: ["id", "tenant_id"])
    }
    pace.add(batch.count, in: lap)
    return zip(rows.tables, rows.inserts).map { ($0, $1.count) }
  }

  /// The read by the due index that every batch begins with: the shop's own stretch of it.
  private static func readDue(of shop: Shop.ID, in transaction: Transaction) throws {
    try transaction.each(
      """
      SELECT id, customer_id, plan_id, version_id, quantity, price, currency, interval_unit,
        interval_count, purchased_on, starts_on, anchor, next_index, state, ends_on
      FROM bench_subscriptions
      WHERE bill_at = \(Town.billingDay) AND tenant_id = \(shop)
      ORDER BY id LIMIT \(BillingRun.batchSize)
      """
    ) { row in _ = try row.get(0) as Int64 }
  }
}
