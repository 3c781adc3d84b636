import Outbox
package import Payments
package import Primitives
package import Tenancy

/// Brings a customer to the provider's page, and tells the truth when the browser comes back.
package struct HostedPayment: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Delivers the payment's own outbox row at once, by the same code and under the same lease as
  /// the worker.
  /// - Returns: the payment as it is now; its checkout URL where the customer can pay.
  package func open(_ id: Payment.ID, as scope: TenantScope) async throws -> Payment {
    let message = try await platform.database.read(as: scope) { shop in
      try shop.outbox.find(kind: PaymentOrder.outboxKind, key: id.description)
    }
    if let message {
      let claimed = try await platform.database.claimOutbox(
        message, as: scope, lease: OutboxRun.lease)
      if let claimed, let problem = try await OutboxRun(platform).deliver(claimed) {
        throw problem.error
      }
    }
    return try await platform.database.read(as: scope) { try $0.payments.get(id) }
  }

  /// Asks the provider where the payment stands, when that is not known for good.
  /// - Returns: the payment as it is now.
  package func refresh(_ id: Payment.ID, as scope: TenantScope) async throws -> Payment {
    let payment = try await platform.database.read(as: scope) { try $0.payments.get(id) }
    guard payment.state.isLive, payment.gatewayPaymentID != nil else { return payment }
    try await PaymentSweep(platform).ask(payment, as: scope)
    return try await platform.database.read(as: scope) { try $0.payments.get(id) }
  }
}
