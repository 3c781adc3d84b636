package import Primitives
import Storage
package import Tenancy

/// The mandates of a shop.
package struct MandateStore {
  let shop: ShopTransaction
}

extension ShopTransaction {
  package var mandates: MandateStore { MandateStore(shop: self) }
}

// MARK: - Reading

extension MandateStore {
  /// - Throws: ``PaymentRefusal/unknownMandate``.
  package func get(_ id: Mandate.ID) throws -> Mandate {
    guard let mandate = try list([id])[id] else { throw PaymentRefusal.unknownMandate }
    return mandate
  }

  package func list(_ ids: Set<Mandate.ID>) throws -> [Mandate.ID: Mandate] {
    let found = try select("WHERE tenant_id = \(shop.tenant) AND id IN (\(list: ids.sorted()))")
    return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
  }

  /// A customer's mandates, newest first, also those that ended.
  package func of(_ customer: Customer.ID) throws -> [Mandate] {
    try select(
      """
      WHERE tenant_id = \(shop.tenant) AND customer_id = \(customer) ORDER BY id DESC LIMIT 100
      """)
  }

  /// The newest chargeable mandate of each of the customers that has one; one query for a batch.
  package func active(for customers: [Customer.ID]) throws -> [Customer.ID: Mandate] {
    let found = try select(
      """
      WHERE tenant_id = \(shop.tenant) AND customer_id IN (\(list: customers))
        AND status = 'valid' ORDER BY id
      """)
    return Dictionary(found.map { ($0.customer, $0) }, uniquingKeysWith: { _, newer in newer })
  }

  /// What became of a mandate, oldest first.
  package func history(of id: Mandate.ID) throws -> [MandateEvent] {
    try shop.all(
      """
      SELECT status, reason, at FROM mandate_events
      WHERE mandate_id = \(id) AND tenant_id = \(shop.tenant) ORDER BY ordinal
      """
    ) { MandateEvent(status: try $0(0), reason: try $0(1), at: try $0(2)) }
  }

  private func select(_ rest: SQL) throws -> [Mandate] {
    try shop.all("SELECT \(Mandate.columns) FROM mandates \(rest)") { try Mandate($0) }
  }
}

/// A step in the life of a mandate.
package struct MandateEvent: Hashable, Sendable {
  package let status: MandateStatus
  package let reason: String?
  package let at: Instant
}

// MARK: - Writing

extension MandateStore {
  /// The mandate that a paid first payment gave. Made once, however often it is told.
  /// - Returns: nil when the payment gives none: not a first one, not paid, or the gateway names
  ///   no mandate.
  @discardableResult
  package func grant(by payment: Payment, _ fetched: GatewayPayment) throws -> Mandate? {
    guard payment.sequence == .first, payment.state.isCaptured, let paidAt = payment.paidAt,
      let gatewayMandateID = fetched.mandate, let gatewayCustomerID = fetched.customer
    else { return nil }
    if let known = try find(payment.gateway, id: gatewayMandateID) { return known }
    let id: Mandate.ID = shop.newID()
    let mandate = Mandate(
      id: id, customer: payment.customer, gateway: payment.gateway,
      gatewayCustomerID: gatewayCustomerID, gatewayMandateID: gatewayMandateID,
      reference: Mandate.reference(of: id), status: .valid,
      method: (payment.method ?? .ideal).resultingMandate, holderName: fetched.payer?.name,
      accountMasked: fetched.payer?.account.flatMap(AccountMask.mask),
      signedOn: shop.scope.zone.date(at: paidAt), firstPayment: payment.id)
    try insert(mandate)
    return mandate
  }

  /// Takes a mandate out of use and, in the same transaction, closes every collection on it that
  /// was not handed over yet (I-31).
  package func end(_ id: Mandate.ID, as status: MandateStatus, reason: String) throws {
    let mandate = try get(id)
    guard mandate.status != status else { return }
    try shop.execute(
      """
      UPDATE mandates SET status = \(status) WHERE id = \(id) AND tenant_id = \(shop.tenant)
      """)
    try note(id, status, reason)
    guard !status.isChargeable else { return }
    for payment in try plannedCollections(on: mandate) {
      try shop.payments.close(payment, reason: ClosingReason.mandateRevoked)
    }
  }

  private func plannedCollections(on mandate: Mandate) throws -> [Payment] {
    try shop.payments.select(
      """
      WHERE tenant_id = \(shop.tenant) AND customer_id = \(mandate.customer)
        AND mandate_id = \(mandate.id) AND state = 'planned'
      """)
  }

  private func find(_ gateway: GatewayName, id: String) throws -> Mandate? {
    try select(
      """
      WHERE tenant_id = \(shop.tenant) AND gateway = \(gateway) AND gateway_mandate_id = \(id)
      """
    ).first
  }

  private func insert(_ mandate: Mandate) throws {
    try shop.execute(
      """
      INSERT INTO mandates
        (id, tenant_id, customer_id, gateway, gateway_customer_id, gateway_mandate_id, reference,
         status, method, holder_name, account_masked, signed_on, first_payment_id)
      VALUES (\(mandate.id), \(shop.tenant), \(mandate.customer), \(mandate.gateway),
        \(mandate.gatewayCustomerID), \(mandate.gatewayMandateID), \(mandate.reference),
        \(mandate.status), \(mandate.method), \(mandate.holderName), \(mandate.accountMasked),
        \(mandate.signedOn), \(mandate.firstPayment))
      """)
    try note(mandate.id, mandate.status, nil)
  }

  private func note(_ id: Mandate.ID, _ status: MandateStatus, _ reason: String?) throws {
    try shop.execute(
      """
      INSERT INTO mandate_events (mandate_id, tenant_id, ordinal, status, reason, at)
      SELECT \(id), \(shop.tenant), COUNT(*), \(status), \(reason), \(shop.now)
      FROM mandate_events WHERE mandate_id = \(id) AND tenant_id = \(shop.tenant)
      """)
  }
}

extension Mandate {
  static let columns: SQL = """
    id, customer_id, gateway, gateway_customer_id, gateway_mandate_id, reference, status, method,
    holder_name, account_masked, signed_on, first_payment_id
    """

  init(_ row: Row) throws {
    id = try row(0)
    customer = try row(1)
    gateway = try row(2)
    gatewayCustomerID = try row(3)
    gatewayMandateID = try row(4)
    reference = try row(5)
    status = try row(6)
    method = try row(7)
    holderName = try row(8)
    accountMasked = try row(9)
    signedOn = try row(10)
    firstPayment = try row(11)
  }
}
