package import Primitives
import Storage
package import Tenancy

/// The refunds of a shop.
package struct RefundStore {
  let shop: ShopTransaction
}

extension ShopTransaction {
  package var refunds: RefundStore { RefundStore(shop: self) }
}

// MARK: - Reading

extension RefundStore {
  /// - Throws: ``RefundRefusal/unknownRefund``.
  package func get(_ id: Refund.ID) throws -> Refund {
    guard let refund = try find(id) else { throw RefundRefusal.unknownRefund }
    return refund
  }

  package func find(_ id: Refund.ID) throws -> Refund? {
    try select("WHERE id = \(id) AND tenant_id = \(shop.tenant)").first
  }

  /// Every refund of a payment, oldest first.
  package func list(of payment: Payment.ID) throws -> [Refund] {
    try select(
      "WHERE tenant_id = \(shop.tenant) AND payment_id = \(payment) ORDER BY id LIMIT 500")
  }

  /// What one request came to, oldest first.
  package func list(source: String) throws -> [Refund] {
    try select("WHERE tenant_id = \(shop.tenant) AND source = \(source) ORDER BY id LIMIT 500")
  }

  /// Newest first, of the whole shop or of one customer.
  package func page(
    _ request: PageRequest, customer: Customer.ID? = nil
  ) throws -> Page<Refund> {
    let ofCustomer: SQL = customer.map { "AND customer_id = \($0)" } ?? ""
    let fetched = try select(
      """
      WHERE tenant_id = \(shop.tenant) \(ofCustomer) AND id < \(request.before)
      ORDER BY id DESC LIMIT \(request.fetch)
      """)
    return Page(fetched: fetched, for: request) { $0.id.rawValue }
  }

  /// How much of a customer's money lies on no document and can go back through the provider.
  /// - Parameter payment: on this payment only; nil: on all of them.
  package func refundable(
    of customer: Customer.ID, in currency: Currency, on payment: Payment.ID? = nil
  ) throws -> Money {
    try sources(
      RefundRequest(
        customer: customer, amount: .zero(currency), cause: .unallocated, reason: "", source: "",
        payment: payment)
    ).map(\.amount).total(in: currency)
  }
}

// MARK: - Asking for one

/// Money that a customer is to get back.
package struct RefundRequest: Hashable, Sendable {
  package let customer: Customer.ID
  package let amount: Money
  package let cause: RefundCause
  package let reason: String
  /// Names the wish, such as a form's token: asked for twice it is one refund.
  package let source: String
  /// Back on this payment only; nil: on the customer's payments, newest first.
  package let payment: Payment.ID?

  package init(
    customer: Customer.ID, amount: Money, cause: RefundCause, reason: String, source: String,
    payment: Payment.ID? = nil
  ) {
    self.customer = customer
    self.amount = amount
    self.cause = cause
    self.reason = reason
    self.source = source
    self.payment = payment
  }
}

extension RefundStore {
  /// Writes refunds of a customer's payments, the newest payment first, and sets their money
  /// apart. Nothing is sent by it.
  ///
  /// Out of credits any captured payment may be refunded; otherwise only what lies on no document
  /// goes back, on the payment that brought it. Never more than a payment brought and did not give
  /// back or lose already, counting what is under way (I-09).
  /// - Returns: what is to be booked, one for each refund; empty when this wish was met before.
  /// - Throws: ``RefundRefusal/notEnough(available:)``, `.amount`, `.reason`.
  package func request(_ request: RefundRequest) throws -> [RefundChange] {
    try check(request)
    guard try list(source: request.source).isEmpty else { return [] }
    let sources = try sources(request)
    let available = try sources.map(\.amount).total(in: request.amount.currency)
    guard request.amount.minorUnits <= available.minorUnits else {
      throw RefundRefusal.notEnough(available: available)
    }
    var left = request.amount.minorUnits
    var changes: [RefundChange] = []
    for source in sources where left > 0 {
      let units = min(left, source.amount.minorUnits)
      left -= units
      let amount = Money(minorUnits: units, currency: request.amount.currency)
      changes.append(try begin(request, of: source.payment, amount))
    }
    return changes
  }

  private func check(_ request: RefundRequest) throws {
    guard request.amount.isPositive, request.amount.currency == shop.currency,
      request.amount.minorUnits <= Money.limit
    else { throw RefundRefusal.amount }
    let reason = request.reason
    guard !reason.isEmpty, reason.unicodeScalars.count <= Refund.maximumReason,
      !reason.utf8.contains(0)
    else { throw RefundRefusal.reason }
  }

