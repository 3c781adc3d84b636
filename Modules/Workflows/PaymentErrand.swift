import Payments
import Primitives
import Tenancy

/// Everything that a call about one payment needs, read in one transaction before it.
struct Errand: Sendable {
  let payment: Payment
  let access: GatewayAccess
  let gatewayCustomer: String?
  let mandate: Mandate?
  let customer: Customer
  let webhook: WebhookAddress?
  let mustAskFirst: Bool

  /// One key for ever: the same customer asked for twice is made once.
  func customerRequest(of shop: Shop) -> GatewayCustomerRequest {
    GatewayCustomerRequest(
      shop: shop.id, customer: customer.id, name: customer.name, email: customer.email.text,
      language: customer.language, idempotencyKey: "penning-\(customer.id)")
  }

  func request(
    of shop: Shop, customer gatewayCustomer: String?, on platform: Platform
  ) -> GatewayRequest {
    let isHosted = payment.sequence != .recurring
    let addresses = platform.addresses
    return GatewayRequest(
      payment: payment.id, shop: shop.id, amount: payment.amount,
      description: payment.description, method: payment.method, sequence: payment.sequence,
      idempotencyKey: payment.idempotencyKey, customer: gatewayCustomer,
      mandate: mandate?.gatewayMandateID,
      returnURL: isHosted ? platform.returnAddress(of: payment, in: shop) : nil,
      webhookURL: webhook.map { addresses.webhook(payment.gateway, $0) },
      language: customer.language)
  }
}

extension PaymentDelivery {
  /// - Returns: nil when there is nothing to send: the payment is over or at the bank already.
  /// - Throws: `PaymentRefusal` when the shop's account cannot be used.
  func prepare(_ id: Payment.ID, as scope: TenantScope) async throws -> Errand? {
    let box = platform.credentials
    return try await platform.database.read(as: scope) { shop in
      let payment = try shop.payments.get(id)
      guard payment.state == .created || payment.state == .sent || payment.state == .unknown,
        payment.gatewayPaymentID == nil
      else { return nil }
      let mandate = try payment.mandate.map { try shop.mandates.get($0) }
      return Errand(
        payment: payment,
        access: try shop.gatewayAccounts.access(payment.gateway, opening: box),
        gatewayCustomer: try mandate?.gatewayCustomerID
          ?? shop.gatewayAccounts.customerID(of: payment.customer, at: payment.gateway),
        mandate: mandate, customer: try shop.customers.find(payment.customer),
        webhook: try shop.gatewayAccounts.webhookAddress(of: payment.gateway),
        mustAskFirst: payment.sentAt != nil && !payment.mayRepeat(at: shop.now))
    }
  }
}
