import Credits
package import Invoicing
import JSON
package import Primitives
package import Tenancy

/// The shop gives up a claim: an invoice that will never be paid, or a request that was a mistake
///
package struct WriteOff: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Gives up what is open on a definitive invoice: booked as a loss, no longer asked for. A
  /// payment taken back later opens it again.
  /// - Parameters:
  ///   - expected: the invoice's version as it was shown.
  ///   - outcome: `.rehearsed` shows the invoice as it would be.
  /// - Throws: `ImpossibleTransition` unless it is open; `PaymentRefusal.liveAttempt` while money
  ///   is under way for it; `InvoicingRefusal.documentChanged`.
  package func writeOff(
    _ id: Invoice.ID, reason: String, expecting expected: Int64? = nil, as scope: TenantScope,
    _ outcome: Outcome = .kept
  ) async throws -> DocumentHead {
    try await platform.write(as: scope, outcome) { shop in
      try WriteOff.writeOff(id, reason: reason, expecting: expected, in: shop)
    }
  }

  /// As a part of another transaction.
  package static func writeOff(
    _ id: Invoice.ID, reason: String, expecting expected: Int64? = nil, in shop: ShopTransaction
  ) throws -> DocumentHead {
    guard DocumentText.isReason(reason) else {
      throw InvoicingRefusal.text(pointer: "/reason", most: CreditNoteWish.maximumReason)
    }
    let standing = DocumentStanding(shop: shop)
    let before = try shop.invoicing.head(id)
    try standing.requireNothingUnderWay(for: before)
    let after = try shop.invoicing.writeOff(id, expecting: expected)
    try standing.standDown(before)
    try shop.audit.record(
      "invoice.writtenOff", id,
      ["amount": .string(before.toPay.decimal), "reason": .string(reason)])
    return after
  }

  /// Withdraws a pro forma. Credits held for it are free again; what was paid on it in part stays
  /// the customer's, in sight.
  /// - Throws: as `writeOff`.
  package func withdraw(
    _ id: Invoice.ID, as scope: TenantScope, _ outcome: Outcome = .kept
  ) async throws -> DocumentHead {
    try await platform.write(as: scope, outcome) { shop in
      try WriteOff.withdraw(id, in: shop)
    }
  }

  /// As a part of another transaction.
  package static func withdraw(
    _ id: Invoice.ID, in shop: ShopTransaction
  ) throws -> DocumentHead {
    let standing = DocumentStanding(shop: shop)
    let before = try shop.invoicing.head(id)
    try standing.requireNothingUnderWay(for: before)
    let ended = try shop.invoicing.end(id, by: .cancel).proForma
    try shop.credits.release(for: [id.credited])
    try standing.standDown(before)
    try shop.audit.record("proForma.withdrawn", id)
    return ended
  }
}
