package import Primitives
import Storage
package import Tenancy

extension LedgerStore {
  /// The chart in order of code, each account with its balances.
  package func accounts() throws -> [LedgerAccount] {
    var accounts: [LedgerAccount] = []
    let sql: SQL = """
      SELECT a.id, a.code, a.kind, a.name_nl, a.name_en, b.currency, b.balance
      FROM ledger_accounts a
      LEFT JOIN ledger_balances b ON b.account_id = a.id AND b.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant)
      ORDER BY a.code, b.currency
      """
    try shop.each(sql) { row in
      let id: LedgerAccount.ID = try row.get(0)
      if accounts.last?.id != id { accounts.append(try account(row)) }
      guard let currency: Currency = try row.get(5), let balance: Int64 = try row.get(6) else {
        return
      }
      let money = Money(minorUnits: balance, currency: currency)
      accounts[accounts.count - 1].balances.append(money)
    }
    return accounts
  }

  /// The balance of one account: debit positive. Zero when nothing was booked yet.
  package func balance(of code: AccountCode, in currency: Currency) throws -> Money {
    let sql: SQL = """
      SELECT b.balance FROM ledger_accounts a
      JOIN ledger_balances b ON b.account_id = a.id AND b.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant) AND a.code = \(code.text) AND b.currency = \(currency)
      """
    let units: Int64? = try shop.first(sql) { row in try row.get(0) }
    return Money(minorUnits: units ?? 0, currency: currency)
  }

  /// A page of entries, newest first.
  package func entries(_ request: PageRequest) throws -> Page<PostedEntry> {
    let heads = try shop.all(
      """
      SELECT id, posted_at, kind, source, booked_on, text, reverses FROM ledger_entries
      WHERE tenant_id = \(shop.tenant) AND id < \(request.before)
      ORDER BY id DESC LIMIT \(request.fetch)
      """, EntryHead.init)
    let page = Page(fetched: heads, for: request) { $0.id.rawValue }
    guard let newest = page.items.first?.id, let oldest = page.items.last?.id else {
      return Page(items: [], next: nil)
    }
    let lines = try lines(from: oldest, through: newest)
    return try page.map { head in try head.entry(with: lines[head.id] ?? []) }
  }

  /// What was booked for one source, such as an invoice, in order of time.
  package func entries(of source: String) throws -> [PostedEntry] {
    let heads = try shop.all(
      """
      SELECT id, posted_at, kind, source, booked_on, text, reverses FROM ledger_entries
      WHERE tenant_id = \(shop.tenant) AND source = \(source) ORDER BY id
      """, EntryHead.init)
    return try heads.map { head in
      try head.entry(with: try lines(from: head.id, through: head.id)[head.id] ?? [])
    }
  }

  /// Whether this fact is in the books.
  package func holds(_ kind: EntryKind, of source: String) throws -> Bool {
    let sql: SQL = """
      SELECT 1 FROM ledger_entries
      WHERE tenant_id = \(shop.tenant) AND source = \(source) AND kind = \(kind.text)
      """
    return try shop.first(sql) { _ in true } ?? false
  }

  private func account(_ row: Row) throws -> LedgerAccount {
    let id: LedgerAccount.ID = try row.get(0)
    guard let kind = AccountKind(rawValue: try row.get(2)) else {
      throw LedgerError.unreadable(table: "ledger_accounts", id: id.rawValue)
    }
    return LedgerAccount(
      id: id, code: AccountCode(try row.get(1)), kind: kind,
      name: Phrase(nl: try row.get(3), en: try row.get(4)), balances: [])
  }

  private func lines(
    from oldest: JournalEntry.ID, through newest: JournalEntry.ID
  ) throws -> [JournalEntry.ID: [JournalLine]] {
    var lines: [JournalEntry.ID: [JournalLine]] = [:]
    let sql: SQL = """
      SELECT l.entry_id, a.code, l.amount, l.currency, l.customer_id
      FROM ledger_entries e
      JOIN ledger_lines l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
      JOIN ledger_accounts a ON a.id = l.account_id AND a.tenant_id = l.tenant_id
      WHERE e.tenant_id = \(shop.tenant) AND e.id >= \(oldest) AND e.id <= \(newest)
      ORDER BY l.entry_id, l.ordinal
      """
    try shop.each(sql) { row in
      let amount = Money(minorUnits: try row.get(2), currency: try row.get(3))
      let line = JournalLine(
        account: AccountCode(try row.get(1)), amount: amount, customer: try row.get(4))
      lines[try row.get(0), default: []].append(line)
    }
    return lines
  }
}

/// A row of `ledger_entries`.
private struct EntryHead: Sendable {
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
