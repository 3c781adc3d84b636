import Outbox
import Payments
import Primitives
package import Tenancy

/// Asks providers about payments that stayed silent: webhooks may be late, doubled, or never come
/// (R-26, I-25).
package struct PaymentSweep: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Returns: how many payments were asked about.
  package func run(as scope: TenantScope) async throws -> Int {
    let due = try await platform.database.read(as: scope) { try $0.payments.dueChecks(limit: 100) }
    for payment in due { try await ask(payment, as: scope) }
    return due.count
  }

  /// Asks about one payment and applies the answer.
  func ask(_ payment: Payment, as scope: TenantScope) async throws {
    let box = platform.credentials
    let access: GatewayAccess
    do {
      access = try await platform.database.read(as: scope) { shop in
        try shop.gatewayAccounts.access(payment.gateway, opening: box)
      }
    } catch is PaymentRefusal {
      // The account is stopped: its owner was told; ask again when the next check falls due.
      try await platform.database.write(as: scope) { _ = try $0.payments.postponeCheck(payment.id) }
      return
    }
    let gateway = platform.outside.gateway(access)
    if let known = payment.gatewayPaymentID {
      try await apply(await gateway.fetchPayment(known), to: payment, as: scope)
    } else {
      try await search(gateway, for: payment, as: scope)
    }
  }

  private func apply(
    _ outcome: GatewayOutcome<GatewayPayment>, to payment: Payment, as scope: TenantScope
  ) async throws {
    try await platform.database.write(as: scope) { shop in
      switch outcome {
      case .accepted(let fetched): try PaymentSweep.take(fetched, for: payment.id, in: shop)
      case .accountDisabled(let reason):
        try shop.gatewayAccounts.disable(payment.gateway, reason: reason)
        try shop.payments.postponeCheck(payment.id)
      case .refused, .unknown, .retryLater: try shop.payments.postponeCheck(payment.id)
      }
    }
  }

  /// What cannot be true of the payment is left for the next check: it must not stop the others.
  private static func take(
    _ fetched: GatewayPayment, for id: Payment.ID, in shop: ShopTransaction
  ) throws {
    do {
      try PaymentIntake.apply(fetched, to: id, in: shop)
    } catch PaymentRefusal.foreignPayment {
      try shop.payments.postponeCheck(id)
    }
  }

  private func search(
    _ gateway: any PaymentGateway, for payment: Payment, as scope: TenantScope
  ) async throws {
    if try await deliverOrder(of: payment, as: scope) { return }
    let customer = try await platform.database.read(as: scope) { shop in
      try shop.gatewayAccounts.customerID(of: payment.customer, at: payment.gateway)
    }
    let outcome = await gateway.findPayment(payment.id, customer: customer)
    try await platform.database.write(as: scope) { shop in
      let applied = try shop.payments.recordSearch(outcome, for: payment.id)
      try PaymentIntake.carryOut(applied, told: outcome.payment, in: shop)
    }
  }

  /// A payment that its provider was never told of, being out of reach, is told now: that the
  /// provider does not have it says nothing yet. The delivery asks before it sends again.
  /// - Returns: false when there is no order left to deliver.
  private func deliverOrder(of payment: Payment, as scope: TenantScope) async throws -> Bool {
    guard payment.state != .unknown else { return false }
    let order = try await platform.database.read(as: scope) { shop in
      try shop.outbox.find(kind: PaymentOrder.outboxKind, key: payment.id.description)
    }
    guard let order,
      let claimed = try await platform.database.claimOutbox(
        order, as: scope, lease: OutboxRun.lease)
    else { return false }
    try await platform.database.write(as: scope) { _ = try $0.payments.postponeCheck(payment.id) }
    try await OutboxRun(platform).deliver(claimed)
    return true
  }
}
