import Ledger
import Primitives
import Storage
package import Tenancy

extension InvoicingStore {
  /// Tries what must always hold of the shop's documents: I-03, I-04, I-07, I-08, I-18 to I-22 and
  /// the kept totals. Reads documents in pages: memory stays flat.
  package func verify() throws -> [InvariantCheck] {
    try checkContents() + [
      try checkSeries(), try checkDates(), try checkPrintedNumbers(), try checkProFormas(),
      try checkSettlements(), try checkReceipts(), try checkReceivables(), try checkTotals(),
    ] + checkCreditNotes() + [try checkOpenStates(), try checkPrepayments()]
  }

  /// I-20: each series is 1 to n.
  private func checkSeries() throws -> InvariantCheck {
    let broken = try breaks(
      """
      SELECT s.series, s.last_number, COUNT(d.id)
      FROM number_series s
      LEFT JOIN invoices d ON d.tenant_id = s.tenant_id AND d.series = s.series
      WHERE s.tenant_id = \(shop.tenant)
      GROUP BY s.series, s.last_number, s.kind
      HAVING COUNT(d.id) <> s.last_number OR MIN(d.number) <> 1 OR MAX(d.number) <> s.last_number
        OR SUM(CASE WHEN d.kind = s.kind THEN 0 ELSE 1 END) <> 0
      """
    ) { row in
      let (series, last, count): (String, Int64, Int64) = (
        try row.get(0), try row.get(1), try row.get(2)
      )
      return "series \"\(series)\": \(count) documents, last number \(last)"
    }
    return InvariantCheck(
      "I-20", "numbers have no gap", checked: try count("number_series"), breaks: broken)
  }

  /// I-20: the dates of a series do not decrease with the number.
  private func checkDates() throws -> InvariantCheck {
    let broken = try breaks(
      """
      SELECT number_text FROM (
        SELECT number_text, issued_on,
          LAG(issued_on) OVER (PARTITION BY series ORDER BY number) AS earlier
        FROM invoices WHERE tenant_id = \(shop.tenant)) AS dated
      WHERE issued_on < earlier
      """
    ) { row in "\(try row.get(0) as String) is dated before its predecessor" }
    return InvariantCheck(
      "I-20", "dates follow numbers", checked: try count("invoices"), breaks: broken)
  }

  /// I-20: no two documents print the same number.
  private func checkPrintedNumbers() throws -> InvariantCheck {
    let broken = try breaks(
      """
      SELECT number_text FROM invoices WHERE tenant_id = \(shop.tenant)
      GROUP BY number_text HAVING COUNT(*) > 1
      """
    ) { row in "\(try row.get(0) as String) is printed twice" }
    return InvariantCheck(
      "I-20", "no number twice", checked: try count("invoices"), breaks: broken)
  }

  /// I-21: a pro forma that is settled has its invoice, and no other has one.
  private func checkProFormas() throws -> InvariantCheck {
    let broken = try breaks(
      """
      SELECT p.number_text, p.state FROM invoices p
      LEFT JOIN invoices d ON d.tenant_id = p.tenant_id AND d.pro_forma_id = p.id
      WHERE p.tenant_id = \(shop.tenant) AND p.kind = 'proForma'
        AND (CASE WHEN p.state = 'settled' THEN 1 ELSE 0 END)
          <> (CASE WHEN d.id IS NULL THEN 0 ELSE 1 END)
      """
    ) { row in "\(try row.get(0) as String) is \(try row.get(1) as String)" }
    return InvariantCheck(
      "I-21", "settled pro formas have their invoice",
      checked: try count("invoices", "AND kind = 'proForma'"), breaks: broken)
  }

