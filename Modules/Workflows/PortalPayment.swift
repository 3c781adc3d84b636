package import Invoicing
import Outbox
package import Payments
package import Primitives
package import Tenancy

/// A customer pays one or several open documents at once.
package struct PortalPayment: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Writes the payment; `HostedPayment.open` hands it to the provider.
  /// - Parameter documents: what the customer chose; each is paid whole.
  /// - Throws: `PaymentRefusal.nothingToPay`, `.liveAttempt` while one of them is being paid at
  ///   the bank, `InvoicingRefusal.unknownDocument` for another customer's (I-42).
  package func start(
    _ documents: [Invoice.ID], of customer: Customer.ID, by method: PaymentMethod,
    as scope: TenantScope
  ) async throws -> Payment.ID {
    try await platform.database.write(as: scope) { shop in
      guard try shop.settings.current().paymentMethods.contains(method.rawValue) else {
        throw CheckoutRefusal.methodNotOffered
      }
      let chosen = try shop.invoicing.open(of: customer).filter { documents.contains($0.id) }
      guard chosen.count == Set(documents).count else { throw InvoicingRefusal.unknownDocument }
      let hasMandate = try shop.mandates.active(for: [customer])[customer] != nil
      let payment = try shop.payments.begin(
        NewPayment(
          customer: customer,
          targets: chosen.map { PaymentTarget(document: $0.id, amount: $0.toPay) },
          currency: shop.currency, method: method,
          isFirst: !hasMandate && chosen.contains { $0.source != nil }, gateway: .mollie,
          description: chosen.map(\.number).joined(separator: " ")))
      try shop.outbox.put([PaymentOrder.message(payment.id, at: shop.now)])
      return payment.id
    }
  }
}
