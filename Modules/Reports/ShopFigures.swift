import Ledger
package import Primitives
import Storage
import Subscriptions
package import Tenancy

/// What a shop's owner wants to see at a glance, over subjects: what is owed, what of it is late,
/// and how the last months went. In the shop's own currency.
package struct ShopFigures: Hashable, Sendable {
  /// Documents and what is open on them.
  package struct Open: Hashable, Sendable {
    package internal(set) var documents: Int64 = 0
    package internal(set) var amount: Money
  }

  /// A calendar month, as it ended or stands now.
  package struct Month: Hashable, Sendable {
    /// Its first day.
    package let month: CivilDate
    /// Subscriptions running at its end.
    package let running: Int64
    package let started: Int64
    package let ended: Int64
    /// Open on definitive invoices at its end.
    package let receivable: Money
  }

  /// What customers are asked for, but in checkouts that nobody has finished.
  package private(set) var outstanding: Open
  /// Past its due date, with no payment under way.
  package private(set) var overdue: Open
  /// Debits and payments that the provider has not decided on.
  package private(set) var underWay: Open
  /// First payments that customers have not made, and may never make.
  package private(set) var unfinished: Open
  /// The oldest first; the last is the current one.
  package let months: [Month]

  /// - Parameter count: 1 to 60 months.
  package init(of shop: ShopTransaction, months count: Int = 12) throws {
    let zero = Money.zero(shop.currency)
    outstanding = Open(amount: zero)
    overdue = Open(amount: zero)
    underWay = Open(amount: zero)
    unfinished = Open(amount: zero)
    let first = shop.today.firstOfMonth.adding(months: 1 - max(1, min(count, 60)))
    months = try ShopFigures.months(from: first, in: shop)
    let all = try ShopFigures.open("", in: shop)
    outstanding = all.outstanding
    overdue = all.overdue
    underWay = all.underWay
    try leaveOutUnfinished(shop)
  }

  /// A checkout's document names the subscription that waits for its first payment.
  private mutating func leaveOutUnfinished(_ shop: ShopTransaction) throws {
    let waiting: [String] = try shop.all(
      """
      SELECT id FROM subscriptions WHERE tenant_id = \(shop.tenant) AND state = 'pending'
      ORDER BY id
      """
    ) { row in
      let id: Subscription.ID = try row.get(0)
      return id.description
    }
    for start in stride(from: 0, to: waiting.count, by: 500) {
      let some = waiting[start..<min(start + 500, waiting.count)]
      let theirs = try ShopFigures.open("AND d.source IN (\(list: some))", in: shop)
      try unfinished.add(theirs.outstanding)
      try outstanding.take(theirs.outstanding)
      try overdue.take(theirs.overdue)
      try underWay.take(theirs.underWay)
    }
  }
}

extension ShopFigures.Open {
  fileprivate mutating func add(_ other: ShopFigures.Open) throws(MoneyError) {
    documents += other.documents
    amount = try amount + other.amount
  }

  fileprivate mutating func take(_ other: ShopFigures.Open) throws(MoneyError) {
    documents -= other.documents
    amount = try amount - other.amount
  }
}

// MARK: - Documents

