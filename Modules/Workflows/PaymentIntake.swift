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
  @discardableResult
  static func apply(
    _ fetched: GatewayPayment, to id: Payment.ID, in shop: ShopTransaction
  ) throws -> AppliedPayment {
    let applied = try shop.payments.apply(fetched, to: id)
    try carryOut(applied, told: fetched, in: shop)
    return applied
  }

  /// - Parameter told: what the provider said, when it was the provider.
  static func carryOut(
    _ applied: AppliedPayment, told: GatewayPayment?, in shop: ShopTransaction
  ) throws {
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
      }
    }
    if tellsCustomer(applied) {
      try shop.outbox.put([MailOrder(.paymentFailed, about: payment.id).message(at: shop.now)])
    }
  }

  /// A collection that failed or was taken back is news; a hosted page left open is none.
  private static func tellsCustomer(_ applied: AppliedPayment) -> Bool {
    applied.changes.contains { change in
      change.kind == .chargedBack
        || (change.kind == .failed && applied.payment.sequence == .recurring)
    }
  }

  private static func settled(_ documents: [DocumentHead], in shop: ShopTransaction) throws {
    let claims = documents.map { $0.proForma ?? $0.id }
    try shop.credits.consume(for: claims.map(\.credited))
    try shop.dunning.close(claims + documents.map(\.id), reason: .paid)
    try shop.payments.cancelPlanned(for: claims)
    try activate(documents, in: shop)
    try shop.outbox.put(
      documents.map { MailOrder(.invoicePaid, about: $0.id).message(at: shop.now) })
  }

  /// A first document that is paid starts its subscription.
  private static func activate(_ documents: [DocumentHead], in shop: ShopTransaction) throws {
    let ids = Set(documents.compactMap { $0.source.flatMap { Subscription.ID($0) } })
    let waiting = try shop.subscriptions.find(ids).filter {
      $0.state == .pending || $0.state == .abandoned
    }
    guard !waiting.isEmpty else { return }
    let notice = try shop.settings.current().renewalNoticeDays
    for subscription in waiting {
      _ = try shop.subscriptions.apply(
        .firstPaymentReceived, to: subscription, noticeDays: notice)
      try shop.outbox.put(
        [MailOrder(.subscriptionConfirmed, about: subscription.id).message(at: shop.now)])
    }
  }

  /// Documents open again, and their follow-up with them (R-25, I-32). What was followed as a pro
  /// forma, or not yet, is followed from today on as the invoice that it is now.
  private static func reopened(_ reopening: Reopening, in shop: ShopTransaction) throws {
    try shop.dunning.reopen(reopening.reopened.map(\.id))
    let unfollowed = try reopening.reopened.filter { document in
      try document.isOpen && shop.dunning.find(document.id) == nil
    }
    let settings = try shop.settings.current()
    try DocumentRun(shop: shop, settings: settings).follow(unfollowed, dueFrom: shop.today)
  }
}
