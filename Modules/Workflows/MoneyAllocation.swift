package import Invoicing
import JSON
package import Primitives
package import Tenancy

/// Money of a customer that lies on no document is laid on what is open (R-23, I-08).
package struct MoneyAllocation: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Parameters:
  ///   - chosen: nil for the shop's rule over all that is open.
  ///   - outcome: `.rehearsed` shows where it would go.
  /// - Throws: `InvoicingRefusal.partsDoNotFit`.
  package func lay(
    of customer: Customer.ID, on chosen: [SettledPart]? = nil, as scope: TenantScope,
    _ outcome: Outcome = .kept
  ) async throws -> LaidMoney {
    try await platform.write(as: scope, outcome) { shop in
      try MoneyAllocation.lay(of: customer, on: chosen, in: shop)
    }
  }

  /// As a part of another transaction.
  package static func lay(
    of customer: Customer.ID, on chosen: [SettledPart]? = nil, in shop: ShopTransaction
  ) throws -> LaidMoney {
    _ = try shop.customers.find(customer)
    let laid = try shop.invoicing.allocate(of: customer, on: chosen)
    guard !laid.parts.isEmpty else { return laid }
    try PaymentIntake.settled(laid.paid, in: shop)
    let sum = try laid.parts.map(\.amount).total(in: laid.left.currency)
    try shop.audit.record(
      "money.allocated", customer,
      [
        "amount": .string(sum.decimal),
        "documents": .array(laid.parts.map { .string("\($0.document)") }),
      ])
    return laid
  }
}
