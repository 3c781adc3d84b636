import Credits
import JSON
import Outbox
package import Payments
package import Primitives
package import Tenancy

/// The shop gives a customer money back: written with its bookings in one transaction, sent
/// after it (I-23), never more than came in (I-09).
package struct RefundRun: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Returns: the refunds that the wish came to, one for each payment that is refunded; the same
  ///   again for a wish that was met before.
  /// - Throws: `RefundRefusal` when there is not enough to give back, `CreditsRefusal` when the
  ///   customer's credits do not cover it.
  package func request(
    _ wish: RefundRequest, as scope: TenantScope, _ outcome: Outcome = .kept
  ) async throws -> [Refund] {
    try await platform.write(as: scope, outcome) { shop in
      _ = try shop.customers.find(wish.customer)
      return try RefundRun.request(wish, in: shop)
    }
  }

  /// Part of another transaction, such as that of a credit note whose money goes back.
  static func request(_ wish: RefundRequest, in shop: ShopTransaction) throws -> [Refund] {
    let changes = try shop.refunds.request(wish)
    try RefundIntake.carryOut(changes, in: shop)
    try shop.outbox.put(
      changes.map { RefundOrder.message($0.refund.id, at: shop.now) })
    for change in changes {
      try shop.audit.record(
        "refund.requested", change.refund.id,
        [
          "amount": .string(change.refund.amount.decimal),
          "payment": .string("\(change.refund.payment)"),
          "cause": .string(change.refund.cause.name),
        ])
    }
    return try shop.refunds.list(source: wish.source)
  }

  /// Withdraws a refund that was not sent yet; its money is the customer's again.
  /// - Throws: `RefundRefusal.impossible` once it was sent.
  package func withdraw(_ id: Refund.ID, as scope: TenantScope) async throws -> Refund {
    try await platform.database.write(as: scope) { shop in
      let change = try shop.refunds.withdraw(id)
      try RefundIntake.carryOut([change], in: shop)
      try shop.audit.record("refund.withdrawn", id)
      return change.refund
    }
  }
}
