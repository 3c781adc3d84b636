import Cryptography
package import Payments
package import Primitives
package import Tenancy

/// The address that a browser comes back to after the provider's page. It says nothing about
/// whether money moved: the page behind it asks the provider (S-43).
extension Platform {
  /// Days that the address opens the page; long after every method has ended.
  static let returnLinkDays: Int64 = 90

  func returnAddress(of payment: Payment, in shop: Shop) -> String {
    addresses.paymentReturn(of: shop, token: returnToken(of: payment, in: shop))
  }

  /// The last part of that address.
  package func returnToken(of payment: Payment, in shop: Shop) -> String {
    let expiry = payment.createdAt.adding(days: Platform.returnLinkDays)
    return links.sign("\(shop.id)/\(payment.id)", expiry: expiry)
  }

  /// The payment that a returning browser names; nil for a token that is forged, expired or of
  /// another shop.
  package func payment(returning token: String, to shop: Shop, at now: Instant) -> Payment.ID? {
    guard let text = try? links.verify(token, at: now) else { return nil }
    let parts = text.split(separator: "/")
    guard parts.count == 2, parts[0] == shop.id.description else { return nil }
    return Payment.ID(String(parts[1]))
  }
}
