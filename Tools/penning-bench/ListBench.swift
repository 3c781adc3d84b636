import Invoicing
import Primitives
import Runtime
import Storage
import Tenancy
import Workflows

/// How fast a page of a shop's invoices is, the first and a late one, against the bare rows.
struct ListBench {
  let invoices: Int
  private static let pages = 1_000
  private static let repeats = 300

  func run(on town: BilledTown) async throws -> Figures {
    let (database, scope) = (town.database, try town.scope)
    let total = try await multiply(in: database)
    var walking = Timings()
    var cursor: Cursor?
    for number in 1..<ListBench.pages {
      let request = try PageRequest(after: cursor)
      let page = try await walking.time { try await self.page(request, of: scope, in: database) }
      guard let next = page.next else { throw ProgramFailed("there are but \(number) pages") }
      cursor = next
    }
    let late = try PageRequest(after: cursor)
    var (first, last, raw) = (Timings(), Timings(), Timings())
    for _ in 0..<ListBench.repeats {
      _ = try await first.time { try await self.page(.first, of: scope, in: database) }
      _ = try await last.time { try await self.page(late, of: scope, in: database) }
      _ = try await raw.time { try await self.rows(of: scope, in: database) }
    }
    var figures = Figures("lists")
    figures.add("database", text: database.dialect.rawValue)
    figures.add("invoices", total)
    figures.add("page_size", PageRequest.first.limit)
    figures.add("first_page_ms", first.median, 3)
    figures.add("first_page_p99_ms", first.quantile(0.99), 3)
    figures.add("page_1000_ms", last.median, 3)
    figures.add("page_1000_p99_ms", last.quantile(0.99), 3)
    figures.add("ratio_page_1000_to_first", last.median / first.median, 2)
    figures.add("walk_pages_per_second", walking.perSecond, 0)
    figures.add("raw_page_ms", raw.median, 3)
    figures.add("ratio_to_raw_limit", first.median / raw.median, 2)
    figures.add("peak_rss_mib", ProcessUsage.now().peakMebibytes, 1)
    return figures
  }

  private func page(
    _ request: PageRequest, of scope: TenantScope, in database: Database
  ) async throws -> Page<DocumentHead> {
    try await database.read(as: scope) { try $0.invoicing.page(request) }
  }

  /// The rows of the first page, every value, with nothing made of them.
  private func rows(of scope: TenantScope, in database: Database) async throws -> Int {
    try await database.read(as: scope) { shop in
      var rows = 0
      try shop.each(
        """
        SELECT * FROM invoices WHERE tenant_id = \(shop.tenant)
        ORDER BY issued_on DESC, id DESC LIMIT \(PageRequest.first.fetch)
        """
      ) { row in
        for column in 0..<row.columnCount { _ = try row.get(column) as SQLValue }
        rows += 1
      }
      return rows
    }
  }
}

// MARK: - Many invoices

extension ListBench {
  /// Copies the shop's invoices until there are as many as wanted: other ids, numbers and days,
  /// the same customers and parties.
  private func multiply(in database: Database) async throws -> Int {
    let tables = try await database.tables()
    guard let table = tables.first(where: { $0.name == "invoices" }) else {
      throw ProgramFailed("there are no invoices")
    }
    let (count, least, most): (Int64, Int64, Int64) = try await database.read { transaction in
      try transaction.first("SELECT COUNT(*), MIN(id), MAX(id) FROM invoices") {
        (try $0(0), try $0(1), try $0(2))
      } ?? (0, 0, 0)
    }
    guard count > 0 else { throw ProgramFailed("there are no invoices") }
    let columns = table.columns.map(\.name).joined(separator: ", ")
    let copies = (Int64(invoices) + count - 1) / count
    for copy in 1..<max(copies, 2) {
      let values = ListBench.values(of: table, copy, count: count, span: most - least + 1)
      try await database.write { transaction in
        _ = try transaction.execute(
          """
          INSERT INTO invoices (\(sql: columns))
          SELECT \(sql: values) FROM invoices WHERE id >= \(least) AND id <= \(most)
          """)
      }
    }
    try await database.gatherStatistics()
    return Int(count * max(copies, 2))
  }

  /// The columns of a copy: what must be unique is moved on.
  private static func values(
    of table: TableDescription, _ copy: Int64, count: Int64, span: Int64
  ) -> String {
    let integers = Set(table.columns.filter { $0.type.lowercased() == "bigint" }.map(\.name))
    var moved: [String: String] = ["id": "id + \(copy * span)"]
    for key in table.uniqueKeys where !key.contains(where: { moved[$0] != nil }) {
      let own = key.filter { $0 != "tenant_id" }
      if let number = own.first(where: { integers.contains($0) }) {
        moved[number] = "\(number) + \(copy * count)"
      } else if let text = own.last {
        moved[text] = "\(text) || '-\(copy)'"
      }
    }
    return table.columns.map { moved[$0.name] ?? $0.name }.joined(separator: ", ")
  }
}
