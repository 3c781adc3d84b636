package import Credits
import JSON
package import Outbox
package import Primitives
package import Tenancy

/// Credits that end: because their day has come, or because the shop ends them.
package struct CreditExpiry: Sendable {
  package static let batchSize = 500

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Ends what is left of a shop's credits whose day has come, one batch.
  /// - Returns: how many ended; 0 when none is due.
  package func run(as scope: TenantScope, holding lease: JobLease? = nil) async throws -> Int {
    try await platform.database.write(as: scope) { shop in
      if let lease { try shop.hold(lease) }
      return try shop.credits.lapse(limit: CreditExpiry.batchSize)
    }
  }

  /// Ends what is left of one credit at once.
  /// - Returns: how much ended.
  /// - Throws: `CreditsRefusal.unknown`, `.nothingLeft`.
  @discardableResult
  package func end(_ id: Credit.ID, as scope: TenantScope) async throws -> Money {
    try await platform.database.write(as: scope) { shop in
      let ended = try shop.credits.lapse(id)
      try shop.audit.record("credit.ended", id, ["amount": .string(ended.decimal)])
      return ended
    }
  }

  /// Gives a credit another last day, or none.
  /// - Parameter day: the first day on which it can no longer be used.
  /// - Throws: `CreditsRefusal.unknown`, `.expiry` for a day that is not after today.
  package func move(_ id: Credit.ID, to day: CivilDate?, as scope: TenantScope) async throws {
    try await platform.database.write(as: scope) { shop in
      try shop.credits.setExpiry(of: id, on: day)
      try shop.audit.record(
        "credit.expiryChanged", id, ["expiresOn": day.map { .string("\($0)") } ?? .null])
    }
  }
}
