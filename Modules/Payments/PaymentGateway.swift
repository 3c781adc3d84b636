package import Primitives
package import Tenancy

/// What Penning asks of a payment service provider. The module Gateways implements it; nothing in
/// this module touches a network.
///
/// An instance speaks for one ``GatewayAccess``, that is for one account of one shop. No function
/// throws: whatever happens on the way is one of the cases of ``GatewayOutcome``, because each of
/// them has its own consequence for the attempt (I-25).
package protocol PaymentGateway: Sendable {
  /// Makes the customer known to the provider. Answers the provider's customer id.
  func createCustomer(_ request: GatewayCustomerRequest) async -> GatewayOutcome<String>

  /// Makes the payment. Sends ``GatewayRequest/idempotencyKey``, so that a repeat within the
  /// provider's key lifetime gives the first answer again.
  func createPayment(_ request: GatewayRequest) async -> GatewayOutcome<GatewayPayment>

  /// The payment's state now. An id that the provider does not know (for this account) is
  /// `refused(code: GatewayCode.notFound, field: nil)`.
  func fetchPayment(_ id: String) async -> GatewayOutcome<GatewayPayment>

  /// Looks for a payment of ours by our own id in its metadata: the question to ask after an
  /// answer was lost and the idempotency key may have lapsed. `accepted(nil)` says that the
  /// provider was asked and does not have it.
  ///
  /// - Parameter customer: the provider's customer id; its payments are listed. Without one the
  ///   account's newest payments are.
  func findPayment(
    _ payment: Payment.ID, customer: String?
  ) async -> GatewayOutcome<GatewayPayment?>

  /// Gives a part of a payment back. Sends ``GatewayRefundRequest/idempotencyKey``, as a payment
  /// does. What is too much for the provider is `refused`.
  func createRefund(_ request: GatewayRefundRequest) async -> GatewayOutcome<GatewayRefund>

  /// The refund's state now. `refused(code: GatewayCode.notFound, field: nil)` for an id that the
  /// provider does not know. All refunds of a payment come with ``fetchPayment(_:)``.
  ///
  /// - Parameters:
  ///   - id: the provider's id of the refund.
  ///   - payment: the provider's id of its payment.
  func fetchRefund(_ id: String, of payment: String) async -> GatewayOutcome<GatewayRefund>
}

extension PaymentGateway {
  /// A provider through which nothing can be given back.
  package func createRefund(
    _ request: GatewayRefundRequest
  ) async -> GatewayOutcome<GatewayRefund> {
    .refused(code: GatewayCode.notSupported, field: nil)
  }

  package func fetchRefund(
    _ id: String, of payment: String
  ) async -> GatewayOutcome<GatewayRefund> {
    .refused(code: GatewayCode.notFound, field: nil)
  }
}

/// What came of a call to a gateway.
package enum GatewayOutcome<Value: Sendable>: Sendable {
  /// The provider did it, or knows it.
  case accepted(Value)
  /// The provider refused for good: nothing was made. `field` names the culprit if it said so.
  case refused(code: String, field: String?)
  /// It may have happened or not: time-out, 5xx, connection lost, unreadable answer. Blocks a
  /// second attempt until the provider was asked.
  case unknown(reason: String)
  /// It certainly did not happen and may be repeated with the same key: no connection, 429, 409.
  /// Seconds, if the provider named a time.
  case retryLater(after: Int?)
  /// The key is wrong or lacks a right (401, 403): the shop's account stops, its owner is told.
  case accountDisabled(reason: String)
}

extension GatewayOutcome: Equatable where Value: Equatable {}

/// Codes of ``GatewayOutcome/refused(code:field:)`` that Penning acts upon; others are kept as the
/// provider spells them.
package enum GatewayCode {
  /// The provider does not know the object.
  package static let notFound = "not_found"
  /// The data was refused; the field says which.
  package static let invalidData = "invalid_data"
  /// A collection without a mandate that can be charged.
  package static let noMandate = "no_mandate"
  /// The provider has no such service.
  package static let notSupported = "not_supported"
}

/// The account of one shop at one provider, opened for use.
package struct GatewayAccess: Sendable {
  package let account: GatewayAccount.ID
  package let gateway: GatewayName
  package let mode: GatewayMode
  /// Without a slash at the end, such as `https://api.mollie.com/v2`.
  package let baseURL: String
  package let apiKey: Secret<String>

  package init(
    account: GatewayAccount.ID, gateway: GatewayName, mode: GatewayMode, baseURL: String,
    apiKey: Secret<String>
  ) {
    self.account = account
    self.gateway = gateway
    self.mode = mode
    self.baseURL = baseURL
    self.apiKey = apiKey
  }
}

/// A customer as a provider needs to know one.
package struct GatewayCustomerRequest: Sendable, Hashable {
  package let shop: Shop.ID
  package let customer: Customer.ID
  package let name: String
  package let email: String
  package let language: Language
  package let idempotencyKey: String

  package init(
    shop: Shop.ID, customer: Customer.ID, name: String, email: String, language: Language,
    idempotencyKey: String
  ) {
    self.shop = shop
    self.customer = customer
    self.name = name
    self.email = email
    self.language = language
    self.idempotencyKey = idempotencyKey
  }
}

/// A payment to make.
package struct GatewayRequest: Sendable, Hashable {
  /// Goes into the metadata with the shop, so that ``PaymentGateway/findPayment(_:customer:)``
  /// finds it again.
  package let payment: Payment.ID
  package let shop: Shop.ID
  package let amount: Money
  /// For the bank statement, the document's number first; the adapter cuts it to its limit.
  package let description: String
  /// Absent: the provider's page offers what the account can do.
  package let method: PaymentMethod?
  package let sequence: PaymentSequence
  package let idempotencyKey: String
  /// The provider's customer id; needed for `first` and `recurring`.
  package let customer: String?
  /// The provider's mandate id; for `recurring`.
  package let mandate: String?
  /// Where the browser goes afterwards; needed unless `recurring`.
  package let returnURL: String?
  /// Absent when the provider cannot reach us: then the sweeper asks.
  package let webhookURL: String?
  package let language: Language

  package init(
    payment: Payment.ID, shop: Shop.ID, amount: Money, description: String,
    method: PaymentMethod?, sequence: PaymentSequence, idempotencyKey: String,
    customer: String? = nil, mandate: String? = nil, returnURL: String? = nil,
    webhookURL: String? = nil, language: Language
  ) {
    self.payment = payment
    self.shop = shop
    self.amount = amount
    self.description = description
    self.method = method
    self.sequence = sequence
    self.idempotencyKey = idempotencyKey
    self.customer = customer
    self.mandate = mandate
    self.returnURL = returnURL
    self.webhookURL = webhookURL
    self.language = language
  }
}
