import Catalog
import Credits
import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy

/// A checkout whose first payment never came: its request expires, so that an old link cannot be
/// paid by accident (I-21). Money that still arrives lies visibly on the customer (I-08).
struct UnpaidCheckout {
  let shop: ShopTransaction

  /// Waits another day while money may be under way (I-25).
  func giveUp(_ subscription: Subscription) throws {
    let open = try shop.invoicing.open(of: subscription.customerID).filter {
      $0.source == subscription.id.description
    }
    guard try shop.payments.liveAttempts(for: open.map(\.id)).isEmpty else {
      return try shop.subscriptions.postpone(subscription, until: shop.today.adding(days: 1))
    }
    for document in open { try takeBack(document) }
    try shop.coupons.release(subscription: subscription.id)
    _ = try shop.subscriptions.apply(.firstPaymentGivenUp, to: subscription, noticeDays: 0)
  }

  private func takeBack(_ document: DocumentHead) throws {
    if document.kind == .proForma {
      _ = try shop.invoicing.end(document.id, by: .expire)
      try shop.credits.release(for: [document.id.credited])
    } else {
      let crediting = try shop.invoicing.creditNote(for: document.id)
      // Credits that had settled a part of it are credits again.
      let reason = Phrase(nl: "Bestelling niet betaald", en: "Order not paid")
      _ = try FreedMoney(shop: shop, reason: reason).settle(
        crediting, of: try shop.customers.find(document.customer), as: .credits)
    }
  }
}
