import Storage

/// Tables of the same shape as the real ones, with the same keys and indexes but without foreign
/// keys, checks or row-level security: what the database does at best.
struct RawTables {
  static let names = [
    "dunning_cases", "invoice_lines", "invoice_parties", "invoice_rates", "invoices",
    "ledger_entries", "ledger_lines", "outbox", "payment_targets", "payments",
    "subscription_charges", "subscriptions",
  ]

  static func raw(_ table: String) -> String { "bench_\(table)" }

  let database: Database

  func make() async throws {
    let tables = try await database.tables().filter { RawTables.names.contains($0.name) }
    let statements = tables.flatMap(statements)
    try await database.write { transaction in
      for statement in statements { try transaction.execute("\(sql: statement)") }
    }
  }

  func drop() async throws {
    for name in RawTables.names {
      try await database.write { transaction in
        try transaction.execute("DROP TABLE IF EXISTS \(sql: RawTables.raw(name))")
      }
    }
  }

  private func statements(for table: TableDescription) -> [String] {
    let name = RawTables.raw(table.name)
    let columns = table.columns.map { "\($0.name) \($0.type)" }
    let key = "PRIMARY KEY (\(table.primaryKey.joined(separator: ", ")))"
    let clustered = database.dialect == .sqlite ? " WITHOUT ROWID" : ""
    let body = (columns + [key]).joined(separator: ", ")
    return ["CREATE TABLE \(name) (\(body))\(clustered)"]
      + table.indexes.enumerated().filter { !$0.element.isPrimary }.map { number, index in
        let unique = index.isUnique ? "UNIQUE " : ""
        let condition = index.predicate.map { " WHERE \($0)" } ?? ""
        let list = index.columns.joined(separator: ", ")
        return "CREATE \(unique)INDEX \(name)_\(number) ON \(name) (\(list))\(condition)"
      }
  }
}
