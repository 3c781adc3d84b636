import Primitives
import Storage
package import Tenancy

extension LedgerStore {
  /// Tries I-01, I-02 and, of deferred revenue, I-03 and I-12 over the whole books of the shop.
  /// Reads each entry once, in the database.
  package func verify() throws -> [InvariantCheck] {
    [try checkEntriesBalance(), try checkReversals()] + (try checkSums())
      + [try checkBooksSumToZero(), try checkDeferrals()]
  }

  private func checkEntriesBalance() throws -> InvariantCheck {
    let broken = try shop.all(
      """
      SELECT e.id, COUNT(l.entry_id), COUNT(DISTINCT l.currency)
      FROM ledger_entries e
      LEFT JOIN ledger_lines l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
      WHERE e.tenant_id = \(shop.tenant)
      GROUP BY e.id
      HAVING COUNT(l.entry_id) < 2 OR (COUNT(DISTINCT l.currency) = 1 AND SUM(l.amount) <> 0)
      LIMIT \(InvariantCheck.limit)
      """
    ) { row in
      let id: JournalEntry.ID = try row.get(0)
      let lines: Int64 = try row.get(1)
      return "\(id) does not balance over its \(lines) lines"
    }
    return InvariantCheck(
      "I-01", "journal entries balance", checked: try countEntries(),
      breaks: broken + (try brokenInSeveralCurrencies()))
  }

  private func brokenInSeveralCurrencies() throws -> [String] {
    try shop.all(
      """
      SELECT l.entry_id, l.currency
      FROM ledger_entries e
      JOIN ledger_lines l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
      WHERE e.tenant_id = \(shop.tenant) AND EXISTS (
        SELECT 1 FROM ledger_lines o
        WHERE o.entry_id = e.id AND o.tenant_id = e.tenant_id AND o.currency <> l.currency)
      GROUP BY l.entry_id, l.currency
      HAVING SUM(l.amount) <> 0
      LIMIT \(InvariantCheck.limit)
      """
    ) { row in
      let id: JournalEntry.ID = try row.get(0)
      let currency: Currency = try row.get(1)
      return "\(id) does not balance in \(currency.code)"
    }
  }

  /// A reversal holds the negated lines of the entry that it names.
  private func checkReversals() throws -> InvariantCheck {
    let reversals: Int64? = try shop.first(
      """
      SELECT COUNT(*) FROM ledger_entries
      WHERE tenant_id = \(shop.tenant) AND reverses IS NOT NULL
      """
    ) { row in try row.get(0) }
    let broken = try shop.all(
      """
      SELECT e.id FROM ledger_entries e
      JOIN ledger_lines l ON l.tenant_id = e.tenant_id AND l.entry_id IN (e.id, e.reverses)
      WHERE e.tenant_id = \(shop.tenant) AND e.reverses IS NOT NULL
      GROUP BY e.id, l.account_id, l.currency
      HAVING SUM(l.amount) <> 0
      LIMIT \(InvariantCheck.limit)
      """
    ) { row in
      let id: JournalEntry.ID = try row.get(0)
      return "\(id) does not take back what it reverses"
    }
    return InvariantCheck(
      "I-01", "reversals mirror their entry", checked: reversals ?? 0, breaks: broken)
  }

  /// Balances and days are sums of lines; one reading of the lines tries both.
  private func checkSums() throws -> [InvariantCheck] {
    let lines = try lineSums()
    let days = try storedDays()
    let moved = Set(lines.keys).union(days.keys)
      .filter { lines[$0] != days[$0] }
      .map { "\($0.account) \($0.currency.code) on \($0.day) differs from its lines" }
    var summed: [BalanceKey: Int64] = [:]
    for (key, sum) in lines {
      summed[BalanceKey(account: key.account, currency: key.currency), default: 0] += sum.change
    }
    let stored = try storedBalances()
    let broken = Set(summed.keys).union(stored.keys)
      .filter { summed[$0, default: 0] != stored[$0, default: 0] }
      .map { key in
        "\(key.account) \(key.currency.code): stored \(stored[key, default: 0]), "
          + "lines \(summed[key, default: 0])"
      }
    return [
      InvariantCheck(
        "I-02", "balances equal their lines", checked: Int64(stored.count),
        breaks: broken.sorted()),
      InvariantCheck(
        "I-02", "days equal their lines", checked: Int64(days.count),
        breaks: Array(moved.sorted().prefix(Int(InvariantCheck.limit)))),
    ]
  }

