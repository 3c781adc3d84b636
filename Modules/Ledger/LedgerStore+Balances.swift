package import Primitives
import Storage
import Tenancy

/// What an account moved over a range of days; debit positive.
package struct AccountMovement: Hashable, Sendable {
  package let account: LedgerAccount.ID
  package let code: AccountCode
  package let opening: Money
  package let debit: Money
  /// Above zero too.
  package let credit: Money

  package var closing: Money {
    get throws(MoneyError) { try opening + debit - credit }
  }
}

/// What an account moved in a calendar month; debit positive.
package struct MonthMovement: Hashable, Sendable {
  package let code: AccountCode
  /// Its first day.
  package let month: CivilDate
  package let amount: Money
}

extension LedgerStore {
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

  /// The balance of an account and those below it, such as what all payment providers hold.
  package func balance(under parent: AccountCode, in currency: Currency) throws -> Money {
    let sql: SQL = """
      SELECT CAST(COALESCE(SUM(b.balance), 0) AS BIGINT) FROM ledger_accounts a
      JOIN ledger_balances b ON b.account_id = a.id AND b.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant) AND b.currency = \(currency)
        AND (a.code = \(parent.text) OR a.code LIKE \(parent.text + "-%"))
      """
    let units: Int64? = try shop.first(sql) { row in try row.get(0) }
    return Money(minorUnits: units ?? 0, currency: currency)
  }

  /// The trial balance: each account that moved by then, in order of code, with what it moved over
  /// the days. Openings add up to zero, and so do closings; debits equal credits.
  package func trialBalance(
    over period: Period, in currency: Currency
  ) throws -> [AccountMovement] {
    try movements(over: period, in: currency, where: SQL())
  }

  /// One account over a range of days.
  package func movement(
    of account: LedgerAccount, over period: Period, in currency: Currency
  ) throws -> AccountMovement {
    let moved = try movements(over: period, in: currency, where: "AND a.id = \(account.id)")
    let zero = Money.zero(currency)
    return moved.first
      ?? AccountMovement(
        account: account.id, code: account.code, opening: zero, debit: zero, credit: zero)
  }

  /// What accounts moved in each month, those without movement left out; for charts.
  /// - Parameter parent: an account, taken together with those below it.
  package func months(
    of parent: AccountCode, over period: Period, in currency: Currency
  ) throws -> [MonthMovement] {
    try shop.all(
      """
      SELECT a.code, SUBSTR(d.booked_on, 1, 7) AS month, CAST(SUM(d.debit - d.credit) AS BIGINT)
      FROM ledger_accounts a
      JOIN ledger_days d ON d.account_id = a.id AND d.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant) AND d.currency = \(currency)
        AND (a.code = \(parent.text) OR a.code LIKE \(parent.text + "-%"))
        AND d.booked_on >= \(period.from) AND d.booked_on < \(period.until)
      GROUP BY a.code, SUBSTR(d.booked_on, 1, 7) ORDER BY a.code, month
      """
    ) { row in
      let month: String = try row.get(1)
      guard let first = CivilDate(month + "-01") else {
        throw LedgerError.unreadable(table: "ledger_days", id: 0)
      }
      return MonthMovement(
        code: AccountCode(try row.get(0)), month: first,
        amount: Money(minorUnits: try row.get(2), currency: currency))
    }
  }

  /// The first and last day that anything is booked on; nil for empty books.
  package func bookedDays() throws -> Period? {
    let sql: SQL = """
      SELECT MIN(booked_on), MAX(booked_on) FROM ledger_entries WHERE tenant_id = \(shop.tenant)
      """
    let days: (CivilDate?, CivilDate?)? = try shop.first(sql) { row in
      (try row.get(0), try row.get(1))
    }
    guard let first = days?.0, let last = days?.1 else { return nil }
    return Period(from: first, until: last.adding(days: 1))
  }

  private func movements(
    over period: Period, in currency: Currency, where condition: SQL
  ) throws -> [AccountMovement] {
    func money(_ units: Int64) -> Money { Money(minorUnits: units, currency: currency) }
    return try shop.all(
      """
      SELECT a.id, a.code,
        CAST(SUM(CASE WHEN d.booked_on < \(period.from) THEN d.debit - d.credit ELSE 0 END)
          AS BIGINT),
        CAST(SUM(CASE WHEN d.booked_on >= \(period.from) THEN d.debit ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN d.booked_on >= \(period.from) THEN d.credit ELSE 0 END) AS BIGINT)
      FROM ledger_accounts a
      JOIN ledger_days d ON d.account_id = a.id AND d.tenant_id = a.tenant_id
      WHERE a.tenant_id = \(shop.tenant) AND d.currency = \(currency)
        AND d.booked_on < \(period.until) \(condition)
      GROUP BY a.id, a.code ORDER BY a.code
      """
    ) { row in
      AccountMovement(
        account: try row.get(0), code: AccountCode(try row.get(1)), opening: money(try row.get(2)),
        debit: money(try row.get(3)), credit: money(try row.get(4)))
    }
  }
}
