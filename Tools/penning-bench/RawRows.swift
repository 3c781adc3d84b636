import Primitives
import Runtime
import Storage
import Tenancy

/// The rows that one batch of the run wrote, read back.
struct RawBatch: Sendable {
  let shop: Shop.ID
  let count: Int
  /// By the real table.
  var inserts: [(table: String, rows: [[SQLValue]])] = []
  /// What is set in each subscription, after its id and shop.
  var advance: [[SQLValue]] = []
}

/// Reads back what the run writes, batch by batch, whatever columns the tables have.
struct RawRows {
  private let database: Database
  private var streams: [RowStream]
  private let charges: TableDescription

  /// The tables with as many rows a subscription, in an order in which keys point backwards.
  static let names = [
    "invoice_parties", "invoices", "invoice_lines", "invoice_rates", "payments",
    "payment_targets", "dunning_cases", "outbox", "ledger_entries", "ledger_lines",
    "subscription_charges",
  ]

  /// - Parameter boundary: the last id drawn before the run.
  init(of tables: [TableDescription], in database: Database, after boundary: Int64) throws {
    self.database = database
    guard let charges = tables.first(where: { $0.name == "subscription_charges" }) else {
      throw ProgramFailed("there are no charges")
    }
    self.charges = charges
    streams = RawRows.names.filter { $0 != charges.name }.compactMap { name in
      tables.first { $0.name == name }.map { RowStream(of: $0, after: boundary) }
    }
  }

  /// What was written since the last time.
  mutating func next(of shop: Shop.ID, _ due: [Subscription]) async throws -> RawBatch {
    var batch = RawBatch(shop: shop, count: due.count)
    for index in streams.indices {
      batch.inserts.append((streams[index].table, try await streams[index].next(in: database)))
    }
    let (charged, advanced) = try await database.read { [charges] transaction in
      (
        try RawRows.charges(of: due, in: charges, transaction),
        try RawRows.advance(of: due, transaction)
      )
    }
    batch.inserts.append((charges.name, charged))
    batch.advance = advanced
    return batch
  }

  /// The owner of the id that stands between before and after.
  enum Boundary: Entity { static let idPrefix = "any" }

  /// A subscription by its raw id.
  typealias Subscription = Int64

  private static func charges(
    of due: [Subscription], in table: TableDescription, _ transaction: Transaction
  ) throws -> [[SQLValue]] {
    let columns = table.columns.map(\.name).joined(separator: ", ")
    return try transaction.all(
      """
      SELECT \(sql: columns) FROM subscription_charges
      WHERE subscription_id >= \(due.first) AND subscription_id <= \(due.last)
        AND period_from > \(Town.foundingDate)
      ORDER BY subscription_id
      """
    ) { try $0.values() }
  }

  private static func advance(
    of due: [Subscription], _ transaction: Transaction
  ) throws -> [[SQLValue]] {
    try transaction.all(
      """
      SELECT id, tenant_id, next_index, billed_on, billed_count, bill_at FROM subscriptions
      WHERE id >= \(due.first) AND id <= \(due.last) ORDER BY id
      """
    ) { try $0.values() }
  }
}

/// The rows of a table in the order of its key, each once.
private struct RowStream {
  let table: String
  private let columns: [String]
  private let key: [Int]
  private var last: [SQLValue]

  init(of description: TableDescription, after boundary: Int64) {
    table = description.name
    let names = description.columns.map(\.name)
    columns = names
    key = description.primaryKey.compactMap { names.firstIndex(of: $0) }
    last = [.integer(boundary)]
  }

  mutating func next(in database: Database) async throws -> [[SQLValue]] {
    let names = key.prefix(last.count).map { columns[$0] }.joined(separator: ", ")
    let values = last.map { SQL("\($0)") }.joined(separator: ", ")
    let order = key.map { columns[$0] }.joined(separator: ", ")
    let query: SQL = """
      SELECT \(sql: columns.joined(separator: ", ")) FROM \(sql: table)
      WHERE (\(sql: names)) > (\(values)) ORDER BY \(sql: order)
      """
    let rows = try await database.read { transaction in
      try transaction.all(query) { try $0.values() }
    }
    if let end = rows.last { last = key.map { end[$0] } }
    return rows
  }
}

extension Row {
  fileprivate func values() throws -> [SQLValue] {
    try (0..<columnCount).map { try get($0) }
  }
}
