package import Credits
import JSON
package import Primitives
package import Tenancy

/// The shop gives a customer credits, which settle the next documents first.
package struct CreditGrant: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Parameters:
  ///   - cause: what makes it the same grant, so that a form sent twice grants once.
  ///   - expiresOn: the first day on which it can no longer be used; nil for ever.
  /// - Throws: `CreditsRefusal` for an amount, reason or day out of bounds, or a grant made before.
  @discardableResult
  package func grant(
    _ amount: Money, to customer: Customer.ID, reason: String, expiresOn: CivilDate? = nil,
    cause: String, as scope: TenantScope
  ) async throws -> Credit.ID {
    let credit = NewCredit(
      customer: customer, amount: amount, reason: reason, expiresOn: expiresOn, source: cause)
    return try await platform.database.write(as: scope) { shop in
      try CreditGrant.grant(credit, in: shop)
    }
  }

  /// Part of another transaction.
  @discardableResult
  static func grant(_ credit: NewCredit, in shop: ShopTransaction) throws -> Credit.ID {
    _ = try shop.customers.find(credit.customer)
    guard let id = try shop.credits.grant([credit]).first else { throw CreditsRefusal.unknown }
    try shop.audit.record(
      "credit.granted", credit.customer,
      ["credit": .string("\(id)"), "amount": .string(credit.amount.decimal)])
    return id
  }
}
