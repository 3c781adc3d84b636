import Primitives
import Storage
import Tenancy

extension PaymentMethod: SQLBindable, SQLReadable {}
extension PaymentSequence: SQLBindable, SQLReadable {}
extension PaymentState: SQLBindable, SQLReadable {}
extension GatewayName: SQLBindable, SQLReadable {}
extension GatewayMode: SQLBindable, SQLReadable {}
extension GatewayStatus: SQLBindable, SQLReadable {}
extension MandateStatus: SQLBindable, SQLReadable {}

/// Where the targets of a payment stand; unique per document while not over (I-24).
enum TargetPhase: String, SQLBindable {
  case planned, live, over

  init(of state: PaymentState) {
    self = state == .planned ? .planned : state.isLive ? .live : .over
  }
}

extension Payment {
  /// The columns in the order in which ``init(_:)`` reads them.
  static let columns: SQL = """
    id, customer_id, currency, amount, method, sequence, gateway, mandate_id, description,
    idempotency_key, state, version, gateway_payment_id, gateway_status, checkout_url, collect_at,
    debit_on, next_check_at, captured, refunded, charged_back, chargeback_reversed, reason_code,
    return_token_hash, created_at, sent_at, paid_at, refunds_done, refunding, paid_out
    """

  init(_ row: Row) throws {
    let currency: Currency = try row(2)
    id = try row(0)
    customer = try row(1)
    amount = Money(minorUnits: try row(3), currency: currency)
    method = try row(4)
    sequence = try row(5)
    gateway = try row(6)
    mandate = try row(7)
    description = try row(8)
    idempotencyKey = try row(9)
    state = try row(10)
    version = try row(11)
    gatewayPaymentID = try row(12)
    gatewayStatus = try row(13)
    checkoutURL = try row(14)
    collectAt = try row(15)
    debitOn = try row(16)
    nextCheckAt = try row(17)
    captured = Money(minorUnits: try row(18), currency: currency)
    refunded = Money(minorUnits: try row(19), currency: currency)
    chargedBack = Money(minorUnits: try row(20), currency: currency)
    chargebackReversed = Money(minorUnits: try row(21), currency: currency)
    reasonCode = try row(22)
    returnTokenHash = try row(23)
    createdAt = try row(24)
    sentAt = try row(25)
    paidAt = try row(26)
    refundsDone = Money(minorUnits: try row(27), currency: currency)
    refunding = Money(minorUnits: try row(28), currency: currency)
    paidOut = Money(minorUnits: try row(29), currency: currency)
  }

  /// What a new row holds; what only comes later is left to be NULL.
  static let insertColumns: [Column] = [
    .integer("id"), .integer("tenant_id"), .integer("customer_id"), .text("currency"),
    .integer("amount"), .text("method"), .text("sequence"), .text("gateway"),
    .integer("mandate_id"), .text("description"), .text("idempotency_key"), .text("state"),
    .integer("version"), .integer("collect_at"), .text("debit_on"), .integer("next_check_at"),
    .integer("captured"), .integer("refunded"), .integer("charged_back"),
    .integer("chargeback_reversed"), .bytes("return_token_hash"), .integer("created_at"),
  ]

  func append(to rows: inout BulkRows, tenant: Shop.ID) {
    rows.append(
      id, tenant, customer, amount.currency, amount.minorUnits, method, sequence, gateway, mandate,
      description, idempotencyKey, state, version, collectAt, debitOn, nextCheckAt,
      captured.minorUnits, refunded.minorUnits, chargedBack.minorUnits,
      chargebackReversed.minorUnits, returnTokenHash, createdAt)
  }

  static let targetColumns: [Column] = [
    .integer("payment_id"), .integer("tenant_id"), .integer("ordinal"), .integer("document_id"),
    .integer("amount"), .text("phase"),
  ]

  func append(_ targets: [PaymentTarget], to rows: inout BulkRows, tenant: Shop.ID) {
    for (ordinal, target) in targets.enumerated() {
      rows.append(
        id, tenant, ordinal, target.document, target.amount.minorUnits, TargetPhase(of: state))
    }
  }
}
