package import Invoicing
package import Primitives
import Storage
package import Tenancy

/// A payment that the customer makes now, on a page of the gateway.
package struct NewPayment: Sendable, Hashable {
  package let customer: Customer.ID
  package let targets: [PaymentTarget]
  package let currency: Currency
  package let method: PaymentMethod?
  /// `first` also gives a mandate; `oneOff` does not.
  package let isFirst: Bool
  package let gateway: GatewayName
  package let description: String
  package let returnTokenHash: [UInt8]?

  package init(
    customer: Customer.ID, targets: [PaymentTarget], currency: Currency, method: PaymentMethod?,
    isFirst: Bool, gateway: GatewayName, description: String, returnTokenHash: [UInt8]? = nil
  ) {
    self.customer = customer
    self.targets = targets
    self.currency = currency
    self.method = method
    self.isFirst = isFirst
    self.gateway = gateway
    self.description = description
    self.returnTokenHash = returnTokenHash
  }
}

/// A collection on a mandate, to be made on a later day.
package struct PlannedCollection: Sendable, Hashable {
  package let mandate: Mandate
  package let target: PaymentTarget
  package let description: String
  /// When it is handed to the gateway.
  package let collectAt: Instant
  /// The day that the payer is told of.
  package let debitOn: CivilDate

  package init(
    mandate: Mandate, target: PaymentTarget, description: String, collectAt: Instant,
    debitOn: CivilDate
  ) {
    self.mandate = mandate
    self.target = target
    self.description = description
    self.collectAt = collectAt
    self.debitOn = debitOn
  }
}

extension PaymentStore {
  /// Writes an attempt that the customer starts, in state `created`.
  ///
  /// A checkout page that the customer left open is closed in favour of this one; money that
  /// still arrives by it lies as a surplus on the customer (I-08).
  /// - Throws: ``PaymentRefusal/liveAttempt(_:_:)`` while one of the documents is being paid at
  ///   the bank, its outcome is unknown, or a collection is under way;
  ///   ``PaymentRefusal/nothingToPay``.
  package func begin(_ new: NewPayment) throws -> Payment {
    let amount = try total(of: new.targets, in: new.currency)
    for live in try distinct(liveAttempts(for: new.targets.map(\.document))) {
      guard live.sequence.isHosted, !live.state.isInTransit else {
        throw PaymentRefusal.liveAttempt(live.id, live.state)
      }
      try close(live, reason: ClosingReason.superseded)
    }
    let payment = Payment(beginning: new, id: shop.newID(), amount: amount, at: shop.now)
    try insert([(payment, new.targets)])
    return payment
  }

  /// Writes collections for later, in bulk; each pays one document. Nothing is sent before
  /// ``start(_:)`` looks again at what is open.
  /// - Throws: ``PaymentRefusal/mandateNotChargeable(_:)``, ``PaymentRefusal/nothingToPay``.
  @discardableResult
  package func plan(_ collections: [PlannedCollection]) throws -> [Payment] {
    var planned: [(Payment, [PaymentTarget])] = []
    planned.reserveCapacity(collections.count)
    for collection in collections {
      guard collection.mandate.status.isChargeable else {
        throw PaymentRefusal.mandateNotChargeable(collection.mandate.id)
      }
      guard collection.target.amount.isPositive else { throw PaymentRefusal.nothingToPay }
      let payment = Payment(planning: collection, id: shop.newID(), at: shop.now)
      planned.append((payment, [collection.target]))
    }
    try insert(planned)
    return planned.map(\.0)
  }

  private func insert(_ new: [(Payment, [PaymentTarget])]) throws {
    guard !new.isEmpty else { return }
    var payments = BulkRows(into: "payments", Payment.insertColumns)
    var targets = BulkRows(into: "payment_targets", Payment.targetColumns)
    for (payment, aims) in new {
      payment.append(to: &payments, tenant: shop.tenant)
      payment.append(aims, to: &targets, tenant: shop.tenant)
    }
    try shop.insert(payments)
    try shop.insert(targets)
  }

  private func total(of targets: [PaymentTarget], in currency: Currency) throws -> Money {
    let amount = try targets.map(\.amount).total(in: currency)
    guard amount.isPositive, targets.allSatisfy(\.amount.isPositive),
      Set(targets.map(\.document)).count == targets.count
    else { throw PaymentRefusal.nothingToPay }
    return amount
  }

  func distinct(_ attempts: [Invoice.ID: Payment]) -> [Payment] {
    Set(attempts.values).sorted { $0.id < $1.id }
  }
}

// MARK: - Planned payments whose day has come

