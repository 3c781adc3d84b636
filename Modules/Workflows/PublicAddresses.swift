package import Payments
import Primitives
package import Tenancy

/// Where people and providers find the platform; what links in mails are made of.
package struct PublicAddresses: Hashable, Sendable {
  /// Without a slash at the end.
  package let checkout: String
  package let admin: String
  /// The platform's own sender address.
  package let mailFrom: String

  package init(checkout: String, admin: String, mailFrom: String) {
    self.checkout = PublicAddresses.trimmed(checkout)
    self.admin = PublicAddresses.trimmed(admin)
    self.mailFrom = mailFrom
  }

  private static func trimmed(_ url: String) -> String {
    url.hasSuffix("/") ? String(url.dropLast()) : url
  }

  /// The shop's portal, where open payment requests stand first.
  package func portal(of shop: Shop) -> String { "\(checkout)/\(shop.slug)/portal" }

  /// The one-time link that signs a customer in.
  package func signIn(of shop: Shop, token: String) -> String {
    "\(checkout)/\(shop.slug)/portal/sign-in/\(token)"
  }

  /// Where the browser returns after the provider's page.
  package func paymentReturn(of shop: Shop, token: String) -> String {
    "\(checkout)/\(shop.slug)/payments/\(token)"
  }

  /// Where the provider calls about a payment.
  package func webhook(_ gateway: GatewayName, _ address: WebhookAddress) -> String {
    "\(checkout)/webhooks/\(gateway.rawValue)/\(address)"
  }
}
