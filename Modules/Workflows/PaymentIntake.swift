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
    for change in applied.changes {
      switch change.kind {
      case .acknowledged, .pending: break
      case .paid: try received(applied.payment, change, told, in: shop)
      case .chargebackReversed: try settle(applied.payment, change, in: shop)
      case .refunded, .chargedBack: try returned(applied.payment, change, in: shop)
      case .failed, .expired, .cancelled: try notPaid(applied.payment, in: shop)
      }
    }
  }

  private static func received(
    _ payment: Payment, _ change: PaymentChange, _ told: GatewayPayment?, in shop: ShopTransaction
  ) throws {
    if let told { try shop.mandates.grant(by: payment, told) }
    try settle(payment, change, in: shop)
  }

  /// Lays the money on the documents that were chosen; what they cannot take stays the customer's.
  private static func settle(
    _ payment: Payment, _ change: PaymentChange, in shop: ShopTransaction
  ) throws {
    let targets = try shop.payments.targets(of: payment.id)
    let parts = try parts(of: change.amount, over: targets)
    let paidOn = payment.paidAt.map { shop.scope.zone.date(at: $0) } ?? shop.today
    let money = IncomingMoney(
      payment: payment.id.description, cause: change.key, customer: payment.customer,
      amount: change.amount, paidOn: min(paidOn, shop.today))
    let settlement = try shop.invoicing.settle(money, on: parts)
    try settled(settlement.paid, by: payment, in: shop)
  }

  /// No more than what came in, document by document in the order that was paid for.
  private static func parts(
    of amount: Money, over targets: [PaymentTarget]
  ) throws -> [SettledPart] {
    var left = amount
    return try targets.compactMap { target in
      let part = try target.amount.smaller(left)
      left = try left - part
      return part.isPositive ? SettledPart(document: target.document, amount: part) : nil
    }
  }

  private static func settled(
    _ documents: [DocumentHead], by payment: Payment, in shop: ShopTransaction
  ) throws {
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

  /// Documents open again, and their follow-up with them (I-32).
  private static func returned(
    _ payment: Payment, _ change: PaymentChange, in shop: ShopTransaction
  ) throws {
    let money = ReturnedMoney(
      payment: payment.id.description, cause: change.key, amount: change.amount,
      returnedOn: shop.today)
    let reopening = try shop.invoicing.reopen(money)
    try shop.dunning.reopen(reopening.reopened.map(\.id))
    guard change.kind == .chargedBack else { return }
    try tellCustomer(payment, in: shop)
  }

  /// A hosted page that was left open is no news; a collection that failed is.
  private static func notPaid(_ payment: Payment, in shop: ShopTransaction) throws {
    guard payment.sequence == .recurring, payment.state == .failed else { return }
    try tellCustomer(payment, in: shop)
  }

  private static func tellCustomer(_ payment: Payment, in shop: ShopTransaction) throws {
    try shop.outbox.put([MailOrder(.paymentFailed, about: payment.id).message(at: shop.now)])
  }
}
