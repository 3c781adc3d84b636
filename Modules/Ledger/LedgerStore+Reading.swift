package import Primitives
import Storage
package import Tenancy

/// Which entries are asked for; what is nil does not narrow.
package struct EntryFilter: Hashable, Sendable {
  /// Those that touch an account in one currency.
  package struct Account: Hashable, Sendable {
    package let id: LedgerAccount.ID
    package let currency: Currency

    package init(_ id: LedgerAccount.ID, in currency: Currency) {
      self.id = id
      self.currency = currency
    }
  }

  package var account: Account?
  /// The days that entries are booked on.
  package var period: Period?
  package var journal: Journal?
  package var source: String?

  package static let all = EntryFilter()

  package init(
    account: Account? = nil, period: Period? = nil, journal: Journal? = nil,
    source: String? = nil
  ) {
    self.account = account
    self.period = period
    self.journal = journal
    self.source = source
  }

  /// Conditions on `ledger_entries e`.
  var conditions: SQL {
    var sql = SQL()
    if let period {
      sql += " AND e.booked_on >= \(period.from) AND e.booked_on < \(period.until)"
    }
    if let source { sql += " AND e.source = \(source)" }
    if let journal { sql += " AND " + journal.condition }
    return sql
  }
}

extension Journal {
  /// The kinds that stand in this journal, as a condition on `ledger_entries e`.
  var condition: SQL {
    let others = Journal.subjects.values.joined().map { SQL("e.kind LIKE \($0 + ".%")") }
    let exceptions = Journal.exceptions.keys.map(\.text).sorted()
    let own = (Journal.subjects[self] ?? []).map { SQL("e.kind LIKE \($0 + ".%")") }
    guard self == .memorial else {
      return "((\(own.joined(separator: " OR "))) AND e.kind NOT IN (\(list: exceptions)))"
    }
    return "(NOT (\(others.joined(separator: " OR "))) OR e.kind IN (\(list: exceptions)))"
  }
}

extension LedgerStore {
  /// A page of entries, the last booked day first and on it the last posted.
  package func entries(
    _ request: PageRequest, matching filter: EntryFilter = .all
  ) throws -> Page<PostedEntry> {
    var after = SQL()
    if let cursor = request.after {
      guard let position = try position(of: JournalEntry.ID(rawValue: cursor.lastID)) else {
        return Page(items: [], next: nil)
      }
      after = " AND (e.booked_on, e.id) < (\(position.bookedOn), \(position.id))"
    }
    let heads = try shop.all(
      """
      SELECT \(EntryHead.columns) FROM \(source(of: filter))
      WHERE e.tenant_id = \(shop.tenant) \(filter.conditions)\(after)
      ORDER BY e.booked_on DESC, e.id DESC LIMIT \(request.fetch)
      """, EntryHead.init)
    let page = Page(fetched: heads, for: request) { $0.id.rawValue }
    return Page(items: try filled(page.items), next: page.next)
  }

  /// What was booked for one source, such as an invoice, in order of time.
  package func entries(of source: String) throws -> [PostedEntry] {
    let heads = try shop.all(
      """
      SELECT \(EntryHead.columns) FROM ledger_entries e
      WHERE e.tenant_id = \(shop.tenant) AND e.source = \(source) ORDER BY e.id LIMIT 1000
      """, EntryHead.init)
    return try filled(heads)
  }

  /// - Throws: `LedgerRefusal.unknownEntry`.
  package func entry(_ id: JournalEntry.ID) throws -> PostedEntry {
    let heads = try shop.all(
      """
      SELECT \(EntryHead.columns) FROM ledger_entries e
      WHERE e.id = \(id) AND e.tenant_id = \(shop.tenant)
      """, EntryHead.init)
    guard let entry = try filled(heads).first else { throw LedgerRefusal.unknownEntry }
    return entry
  }

  /// Whether this fact is in the books.
  package func holds(_ kind: EntryKind, of source: String) throws -> Bool {
    let sql: SQL = """
      SELECT 1 FROM ledger_entries
      WHERE tenant_id = \(shop.tenant) AND source = \(source) AND kind = \(kind.text)
      """
    return try shop.first(sql) { _ in true } ?? false
  }

  /// The table of entries, on the way of an account's days where one is asked for: they tell
  /// where its entries lie, so that a seldom used account is found among a million entries.
  private func source(of filter: EntryFilter) -> SQL {
    guard let account = filter.account else { return "ledger_entries e" }
    return """
      ledger_days d
      JOIN ledger_entries e ON e.tenant_id = d.tenant_id AND e.booked_on = d.booked_on
        AND e.id >= d.first_entry AND e.id <= d.last_entry
        AND d.account_id = \(account.id) AND d.currency = \(account.currency)
        AND EXISTS (
          SELECT 1 FROM ledger_lines l
          WHERE l.entry_id = e.id AND l.tenant_id = e.tenant_id
            AND l.account_id = d.account_id AND l.currency = d.currency)
      """
  }

