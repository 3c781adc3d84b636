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
      InvariantCheck(
        "I-09", "refunds stand as their payments say", checked: checked, breaks: try refunds()),
      InvariantCheck(
        "I-03", "refunds payable and losses equal payments", checked: checked,
        breaks: try refundAccounts()),
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
        AND (refunded + refunding > captured OR charged_back - chargeback_reversed > captured)
      """)
  }

  /// The totals of a payment are those of its refunds, and none that the payer's own return left
  /// no room for is still to be sent.
  private func refunds() throws -> [String] {
    try breaks(
      "its refunds do not make its totals",
      """
      SELECT p.id FROM payments p
      LEFT JOIN refunds r ON r.payment_id = p.id AND r.tenant_id = p.tenant_id
      WHERE p.tenant_id = \(shop.tenant)
      GROUP BY p.id, p.refunding, p.refunds_done, p.paid_out
      HAVING COALESCE(SUM(CASE WHEN r.state IN ('requested', 'sent', 'unknown', 'pending')
          THEN r.amount ELSE 0 END), 0) <> p.refunding
        OR COALESCE(SUM(CASE WHEN r.state = 'done' THEN r.amount ELSE 0 END), 0)
          <> p.refunds_done
        OR COALESCE(SUM(CASE WHEN r.state NOT IN ('failed', 'cancelled') AND r.cause = 'credits'
          THEN r.amount ELSE 0 END), 0) <> p.paid_out
      """)
  }

  /// What is to be paid back, and what went out twice, stand in the books as in the payments.
  private func refundAccounts() throws -> [String] {
    try shop.all(
      """
      SELECT m.currency, m.what, CAST(SUM(m.units) AS BIGINT) FROM (
        SELECT currency, 'refunds payable' AS what, refunding AS units
        FROM payments WHERE tenant_id = \(shop.tenant) AND refunding > 0
        UNION ALL
        SELECT currency, 'losses' AS what, captured - refunded - refunding + paid_out
          - charged_back + chargeback_reversed AS units
        FROM payments WHERE tenant_id = \(shop.tenant)
          AND captured - refunded - refunding + paid_out - charged_back + chargeback_reversed < 0
        UNION ALL
        SELECT b.currency, 'refunds payable' AS what, b.balance AS units
        FROM ledger_accounts a
        JOIN ledger_balances b ON b.account_id = a.id AND b.tenant_id = a.tenant_id
        WHERE a.tenant_id = \(shop.tenant) AND a.code = \(AccountCode.refundsPayable.text)
        UNION ALL
        SELECT l.currency, 'losses' AS what, l.amount AS units
        FROM ledger_entries e
        JOIN ledger_lines l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
        WHERE e.tenant_id = \(shop.tenant) AND l.ordinal = 0 AND e.kind = 'payment.lost'
        UNION ALL
        SELECT l.currency, 'losses' AS what, -l.amount AS units
        FROM ledger_entries e
        JOIN ledger_lines l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
        WHERE e.tenant_id = \(shop.tenant) AND l.ordinal = 0 AND e.kind = 'payment.recovered'
      ) m
      GROUP BY m.currency, m.what HAVING SUM(m.units) <> 0
      """
    ) { row in
      let (currency, what, units): (String, String, Int64) = (try row(0), try row(1), try row(2))
      return "\(currency): \(what) differ by \(units)"
    }
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
