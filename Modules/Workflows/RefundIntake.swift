import Credits
import Invoicing
import Ledger
import Notifications
import Outbox
import Payments
import Primitives
import Tenancy

/// What follows from a refund's changes, all in the transaction that applied them: the books, the
/// documents that its money lay on, and the mail.
enum RefundIntake {
  /// Takes in what a provider says of a payment's refunds. The same word twice does nothing twice.
  /// - Returns: whether anything was new.
  static func apply(
    _ told: [GatewayRefund], to payment: Payment.ID, in shop: ShopTransaction
  ) throws -> Bool {
    let changes = try shop.refunds.take(told, for: payment)
    try carryOut(changes, in: shop)
    return !changes.isEmpty
  }

  static func carryOut(_ changes: [RefundChange], in shop: ShopTransaction) throws {
    for change in changes {
      if change.from == .free, change.to != .free { try takeOut(change, in: shop) }
      try shop.refunds.bookHolding(change)
      if change.to == .free, change.from != .free { try putBack(change, in: shop) }
      try tell(change, in: shop)
    }
  }

  /// The money leaves the place where it lay: credits, or the receipts of its payment.
  private static func takeOut(_ change: RefundChange, in shop: ShopTransaction) throws {
    if change.refund.cause.isPaidFromCredits { return try payOutCredits(change, in: shop) }
    if change.covered.isPositive {
      let reopening = try shop.invoicing.reopen(
        ReturnedMoney(
          payment: change.refund.payment.description, cause: change.key, amount: change.covered,
          returnedOn: shop.today))
      try PaymentIntake.reopened(reopening, in: shop)
    }
    if let loss = shop.refunds.loss(of: change) { try shop.payments.book(lost: loss) }
  }

  /// The money is the customer's again. What a loss had swallowed comes back first; the rest lies
  /// on no document, in sight, until somebody decides.
  private static func putBack(_ change: RefundChange, in shop: ShopTransaction) throws {
    if change.refund.cause.isPaidFromCredits { return try grantAgain(change, in: shop) }
    if let loss = shop.refunds.loss(of: change) { try shop.payments.book(recovered: loss) }
    guard change.covered.isPositive else { return }
    _ = try shop.invoicing.settle(
      IncomingMoney(
        payment: change.refund.payment.description, cause: change.key,
        customer: change.refund.customer, amount: change.covered, paidOn: shop.today),
      on: [])
  }

  /// The credits are gone with the request. One that was given up and went out after all takes
  /// them once more; what the customer has used meanwhile is then the shop's gift.
  private static func payOutCredits(_ change: RefundChange, in shop: ShopTransaction) throws {
    let refund = change.refund
    let payout = NewPayout(
      customer: refund.customer, amount: refund.amount, reason: refund.reason,
      source: "refund:\(change.key)")
    do {
      try shop.credits.payOut(payout)
    } catch CreditsRefusal.notEnough where refund.version > 1 {
      try shop.credits.grant([
        NewCredit(
          customer: refund.customer, amount: refund.amount, reason: refund.reason,
          source: "gift:\(change.key)")
      ])
      try shop.credits.payOut(payout)
    }
  }

  /// The credits are the customer's again.
  private static func grantAgain(_ change: RefundChange, in shop: ShopTransaction) throws {
    try shop.credits.grant(
      [
        NewCredit(
          customer: change.refund.customer, amount: change.refund.amount,
          reason: change.refund.reason, source: "refund:\(change.key)")
      ], from: .refundsPayable)
  }

  /// The customer hears of it once the provider has it, whoever asked for it.
  private static func tell(_ change: RefundChange, in shop: ShopTransaction) throws {
    let isOnItsWay = change.refund.state == .pending || change.refund.state == .done
    guard isOnItsWay else { return }
    try shop.outbox.put([
      MailOrder(.refundSent, about: change.refund.id).message(at: shop.now)
    ])
  }
}
