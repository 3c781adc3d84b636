package import Primitives

/// Something that became true of a payment. Each is applied once: its key is unique per payment.
package struct PaymentChange: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case acknowledged, pending, paid, failed, expired, cancelled
    case refunded, chargedBack, chargebackReversed
  }

  package let kind: Kind
  /// What moved with this change; zero for a change that moves nothing.
  package let amount: Money
  /// The natural key: the kind, and the total reached where the kind can happen more than once.
  package let key: String
  /// The part of the amount that went out twice (``Payment/lost``); negative where a part of an
  /// earlier loss came back with it.
  package let lost: Money

  init(_ kind: Kind, _ amount: Money, total: Money? = nil, lost: Money? = nil) {
    self.kind = kind
    self.amount = amount
    self.lost = lost ?? .zero(amount.currency)
    key = total.map { "\(kind.rawValue):\($0.minorUnits)" } ?? kind.rawValue
  }
}

/// A payment after the gateway's word was taken in, and what became true by it.
package struct AppliedPayment: Hashable, Sendable {
  package let payment: Payment
  /// In the order in which they must be acted upon; empty when nothing is new.
  package let changes: [PaymentChange]

  package var isNoOp: Bool { changes.isEmpty }
}

extension Payment {
  /// Joins what the gateway says to what is known (I-26, mollie.md section 3).
  ///
  /// Paid is what has a moment of payment; refunds and chargebacks are decided by their totals,
  /// never by the status word. The same state twice, an older one after a newer one, or several
  /// at once in any order give the same end.
  /// - Throws: ``PaymentRefusal/foreignPayment(_:)`` when it is not this payment, or its amounts
  ///   cannot be true of it.
  package func applying(
    _ fetched: GatewayPayment, at now: Instant
  ) throws(PaymentRefusal) -> AppliedPayment {
    try requireOurs(fetched)
    var next = self
    next.takeDetails(of: fetched)
    var changes: [PaymentChange] = []
    if !state.isCaptured, let change = try next.takeStatus(of: fetched) { changes.append(change) }
    if next.state.isCaptured { changes += try next.takeAmounts(of: fetched) }
    if !changes.isEmpty || next != self { next.version += 1 }
    next.scheduleCheck(after: now)
    return AppliedPayment(payment: next, changes: changes)
  }

  private func requireOurs(_ fetched: GatewayPayment) throws(PaymentRefusal) {
    let isOurs =
      state != .planned
      && (gatewayPaymentID ?? fetched.id) == fetched.id
      && (fetched.reference ?? id) == id
    let amounts = [
      fetched.amount, fetched.refunded, fetched.chargedBack, fetched.chargebackReversed,
    ]
    let isPossible =
      amounts.allSatisfy { $0.currency == amount.currency && !$0.isNegative }
      && amounts.allSatisfy { $0.minorUnits <= Money.limit }
      && fetched.refunded.minorUnits <= fetched.amount.minorUnits
      && fetched.chargedBack.minorUnits <= fetched.amount.minorUnits
      && fetched.chargebackReversed.minorUnits <= fetched.chargedBack.minorUnits
    guard isOurs, isPossible else { throw .foreignPayment(id) }
  }

  private mutating func takeDetails(of fetched: GatewayPayment) {
    gatewayPaymentID = fetched.id
    checkoutURL = fetched.checkoutURL ?? checkoutURL
    method = fetched.method ?? method
    // A final word is never taken back by an answer that was on its way.
    if gatewayStatus?.isFinal != true { gatewayStatus = fetched.status }
  }

  /// The step up to paid, failed, expired or cancelled.
  private mutating func takeStatus(
    of fetched: GatewayPayment
  ) throws(PaymentRefusal) -> PaymentChange? {
    let nothing = Money.zero(amount.currency)
    if let moment = fetched.paidAt {
      try move(.pay)
      (captured, paidAt, reasonCode) = (fetched.amount, moment, nil)
      return PaymentChange(.paid, fetched.amount)
    }
    guard state.isLive, let (event, kind) = step(for: fetched.status) else { return nil }
    try move(event)
    if kind == .failed { reasonCode = fetched.reasonCode }
    return PaymentChange(kind, nothing)
  }

  private func step(for status: GatewayStatus) -> (PaymentEvent, PaymentChange.Kind)? {
    switch status {
    // Paid without a moment of payment is not yet paid.
    case .pending, .authorized, .paid: state == .pending ? nil : (.wait, .pending)
    case .open: state == .created || state == .unknown ? (.acknowledge, .acknowledged) : nil
    case .failed: (.fail, .failed)
    case .expired: (.expire, .expired)
    case .cancelled: (.cancel, .cancelled)
    }
  }

  /// The steps after paid.
  private mutating func takeAmounts(
    of fetched: GatewayPayment
  ) throws(PaymentRefusal) -> [PaymentChange] {
    var changes: [PaymentChange] = []
    let before = lost
    if let more = unlistedRefunds(of: fetched) {
      refunded = Money(minorUnits: refunded.minorUnits + more.minorUnits, currency: more.currency)
      try move(refundEvent)
      changes.append(PaymentChange(.refunded, more, total: refunded, lost: grown(lost, before)))
    }
    if let more = difference(fetched.chargedBack, chargedBack) {
      let before = lost
      chargedBack = fetched.chargedBack
      reasonCode = fetched.reasonCode ?? reasonCode
      try move(.chargeBack)
      changes.append(
        PaymentChange(.chargedBack, more, total: chargedBack, lost: grown(lost, before)))
    }
    if let more = difference(fetched.chargebackReversed, chargebackReversed) {
      let before = lost
      chargebackReversed = fetched.chargebackReversed
      changes.append(
        PaymentChange(
          .chargebackReversed, more, total: chargebackReversed, lost: grown(lost, before)))
      if withPayer.isZero {
        try move(.winBack)
        if refunded.isPositive { try move(refundEvent) }
      }
    }
    return changes
  }

  /// How much a total grew; nil when it did not.
  private func difference(_ now: Money, _ before: Money) -> Money? {
    guard now.minorUnits > before.minorUnits else { return nil }
    return Money(minorUnits: now.minorUnits - before.minorUnits, currency: now.currency)
  }

  /// What was refunded beyond what is known, where the provider names only the total.
  private func unlistedRefunds(of fetched: GatewayPayment) -> Money? {
    guard fetched.refunds == nil else { return nil }
    let known = Money(
      minorUnits: refunded.minorUnits + refunding.minorUnits, currency: amount.currency)
    return difference(fetched.refunded, known)
  }

  private func grown(_ now: Money, _ before: Money) -> Money {
    Money(minorUnits: now.minorUnits - before.minorUnits, currency: now.currency)
  }

  var refundEvent: PaymentEvent {
    refunded.minorUnits < captured.minorUnits ? .refundPart : .refundWhole
  }

  mutating func move(_ event: PaymentEvent) throws(PaymentRefusal) {
    state = try PaymentState.transition(from: state, event: event)
  }

  mutating func scheduleCheck(after now: Instant) {
    nextCheckAt = CheckCadence.next(
      state: state, status: gatewayStatus, method: method, sequence: sequence,
      createdAt: createdAt, sentAt: sentAt, paidAt: paidAt, now: now)
    // What becomes of a refund under way, only the provider knows.
    guard refunding.isPositive else { return }
    let daily = now.adding(days: 1)
    nextCheckAt = nextCheckAt.map { min($0, daily) } ?? daily
  }
}
