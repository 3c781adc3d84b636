package import Primitives
import Storage
import Tenancy

extension RefundStore {
  /// Joins what the provider says of a payment's refunds to what is known, each change once.
  ///
  /// A refund of ours is known by the provider's id, or by our own in its metadata before that
  /// came. One that nobody asked for here was made in the provider's dashboard: it is written
  /// down as it stands. One of ours whose answer was lost and that the provider does not have
  /// after days has never been made.
  /// - Returns: what is to be booked, in order; empty when nothing is new.
  /// - Throws: `PaymentRefusal.foreignPayment(_:)` when a refund that carries our id is another.
  package func take(_ told: [GatewayRefund], for id: Payment.ID) throws -> [RefundChange] {
    let known = try list(of: id)
    var changes: [RefundChange] = []
    for refund in told {
      if let ours = known.first(where: { $0.isMeant(by: refund) }) {
        if let change = try apply(refund, to: ours) { changes.append(change) }
      } else if let change = try adopt(refund, of: id) {
        changes.append(change)
      }
    }
    for refund in known where isMissed(refund, in: told) {
      changes.append(try end(refund, by: .fail, RefundEnd.neverArrived))
    }
    return changes
  }

  /// - Returns: what became true; nil when nothing is new.
  func apply(_ told: GatewayRefund, to refund: Refund) throws -> RefundChange? {
    guard told.amount == refund.amount, (refund.gatewayRefundID ?? told.id) == told.id else {
      throw PaymentRefusal.foreignPayment(refund.payment)
    }
    var next = refund
    next.gatewayRefundID = told.id
    if let event = refund.step(for: told.status), try fits(refund, after: event) {
      try next.move(event)
      next.reasonCode = event == .fail || event == .cancel ? told.reasonCode : nil
      if next.state == .done { next.doneAt = shop.now }
    } else {
      if refund.gatewayRefundID != told.id { try save(next, over: refund) }
      return nil
    }
    return try settle(next, over: refund)
  }

  /// A refund that was given up takes its money again only while there is room for it.
  private func fits(_ refund: Refund, after event: RefundEvent) throws -> Bool {
    guard refund.state.phase == .free else { return true }
    return try hasRoom(for: refund.amount, on: shop.payments.get(refund.payment))
  }

  private func hasRoom(for amount: Money, on payment: Payment) -> Bool {
    let taken = payment.refunded.minorUnits + payment.refunding.minorUnits
    return taken + amount.minorUnits <= payment.captured.minorUnits
  }

  private func isMissed(_ refund: Refund, in told: [GatewayRefund]) -> Bool {
    guard refund.state == .unknown, refund.gatewayRefundID == nil, let sentAt = refund.sentAt,
      !told.contains(where: { refund.isMeant(by: $0) })
    else { return false }
    return shop.now >= sentAt.adding(days: RefundStore.daysUntilAbsenceCounts)
  }
}

// MARK: - Made elsewhere

extension RefundStore {
  /// Writes down what was made in the provider's dashboard.
  ///
  /// Where its total was booked already, before refunds had rows of their own, nothing moves.
  /// Where it does not fit beside one of ours that the provider is about to refuse, it waits.
  private func adopt(_ told: GatewayRefund, of id: Payment.ID) throws -> RefundChange? {
    let payment = try shop.payments.get(id)
    guard told.status.event == .acknowledge || told.status.event == .complete,
      payment.state.isCaptured, told.amount.isPositive,
      told.amount.currency == payment.amount.currency
    else { return nil }
    var refund = Refund(
      id: shop.newID(), payment: payment, amount: told.amount, cause: .provider,
      reason: RefundStore.reason(told.description), source: "provider:\(told.id)", at: shop.now)
    refund.gatewayRefundID = told.id
    let unlisted = payment.refunded.minorUnits - payment.refundsDone.minorUnits
    if unlisted >= told.amount.minorUnits { return try absorb(refund, into: payment) }
    guard hasRoom(for: told.amount, on: payment) else { return nil }
    refund.state = try RefundState.transition(from: .requested, event: told.status.event)
    if refund.state == .done { refund.doneAt = shop.now }
    try insert(refund)
    return try shift(refund, from: .free, of: payment)
  }

  private func absorb(_ refund: Refund, into payment: Payment) throws -> RefundChange? {
    var (refund, next) = (refund, payment)
    (refund.state, refund.doneAt) = (.done, shop.now)
    try insert(refund)
    next.refundsDone = Money(
      minorUnits: payment.refundsDone.minorUnits + refund.amount.minorUnits,
      currency: refund.amount.currency)
    next.version += 1
    try shop.payments.save(next, over: payment, event: "\(refund.id):1")
    return nil
  }

  private static func reason(_ text: String?) -> String {
    String((text ?? "").filter { $0 != "\u{0}" }.prefix(Refund.maximumReason))
  }
}

extension Refund {
  /// By the provider's id once it is known, else by our own in the metadata.
  fileprivate func isMeant(by told: GatewayRefund) -> Bool {
    if let gatewayRefundID { return told.id == gatewayRefundID }
    return told.reference == id
  }

  /// The step that the provider's word makes; nil when it is no news. What the provider ended
  /// stays ended: an older word may come after.
  fileprivate func step(for status: GatewayRefundStatus) -> RefundEvent? {
    switch (state, status.event) {
    case (.failed, _), (.cancelled, _):
      let isOurWord = gatewayRefundID == nil
      return isOurWord && [.acknowledge, .complete].contains(status.event) ? status.event : nil
    case (.pending, .acknowledge), (.done, .acknowledge), (.done, .complete), (.done, .cancel):
      return nil
    case (_, let event): return event
    }
  }
}