  private func begin(
    _ request: RefundRequest, of payment: Payment, _ amount: Money
  ) throws -> RefundChange {
    let refund = Refund(
      id: shop.newID(), payment: payment, amount: amount, cause: request.cause,
      reason: request.reason, source: request.source, at: shop.now)
    try insert(refund)
    return try shift(refund, from: .free, of: payment)
  }

  /// Brings the payment's totals to where the refund stands now.
  func shift(
    _ refund: Refund, from: RefundPhase, of payment: Payment
  ) throws -> RefundChange {
    let to = refund.state.phase
    var next = payment
    let lost = try next.shift(refund, from: from, to: to)
    next.version += 1
    next.scheduleCheck(after: shop.now)
    try shop.payments.save(
      next, over: payment, event: "\(refund.id):\(refund.version)", moved: refund.amount)
    return RefundChange(refund: refund, from: from, to: to, lost: lost)
  }
}

// MARK: - Where it can come from

/// What of a payment can go back.
struct RefundSource {
  let payment: Payment
  let amount: Money
}

extension RefundStore {
  /// The newest payment first.
  func sources(_ request: RefundRequest) throws -> [RefundSource] {
    let payments = try candidates(request)
    let loose = request.cause.isPaidFromCredits ? [:] : try loose(on: payments.map(\.id))
    return payments.compactMap { payment in
      let most = payment.refundable.minorUnits
      let units =
        request.cause.isPaidFromCredits ? most : min(most, loose[payment.id, default: 0])
      guard units > 0 else { return nil }
      return RefundSource(
        payment: payment, amount: Money(minorUnits: units, currency: payment.amount.currency))
    }
  }

  private func candidates(_ request: RefundRequest) throws -> [Payment] {
    let only: SQL = request.payment.map { "AND id = \($0)" } ?? ""
    return try shop.payments.select(
      """
      WHERE tenant_id = \(shop.tenant) AND customer_id = \(request.customer) \(only)
        AND currency = \(request.amount.currency) AND gateway_payment_id IS NOT NULL
        AND captured - refunded - refunding - charged_back + chargeback_reversed > 0
        AND paid_at > \(shop.now.adding(days: -Refund.daysPossible))
      ORDER BY id DESC LIMIT 200
      """)
  }

  /// What of each payment lies on no document, in minor units. Read where Invoicing keeps it,
  /// since it knows payments by name only.
  private func loose(on payments: [Payment.ID]) throws -> [Payment.ID: Int64] {
    var found: [Payment.ID: Int64] = [:]
    try shop.each(
      """
      SELECT payment, CAST(SUM(unallocated) AS BIGINT) FROM invoice_receipts
      WHERE tenant_id = \(shop.tenant) AND payment IN (\(list: payments.map(\.description)))
      GROUP BY payment
      """
    ) { row in
      let name: String = try row(0)
      if let id = Payment.ID(name) { found[id] = try row(1) }
    }
    return found
  }
}

extension Refund {
  init(
    id: Refund.ID, payment: Payment, amount: Money, cause: RefundCause, reason: String,
    source: String, at now: Instant
  ) {
    self.id = id
    self.payment = payment.id
    customer = payment.customer
    gateway = payment.gateway
    self.amount = amount
    self.cause = cause
    self.reason = reason
    self.source = source
    idempotencyKey = Refund.idempotencyKey(of: id)
    state = .requested
    version = 1
    requestedAt = now
  }
}

extension Payment {
  /// Moves a refund's amount between free, held and gone in the payment's totals.
  /// - Returns: how much the loss grew by it; negative where it shrank.
  mutating func shift(
    _ refund: Refund, from: RefundPhase, to: RefundPhase
  ) throws(PaymentRefusal) -> Money {
    guard from != to else { return .zero(amount.currency) }
    let (before, units) = (lost.minorUnits, refund.amount.minorUnits)
    var (held, gone) = (refunding.minorUnits, refunded.minorUnits)
    var done = refundsDone.minorUnits
    if from == .held { held -= units }
    if to == .held { held += units }
    if from == .gone { (gone, done) = (gone - units, done - units) }
    if to == .gone { (gone, done) = (gone + units, done + units) }
    let currency = amount.currency
    refunding = Money(minorUnits: held, currency: currency)
    refundsDone = Money(minorUnits: done, currency: currency)
    if refund.cause.isPaidFromCredits {
      let change = (from == .free ? units : 0) - (to == .free ? units : 0)
      paidOut = Money(minorUnits: paidOut.minorUnits + change, currency: currency)
    }
    if gone != refunded.minorUnits {
      let grows = gone > refunded.minorUnits
      refunded = Money(minorUnits: gone, currency: currency)
      try move(grows ? refundEvent : gone == 0 ? .unrefundWhole : .unrefundPart)
    }
    return Money(minorUnits: lost.minorUnits - before, currency: currency)
  }
}
