package import Primitives
import Storage
package import Tenancy

/// The books of one shop.
package struct LedgerStore {
  let shop: ShopTransaction
}

extension ShopTransaction {
  /// The shop's books: chart, entries, balances.
  package var ledger: LedgerStore { LedgerStore(shop: self) }
}

extension LedgerStore {
  /// Opens the standard chart, once, when a shop is founded; harmless when it is there already.
  package func openBooks() throws {
    let known = try chart()
    try open(StandardChart.accounts.filter { known[$0.code] == nil })
  }

  /// Books entries, all or nothing: their rows in bulk, and each balance they touch once.
  ///
  /// Booking the same (source, kind) a second time fails on the unique key, and with it the whole
  /// transaction.
  /// - Returns: the ids, in the order of the entries.
  /// - Throws: `LedgerError.unknownAccount`, `.outOfRange`; storage errors.
  @discardableResult
  package func post(_ entries: [JournalEntry]) throws -> [JournalEntry.ID] {
    guard !entries.isEmpty else { return [] }
    let accounts = try accounts(for: entries)
    var entryRows = BulkRows(into: "ledger_entries", entryColumns)
    var lineRows = BulkRows(into: "ledger_lines", lineColumns)
    var changes = BalanceChanges()
    var ids: [JournalEntry.ID] = []
    ids.reserveCapacity(entries.count)
    for entry in entries {
      let id = shop.newID(JournalEntry.self)
      ids.append(id)
      entryRows.append(
        id, shop.tenant, entry.kind.text, entry.source, entry.bookedOn, shop.now, entry.text,
        entry.reverses)
      for (ordinal, line) in entry.lines.enumerated() {
        guard let account = accounts[line.account] else {
          throw LedgerError.unknownAccount(line.account)
        }
        lineRows.append(
          id, ordinal, shop.tenant, account, line.amount.minorUnits, line.amount.currency,
          line.customer)
        try changes.add(line, to: account, of: entry)
      }
    }
    try shop.insert(entryRows)
    try shop.insert(lineRows)
    try apply(changes)
    return ids
  }

  private var entryColumns: [Column] {
    [
      .integer("id"), .integer("tenant_id"), .text("kind"), .text("source"), .text("booked_on"),
      .integer("posted_at"), .text("text"), .integer("reverses"),
    ]
  }

  private var lineColumns: [Column] {
    [
      .integer("entry_id"), .integer("ordinal"), .integer("tenant_id"), .integer("account_id"),
      .integer("amount"), .text("currency"), .integer("customer_id"),
    ]
  }
}

// MARK: - Chart

extension LedgerStore {
  /// The ids by code: a few dozen rows, read once per batch.
  private func chart() throws -> [AccountCode: LedgerAccount.ID] {
    var chart: [AccountCode: LedgerAccount.ID] = [:]
    let sql: SQL = "SELECT code, id FROM ledger_accounts WHERE tenant_id = \(shop.tenant)"
    try shop.each(sql) { row in chart[AccountCode(try row.get(0))] = try row.get(1) }
    return chart
  }

  /// The chart, with the per-rate accounts that these entries are the first to use.
  private func accounts(
    for entries: [JournalEntry]
  ) throws -> [AccountCode: LedgerAccount.ID] {
    let known = try chart()
    var missing: Set<AccountCode> = []
    for entry in entries {
      for line in entry.lines where known[line.account] == nil { missing.insert(line.account) }
    }
    guard !missing.isEmpty else { return known }
    let plans = missing.sorted().compactMap(StandardChart.plan(for:))
    try open(plans)
    return try chart()
  }

  private func open(_ plans: [StandardChart.Plan]) throws {
    for plan in plans {
      try shop.execute(
        """
        INSERT INTO ledger_accounts (id, tenant_id, code, kind, name_nl, name_en)
        VALUES (\(shop.newID(LedgerAccount.self)), \(shop.tenant), \(plan.code.text),
          \(plan.kind.rawValue), \(plan.name(.nl)), \(plan.name(.en)))
        ON CONFLICT (tenant_id, code) DO NOTHING
        """)
    }
  }
}

// MARK: - Balances

/// What a batch of entries changes, per account and currency.
private struct BalanceChanges {
  struct Key: Hashable {
    let account: LedgerAccount.ID
    let currency: Currency
  }

  private(set) var sums: [Key: Int64] = [:]

  mutating func add(
    _ line: JournalLine, to account: LedgerAccount.ID, of entry: JournalEntry
  ) throws(LedgerError) {
    let key = Key(account: account, currency: line.amount.currency)
    let (sum, overflow) = sums[key, default: 0].addingReportingOverflow(line.amount.minorUnits)
    guard !overflow else { throw .outOfRange(entry.kind, source: entry.source) }
    sums[key] = sum
  }

  /// Always in the same order, so that two writers never wait for each other in a circle.
  var inLockOrder: [(key: Key, change: Int64)] {
    sums.filter { $0.value != 0 }.map { (key: $0.key, change: $0.value) }
      .sorted { ($0.key.account, $0.key.currency.code) < ($1.key.account, $1.key.currency.code) }
  }
}

extension LedgerStore {
  private func apply(_ changes: BalanceChanges) throws {
    for (key, change) in changes.inLockOrder {
      try shop.execute(
        """
        INSERT INTO ledger_balances (account_id, currency, tenant_id, balance)
        VALUES (\(key.account), \(key.currency), \(shop.tenant), \(change))
        ON CONFLICT (account_id, currency, tenant_id)
        DO UPDATE SET balance = ledger_balances.balance + excluded.balance
        """)
    }
  }
}
