import Cryptography
package import Primitives
package import Subscriptions
package import Tenancy

/// The address of a purchase right after it: what was bought, and what can be added with one
/// click. Whoever has it sees that and no more.
extension Platform {
  /// The last part of that address.
  package func orderToken(
    of subscription: Subscription.ID, in shop: Shop, at now: Instant
  ) -> String {
    links.sign(
      "\(shop.id)/\(subscription)", expiry: now.adding(days: Platform.returnLinkDays))
  }

  /// The purchase that such a token names; nil for one that is forged, expired or of another shop.
  package func order(_ token: String, of shop: Shop, at now: Instant) -> Subscription.ID? {
    guard let text = try? links.verify(token, at: now) else { return nil }
    let parts = text.split(separator: "/")
    guard parts.count == 2, parts[0] == shop.id.description else { return nil }
    return Subscription.ID(String(parts[1]))
  }
}
