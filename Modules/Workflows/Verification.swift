import Credits
import Dunning
import Invoicing
import Ledger
import Payments
import Primitives
import Subscriptions
package import Tenancy

/// Proves a shop's books: every invariant that a database can be asked about, with what was
/// counted (`verify`, and the simulation after each step).
package struct Verification: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// What one shop's books say.
  package struct Report: Sendable {
    package let shop: Shop
    package let checks: [InvariantCheck]

    package var holds: Bool { checks.allSatisfy(\.holds) }
  }

  /// Checks one shop on one snapshot.
  package func verify(as scope: TenantScope) async throws -> Report {
    let checks = try await platform.database.read(as: scope) { shop in
      try shop.ledger.verify() + shop.invoicing.verify() + shop.credits.verify()
        + shop.subscriptions.verify() + shop.payments.verify() + shop.dunning.verify()
        + [Verification.auditCheck(in: shop)]
    }
    return Report(shop: scope.shop, checks: checks)
  }

  /// An edited line is a finding, not a failure of the check.
  private static func auditCheck(in shop: ShopTransaction) -> InvariantCheck {
    let name = "the audit log is unbroken"
    do {
      return InvariantCheck("I-45", name, checked: try shop.audit.verify(), breaks: [])
    } catch {
      return InvariantCheck("I-45", name, checked: 1, breaks: ["\(error)"])
    }
  }
}
