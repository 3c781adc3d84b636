import Ledger
import Primitives
import Storage
package import Tenancy

extension PaymentStore {
  /// Tries the invariants of this module over all payments of the shop.
  package func verify() throws -> [InvariantCheck] {
    let checked: Int64 =
      try shop.first("SELECT COUNT(*) FROM payments WHERE tenant_id = \(shop.tenant)") {
        try $0(0)
      } ?? 0
    return [
      InvariantCheck("I-03", "clearing equals payments", checked: checked, breaks: try clearing()),
      InvariantCheck("I-08", "parts make the amount", checked: checked, breaks: try parts()),
      InvariantCheck("I-09", "no more back than in", checked: checked, breaks: try bounds()),
      InvariantCheck("I-24", "one live attempt", checked: checked, breaks: try doubles()),
      InvariantCheck("I-25", "unknown ends in 7 days", checked: checked, breaks: try unknowns()),
      InvariantCheck(
        "I-31", "nothing planned without mandate", checked: checked, breaks: try idle()),
    ]
  }

  /// The clearing account holds exactly what payments brought and did not give back.
  private func clearing() throws -> [String] {
    try shop.all(
      """
      SELECT m.currency, CAST(SUM(m.kept) AS BIGINT), CAST(SUM(m.booked) AS BIGINT) FROM (
        SELECT currency, captured - refunded - charged_back + chargeback_reversed AS kept,
          0 AS booked
        FROM payments WHERE tenant_id = \(shop.tenant)
        UNION ALL
        SELECT b.currency, 0 AS kept, b.balance AS booked
        FROM ledger_accounts a
        JOIN ledger_balances b ON b.account_id = a.id AND b.tenant_id = a.tenant_id
        WHERE a.tenant_id = \(shop.tenant) AND a.code = \(AccountCode.clearing.text)
      ) m
      GROUP BY m.currency HAVING SUM(m.kept) <> SUM(m.booked)
      """
    ) { row in
      let (currency, kept, booked): (String, Int64, Int64) = (try row(0), try row(1), try row(2))
      return "\(currency): payments hold \(kept), account 1290 holds \(booked)"
    }
  }

  private func parts() throws -> [String] {
    try breaks(
      "its parts do not make its amount, or do not stand as it does",
      """
      SELECT p.id FROM payments p
      LEFT JOIN payment_targets t ON t.payment_id = p.id AND t.tenant_id = p.tenant_id
      WHERE p.tenant_id = \(shop.tenant)
      GROUP BY p.id, p.amount, p.state
      HAVING COALESCE(SUM(t.amount), 0) <> p.amount
        OR MIN(t.phase) <> MAX(t.phase)
        OR MIN(t.phase) <> CASE
          WHEN p.state = 'planned' THEN 'planned'
          WHEN p.state IN ('created', 'sent', 'pending', 'unknown') THEN 'live'
          ELSE 'over' END
      """)
  }

  private func bounds() throws -> [String] {
    try breaks(
      "more went back than came in",
      """
      SELECT id FROM payments
      WHERE tenant_id = \(shop.tenant)
        AND refunded + charged_back - chargeback_reversed > captured
      """)
  }

  private func doubles() throws -> [String] {
    try breaks(
      "it stands beside another live attempt",
      """
      SELECT MAX(payment_id) FROM payment_targets
      WHERE tenant_id = \(shop.tenant) AND phase = 'live'
      GROUP BY document_id HAVING COUNT(*) > 1
      """)
  }

  private func unknowns() throws -> [String] {
    try breaks(
      "its outcome has been unknown for more than 7 days",
      """
      SELECT id FROM payments
      WHERE tenant_id = \(shop.tenant) AND state = 'unknown'
        AND COALESCE(sent_at, created_at) < \(shop.now.adding(days: -7))
      """)
  }

  private func idle() throws -> [String] {
    try breaks(
      "it is planned on a mandate that cannot be charged",
      """
      SELECT p.id FROM payments p
      JOIN mandates m ON m.id = p.mandate_id AND m.tenant_id = p.tenant_id
      WHERE p.tenant_id = \(shop.tenant) AND p.state = 'planned' AND m.status <> 'valid'
      """)
  }

  private func breaks(_ what: String, _ query: SQL) throws -> [String] {
    try shop.all("\(query) LIMIT \(InvariantCheck.limit)") { row in
      let id: Payment.ID = try row(0)
      return "\(id): \(what)"
    }
  }
}
