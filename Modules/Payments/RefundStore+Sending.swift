package import Primitives
import Storage
import Tenancy

extension RefundStore {
  /// How long a refund whose answer was lost is looked for before it counts as never made.
  package static let daysUntilAbsenceCounts: Int64 = 3

  /// What is to be done with a refund that is about to be handed to its provider.
  package enum Clearance: Hashable, Sendable {
    case send(Refund)
    /// It is over: the payer took the money back meanwhile, so nothing is sent (I-09).
    case ended(RefundChange)
  }

  /// Notes, before the provider is called, that it is about to be (I-23).
  /// - Throws: ``RefundRefusal/impossible(from:event:)`` when it is over or with the provider
  ///   already: then nothing may be sent.
  package func markSent(_ id: Refund.ID) throws -> Clearance {
    let refund = try get(id)
    if refund.state == .requested, try isOverdrawn(refund.payment) {
      return .ended(try end(refund, by: .cancel, RefundEnd.takenBack))
    }
    var next = refund
    try next.move(.send)
    next.sentAt = next.sentAt ?? shop.now
    try save(next, over: refund)
    return .send(next)
  }

  /// Takes in what came of handing the refund to the provider. A webhook may have told more in the
  /// meantime: an answer that is older than what is known changes nothing.
  /// - Returns: what became true; nil when nothing is new.
  @discardableResult
  package func record(
    _ outcome: GatewayOutcome<GatewayRefund>, for id: Refund.ID
  ) throws -> RefundChange? {
    let refund = try get(id)
    switch outcome {
    case .accepted(let told): return try apply(told, to: refund)
    case .refused(let code, _):
      guard refund.state.awaitsDelivery, refund.gatewayRefundID == nil else { return nil }
      return try end(refund, by: .fail, String(code.prefix(100)))
    case .unknown(let reason):
      guard refund.state == .requested || refund.state == .sent else { return nil }
      var next = refund
      try next.move(.loseTrack)
      next.reasonCode = String(reason.prefix(100))
      try save(next, over: refund)
      return nil
    case .retryLater, .accountDisabled: return nil
    }
  }

  /// Withdraws a refund that was not sent yet.
  /// - Throws: ``RefundRefusal/impossible(from:event:)`` once it was.
  package func withdraw(_ id: Refund.ID) throws -> RefundChange {
    let refund = try get(id)
    guard refund.state == .requested else {
      throw RefundRefusal.impossible(from: refund.state, event: .cancel)
    }
    return try end(refund, by: .cancel, RefundEnd.withdrawn)
  }

  /// More went or goes back than came in.
  private func isOverdrawn(_ id: Payment.ID) throws -> Bool {
    let payment = try shop.payments.get(id)
    let back =
      payment.refunded.minorUnits + payment.refunding.minorUnits + payment.withPayer.minorUnits
    return back > payment.captured.minorUnits
  }

  func end(
    _ refund: Refund, by event: RefundEvent, _ code: String
  ) throws -> RefundChange {
    var next = refund
    try next.move(event)
    next.reasonCode = code
    return try settle(next, over: refund)
  }

  /// Saves a refund in its new state, and its payment's totals with it.
  func settle(_ next: Refund, over old: Refund) throws -> RefundChange {
    try save(next, over: old)
    let payment = try shop.payments.get(old.payment)
    return try shift(next, from: old.state.phase, of: payment)
  }
}
