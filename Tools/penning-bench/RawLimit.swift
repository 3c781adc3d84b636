import Primitives
import Storage
import Tenancy
import Workflows

/// Writes the rows of the billing run again, in the same batches, by bare prepared statements into
/// tables of its own: no rules, and nothing is computed while the clock runs.
struct RawLimit {
  private let database: Database
  private let tables: RawTables
  private let columns: [String: [Column]]
  private let names: [String: String]
  private let dueAt: Instant
  var pace = Pace()

  /// - Parameter dueAt: the moment at which every subscription is due.
  init(
    _ kind: RawTables.Kind, of tables: [TableDescription], in database: Database, dueAt: Instant
  ) {
    self.database = database
    self.dueAt = dueAt
    let copied = (["subscriptions"] + RawRows.names).compactMap { name in
      tables.first { $0.name == name }
    }
    self.tables = RawTables(database: database, kind: kind, tables: copied)
    columns = Dictionary(
      uniqueKeysWithValues: copied.map { table in
        (table.name, table.columns.map { Column($0.name, of: $0.type) })
      })
    names = Dictionary(
      uniqueKeysWithValues: copied.map { table in
        (table.name, table.columns.map(\.name).joined(separator: ", "))
      })
  }

  /// Makes the tables and fills in the subscriptions, all due as before the run.
  func prepare() async throws {
    try await tables.drop()
    try await tables.make()
    let (name, columns) = (tables.name("subscriptions"), names["subscriptions"] ?? "")
    try await database.forEachShop { scope in
      try await database.write { transaction in
        transaction.fence(tenant: scope.shopID.rawValue)
        _ = try transaction.execute(
          """
          INSERT INTO \(sql: name) (\(sql: columns)) SELECT \(sql: columns) FROM subscriptions
          WHERE tenant_id = \(scope.shopID)
          """)
      }
    }
  }

  mutating func write(_ batch: RawBatch) async throws {
    let (inserts, advance) = bulk(batch)
    let (name, shop, dueAt) = (tables.name("subscriptions"), batch.shop, dueAt)
    let lap = Stopwatch()
    try await database.write { transaction in
      transaction.fence(tenant: shop.rawValue)
      transaction.sendsAhead = true
      try RawLimit.readDue(of: shop, at: dueAt, from: name, in: transaction)
      for rows in inserts { try transaction.insert(rows) }
      try transaction.update(advance, key: ["id", "tenant_id"])
    }
    pace.add(batch.count, in: lap)
  }

  private func bulk(_ batch: RawBatch) -> (inserts: [BulkRows], advance: BulkRows) {
    let inserts = batch.inserts.map { table, values in
      var rows = BulkRows(into: tables.name(table), columns[table] ?? [])
      for row in values { rows.append(values: row) }
      return rows
    }
    var advance = BulkRows(
      into: tables.name("subscriptions"),
      [
        .integer("id"), .integer("tenant_id"), .integer("next_index"), .text("billed_on"),
        .integer("billed_count"), .integer("bill_at"),
      ])
    for row in batch.advance { advance.append(values: row) }
    return (inserts, advance)
  }

  /// The read by the due index that every batch begins with: the shop's own stretch of it.
  private static func readDue(
    of shop: Shop.ID, at dueAt: Instant, from table: String, in transaction: Transaction
  ) throws {
    try transaction.each(
      """
      SELECT * FROM \(sql: table) WHERE bill_at = \(dueAt) AND tenant_id = \(shop)
      ORDER BY id LIMIT \(BillingRun.batchSize)
      """
    ) { row in _ = try row.get(0) as Int64 }
  }

  func finish() async throws { try await tables.drop() }
}

extension Column {
  fileprivate init(_ name: String, of type: String) {
    switch type.lowercased() {
    case "bigint": self = .integer(name)
    case "bytea": self = .bytes(name)
    default: self = .text(name)
    }
  }
}
