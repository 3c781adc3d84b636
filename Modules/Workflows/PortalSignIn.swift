import Cryptography
import Notifications
import Outbox
import Primitives
package import Tenancy

/// Sends a customer's user the link that signs in. The answer is the same whether the mailbox is
/// known or not (S-22).
package struct PortalSignIn: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Writes the link's hash, its mail and the order to send it, in one transaction. The secret is
  /// in the mail alone, and gone from the stored copy once that is sent (I-44).
  package func sendLink(to email: EmailAddress, as scope: TenantScope) async throws {
    let secrets = (0..<PortalSignIn.mostUsers).map { _ in
      NewSecret(for: .signInLink, from: platform.random)
    }
    let addresses = platform.addresses
    try await platform.database.write(as: scope) { shop in
      let users = try shop.customerUsers.find(email: email).filter(\.isActive)
      for (user, secret) in zip(users, secrets) {
        try PortalSignIn.send(secret, to: user, addresses, in: shop)
      }
    }
  }

  /// One mailbox may be a user of several customers of the shop.
  private static let mostUsers = 5

  private static func send(
    _ secret: NewSecret, to user: CustomerUser, _ addresses: PublicAddresses,
    in shop: ShopTransaction
  ) throws {
    let token = try shop.tokens.issue(.signInLink, to: user.id.rawValue, secret)
    let url = addresses.signIn(of: shop.scope.shop, token: secret.text.revealed)
    let message = try shop.messages.compose(
      MessageDraft(
        SignInLinkMail(url: url), about: token.id.description, to: Recipient(user)),
      domain: addresses.mailDomain)
    try shop.outbox.put(MailOrder(.signInLink, about: message.id).message(at: shop.now))
  }
}
