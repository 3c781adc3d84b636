package import Primitives
import Storage
import Tenancy

/// How deferred revenue is booked.
package enum DeferralEntry {
  /// D deferred revenue / C revenue per treatment, by the share of a month.
  package static let released = EntryKind("revenue.released")
}

/// What one step of a release did.
package struct ReleaseStep: Hashable, Sendable {
  package let deferrals: Int
  /// Nil when nothing was left to release up to that month.
  package let entry: JournalEntry.ID?
}

/// Revenue that is deferred and not yet released, by the month it will fall in.
package struct DeferredMonth: Hashable, Sendable {
  package let month: CivilDate
  package let amount: Money
}

extension LedgerStore {
  /// Keeps what an entry put on deferred revenue, in one statement.
  package func keep(_ deferrals: [Deferral]) throws {
    guard !deferrals.isEmpty else { return }
    var rows = BulkRows(into: "ledger_deferrals", deferralColumns)
    for deferral in deferrals {
      rows.append(
        shop.newID(Deferral.self), shop.tenant, deferral.source, deferral.account.text,
        deferral.amount.currency, deferral.amount.minorUnits, 0, deferral.period.from,
        deferral.period.until, deferral.startsOn)
    }
    try shop.insert(rows)
  }

  /// Which of these sources put revenue on the deferred account: what takes them back does too.
  package func deferred(among sources: [String]) throws -> Set<String> {
    let found: [String] = try shop.all(
      """
      SELECT source FROM ledger_deferrals
      WHERE tenant_id = \(shop.tenant) AND source IN (\(list: sources))
      """
    ) { try $0.get(0) }
    return Set(found)
  }

  /// The earliest month whose share is not released yet and that is over; nil when all is done.
  package func nextReleaseMonth() throws -> CivilDate? {
    let sql: SQL = """
      SELECT MIN(released_until) FROM ledger_deferrals
      WHERE tenant_id = \(shop.tenant) AND released_until < period_until
      """
    let first: CivilDate?? = try shop.first(sql) { row in try row.get(0) }
    guard let month = first??.firstOfMonth, month.firstOfNextMonth <= shop.today else {
      return nil
    }
    return month
  }

  /// Moves the share of a month from deferred revenue to revenue, for so many deferrals: one entry
  /// for all of them, and a row for each. To be repeated until `deferrals` is zero, from the
  /// earliest month on.
  /// - Parameter month: any day of it.
  /// - Throws: `LedgerRefusal.monthNotOver`.
  @discardableResult
  package func release(_ month: CivilDate, limit: Int = 500) throws -> ReleaseStep {
    let end = month.firstOfNextMonth
    guard end <= shop.today else { throw LedgerRefusal.monthNotOver }
    let due = try dueDeferrals(before: end, limit: limit)
    guard let first = due.first else { return ReleaseStep(deferrals: 0, entry: nil) }
    let shares = try due.map { kept in try kept.deferral.earned(before: end) - kept.released }
    let entry = try releaseEntry(
      zip(due, shares).map { ($0.deferral.account, $1) },
      source: "\(month.monthText):\(first.id)", on: end.adding(days: -1))
    let id = try entry.map { try post([$0]) }?.first
    try record(shares, of: due, before: end, in: id)
    return ReleaseStep(deferrals: due.count, entry: id)
  }

  /// What is still deferred, by the month that will release it, from this one on; what waits of
  /// earlier months falls in the first. Reads the deferrals page by page.
  package func deferred(in currency: Currency, months: Int = 12) throws -> [DeferredMonth] {
    var starts = [shop.today.firstOfMonth]
    for _ in 1..<max(2, min(months + 1, 121)) {
      starts.append((starts.last ?? shop.today).firstOfNextMonth)
    }
    var sums = Array(repeating: Money.zero(currency), count: starts.count - 1)
    var last: KeptDeferral?
    repeat {
      let page = try openDeferrals(in: currency, after: last)
      for kept in page {
        var before = kept.released
        for index in sums.indices {
          let earned = try kept.deferral.earned(before: starts[index + 1])
          sums[index] = try sums[index] + earned - before
          before = earned
        }
      }
      last = page.last
    } while last != nil
    return zip(starts, sums).map { DeferredMonth(month: $0, amount: $1) }
  }

