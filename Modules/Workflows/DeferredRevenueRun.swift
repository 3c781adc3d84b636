import JSON
import Ledger
package import Primitives
package import Tenancy

/// Moves revenue that was invoiced ahead to the months that earned it, where the shop defers
/// revenue. Done when the shop asks for it; what was released is not released again.
package struct DeferredRevenueRun: Sendable {
  package static let batchSize = 500

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// What a release did.
  package struct Summary: Hashable, Sendable {
    /// The months that got a share, the earliest first.
    package internal(set) var months: [CivilDate] = []
    /// Shares of single lines.
    package internal(set) var shares = 0
  }

  /// Releases every month that is over, the earliest first, a batch a transaction: it can be
  /// stopped anywhere and goes on where it was.
  package func releaseAll(as scope: TenantScope) async throws -> Summary {
    var summary = Summary()
    while let month = try await platform.database.read(
      as: scope, { try $0.ledger.nextReleaseMonth() })
    {
      let step = try await platform.database.write(as: scope) { shop in
        let step = try shop.ledger.release(month, limit: DeferredRevenueRun.batchSize)
        if step.deferrals > 0 {
          try shop.audit.record(
            "revenue.released", shop.tenant,
            [
              "month": .string("\(month)"), "shares": .integer(Int64(step.deferrals)),
              "entry": step.entry.map { .string("\($0)") } ?? .null,
            ])
        }
        return step
      }
      guard step.deferrals > 0 else { break }
      if summary.months.last != month { summary.months.append(month) }
      summary.shares += step.deferrals
    }
    return summary
  }
}
