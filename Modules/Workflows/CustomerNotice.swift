import Invoicing
import Notifications
import Outbox
import Primitives
import Tenancy

/// A mail that is composed in the transaction that causes it, since only there is all known that
/// it tells: what changed, and what that cost. It is written down for each recipient of the
/// customer and ordered with them; nothing leaves before the commit (I-29).
struct CustomerNotice: Sendable {
  let content: any MailContent
  /// The id of what it is about, with its prefix.
  let object: String
  /// Which of several about the same thing; 0 where there is but one.
  let level: Int
  /// The document whose PDF goes along.
  let attached: Invoice.ID?

  init<Owner>(
    _ content: any MailContent, about id: EntityID<Owner>, level: Int = 0,
    attached: Invoice.ID? = nil
  ) {
    self.content = content
    object = id.description
    self.level = level
    self.attached = attached
  }

  /// Writes it down and orders its delivery; the same notice again is nothing new (I-38).
  func send(
    to customer: Customer.ID, _ addresses: PublicAddresses, in shop: ShopTransaction
  ) throws {
    let drafts = try recipients(of: customer, in: shop).map { recipient in
      MessageDraft(
        content, about: object, level: level, to: recipient, attachment: attached?.description)
    }
    for message in try shop.messages.compose(drafts, domain: addresses.mailDomain) {
      try shop.outbox.put(MailOrder(message.kind, about: message.id).message(at: shop.now))
    }
  }
}
