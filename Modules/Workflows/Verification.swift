import Credits
import Dunning
import Invoicing
import Ledger
import Payments
package import Primitives
import Reports
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

  /// A part of the proof: what one subject, or several together, can be asked.
  package enum Part: String, CaseIterable, Sendable {
    case books, documents, credits, subscriptions, payments, followUp, together, audit

    package var name: Phrase {
      switch self {
      case .books: Phrase(nl: "Grootboek", en: "Ledger")
      case .documents: Phrase(nl: "Documenten", en: "Documents")
      case .credits: Phrase(nl: "Tegoeden", en: "Credits")
      case .subscriptions: Phrase(nl: "Abonnementen", en: "Subscriptions")
      case .payments: Phrase(nl: "Betalingen", en: "Payments")
      case .followUp: Phrase(nl: "Opvolging", en: "Follow-up")
      case .together: Phrase(nl: "Alles bij elkaar", en: "All together")
      case .audit: Phrase(nl: "Logboek", en: "Audit log")
      }
    }

    func checks(in shop: ShopTransaction) throws -> [InvariantCheck] {
      switch self {
      case .books: try shop.ledger.verify()
      case .documents: try shop.invoicing.verify()
      case .credits: try shop.credits.verify()
      case .subscriptions: try shop.subscriptions.verify()
      case .payments: try shop.payments.verify()
      case .followUp: try shop.dunning.verify()
      case .together: try BooksProof(of: shop).checks()
      case .audit: [Verification.auditCheck(in: shop)]
      }
    }
  }

  /// Checks one shop on one snapshot.
  package func verify(as scope: TenantScope) async throws -> Report {
    let checks = try await platform.database.read(as: scope) { shop in
      try Part.allCases.flatMap { try $0.checks(in: shop) }
    }
    return Report(shop: scope.shop, checks: checks)
  }

  /// Checks one part, on a snapshot of its own, so that a long proof can be shown as it grows.
  package func verify(_ part: Part, as scope: TenantScope) async throws -> [InvariantCheck] {
    try await platform.database.read(as: scope) { shop in try part.checks(in: shop) }
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
