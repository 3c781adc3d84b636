import Primitives
import Storage
package import Tenancy

/// What must hold over several subjects at once, and so is asked of none of them alone: I-05,
/// I-06, I-11 and I-15. Reads only what stands in the database.
package struct BooksProof {
  let shop: ShopTransaction

  package init(of shop: ShopTransaction) { self.shop = shop }

  /// What was counted, and what breaks.
  package func checks() throws -> [InvariantCheck] {
    [
      try checkBounds(), try checkCurrencies(), try checkCreditsFit(),
      try checkCreditsHaveUses(), try checkMoments(),
    ]
  }

  // MARK: - I-05

  /// A column of amounts, reached by its shop.
  private struct Amounts {
    let name: String
    let column: String
    let source: SQL
  }

  private static let amounts: [Amounts] = [
    Amounts(
      name: "ledger line", column: "l.amount",
      source: """
        ledger_entries e
        JOIN ledger_lines l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
        WHERE e.tenant_id
        """),
    Amounts(
      name: "balance", column: "b.balance",
      source: """
        ledger_accounts a
        JOIN ledger_balances b ON b.account_id = a.id AND b.tenant_id = a.tenant_id
        WHERE a.tenant_id
        """),
    Amounts(name: "document", column: "total", source: "invoices WHERE tenant_id"),
    Amounts(
      name: "document line", column: "l.amount",
      source: """
        invoices d
        JOIN invoice_lines l ON l.invoice_id = d.id AND l.tenant_id = d.tenant_id
        WHERE d.tenant_id
        """),
    Amounts(name: "payment", column: "amount", source: "payments WHERE tenant_id"),
    Amounts(name: "credit", column: "amount", source: "credits WHERE tenant_id"),
  ]

  /// Balances may grow beyond an amount, but stay far from the end of 64 bits.
  private func checkBounds() throws -> InvariantCheck {
    var checked: Int64 = 0
    var broken: [String] = []
    for amounts in BooksProof.amounts {
      let most = amounts.name == "balance" ? Money.limit * 1000 : Money.limit
      let sql: SQL = """
        SELECT COUNT(*), COALESCE(SUM(CASE WHEN \(sql: amounts.column) > \(most)
          OR \(sql: amounts.column) < -\(most) THEN 1 ELSE 0 END), 0)
        FROM \(amounts.source) = \(shop.tenant)
        """
      let (count, beyond): (Int64, Int64) =
        try shop.first(sql) { row in (try row.get(0), try row.get(1)) } ?? (0, 0)
      checked += count
      if beyond > 0 { broken.append("\(beyond) of \(amounts.name) out of bounds") }
    }
    return InvariantCheck("I-05", "amounts are in bounds", checked: checked, breaks: broken)
  }

  // MARK: - I-06

  private func checkCurrencies() throws -> InvariantCheck {
    let pairs: [(name: String, count: SQL, mixed: SQL)] = [
      (
        "uses of credits", "FROM credit_uses u WHERE u.tenant_id = \(shop.tenant)",
        """
        SELECT u.id FROM credits c
        JOIN credit_uses u ON u.tenant_id = c.tenant_id AND u.credit_id = c.id
        WHERE c.tenant_id = \(shop.tenant) AND c.currency <> u.currency
        """
      ),
      (
        "money on documents", "FROM invoice_receipts r WHERE r.tenant_id = \(shop.tenant)",
        """
        SELECT r.id FROM invoice_receipts r
        JOIN invoice_settlements s ON s.receipt_id = r.id AND s.tenant_id = r.tenant_id
        JOIN invoices d ON d.id = s.invoice_id AND d.tenant_id = s.tenant_id
        WHERE r.tenant_id = \(shop.tenant) AND r.currency <> d.currency
        """
      ),
      (
        "payments of documents", "FROM payments p WHERE p.tenant_id = \(shop.tenant)",
        """
        SELECT p.id FROM payments p
        JOIN payment_targets t ON t.payment_id = p.id AND t.tenant_id = p.tenant_id
        JOIN invoices d ON d.id = t.document_id AND d.tenant_id = t.tenant_id
        WHERE p.tenant_id = \(shop.tenant) AND p.currency <> d.currency
        """
      ),
    ]
    var checked: Int64 = 0
    var broken: [String] = []
    for pair in pairs {
      checked += try count(pair.count)
      let rows: [Int64] = try shop.all("\(pair.mixed) LIMIT \(InvariantCheck.limit)") {
        try $0.get(0)
      }
      broken += rows.map { "\(pair.name): row \($0) meets another currency" }
    }
    return InvariantCheck(
      "I-06", "no amount meets another currency", checked: checked, breaks: broken)
  }

  // MARK: - I-11

  /// What credits hold or settle of a document is not more than it asks.
  private func checkCreditsFit() throws -> InvariantCheck {
    let broken = try documents(
      """
      SELECT d.number_text FROM credit_uses u
      JOIN invoices d ON d.id = u.document_id AND d.tenant_id = u.tenant_id
      WHERE u.tenant_id = \(shop.tenant) AND u.purpose = 'document' AND u.state <> 'released'
      GROUP BY d.id, d.number_text, d.total HAVING SUM(u.amount) > d.total
      """
    ) { "\($0): credits beyond its total" }
    return InvariantCheck(
      "I-11", "credits fit their documents",
      checked: try count(
        "FROM credit_uses WHERE tenant_id = \(shop.tenant) AND purpose = 'document'"),
      breaks: broken)
  }

  /// What a document says to be settled by credits is held or used for it, or for the pro forma
  /// that it came from.
  private func checkCreditsHaveUses() throws -> InvariantCheck {
    let broken = try documents(
      """
      SELECT d.number_text FROM invoices d
      LEFT JOIN credit_uses u ON u.tenant_id = d.tenant_id AND u.purpose = 'document'
        AND u.document_id IN (d.id, d.pro_forma_id) AND u.state <> 'released'
      WHERE d.tenant_id = \(shop.tenant) AND d.credits > 0
        AND (d.kind = 'invoice' OR d.open_amount > 0)
      GROUP BY d.id, d.number_text, d.credits HAVING d.credits > COALESCE(SUM(u.amount), 0)
      """
    ) { "\($0): settled by credits that nobody gave" }
    return InvariantCheck(
      "I-11", "documents settled by credits have them",
      checked: try count("FROM invoices WHERE tenant_id = \(shop.tenant) AND credits > 0"),
      breaks: broken)
  }

  // MARK: - I-15

  /// Work falls due at the start of a civil day in the shop's zone, wherever it was planned.
  private func checkMoments() throws -> InvariantCheck {
    let moments: [Instant] = try shop.all(
      """
      SELECT DISTINCT bill_at FROM subscriptions
      WHERE tenant_id = \(shop.tenant) AND bill_at IS NOT NULL
      UNION
      SELECT DISTINCT lapses_at FROM credits
      WHERE tenant_id = \(shop.tenant) AND lapses_at IS NOT NULL
      """
    ) { try $0.get(0) }
    let zone = shop.scope.zone
    let broken = moments.filter { zone.startOfDay(zone.date(at: $0)) != $0 }
    return InvariantCheck(
      "I-15", "days begin in the shop's zone", checked: Int64(moments.count),
      breaks: broken.prefix(Int(InvariantCheck.limit)).map {
        "\($0.rfc3339) is not the start of a day in \(zone.identifier)"
      })
  }

  private func documents(_ sql: SQL, _ describe: (String) -> String) throws -> [String] {
    try shop.all("\(sql) LIMIT \(InvariantCheck.limit)") { describe(try $0.get(0)) }
  }

  private func count(_ from: SQL) throws -> Int64 {
    try shop.first("SELECT COUNT(*) \(from)") { try $0.get(0) } ?? 0
  }
}