  private func position(of id: JournalEntry.ID) throws -> EntryPosition? {
    try shop.first(
      "SELECT booked_on FROM ledger_entries WHERE id = \(id) AND tenant_id = \(shop.tenant)"
    ) { row in EntryPosition(bookedOn: try row.get(0), id: id) }
  }
}

// MARK: - In order of time

/// Where a reading of the books in order of time goes on.
package struct EntryPosition: Hashable, Sendable {
  package let bookedOn: CivilDate
  package let id: JournalEntry.ID

  package init(bookedOn: CivilDate, id: JournalEntry.ID) {
    self.bookedOn = bookedOn
    self.id = id
  }

  package init(_ entry: PostedEntry) {
    self.init(bookedOn: entry.entry.bookedOn, id: entry.id)
  }
}

/// What a reading of the books holds, counted before it begins.
package struct EntryTotals: Hashable, Sendable {
  package let entries: Int64
  package let lines: Int64
  package let debit: Money
  package let credit: Money
}

extension LedgerStore {
  /// Entries in order of the day they are booked on, for exports: two statements for each call,
  /// whatever the books hold.
  /// - Parameter limit: 1 to 2000.
  package func entries(
    booked period: Period, in journal: Journal? = nil, after position: EntryPosition? = nil,
    limit: Int = 500
  ) throws -> [PostedEntry] {
    var conditions = EntryFilter(period: period, journal: journal).conditions
    if let position {
      conditions += " AND (e.booked_on, e.id) > (\(position.bookedOn), \(position.id))"
    }
    let heads = try shop.all(
      """
      SELECT \(EntryHead.columns) FROM ledger_entries e
      WHERE e.tenant_id = \(shop.tenant) \(conditions)
      ORDER BY e.booked_on, e.id LIMIT \(max(1, min(limit, 2000)))
      """, EntryHead.init)
    return try filled(heads)
  }

  /// What `entries(booked:in:)` will give in one currency, as an export states it beforehand.
  package func totals(
    booked period: Period, in journal: Journal? = nil, currency: Currency
  ) throws -> EntryTotals {
    let sql: SQL = """
      SELECT COUNT(DISTINCT e.id), COUNT(*),
        CAST(COALESCE(SUM(CASE WHEN l.amount > 0 THEN l.amount ELSE 0 END), 0) AS BIGINT),
        CAST(COALESCE(SUM(CASE WHEN l.amount < 0 THEN -l.amount ELSE 0 END), 0) AS BIGINT)
      FROM ledger_entries e
      JOIN ledger_lines l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
      WHERE e.tenant_id = \(shop.tenant) AND l.currency = \(currency)
      \(EntryFilter(period: period, journal: journal).conditions)
      """
    let totals = try shop.first(sql) { row in
      EntryTotals(
        entries: try row.get(0), lines: try row.get(1),
        debit: Money(minorUnits: try row.get(2), currency: currency),
        credit: Money(minorUnits: try row.get(3), currency: currency))
    }
    let zero = Money.zero(currency)
    return totals ?? EntryTotals(entries: 0, lines: 0, debit: zero, credit: zero)
  }

  /// Gives heads their lines, in one statement.
  private func filled(_ heads: [EntryHead]) throws -> [PostedEntry] {
    guard !heads.isEmpty else { return [] }
    var lines: [JournalEntry.ID: [JournalLine]] = [:]
    let sql: SQL = """
      SELECT l.entry_id, a.code, l.amount, l.currency, l.customer_id
      FROM ledger_lines l
      JOIN ledger_accounts a ON a.id = l.account_id AND a.tenant_id = l.tenant_id
      WHERE l.tenant_id = \(shop.tenant) AND l.entry_id IN (\(list: heads.map(\.id)))
      ORDER BY l.entry_id, l.ordinal
      """
    try shop.each(sql) { row in
      let amount = Money(minorUnits: try row.get(2), currency: try row.get(3))
      let line = JournalLine(
        account: AccountCode(try row.get(1)), amount: amount, customer: try row.get(4))
      lines[try row.get(0), default: []].append(line)
    }
    return try heads.map { head in try head.entry(with: lines[head.id] ?? []) }
  }
}

/// A row of `ledger_entries`.
private struct EntryHead: Sendable {
  static let columns: SQL = "e.id, e.posted_at, e.kind, e.source, e.booked_on, e.text, e.reverses"

  let id: JournalEntry.ID
  let postedAt: Instant
  let kind: EntryKind
  let source: String
  let bookedOn: CivilDate
  let text: String
  let reverses: JournalEntry.ID?

  init(_ row: Row) throws {
    id = try row.get(0)
    postedAt = try row.get(1)
    kind = EntryKind(try row.get(2))
    source = try row.get(3)
    bookedOn = try row.get(4)
    text = try row.get(5)
    reverses = try row.get(6)
  }

  func entry(with lines: [JournalLine]) throws -> PostedEntry {
    let entry = try JournalEntry(
      kind: kind, source: source, bookedOn: bookedOn, text: text, reverses: reverses,
      lines: lines)
    return PostedEntry(id: id, postedAt: postedAt, entry: entry)
  }
}