  private func checkBooksSumToZero() throws -> InvariantCheck {
    let sums: [(Currency, Int64)] = try shop.all(
      """
      SELECT b.currency, CAST(SUM(b.balance) AS BIGINT)
      FROM ledger_accounts a
      JOIN ledger_balances b ON b.account_id = a.id AND b.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant)
      GROUP BY b.currency
      """
    ) { row in (try row.get(0), try row.get(1)) }
    let broken = sums.filter { $0.1 != 0 }.map { "\($0.0.code): accounts add up to \($0.1)" }
    return InvariantCheck(
      "I-02", "the books sum to zero", checked: Int64(sums.count), breaks: broken)
  }

  private struct BalanceKey: Hashable {
    let account: LedgerAccount.ID
    let currency: Currency
  }

  private struct DaySum: Equatable {
    let debit: Int64
    let credit: Int64

    var change: Int64 { debit - credit }
  }

  private func lineSums() throws -> [Movements.Key: DaySum] {
    try daySums(
      """
      SELECT l.account_id, l.currency, e.booked_on,
        CAST(SUM(CASE WHEN l.amount > 0 THEN l.amount ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN l.amount < 0 THEN -l.amount ELSE 0 END) AS BIGINT)
      FROM ledger_entries e
      JOIN ledger_lines l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
      WHERE e.tenant_id = \(shop.tenant)
      GROUP BY l.account_id, l.currency, e.booked_on
      """)
  }

  private func storedDays() throws -> [Movements.Key: DaySum] {
    try daySums(
      """
      SELECT d.account_id, d.currency, d.booked_on, d.debit, d.credit
      FROM ledger_accounts a
      JOIN ledger_days d ON d.account_id = a.id AND d.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant)
      """)
  }

  private func daySums(_ sql: SQL) throws -> [Movements.Key: DaySum] {
    var sums: [Movements.Key: DaySum] = [:]
    try shop.each(sql) { row in
      let key = Movements.Key(
        account: try row.get(0), currency: try row.get(1), day: try row.get(2))
      sums[key] = DaySum(debit: try row.get(3), credit: try row.get(4))
    }
    return sums
  }

  private func storedBalances() throws -> [BalanceKey: Int64] {
    var stored: [BalanceKey: Int64] = [:]
    try shop.each(
      """
      SELECT b.account_id, b.currency, b.balance
      FROM ledger_accounts a
      JOIN ledger_balances b ON b.account_id = a.id AND b.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant)
      """
    ) { row in
      stored[BalanceKey(account: try row.get(0), currency: try row.get(1))] = try row.get(2)
    }
    return stored
  }

  /// What is deferred and not released is what the account holds, and the releases of each
  /// deferral add up to what it says.
  private func checkDeferrals() throws -> InvariantCheck {
    var broken = try shop.all(
      """
      SELECT f.id FROM ledger_deferrals f
      LEFT JOIN ledger_releases r ON r.deferral_id = f.id AND r.tenant_id = f.tenant_id
      WHERE f.tenant_id = \(shop.tenant)
      GROUP BY f.id, f.released
      HAVING f.released <> COALESCE(SUM(r.amount), 0)
      LIMIT \(InvariantCheck.limit)
      """
    ) { row in
      let id: Deferral.ID = try row.get(0)
      return "\(id) differs from its releases"
    }
    let left: [(Currency, Int64, Int64)] = try shop.all(
      """
      SELECT currency, CAST(SUM(amount - released) AS BIGINT), COUNT(*) FROM ledger_deferrals
      WHERE tenant_id = \(shop.tenant) GROUP BY currency
      """
    ) { row in (try row.get(0), try row.get(1), try row.get(2)) }
    for (currency, units, _) in left {
      let booked = try balance(of: .deferredRevenue, in: currency)
      if booked.minorUnits != -units {
        broken.append("\(currency.code): booked \(booked.decimal), \(units) units to release")
      }
    }
    return InvariantCheck(
      "I-12", "deferred revenue is released to the cent", checked: left.reduce(0) { $0 + $1.2 },
      breaks: broken)
  }

  private func countEntries() throws -> Int64 {
    let sql: SQL = "SELECT COUNT(*) FROM ledger_entries WHERE tenant_id = \(shop.tenant)"
    return try shop.first(sql) { row in try row.get(0) } ?? 0
  }
}
