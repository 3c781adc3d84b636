import Storage

/// How many rows each table has.
struct RowCounts: Hashable, Sendable {
  private(set) var counts: [String: Int] = [:]

  init(_ counts: [String: Int] = [:]) { self.counts = counts }

  init(in database: Database) async throws {
    let names = try await database.tables().map(\.name)
    counts = try await database.read { transaction in
      var counts: [String: Int] = [:]
      for name in names {
        let count: Int? = try transaction.first("SELECT COUNT(*) FROM \(sql: name)") { try $0(0) }
        counts[name] = count ?? 0
      }
      return counts
    }
  }

  subscript(table: String) -> Int { counts[table] ?? 0 }

  func since(_ earlier: RowCounts) -> RowCounts {
    RowCounts(counts.merging(earlier.counts) { $0 - $1 }.filter { $0.value != 0 })
  }

  /// Without the tables that grow with the batches alone.
  func large(than least: Int) -> RowCounts { RowCounts(counts.filter { $0.value > least }) }

  func named(_ isMeant: (String) -> Bool) -> RowCounts {
    RowCounts(counts.filter { isMeant($0.key) })
  }

  var total: Int { counts.values.reduce(0, +) }
}
