package import Primitives
package import Tenancy

/// What a provider says about a refund at the moment it was asked, in Penning's words.
package struct GatewayRefund: Sendable, Hashable {
  /// The provider's id, such as `re_4qqhO89gsT`.
  package var id: String
  package var status: GatewayRefundStatus
  package var amount: Money
  /// Our own refund id, from the metadata; nil for one made elsewhere.
  package var reference: Refund.ID?
  package var description: String?
  package var reasonCode: String?

  package init(
    id: String, status: GatewayRefundStatus, amount: Money, reference: Refund.ID? = nil,
    description: String? = nil, reasonCode: String? = nil
  ) {
    self.id = id
    self.status = status
    self.amount = amount
    self.reference = reference
    self.description = description
    self.reasonCode = reasonCode
  }
}

/// A provider's word for where a refund stands.
package enum GatewayRefundStatus: String, CaseIterable, Sendable {
  /// Waits for the shop's balance at the provider.
  case queued
  case pending
  /// Sent to the bank; it cannot be called back.
  case processing
  case refunded
  case failed
  case cancelled

  /// What it makes of a refund here.
  var event: RefundEvent {
    switch self {
    case .queued, .pending, .processing: .acknowledge
    case .refunded: .complete
    case .failed: .fail
    case .cancelled: .cancel
    }
  }
}

/// A refund to make.
package struct GatewayRefundRequest: Sendable, Hashable {
  /// Goes into the metadata with the shop, so that it is known again after a lost answer.
  package let refund: Refund.ID
  package let shop: Shop.ID
  /// The provider's id of the payment.
  package let payment: String
  package let amount: Money
  /// For the customer's bank statement; the adapter cuts it to its limit.
  package let description: String
  package let idempotencyKey: String

  package init(
    refund: Refund.ID, shop: Shop.ID, payment: String, amount: Money, description: String,
    idempotencyKey: String
  ) {
    self.refund = refund
    self.shop = shop
    self.payment = payment
    self.amount = amount
    self.description = description
    self.idempotencyKey = idempotencyKey
  }
}
