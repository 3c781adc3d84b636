import Credits
import Dunning
import Invoicing
import Notifications
import Outbox
import Payments
import Primitives
import Subscriptions
import Tenancy

/// What follows from a payment's changes, all in the transaction that applied them: documents,
/// ledger, mandate, subscription, follow-up and mail.
enum PaymentIntake {
  /// Takes in what a provider says of a payment. The same word twice does nothing twice.
  /// - Returns: whether anything was new.
  @discardableResult
  static func apply(
    _ fetched: GatewayPayment, to id: Payment.ID, in shop: ShopTransaction
  ) throws -> Bool {
    try carryOut(try shop.payments.apply(fetched, to: id), told: fetched, in: shop)
  }

  /// - Parameter told: what the provider said, when it was the provider.
  /// - Returns: whether anything was new.
  @discardableResult
  static func carryOut(
    _ applied: AppliedPayment, told: GatewayPayment?, in shop: ShopTransaction
  ) throws -> Bool {
    let payment = applied.payment
    if let told, applied.changes.contains(where: { $0.kind == .paid }) {
      try shop.mandates.grant(by: payment, told)
    }
    let targets = try shop.payments.targets(of: payment.id)
    for movement in applied.movements(targets, in: shop.scope.zone, today: shop.today) {
      switch movement {
      case .received(let money, let parts):
        let settlement = try shop.invoicing.settle(money, on: parts)
        try settled(settlement.paid, in: shop)
      case .returned(let money): try reopened(try shop.invoicing.reopen(money), in: shop)
      case .lost(let money): try shop.payments.book(lost: money)
      case .recovered(let money): try shop.payments.book(recovered: money)
      }
    }
    if tellsCustomer(applied) {
      try shop.outbox.put([MailOrder(.paymentFailed, about: payment.id).message(at: shop.now)])
    }
    guard let refunds = told?.refunds else { return !applied.isNoOp }
    return try RefundIntake.apply(refunds, to: payment.id, in: shop) || !applied.isNoOp
  }

  /// A collection that failed or was taken back is news; a hosted page left open is none.
  private static func tellsCustomer(_ applied: AppliedPayment) -> Bool {
    applied.changes.contains { change in
      change.kind == .chargedBack
        || (change.kind == .failed && applied.payment.sequence == .recurring)
    }
  }

  static func settled(_ documents: [DocumentHead], in shop: ShopTransaction) throws {
    let claims = documents.map { $0.proForma ?? $0.id }
    try shop.credits.consume(for: claims.map(\.credited))
    try shop.dunning.close(claims + documents.map(\.id), reason: .paid)
    try shop.payments.cancelPlanned(for: claims)
    try PaidCheckout(shop: shop).activate(documents)
    try shop.outbox.put(
      documents.map { MailOrder(.invoicePaid, about: $0.id).message(at: shop.now) })
  }

  /// Documents open again, and their follow-up with them (R-25, I-32). What was followed as a pro
  /// forma, or not yet, is followed from today on as the invoice that it is now.
  static func reopened(_ reopening: Reopening, in shop: ShopTransaction) throws {
    try shop.dunning.reopen(reopening.reopened.map(\.id))
    let unfollowed = try reopening.reopened.filter { document in
      try document.isOpen && shop.dunning.find(document.id) == nil
    }
    let settings = try shop.settings.current()
    try DocumentRun(shop: shop, settings: settings).follow(unfollowed, dueFrom: shop.today)
  }
}
