extension Database {
  /// How the database would run a statement, a line a step. For tests of indexes: on PostgreSQL
  /// scanning whole tables is made to look expensive, since test tables are small.
  package func queryPlan(_ sql: SQL) async throws -> [String] {
    let dialect = dialect
    return try await read { transaction in
      switch dialect {
      case .sqlite:
        return try transaction.all("EXPLAIN QUERY PLAN " + sql) { try $0(3) }
      case .postgres:
        try transaction.execute("SET LOCAL enable_seqscan = off")
        return try transaction.all("EXPLAIN " + sql) { try $0(0) }
      }
    }
  }

  /// What is wrong with the file's structure or its references; empty when all is well. On
  /// PostgreSQL always empty: the server checks itself.
  package func integrityCheck() async throws -> [String] {
    guard dialect == .sqlite else { return [] }
    return try await read { transaction in
      let damage: [String] = try transaction.all("PRAGMA integrity_check") { try $0(0) }
      let orphans: [String] = try transaction.all("PRAGMA foreign_key_check") { row in
        let (table, parent): (String, String) = (try row(0), try row(2))
        return "a row of \(table) points to no row of \(parent)"
      }
      return damage.filter { $0 != "ok" } + orphans
    }
  }

  /// Writes a consistent copy to a new file while work goes on. SQLite only: for PostgreSQL
  /// there is `pg_dump`.
  package func backup(to path: String) async throws {
    guard dialect == .sqlite else {
      throw StorageError(.other, message: "back up PostgreSQL with pg_dump")
    }
    try await writers.run { session in
      _ = try session.connected().execute("VACUUM INTO \(path)")
    }
  }
}

extension Database {
  /// Runs one statement outside of a transaction, such as `CREATE DATABASE` or `VACUUM`.
  package func administer(_ statement: SQL) async throws {
    try await writers.run { session in
      _ = try session.connected().execute(statement)
    }
  }
}