  /// I-08: what is paid on a document is what lies on it.
  private func checkSettlements() throws -> InvariantCheck {
    let broken = try breaks(
      """
      SELECT d.number_text, d.paid, CAST(COALESCE(SUM(s.amount - s.undone), 0) AS BIGINT)
      FROM invoices d
      LEFT JOIN invoice_settlements s ON s.tenant_id = d.tenant_id AND s.invoice_id = d.id
      WHERE d.tenant_id = \(shop.tenant) AND (d.paid <> 0 OR s.receipt_id IS NOT NULL)
      GROUP BY d.id, d.number_text, d.paid, d.state
      HAVING COALESCE(SUM(s.amount - s.undone), 0)
        <> CASE WHEN d.state = 'settled' THEN 0 ELSE d.paid END
      """
    ) { row in
      let (number, paid, lies): (String, Int64, Int64) = (
        try row.get(0), try row.get(1), try row.get(2)
      )
      return "\(number): paid \(paid), settlements \(lies)"
    }
    return InvariantCheck(
      "I-08", "documents hold what was paid", checked: try count("invoices"), breaks: broken)
  }

  /// I-08: what came in lies on documents, is unallocated, or was taken back.
  private func checkReceipts() throws -> InvariantCheck {
    let broken = try breaks(
      """
      SELECT r.payment, r.cause FROM invoice_receipts r
      LEFT JOIN invoice_settlements s ON s.tenant_id = r.tenant_id AND s.receipt_id = r.id
      WHERE r.tenant_id = \(shop.tenant)
      GROUP BY r.id, r.payment, r.cause, r.amount, r.unallocated, r.taken_back, r.turned
      HAVING r.amount - r.unallocated - r.taken_back - r.turned
        <> COALESCE(SUM(s.amount - s.undone), 0)
      """
    ) { row in "\(try row.get(0) as String):\(try row.get(1) as String) does not add up" }
    return InvariantCheck(
      "I-08", "money received is somewhere", checked: try count("invoice_receipts"),
      breaks: broken)
  }

  /// I-03: the receivables account is what is open on definitive invoices.
  private func checkReceivables() throws -> InvariantCheck {
    let sums: [(Currency, Int64)] = try shop.all(
      """
      SELECT currency, CAST(SUM(CASE WHEN kind = 'invoice' THEN open_amount ELSE 0 END) AS BIGINT)
      FROM invoices WHERE tenant_id = \(shop.tenant) GROUP BY currency
      """
    ) { row in (try row.get(0), try row.get(1)) }
    var broken: [String] = []
    for (currency, open) in sums {
      let booked = try shop.ledger.balance(of: .receivable, in: currency)
      if booked.minorUnits != open {
        broken.append("\(currency.code): booked \(booked.decimal), open \(open) minor units")
      }
    }
    return InvariantCheck(
      "I-03", "receivables equal open invoices", checked: Int64(sums.count), breaks: broken)
  }

  /// The kept month totals are the sums of their documents.
  private func checkTotals() throws -> InvariantCheck {
    let broken = try breaks(
      """
      SELECT t.month, t.measure FROM invoice_totals t
      LEFT JOIN (
        SELECT SUBSTR(issued_on, 1, 7) AS month, kind, currency, SUM(total) AS amount,
          COUNT(*) AS documents
        FROM invoices WHERE tenant_id = \(shop.tenant)
        GROUP BY SUBSTR(issued_on, 1, 7), kind, currency) AS d
        ON d.month = t.month AND d.currency = t.currency AND d.kind = CASE t.measure
          WHEN 'requested' THEN 'proForma' WHEN 'invoiced' THEN 'invoice' ELSE 'creditNote' END
      WHERE t.tenant_id = \(shop.tenant) AND t.measure IN ('requested', 'invoiced', 'credited')
        AND (t.amount <> COALESCE(d.amount, 0) OR t.documents <> COALESCE(d.documents, 0))
      """
    ) { row in "\(try row.get(0) as String) \(try row.get(1) as String)" }
    return InvariantCheck(
      "I-04", "month totals equal their documents", checked: try count("invoice_totals"),
      breaks: broken)
  }

  func breaks(_ sql: SQL, _ describe: (Row) throws -> String) throws -> [String] {
    try shop.all("\(sql) LIMIT \(InvariantCheck.limit)", describe)
  }

  func count(_ table: String, _ condition: SQL = "") throws -> Int64 {
    let sql: SQL =
      "SELECT COUNT(*) FROM \(sql: table) WHERE tenant_id = \(shop.tenant) \(condition)"
    return try shop.first(sql) { row in try row.get(0) } ?? 0
  }
}