extension ShopFigures {
  private static func open(
    _ condition: SQL, in shop: ShopTransaction
  ) throws -> (outstanding: Open, overdue: Open, underWay: Open) {
    let sql: SQL = """
      SELECT COUNT(*), \(sum("open_amount")),
        \(sum("CASE WHEN late = 1 AND moving = 0 THEN 1 ELSE 0 END")),
        \(sum("CASE WHEN late = 1 AND moving = 0 THEN open_amount ELSE 0 END")),
        \(sum("moving")), \(sum("CASE WHEN moving = 1 THEN open_amount ELSE 0 END"))
      FROM (
        SELECT d.open_amount AS open_amount,
          CASE WHEN d.due_on < \(shop.today) THEN 1 ELSE 0 END AS late,
          CASE WHEN EXISTS (
            SELECT 1 FROM payment_targets t
            JOIN payments p ON p.id = t.payment_id AND p.tenant_id = t.tenant_id
            WHERE t.tenant_id = d.tenant_id AND t.document_id = d.id AND t.phase = 'live'
              AND (p.sequence = 'recurring' OR p.state IN ('pending', 'unknown'))
          ) THEN 1 ELSE 0 END AS moving
        FROM invoices d
        WHERE d.tenant_id = \(shop.tenant) AND d.open_amount > 0 AND d.currency = \(shop.currency)
          \(condition)
      ) o
      """
    func part(_ row: Row, _ index: Int) throws -> Open {
      Open(
        documents: try row.get(index),
        amount: Money(minorUnits: try row.get(index + 1), currency: shop.currency))
    }
    let found = try shop.first(sql) { row in
      (outstanding: try part(row, 0), overdue: try part(row, 2), underWay: try part(row, 4))
    }
    let none = Open(amount: .zero(shop.currency))
    return found ?? (outstanding: none, overdue: none, underWay: none)
  }
}

/// Of no rows zero, and of one type on both databases.
private func sum(_ what: SQL) -> SQL { "CAST(COALESCE(SUM(\(what)), 0) AS BIGINT)" }

// MARK: - Months

extension ShopFigures {
  private static func months(
    from first: CivilDate, in shop: ShopTransaction
  ) throws -> [Month] {
    let started = try counts("purchased_on", "state IN ('active', 'ended')", in: shop)
    let ended = try counts(
      "ends_on", "state IN ('active', 'ended') AND ends_on <= \(shop.today)", in: shop)
    let receivable = try receivables(from: first, in: shop)
    var running: Int64 = 0
    var all = Set(started.keys).union(ended.keys).filter { $0 < first }.sorted()
    for month in all { running += started[month, default: 0] - ended[month, default: 0] }
    all = (0..<first.months(until: shop.today.firstOfMonth) + 1).map { first.adding(months: $0) }
    return all.map { month in
      running += started[month, default: 0] - ended[month, default: 0]
      return Month(
        month: month, running: running, started: started[month, default: 0],
        ended: ended[month, default: 0],
        receivable: receivable[month] ?? .zero(shop.currency))
    }
  }

  /// Subscriptions by the month of a day of theirs.
  private static func counts(
    _ column: String, _ condition: SQL, in shop: ShopTransaction
  ) throws -> [CivilDate: Int64] {
    var counts: [CivilDate: Int64] = [:]
    try shop.each(
      """
      SELECT SUBSTR(\(sql: column), 1, 7), COUNT(*) FROM subscriptions
      WHERE tenant_id = \(shop.tenant) AND \(condition)
      GROUP BY SUBSTR(\(sql: column), 1, 7)
      """
    ) { row in
      let text: String = try row.get(0)
      if let month = CivilDate(text + "-01") { counts[month] = try row.get(1) }
    }
    return counts
  }

  /// What was open on definitive invoices at the end of each month.
  private static func receivables(
    from first: CivilDate, in shop: ShopTransaction
  ) throws -> [CivilDate: Money] {
    let until = shop.today.firstOfNextMonth
    guard let period = Period(from: first, until: until) else { return [:] }
    let rows = try shop.ledger.trialBalance(over: period, in: shop.currency)
    var balance =
      rows.first { $0.code == .receivable }?.opening ?? .zero(shop.currency)
    let moved = try shop.ledger.months(of: .receivable, over: period, in: shop.currency)
    let byMonth = Dictionary(moved.map { ($0.month, $0.amount) }) { first, _ in first }
    var result: [CivilDate: Money] = [:]
    var month = first
    while month < until {
      if let change = byMonth[month] { balance = try balance + change }
      result[month] = balance
      month = month.firstOfNextMonth
    }
    return result
  }
}

extension CivilDate {
  /// Whole months from one first of a month to another.
  fileprivate func months(until other: CivilDate) -> Int {
    max(0, (other.year - year) * 12 + other.month - month)
  }
}
