package import Primitives
import Storage
import Tenancy

extension PaymentStore {
  /// How long after it was sent the gateway's "I do not have it" is believed: gateways show a new
  /// payment only after a while (F-13).
  package static let secondsUntilAbsenceCounts: Int64 = 15 * 60

  /// Notes, before the gateway is called, that it is about to be (I-23).
  /// - Throws: ``PaymentRefusal/impossible(from:event:)`` when it is over or at the bank already:
  ///   then nothing may be sent.
  package func markSent(_ id: Payment.ID) throws -> Payment {
    let payment = try get(id)
    var next = payment
    try next.move(.send)
    next.version += 1
    next.sentAt = next.sentAt ?? shop.now
    next.scheduleCheck(after: shop.now)
    try save(next, over: payment, event: "sent:\(next.version)")
    return next
  }

  /// Takes in what came of handing the payment to the gateway, or of asking for its state.
  ///
  /// A webhook may have told more in the meantime: an answer that is older than what is known
  /// changes nothing.
  @discardableResult
  package func record(
    _ outcome: GatewayOutcome<GatewayPayment>, for id: Payment.ID
  ) throws -> AppliedPayment {
    switch outcome {
    case .accepted(let fetched): return try apply(fetched, to: id)
    case .refused(let code, _): return try recordRefusal(code, for: id)
    case .unknown(let reason): return try recordLostAnswer(reason, for: id)
    case .retryLater, .accountDisabled: return try postponeCheck(id)
    }
  }

  /// Takes in the answer to the question whether the gateway has the payment, after an answer was
  /// lost. An absence counts only long enough after the sending; then the attempt has failed, and
  /// a new one may be made.
  @discardableResult
  package func recordSearch(
    _ outcome: GatewayOutcome<GatewayPayment?>, for id: Payment.ID
  ) throws -> AppliedPayment {
    guard case .accepted(let found) = outcome else { return try postponeCheck(id) }
    if let found { return try apply(found, to: id) }
    let payment = try get(id)
    let sent = payment.sentAt ?? payment.createdAt
    guard payment.state.isLive, payment.gatewayPaymentID == nil,
      shop.now >= sent.adding(seconds: PaymentStore.secondsUntilAbsenceCounts)
    else { return try postponeCheck(id) }
    return try fail(payment, ClosingReason.neverArrived)
  }

  /// Joins the gateway's word to what is known, once (``Payment/applying(_:at:)``).
  /// - Returns: the payment now, and what became true by it: empty when it was known already.
  @discardableResult
  package func apply(_ fetched: GatewayPayment, to id: Payment.ID) throws -> AppliedPayment {
    let payment = try get(id)
    let applied = try payment.applying(fetched, at: shop.now)
    try save(applied, over: payment)
    return applied
  }

  /// Asks again later; nothing else changes. Also what to do when `apply` threw: the payment is
  /// otherwise due again at once.
  @discardableResult
  package func postponeCheck(_ id: Payment.ID) throws -> AppliedPayment {
    let payment = try get(id)
    var next = payment
    next.scheduleCheck(after: shop.now)
    try save(AppliedPayment(payment: next, changes: []), over: payment)
    return AppliedPayment(payment: next, changes: [])
  }

  /// Closes an attempt before money moved, with our own reason. The gateway may still have its
  /// page open, so it keeps being asked.
  func close(_ payment: Payment, reason: String) throws {
    var next = payment
    try next.move(.cancel)
    next.version += 1
    next.reasonCode = reason
    next.scheduleCheck(after: shop.now)
    try save(next, over: payment, event: PaymentChange.Kind.cancelled.rawValue)
  }

  /// A refusal of the call itself. A state that the gateway told of since stands above it.
  private func recordRefusal(_ code: String, for id: Payment.ID) throws -> AppliedPayment {
    let payment = try get(id)
    let isUndecided = payment.state.isLive && payment.gatewayPaymentID == nil
    guard isUndecided else { return try postponeCheck(id) }
    return try fail(payment, code)
  }

  private func fail(_ payment: Payment, _ code: String) throws -> AppliedPayment {
    var next = payment
    try next.move(.fail)
    next.version += 1
    next.reasonCode = String(code.prefix(100))
    next.nextCheckAt = nil
    let change = PaymentChange(.failed, .zero(payment.amount.currency))
    let applied = AppliedPayment(payment: next, changes: [change])
    try save(applied, over: payment)
    return applied
  }

  private func recordLostAnswer(_ reason: String, for id: Payment.ID) throws -> AppliedPayment {
    let payment = try get(id)
    let isUndecided =
      (payment.state == .created || payment.state == .sent) && payment.gatewayPaymentID == nil
    guard isUndecided else { return try postponeCheck(id) }
    var next = payment
    try next.move(.loseTrack)
    next.version += 1
    next.reasonCode = String(reason.prefix(100))
    next.scheduleCheck(after: shop.now)
    try save(next, over: payment, event: "unknown:\(next.version)")
    return AppliedPayment(payment: next, changes: [])
  }
}

// MARK: - Saving

extension PaymentStore {
  private func save(_ applied: AppliedPayment, over old: Payment) throws {
    try save(applied.payment, over: old)
    for change in applied.changes {
      try note(change.key, of: applied.payment, moved: change.amount)
    }
  }

  /// A change that no gateway told of.
  func save(_ next: Payment, over old: Payment, event: String, moved: Money? = nil) throws {
    try save(next, over: old)
    try note(event, of: next, moved: moved ?? .zero(next.amount.currency))
  }

  /// Compare and set on the version that was read (I-26).
  private func save(_ next: Payment, over old: Payment) throws {
    let changed = try shop.execute(
      """
      UPDATE payments SET amount = \(next.amount.minorUnits), method = \(next.method),
        state = \(next.state), version = \(next.version),
        gateway_payment_id = \(next.gatewayPaymentID), gateway_status = \(next.gatewayStatus),
        checkout_url = \(next.checkoutURL), next_check_at = \(next.nextCheckAt),
        captured = \(next.captured.minorUnits), refunded = \(next.refunded.minorUnits),
        charged_back = \(next.chargedBack.minorUnits),
        chargeback_reversed = \(next.chargebackReversed.minorUnits),
        refunds_done = \(next.refundsDone.minorUnits), refunding = \(next.refunding.minorUnits),
        paid_out = \(next.paidOut.minorUnits),
        collect_at = \(next.collectAt), reason_code = \(next.reasonCode),
        sent_at = \(next.sentAt), paid_at = \(next.paidAt)
      WHERE id = \(next.id) AND tenant_id = \(shop.tenant) AND version = \(old.version)
      """)
    guard changed == 1 else { throw PaymentRefusal.changedMeanwhile(next.id) }
    let phase = TargetPhase(of: next.state)
    guard phase != TargetPhase(of: old.state) else { return }
    try shop.execute(
      """
      UPDATE payment_targets SET phase = \(phase)
      WHERE payment_id = \(next.id) AND tenant_id = \(shop.tenant)
      """)
  }

  private func note(_ key: String, of payment: Payment, moved: Money) throws {
    try shop.execute(
      """
      INSERT INTO payment_events
        (payment_id, tenant_id, event_key, ordinal, state, amount, reason_code, at)
      VALUES (\(payment.id), \(shop.tenant), \(key), \(payment.version), \(payment.state),
        \(moved.minorUnits), \(payment.reasonCode), \(shop.now))
      """)
  }
}
