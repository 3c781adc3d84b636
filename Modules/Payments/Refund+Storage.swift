import Primitives
import Storage
import Tenancy

extension RefundState: SQLBindable, SQLReadable {}

extension Refund {
  /// The columns in the order in which ``init(_:)`` reads them.
  static let columns: SQL = """
    id, payment_id, customer_id, gateway, currency, amount, cause, document_id, reason, source,
    idempotency_key, state, version, gateway_refund_id, reason_code, requested_at, sent_at, done_at
    """

  init(_ row: Row) throws {
    id = try row(0)
    payment = try row(1)
    customer = try row(2)
    gateway = try row(3)
    amount = Money(minorUnits: try row(5), currency: try row(4))
    guard let cause = RefundCause(try row(6), document: try row(7)) else {
      throw RefundRefusal.unknownRefund
    }
    self.cause = cause
    reason = try row(8)
    source = try row(9)
    idempotencyKey = try row(10)
    state = try row(11)
    version = try row(12)
    gatewayRefundID = try row(13)
    reasonCode = try row(14)
    requestedAt = try row(15)
    sentAt = try row(16)
    doneAt = try row(17)
  }
}

extension RefundStore {
  func insert(_ refund: Refund) throws {
    try shop.execute(
      """
      INSERT INTO refunds (id, tenant_id, payment_id, customer_id, gateway, currency, amount,
        cause, document_id, reason, source, idempotency_key, state, version, gateway_refund_id,
        reason_code, requested_at, sent_at, done_at)
      VALUES (\(refund.id), \(shop.tenant), \(refund.payment), \(refund.customer),
        \(refund.gateway), \(refund.amount.currency), \(refund.amount.minorUnits),
        \(refund.cause.name), \(refund.cause.document), \(refund.reason), \(refund.source),
        \(refund.idempotencyKey), \(refund.state), \(refund.version), \(refund.gatewayRefundID),
        \(refund.reasonCode), \(refund.requestedAt), \(refund.sentAt), \(refund.doneAt))
      """)
    try note(refund)
  }

  /// Compare and set on the version that was read (I-26).
  func save(_ next: Refund, over old: Refund) throws {
    let changed = try shop.execute(
      """
      UPDATE refunds SET state = \(next.state), version = \(next.version),
        gateway_refund_id = \(next.gatewayRefundID), reason_code = \(next.reasonCode),
        sent_at = \(next.sentAt), done_at = \(next.doneAt)
      WHERE id = \(next.id) AND tenant_id = \(shop.tenant) AND version = \(old.version)
      """)
    guard changed == 1 else { throw RefundRefusal.changedMeanwhile(next.id) }
    if next.version != old.version { try note(next) }
  }

  private func note(_ refund: Refund) throws {
    try shop.execute(
      """
      INSERT INTO refund_events (refund_id, tenant_id, ordinal, state, reason_code, at)
      VALUES (\(refund.id), \(shop.tenant), \(refund.version), \(refund.state),
        \(refund.reasonCode), \(shop.now))
      """)
  }

  func select(_ rest: SQL) throws -> [Refund] {
    try shop.all("SELECT \(Refund.columns) FROM refunds \(rest)") { try Refund($0) }
  }
}
