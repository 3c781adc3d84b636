import Archives
import HTTPServer
import Ledger
import Primitives
import Storage
import Synchronization
import Tenancy
import Web

/// The entries of a year as CSV, a row for each line, for whoever keeps the books elsewhere. Read
/// a page at a time, so that memory stays flat; what is booked after it began is left out.
enum LedgerExport {
  static func download(_ visit: StaffVisit, _ year: Int) async throws -> HTTPResponse {
    try await file(year, visit.app.database, as: visit.scope)
  }

  static func file(
    _ year: Int, _ database: Database, as scope: TenantScope
  ) async throws -> HTTPResponse {
    try scope.require(.exportData)
    guard let period = BooksPeriod.year(year) else { throw WebRefusal.notFound }
    let chart = try await database.read(as: scope) { shop in
      try Dictionary(
        shop.ledger.accounts().map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let rows = LedgerRows(period, chart, database, scope)
    return .file(
      .stream { try await rows.next() }, name: "\(scope.shop.slug)-\(year).csv",
      type: "text/csv; charset=utf-8")
  }
}

/// The rows, page by page.
private final class LedgerRows: Sendable {
  private struct State {
    var csv = CSVWriter(columns: LedgerRows.columns)
    var position: EntryPosition?
    var isOver = false
  }

  private static let columns = [
    "date", "journal", "entry", "kind", "source", "text", "account", "accountName", "rgs",
    "customer", "debit", "credit", "currency",
  ]

  private let period: Period
  private let chart: [AccountCode: LedgerAccount]
  private let database: Database
  private let scope: TenantScope
  private let state = Mutex(State())

  init(
    _ period: Period, _ chart: [AccountCode: LedgerAccount], _ database: Database,
    _ scope: TenantScope
  ) {
    self.period = period
    self.chart = chart
    self.database = database
    self.scope = scope
  }

  func next() async throws -> [UInt8]? {
    let (position, isOver) = state.withLock { ($0.position, $0.isOver) }
    guard !isOver else { return nil }
    let period = period
    let entries = try await database.read(as: scope) { shop in
      try shop.ledger.entries(booked: period, after: position)
    }
    return state.withLock { state in
      for entry in entries { append(entry, to: &state.csv) }
      state.position = entries.last.map { EntryPosition($0) } ?? state.position
      state.isOver = entries.isEmpty
      return state.csv.take()
    }
  }

  private func append(_ posted: PostedEntry, to csv: inout CSVWriter) {
    let entry = posted.entry
    for line in entry.lines {
      let account = chart[line.account]
      let isDebit = !line.amount.isNegative
      let amount = CSVCell.exact((isDebit ? line.amount : line.amount.negated).decimal)
      csv.append([
        .exact(entry.bookedOn.description), .exact(entry.kind.journal.name),
        .exact(posted.id.description), .exact(entry.kind.text), .text(entry.source),
        .text(entry.text), .text(account?.shownCode ?? line.account.text),
        .text(account?.shownName(scope.shop.language) ?? ""),
        .exact(account?.referenceCode ?? ""), .exact(line.customer?.description ?? ""),
        isDebit ? amount : .empty, isDebit ? .empty : amount,
        .exact(line.amount.currency.code),
      ])
    }
  }
}
