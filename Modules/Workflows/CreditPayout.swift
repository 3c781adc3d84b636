import Credits
import JSON
import Ledger
import Payments
package import Primitives
package import Tenancy

/// The shop gives a customer money for credits: back on earlier payments through their provider,
/// or by a bank transfer that the shop makes itself.
package struct CreditPayout: Sendable {
  /// How the money goes.
  package enum Way: String, CaseIterable, Sendable {
    /// By refunds of the customer's payments, the newest first.
    case refund
    /// The shop has sent it from its own bank account.
    case byHand
  }

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Parameter cause: what makes it the same payout, so that a form sent twice pays once.
  /// - Throws: `CreditsRefusal` for an amount or reason out of bounds, or credits that do not cover
  ///   it; `RefundRefusal` when the customer's payments do not.
  package func payOut(
    _ amount: Money, to customer: Customer.ID, reason: String, way: Way, cause: String,
    as scope: TenantScope, _ outcome: Outcome = .kept
  ) async throws {
    try await platform.write(as: scope, outcome) { shop in
      _ = try shop.customers.find(customer)
      switch way {
      case .refund:
        _ = try RefundRun.request(
          RefundRequest(
            customer: customer, amount: amount, cause: .credits, reason: reason, source: cause),
          in: shop)
      case .byHand:
        try shop.credits.payOut(
          NewPayout(
            customer: customer, amount: amount, reason: reason, account: .bank, source: cause))
      }
      try shop.audit.record(
        "credit.paidOut", customer,
        ["amount": .string(amount.decimal), "way": .string(way.rawValue)])
    }
  }
}
