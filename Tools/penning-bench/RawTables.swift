import Foundation
import Storage

/// Copies of the tables that the run fills, empty.
struct RawTables: Sendable {
  enum Kind: String {
    /// The same columns, keys and indexes: no foreign keys, no checks, no row-level security. What
    /// the database does at best.
    case bare = "bench_bare_"
    /// Foreign keys, checks and row-level security as well: what the schema allows at best.
    case checked = "bench_checked_"
  }

  let database: Database
  let kind: Kind
  /// The real tables.
  let tables: [TableDescription]

  func name(_ table: String) -> String { kind.rawValue + table }

  func make() async throws {
    let definitions = kind == .bare ? [:] : try await definitions()
    let statements = tables.flatMap { table in
      (definitions[table.name] ?? [bareDefinition(of: table)]) + indexes(of: table)
    }
    try await database.write { transaction in
      for statement in statements { try transaction.execute("\(sql: statement)") }
    }
  }

  /// The tables that the run may write, by whatever name they are copied.
  func drop() async throws {
    for table in tables.reversed() {
      try await database.write { transaction in
        try transaction.execute("DROP TABLE IF EXISTS \(sql: name(table.name))")
      }
    }
  }

  private func bareDefinition(of table: TableDescription) -> String {
    let columns = table.columns.map { "\($0.name) \($0.type)" }
    let key = "PRIMARY KEY (\(table.primaryKey.joined(separator: ", ")))"
    let clustered = database.dialect == .sqlite ? " WITHOUT ROWID" : ""
    return "CREATE TABLE \(name(table.name)) (\((columns + [key]).joined(separator: ", ")))"
      + clustered
  }

  private func indexes(of table: TableDescription) -> [String] {
    let name = name(table.name)
    // SQLite makes the indexes of UNIQUE itself when the table is made by its own text.
    let own = table.indexes.filter {
      !$0.isPrimary && !(kind == .checked && $0.name.hasPrefix("sqlite_autoindex"))
    }
    return own.enumerated().map { number, index in
      let unique = index.isUnique ? "UNIQUE " : ""
      let condition = index.predicate.map { " WHERE \($0)" } ?? ""
      let list = index.columns.joined(separator: ", ")
      return "CREATE \(unique)INDEX \(name)_\(number) ON \(name) (\(list))\(condition)"
    }
  }
}

// MARK: - With all constraints

extension RawTables {
  /// The statements that make each table, by the real one's name.
  private func definitions() async throws -> [String: [String]] {
    switch database.dialect {
    case .sqlite: try await sqliteDefinitions()
    case .postgres: try await postgresDefinitions()
    }
  }

  /// The text of the real table under the other name, pointing to the copies where there are any.
  private func sqliteDefinitions() async throws -> [String: [String]] {
    let texts: [(String, String)] = try await database.read { transaction in
      try transaction.all("SELECT name, sql FROM sqlite_master WHERE type = 'table'") {
        (try $0(0), try $0(1))
      }
    }
    let names = tables.map(\.name)
    return Dictionary(
      uniqueKeysWithValues: texts.filter { names.contains($0.0) }.map { table, text in
        (table, [names.reduce(text) { renaming($1, in: $0) }])
      })
  }

  private func renaming(_ table: String, in text: String) -> String {
    text.replacingOccurrences(
      of: #"(CREATE TABLE|REFERENCES) "?\#(table)"?(?![a-z_])"#, with: "$1 \(name(table))",
      options: .regularExpression)
  }

  private func postgresDefinitions() async throws -> [String: [String]] {
    let names = tables.map(\.name)
    let keys = try await texts(
      """
      SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
      WHERE contype = 'f' ORDER BY conrelid, conname
      """)
    let fences = try await texts("SELECT tablename::text, qual FROM pg_policies")
    return Dictionary(
      uniqueKeysWithValues: names.map { table in
        let key = tables.first { $0.name == table }?.primaryKey ?? []
        let copy = name(table)
        var statements = [
          "CREATE TABLE \(copy) (LIKE \(table) INCLUDING CONSTRAINTS INCLUDING DEFAULTS)",
          "ALTER TABLE \(copy) ADD PRIMARY KEY (\(key.joined(separator: ", ")))",
        ]
        statements += (keys[table] ?? []).map { text in
          "ALTER TABLE \(copy) ADD \(names.reduce(text) { renaming($1, in: $0) })"
        }
        for fence in fences[table] ?? [] {
          statements += [
            "ALTER TABLE \(copy) ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE \(copy) FORCE ROW LEVEL SECURITY",
            "CREATE POLICY penning_fence ON \(copy) USING (\(fence)) WITH CHECK (\(fence))",
          ]
        }
        return (table, statements)
      })
  }

  private func texts(_ query: SQL) async throws -> [String: [String]] {
    let rows: [(String, String)] = try await database.read { transaction in
      try transaction.all(query) { (try $0(0), try $0(1)) }
    }
    return Dictionary(grouping: rows) { $0.0 }.mapValues { $0.map(\.1) }
  }
}