extension PaymentStore {
  /// Takes planned payments up: `created` with the amount that is open now, closed when nothing
  /// is (I-22, I-24). A payment whose document is being paid otherwise stays planned and is looked
  /// at again an hour later.
  ///
  /// - Parameter due: planned payments, each with what is still open of its documents, re-read in
  ///   this transaction.
  /// - Returns: those that are now to be handed to the gateway.
  package func start(_ due: [(payment: Payment, open: [PaymentTarget])]) throws -> [Payment] {
    let busy = try liveAttempts(for: due.flatMap { $0.open.map(\.document) })
    let mandates = try shop.mandates.list(Set(due.compactMap(\.payment.mandate)))
    var started: [Payment] = []
    for (payment, targets) in due {
      guard let mandate = payment.mandate, mandates[mandate]?.status.isChargeable == true else {
        try close(payment, reason: ClosingReason.mandateRevoked)
        continue
      }
      let open = targets.filter(\.amount.isPositive)
      if open.isEmpty {
        try close(payment, reason: ClosingReason.settledOtherwise)
      } else if open.contains(where: { busy[$0.document] != nil }) {
        try postpone(payment)
      } else {
        started.append(try start(payment, paying: open))
      }
    }
    return started
  }

  private func start(_ payment: Payment, paying targets: [PaymentTarget]) throws -> Payment {
    var next = payment
    try next.move(.begin)
    next.amount = try total(of: targets, in: payment.amount.currency)
    next.version += 1
    next.scheduleCheck(after: shop.now)
    if try self.targets(of: payment.id) != targets { try replaceTargets(of: next, by: targets) }
    try save(next, over: payment, event: "begun:\(next.version)", moved: next.amount)
    return next
  }

  private func postpone(_ payment: Payment) throws {
    var next = payment
    next.version += 1
    next.collectAt = shop.now.adding(hours: 1)
    try save(next, over: payment, event: "postponed:\(next.version)")
  }

  private func replaceTargets(of payment: Payment, by targets: [PaymentTarget]) throws {
    try shop.execute(
      """
      DELETE FROM payment_targets
      WHERE payment_id = \(payment.id) AND tenant_id = \(shop.tenant)
      """)
    var rows = BulkRows(into: "payment_targets", Payment.targetColumns)
    payment.append(targets, to: &rows, tenant: shop.tenant)
    try shop.insert(rows)
  }

  /// Closes what stands planned for documents that were settled or taken back otherwise.
  package func cancelPlanned(
    for documents: [Invoice.ID], reason: String = ClosingReason.settledOtherwise
  ) throws {
    for payment in try distinct(plannedCollections(for: documents)) {
      try close(payment, reason: reason)
    }
  }
}

extension Payment {
  init(beginning new: NewPayment, id: Payment.ID, amount: Money, at now: Instant) {
    self.init(
      id: id, customer: new.customer, amount: amount, method: new.method,
      sequence: new.isFirst ? .first : .oneOff, gateway: new.gateway, mandate: nil,
      description: new.description, state: .created, collectAt: nil, debitOn: nil,
      returnTokenHash: new.returnTokenHash, createdAt: now)
    scheduleCheck(after: now)
  }

  init(planning new: PlannedCollection, id: Payment.ID, at now: Instant) {
    self.init(
      id: id, customer: new.mandate.customer, amount: new.target.amount,
      method: new.mandate.method, sequence: .recurring, gateway: new.mandate.gateway,
      mandate: new.mandate.id, description: new.description, state: .planned,
      collectAt: new.collectAt, debitOn: new.debitOn, returnTokenHash: nil, createdAt: now)
  }

  private init(
    id: Payment.ID, customer: Customer.ID, amount: Money, method: PaymentMethod?,
    sequence: PaymentSequence, gateway: GatewayName, mandate: Mandate.ID?, description: String,
    state: PaymentState, collectAt: Instant?, debitOn: CivilDate?, returnTokenHash: [UInt8]?,
    createdAt: Instant
  ) {
    let nothing = Money.zero(amount.currency)
    self.id = id
    self.customer = customer
    self.amount = amount
    self.method = method
    self.sequence = sequence
    self.gateway = gateway
    self.mandate = mandate
    self.description = description
    idempotencyKey = Payment.idempotencyKey(of: id)
    self.state = state
    version = 1
    self.collectAt = collectAt
    self.debitOn = debitOn
    self.returnTokenHash = returnTokenHash
    self.createdAt = createdAt
    (captured, refunded, chargedBack, chargebackReversed) = (nothing, nothing, nothing, nothing)
    (refundsDone, refunding, paidOut) = (nothing, nothing, nothing)
  }
}
