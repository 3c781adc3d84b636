import Invoicing
import Payments
import Primitives
import Tenancy
import Workflows

extension World {
  /// The shop gives money back that lies on no document.
  @discardableResult
  func refunds(
    _ amount: String, to buyer: Purchase, because cause: String, on payment: Payment.ID? = nil,
    outOf origin: RefundCause = .unallocated
  ) async throws -> [Refund] {
    try await RefundRun(platform).request(
      RefundRequest(
        customer: buyer.customer, amount: try Money(decimal: amount, currency: scope.currency),
        cause: origin, reason: cause, source: cause, payment: payment), as: scope)
  }

  /// "5.00 done", oldest first.
  func refunds(of buyer: Purchase) async throws -> [String] {
    try await database.read(as: scope) { shop in
      let page = try shop.refunds.page(try PageRequest(limit: 200), customer: buyer.customer)
      return page.items.reversed().map { "\($0.amount.decimal) \($0.state.rawValue)" }
    }
  }

  /// What of a customer's money can go back.
  func refundable(of buyer: Purchase) async throws -> String {
    try await database.read(as: scope) { shop in
      try shop.refunds.refundable(of: buyer.customer, in: shop.currency).decimal
    }
  }

  /// The provider's end of the newest refund of a payment, and its call about it.
  func refundEnds(_ payment: Payment.ID, _ status: GatewayRefundStatus) async throws {
    try bank.endRefund(of: payment, status)
    try await bankTells(payment)
  }

  /// Pays in the portal, and a second time on a page that was left open: the surplus.
  func paysTwice(_ documents: [Invoice.ID], by buyer: Purchase) async throws -> Payment.ID {
    let first = try await opensPortalPayment(documents, by: buyer)
    try await paysInPortal(documents, by: buyer)
    try await pays(first.id)
    return first.id
  }
}
