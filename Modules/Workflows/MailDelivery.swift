import Invoicing
import Notifications
import Outbox
import Primitives
import Tenancy

/// Delivers an ordered mail: writes its one copy down, hands it to the carrier, notes what came of
/// it. A mail that was handed over before is not handed over again.
struct MailDelivery: Sendable {
  let platform: Platform

  init(_ platform: Platform) { self.platform = platform }

  /// Seconds in which a mail server that hangs is given up, with something to spare.
  private static let slowest: Int64 = 90

  /// - Returns: the worst that came of any recipient; one mailbox that is full or gone keeps
  ///   nobody else from getting the mail.
  func deliver(
    _ order: MailOrder, _ claimed: ClaimedMessage, as scope: TenantScope
  ) async throws -> DeliveryResult {
    let messages: [StoredMessage]
    do {
      messages = try await compose(order, claimed, as: scope)
    } catch let refusal as any Refusal {
      return .hopeless(refusal.code)
    }
    var worst = DeliveryResult.done
    for message in messages where message.state == .composed {
      let result = try await hand(message, as: scope)
      if result.isWorse(than: worst) { worst = result }
    }
    return worst
  }

  /// The messages of all recipients, written down before anything is sent. The claim is made to
  /// last for all of them: a slow mail server must not let another worker send them again (I-38).
  private func compose(
    _ order: MailOrder, _ claimed: ClaimedMessage, as scope: TenantScope
  ) async throws -> [StoredMessage] {
    try await platform.database.write(as: scope) { shop in
      let messages = try messages(for: order, in: shop)
      let recipients = Int64(max(messages.count, 1))
      try shop.outbox.prolong(claimed, seconds: recipients * MailDelivery.slowest)
      return messages
    }
  }

  private func messages(
    for order: MailOrder, in shop: ShopTransaction
  ) throws -> [StoredMessage] {
    if let composed = StoredMessage.ID(order.object) { return [try shop.messages.find(composed)] }
    let addresses = platform.addresses
    let composer = MailComposer(shop: shop, addresses: addresses)
    guard let mail = try composer.content(of: order) else { return [] }
    let drafts = try recipients(of: mail.customer, in: shop).map { recipient in
      MessageDraft(
        mail.content, about: order.object, level: order.level, to: recipient,
        attachment: mail.attached?.description)
    }
    return try shop.messages.compose(drafts, domain: addresses.mailDomain)
  }

  private func hand(
    _ message: StoredMessage, as scope: TenantScope
  ) async throws -> DeliveryResult {
    guard let sender = platform.addresses.sender(of: scope.shop) else {
      return .hopeless("the platform's sender address is not an address")
    }
    let (attachments, date) = try await enclosures(of: message, as: scope)
    let mail = message.mail(from: sender, attachments: attachments, date: date)
    let outcome = await platform.outside.carrier.deliver(mail)
    return try await platform.database.write(as: scope) { shop in
      switch outcome {
      case .accepted(let reply):
        try shop.messages.markSent(message.id, reply: reply)
        return .done
      case .permanent(let reply):
        try shop.messages.markRefused(message.id, reply: reply)
        return .hopeless(reply)
      case .temporary(let reply), .unknown(let reply):
        try shop.messages.note(message.id, reply: reply)
        return .later(reply, seconds: nil)
      }
    }
  }

  /// The document as it is at this moment, drawn outside any transaction.
  private func enclosures(
    of message: StoredMessage, as scope: TenantScope
  ) async throws -> ([MailAttachment], Instant) {
    let id = message.attachment.flatMap { Invoice.ID($0) }
    let (enclosed, now) = try await platform.database.read(as: scope) { shop in
      (try id.map { try EnclosedDocument($0, in: shop) }, shop.now)
    }
    guard let enclosed else { return ([], now) }
    let document = enclosed.document
    let pdf = try await platform.outside.renderPDF(document)
    var attachments = [
      MailAttachment(
        fileName: "\(document.number).pdf", contentType: "application/pdf", bytes: pdf)
    ]
    if let number = enclosed.customerNumber,
      let invoice = platform.outside.renderEInvoice(document, number)
    {
      attachments.append(
        MailAttachment(
          fileName: "\(document.number).xml", contentType: "application/xml", bytes: invoice))
    }
    return (attachments, now)
  }
}

/// What a mail carries.
private struct EnclosedDocument: Sendable {
  let document: IssuedDocument
  /// Set where the shop sends e-invoices along, and this document can be one.
  let customerNumber: String?

  init(_ id: Invoice.ID, in shop: ShopTransaction) throws {
    document = try shop.invoicing.find(id)
    guard document.kind != .proForma, try shop.settings.current().attachesUBL else {
      customerNumber = nil
      return
    }
    let customer = try shop.customers.find(try shop.invoicing.head(id).customer)
    customerNumber = customer.details.reference ?? customer.id.description
  }
}

/// The customer, and whoever else of the account gets its payment requests (R-41).
func recipients(of id: Customer.ID, in shop: ShopTransaction) throws -> [Recipient] {
  let customer = try shop.customers.find(id)
  let users = try shop.customerUsers.recipients(of: [id])[id] ?? []
  let own = Recipient(
    email: customer.email, name: customer.name, language: customer.language)
  let others = users.map { Recipient($0) }.filter { $0.email.folded != own.email.folded }
  return [own] + others
}

extension DeliveryResult {
  /// What can still be done is more urgent than what is hopeless.
  fileprivate func isWorse(than other: DeliveryResult) -> Bool { rank > other.rank }

  private var rank: Int {
    switch self {
    case .done: 0
    case .hopeless: 1
    case .later: 2
    }
  }
}

extension PublicAddresses {
  /// What stands behind the @ of message ids.
  var mailDomain: String {
    mailFrom.split(separator: "@").last.map(String.init) ?? "localhost"
  }

  /// Nil when the configured address is not one.
  func sender(of shop: Shop) -> SenderIdentity? {
    EmailAddress(mailFrom).map { SenderIdentity(shop, platformAddress: $0) }
  }
}
