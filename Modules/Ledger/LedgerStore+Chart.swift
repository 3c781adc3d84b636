package import Primitives
import Storage
import Tenancy

extension LedgerStore {
  /// Opens the standard chart, once, when a shop is founded; harmless when it is there already.
  package func openBooks() throws {
    let known = try chart()
    try open(StandardChart.accounts.filter { known[$0.code] == nil })
  }

  /// The chart in order of code, each account with its balances.
  package func accounts() throws -> [LedgerAccount] { try accounts(where: SQL()) }

  /// - Throws: `LedgerRefusal.unknownAccount`.
  package func account(_ id: LedgerAccount.ID) throws -> LedgerAccount {
    guard let account = try accounts(where: "AND a.id = \(id)").first else {
      throw LedgerRefusal.unknownAccount
    }
    return account
  }

  /// - Throws: `LedgerRefusal.unknownAccount`, also for one that was never opened.
  package func account(_ code: AccountCode) throws -> LedgerAccount {
    guard let account = try accounts(where: "AND a.code = \(code.text)").first else {
      throw LedgerRefusal.unknownAccount
    }
    return account
  }

  /// Keeps what the shop's accountant calls an account. Entries stay as they are.
  /// - Throws: `LedgerRefusal.unknownAccount`, `.codeTaken` when another account shows that code.
  package func label(_ id: LedgerAccount.ID, _ label: AccountLabel) throws {
    if let code = label.code {
      let others = try accounts().filter { $0.id != id }
      guard !others.contains(where: { $0.shownCode == code }) else {
        throw LedgerRefusal.codeTaken
      }
    }
    let changed = try shop.execute(
      """
      UPDATE ledger_accounts SET own_code = \(label.code), own_name = \(label.name),
        reference_code = \(label.referenceCode)
      WHERE id = \(id) AND tenant_id = \(shop.tenant)
      """)
    guard changed == 1 else { throw LedgerRefusal.unknownAccount }
  }

  private func accounts(where condition: SQL) throws -> [LedgerAccount] {
    var accounts: [LedgerAccount] = []
    let sql: SQL = """
      SELECT a.id, a.code, a.kind, a.name_nl, a.name_en, a.own_code, a.own_name,
        a.reference_code, b.currency, b.balance
      FROM ledger_accounts a
      LEFT JOIN ledger_balances b ON b.account_id = a.id AND b.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant) \(condition)
      ORDER BY a.code, b.currency
      """
    try shop.each(sql) { row in
      let id: LedgerAccount.ID = try row.get(0)
      if accounts.last?.id != id { accounts.append(try account(row)) }
      guard let currency: Currency = try row.get(8), let balance: Int64 = try row.get(9) else {
        return
      }
      let money = Money(minorUnits: balance, currency: currency)
      accounts[accounts.count - 1].balances.append(money)
    }
    return accounts
  }

  private func account(_ row: Row) throws -> LedgerAccount {
    let id: LedgerAccount.ID = try row.get(0)
    guard let kind = AccountKind(rawValue: try row.get(2)) else {
      throw LedgerError.unreadable(table: "ledger_accounts", id: id.rawValue)
    }
    let label = AccountLabel(stored: try row.get(5), try row.get(6), try row.get(7))
    return LedgerAccount(
      id: id, code: AccountCode(try row.get(1)), kind: kind,
      name: Phrase(nl: try row.get(3), en: try row.get(4)), label: label, balances: [])
  }
}

// MARK: - Opening

extension LedgerStore {
  /// The ids by code: a few dozen rows, read once per batch.
  private func chart() throws -> [AccountCode: LedgerAccount.ID] {
    var chart: [AccountCode: LedgerAccount.ID] = [:]
    let sql: SQL = "SELECT code, id FROM ledger_accounts WHERE tenant_id = \(shop.tenant)"
    try shop.each(sql) { row in chart[AccountCode(try row.get(0))] = try row.get(1) }
    return chart
  }

  /// The chart, with the accounts that these entries are the first to use.
  func accounts(for entries: [JournalEntry]) throws -> [AccountCode: LedgerAccount.ID] {
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
