import Cryptography
import Payments
import Primitives
import Storage
import Tenancy

/// Hands a written refund to its provider, at most once (I-23): marked as sent before the call,
/// with one idempotency key for ever. When an answer was lost the same key asks again while the
/// provider remembers it; later the provider is asked first which refunds it has.
struct RefundDelivery: Sendable {
  let platform: Platform

  init(_ platform: Platform) { self.platform = platform }

  private struct Errand: Sendable {
    let refund: Refund
    let payment: Payment
    let access: GatewayAccess
    let mustAskFirst: Bool
  }

  func deliver(_ id: Refund.ID, as scope: TenantScope) async throws -> DeliveryResult {
    let errand: Errand
    do {
      guard let found = try await prepare(id, as: scope) else { return .done }
      errand = found
    } catch let refusal as PaymentRefusal {
      return .hopeless(refusal.code)
    }
    guard let payment = errand.payment.gatewayPaymentID else {
      return .hopeless("the provider does not know the payment")
    }
    let gateway = platform.outside.gateway(errand.access)
    if errand.mustAskFirst, let result = try await ask(gateway, payment, errand, as: scope) {
      return result
    }
    return try await send(gateway, payment, errand, as: scope)
  }

  /// - Returns: nil when there is nothing to send any more.
  private func prepare(_ id: Refund.ID, as scope: TenantScope) async throws -> Errand? {
    let box = platform.credentials
    return try await platform.database.read(as: scope) { shop in
      let refund = try shop.refunds.get(id)
      guard refund.state.awaitsDelivery, refund.gatewayRefundID == nil else { return nil }
      return Errand(
        refund: refund, payment: try shop.payments.get(refund.payment),
        access: try shop.gatewayAccounts.access(refund.gateway, opening: box),
        mustAskFirst: refund.sentAt != nil && !refund.mayRepeat(at: shop.now))
    }
  }

  /// All refunds of the payment come with it; ours is among them if it was ever made.
  /// - Returns: nil when the provider does not have it: nothing was made, so it is sent again.
  private func ask(
    _ gateway: any PaymentGateway, _ payment: String, _ errand: Errand, as scope: TenantScope
  ) async throws -> DeliveryResult? {
    switch await gateway.fetchPayment(payment) {
    case .accepted(let fetched):
      let refund = errand.refund.id
      let isOpen = try await platform.database.write(as: scope) { shop in
        try PaymentIntake.apply(fetched, to: errand.payment.id, in: shop)
        let now = try shop.refunds.get(refund)
        return now.state.awaitsDelivery && now.gatewayRefundID == nil
      }
      guard isOpen else { return .done }
      return fetched.refunds == nil ? .later("the provider lists no refunds", seconds: nil) : nil
    case .accountDisabled(let reason): return try await stop(errand, reason, as: scope)
    case .refused, .unknown, .retryLater:
      return .later("the provider does not say what it has", seconds: nil)
    }
  }

  private func send(
    _ gateway: any PaymentGateway, _ payment: String, _ errand: Errand, as scope: TenantScope
  ) async throws -> DeliveryResult {
    let refund: Refund
    do {
      guard let cleared = try await clear(errand.refund.id, as: scope) else { return .done }
      refund = cleared
    } catch is RefundRefusal {
      // Ended or told of by a webhook meanwhile.
      return .done
    }
    let outcome = await gateway.createRefund(
      GatewayRefundRequest(
        refund: refund.id, shop: scope.shop.id, payment: payment, amount: refund.amount,
        description: refund.reason, idempotencyKey: refund.idempotencyKey))
    if case .accountDisabled(let reason) = outcome {
      return try await stop(errand, reason, as: scope)
    }
    try await platform.database.write(as: scope) { shop in
      let change = try shop.refunds.record(outcome, for: refund.id)
      try RefundIntake.carryOut(change.map { [$0] } ?? [], in: shop)
    }
    switch outcome {
    case .accepted, .refused: return .done
    case .unknown: return .later("the answer was lost", seconds: nil)
    case .retryLater(let seconds):
      return .later("the provider asked to come back", seconds: seconds)
    case .accountDisabled(let reason): return .hopeless(reason)
    }
  }

  /// - Returns: nil when it must not be sent any more; that is booked then.
  private func clear(_ id: Refund.ID, as scope: TenantScope) async throws -> Refund? {
    try await platform.database.write(as: scope) { shop in
      switch try shop.refunds.markSent(id) {
      case .send(let refund): return refund
      case .ended(let change):
        try RefundIntake.carryOut([change], in: shop)
        return nil
      }
    }
  }

  private func stop(
    _ errand: Errand, _ reason: String, as scope: TenantScope
  ) async throws -> DeliveryResult {
    try await platform.database.write(as: scope) { shop in
      try shop.gatewayAccounts.disable(errand.refund.gateway, reason: reason)
    }
    return .hopeless(reason)
  }
}
