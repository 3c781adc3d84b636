package import Invoicing
package import Primitives
import Storage
package import Tenancy

/// The payments of a shop.
package struct PaymentStore {
  let shop: ShopTransaction
}

extension ShopTransaction {
  package var payments: PaymentStore { PaymentStore(shop: self) }
}

// MARK: - Reading

extension PaymentStore {
  /// - Throws: ``PaymentRefusal/unknownPayment``.
  package func get(_ id: Payment.ID) throws -> Payment {
    guard let payment = try find(id) else { throw PaymentRefusal.unknownPayment }
    return payment
  }

  package func find(_ id: Payment.ID) throws -> Payment? {
    try select("WHERE id = \(id) AND tenant_id = \(shop.tenant)").first
  }

  /// The payment that a gateway's id names; nil for an id that is not one of this shop's.
  package func find(_ gateway: GatewayName, id: String) throws -> Payment? {
    try select(
      """
      WHERE tenant_id = \(shop.tenant) AND gateway = \(gateway) AND gateway_payment_id = \(id)
      """
    ).first
  }

  /// Newest first, of the whole shop or of one customer.
  package func page(
    _ request: PageRequest, customer: Customer.ID? = nil
  ) throws -> Page<Payment> {
    let ofCustomer: SQL = customer.map { "AND customer_id = \($0)" } ?? ""
    let fetched = try select(
      """
      WHERE tenant_id = \(shop.tenant) \(ofCustomer) AND id < \(request.before)
      ORDER BY id DESC LIMIT \(request.fetch)
      """)
    return Page(fetched: fetched, for: request) { $0.id.rawValue }
  }

  /// What each of the payments is meant for, in the order given when it began.
  package func targets(of payments: [Payment.ID]) throws -> [Payment.ID: [PaymentTarget]] {
    var found: [Payment.ID: [PaymentTarget]] = [:]
    try shop.each(
      """
      SELECT t.payment_id, t.document_id, t.amount, p.currency
      FROM payment_targets t
      JOIN payments p ON p.id = t.payment_id AND p.tenant_id = t.tenant_id
      WHERE t.payment_id IN (\(list: payments)) AND t.tenant_id = \(shop.tenant)
      ORDER BY t.payment_id, t.ordinal
      """
    ) { row in
      let amount = Money(minorUnits: try row(2), currency: try row(3))
      found[try row(0), default: []].append(PaymentTarget(document: try row(1), amount: amount))
    }
    return found
  }

  /// What a payment is meant for.
  package func targets(of payment: Payment.ID) throws -> [PaymentTarget] {
    try targets(of: [payment])[payment] ?? []
  }

  /// Every attempt that ever named a document, oldest first.
  package func history(of document: Invoice.ID) throws -> [Payment] {
    try select(
      """
      WHERE tenant_id = \(shop.tenant) AND id IN (
        SELECT payment_id FROM payment_targets
        WHERE tenant_id = \(shop.tenant) AND document_id = \(document))
      ORDER BY id LIMIT 200
      """)
  }

  /// The attempt under way for each of the documents that has one (I-24). While it is unknown or
  /// pending there is no reminder, no suspension and no second checkout.
  package func liveAttempts(for documents: [Invoice.ID]) throws -> [Invoice.ID: Payment] {
    try open(.live, for: documents)
  }

  /// The collection that stands planned for each of the documents that has one.
  package func plannedCollections(for documents: [Invoice.ID]) throws -> [Invoice.ID: Payment] {
    try open(.planned, for: documents)
  }

  private func open(
    _ phase: TargetPhase, for documents: [Invoice.ID]
  ) throws -> [Invoice.ID: Payment] {
    var paymentOf: [Invoice.ID: Payment.ID] = [:]
    try shop.each(
      """
      SELECT document_id, payment_id FROM payment_targets
      WHERE tenant_id = \(shop.tenant) AND document_id IN (\(list: documents))
        AND phase = \(phase) AND phase <> 'over'
      """
    ) { row in paymentOf[try row(0)] = try row(1) }
    guard !paymentOf.isEmpty else { return [:] }
    let payments = try list(Array(Set(paymentOf.values)))
    let byID = Dictionary(uniqueKeysWithValues: payments.map { ($0.id, $0) })
    return paymentOf.compactMapValues { byID[$0] }
  }

  /// The payments of these ids, oldest first.
  package func list(_ ids: [Payment.ID]) throws -> [Payment] {
    try select("WHERE tenant_id = \(shop.tenant) AND id IN (\(list: ids)) ORDER BY id")
  }

  func select(_ rest: SQL) throws -> [Payment] {
    try shop.all("SELECT \(Payment.columns) FROM payments \(rest)") { try Payment($0) }
  }
}
