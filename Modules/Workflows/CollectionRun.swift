import Invoicing
package import Outbox
import Payments
import Primitives
package import Tenancy

/// Starts the collections whose day has come: each looks again at what is open in the transaction
/// that makes its attempt (I-24), and is then handed to the provider through the outbox.
package struct CollectionRun: Sendable {
  package static let batchSize = 200

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Returns: how many were started or closed; 0 when none is due.
  package func run(
    as scope: TenantScope, holding lease: JobLease? = nil
  ) async throws -> Int {
    try await platform.database.write(as: scope) { shop in
      if let lease { try shop.hold(lease) }
      let due = try shop.payments.dueCollections(limit: CollectionRun.batchSize)
      guard !due.isEmpty else { return 0 }
      let started = try shop.payments.start(try CollectionRun.withOpenAmounts(due, in: shop))
      try shop.outbox.put(started.map { PaymentOrder.message($0.id, at: shop.now) })
      return due.count
    }
  }

  /// Each planned payment with what is still open of its documents now.
  private static func withOpenAmounts(
    _ due: [Payment], in shop: ShopTransaction
  ) throws -> [(payment: Payment, open: [PaymentTarget])] {
    let targets = try shop.payments.targets(of: due.map(\.id))
    let heads = try shop.invoicing.heads(targets.values.joined().map(\.document))
    return due.map { payment in
      let open = (targets[payment.id] ?? []).compactMap { target in
        heads[target.document].map { PaymentTarget(document: $0.id, amount: $0.toPay) }
      }
      return (payment, open)
    }
  }
}
