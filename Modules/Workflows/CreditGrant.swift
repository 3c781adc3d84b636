import Credits
package import Primitives
package import Tenancy

/// The shop gives a customer credits, which settle the next documents first.
package struct CreditGrant: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Parameter cause: what makes it the same grant, so that a form sent twice grants once.
  /// - Throws: `CreditsRefusal` for an amount or reason out of bounds, or a grant made before.
  package func grant(
    _ amount: Money, to customer: Customer.ID, reason: String, cause: String,
    as scope: TenantScope
  ) async throws {
    try await platform.database.write(as: scope) { shop in
      _ = try shop.customers.find(customer)
      try shop.credits.grant(
        [NewCredit(customer: customer, amount: amount, reason: reason, source: cause)])
      try shop.audit.record("credit.granted", customer)
    }
  }
}
