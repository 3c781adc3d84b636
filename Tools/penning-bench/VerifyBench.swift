import Primitives
import Storage
import Tenancy
import Workflows

/// How fast books prove themselves, against reading all their rows once.
struct VerifyBench {
  func run(on town: BilledTown) async throws -> Figures {
    let database = town.database
    let tables = try await database.tables().filter { table in
      table.columns.contains { $0.name == "tenant_id" }
    }
    var (checking, reading) = (Timings(), Timings())
    var (checked, found, rows): (Int64, Int, Int) = (0, 0, 0)
    for scope in town.scopes {
      let report = try await checking.time {
        try await Verification(town.platform).verify(as: scope)
      }
      checked += report.checks.reduce(0) { $0 + $1.checked }
      found += report.checks.reduce(0) { $0 + $1.breaks.count }
      rows += try await reading.time { try await readAll(tables, of: scope, in: database) }
    }
    var figures = Figures("verify")
    figures.add("database", text: database.dialect.rawValue)
    figures.add("shops", town.scopes.count)
    figures.add("rows", rows)
    figures.add("checked", Int(checked))
    figures.add("findings", found)
    figures.add("seconds", checking.seconds, 3)
    figures.add("rows_per_second", Double(rows) / checking.seconds, 0)
    figures.add("raw_limit_per_second", Double(rows) / reading.seconds, 0)
    figures.add("ratio_to_raw_limit", checking.seconds / reading.seconds, 2)
    figures.add("longest_shop_ms", checking.quantile(1), 1)
    figures.add("peak_rss_mib", ProcessUsage.now().peakMebibytes, 1)
    return figures
  }

  /// Every value of every row of a shop.
  private func readAll(
    _ tables: [TableDescription], of scope: TenantScope, in database: Database
  ) async throws -> Int {
    try await database.read(as: scope) { shop in
      var rows = 0
      for table in tables {
        try shop.each(
          "SELECT * FROM \(sql: table.name) WHERE tenant_id = \(shop.tenant)"
        ) { row in
          for column in 0..<row.columnCount { _ = try row.get(column) as SQLValue }
          rows += 1
        }
      }
      return rows
    }
  }
}