  private func releaseEntry(
    _ shares: [(AccountCode, Money)], source: String, on day: CivilDate
  ) throws -> JournalEntry? {
    struct Key: Hashable {
      let account: AccountCode
      let currency: Currency
    }
    var sums: [Key: Money] = [:]
    for (account, share) in shares {
      for (code, amount) in [(account, share.negated), (.deferredRevenue, share)] {
        let key = Key(account: code, currency: share.currency)
        sums[key] = try (sums[key] ?? .zero(share.currency)) + amount
      }
    }
    let lines = sums.filter { !$0.value.isZero }
      .sorted { ($0.key.account, $0.key.currency.code) < ($1.key.account, $1.key.currency.code) }
      .map { JournalLine.debit($0.key.account, $0.value) }
    guard !lines.isEmpty else { return nil }
    let text = Phrase(nl: "Vrijgevallen omzet", en: "Revenue released")
    return try JournalEntry(
      kind: DeferralEntry.released, source: source, bookedOn: day,
      text: text(shop.scope.shop.language), lines: lines)
  }

  private func record(
    _ shares: [Money], of due: [KeptDeferral], before end: CivilDate, in entry: JournalEntry.ID?
  ) throws {
    var changed = BulkRows(
      into: "ledger_deferrals",
      [
        .integer("id"), .integer("tenant_id"), .integer("released"), .text("released_until"),
      ])
    var releases = BulkRows(
      into: "ledger_releases",
      [
        .integer("deferral_id"), .text("month"), .integer("tenant_id"), .integer("amount"),
        .integer("entry_id"),
      ])
    let month = end.adding(days: -1).monthText
    for (kept, share) in zip(due, shares) {
      changed.append(
        kept.id, shop.tenant, try (kept.released + share).minorUnits,
        min(end, kept.deferral.period.until))
      releases.append(kept.id, month, shop.tenant, share.minorUnits, entry)
    }
    try shop.update(changed, key: ["id", "tenant_id"])
    try shop.insert(releases)
  }
}

// MARK: - Rows

struct KeptDeferral {
  let id: Deferral.ID
  let deferral: Deferral
  let released: Money
}

extension LedgerStore {
  private func dueDeferrals(before end: CivilDate, limit: Int) throws -> [KeptDeferral] {
    try deferrals(
      """
      AND released_until < period_until AND released_until < \(end)
      ORDER BY released_until, id LIMIT \(max(1, min(limit, 2000)))\
      \(shop.transaction.dialect.forUpdate)
      """)
  }

  private func openDeferrals(
    in currency: Currency, after last: KeptDeferral?
  ) throws -> [KeptDeferral] {
    var after = SQL()
    if let last {
      after = "AND (released_until, id) > (\(last.deferral.startsOn), \(last.id))"
    }
    return try deferrals(
      """
      AND released_until < period_until AND currency = \(currency) \(after)
      ORDER BY released_until, id LIMIT 2000
      """)
  }

  private func deferrals(_ condition: SQL) throws -> [KeptDeferral] {
    try shop.all(
      """
      SELECT id, source, account, currency, amount, released, period_from, period_until,
        released_until
      FROM ledger_deferrals WHERE tenant_id = \(shop.tenant) \(condition)
      """
    ) { row in
      let id: Deferral.ID = try row.get(0)
      guard let period = Period(from: try row.get(6), until: try row.get(7)) else {
        throw LedgerError.unreadable(table: "ledger_deferrals", id: id.rawValue)
      }
      let currency: Currency = try row.get(3)
      let deferral = Deferral(
        source: try row.get(1), account: AccountCode(try row.get(2)),
        amount: Money(minorUnits: try row.get(4), currency: currency), period: period,
        startsOn: try row.get(8))
      return KeptDeferral(
        id: id, deferral: deferral,
        released: Money(minorUnits: try row.get(5), currency: currency))
    }
  }

  private var deferralColumns: [Column] {
    [
      .integer("id"), .integer("tenant_id"), .text("source"), .text("account"), .text("currency"),
      .integer("amount"), .integer("released"), .text("period_from"), .text("period_until"),
      .text("released_until"),
    ]
  }
}

extension CivilDate {
  /// "2026-11".
  var monthText: String { String(description.prefix(7)) }
}
