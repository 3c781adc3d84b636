package import Primitives
import Storage
package import Tenancy

/// A shop's messages: each written down once, as it was sent.
package struct MessageStore {
  let shop: ShopTransaction

  /// Writes messages down, or finds those that were before: the same kind, thing, level and
  /// recipient is the same message, whoever asks again and whatever has changed since.
  /// - Parameter domain: what stands behind the @ of message ids: the platform's mail domain.
  /// - Returns: one for each draft, in their order.
  package func compose(_ drafts: [MessageDraft], domain: String) throws -> [StoredMessage] {
    var known = try existing(drafts)
    let renderer = MailRenderer(
      shop: try shop.profile.current(),
      accentColour: try shop.settings.current().accentColour)
    var new: [StoredMessage] = []
    for draft in drafts where known[draft.key] == nil {
      let message = stored(draft, renderer, domain)
      known[draft.key] = message
      new.append(message)
    }
    try insert(new)
    return drafts.compactMap { known[$0.key] }
  }

  /// One message; see `compose(_:domain:)` for many.
  package func compose(_ draft: MessageDraft, domain: String) throws -> StoredMessage {
    guard let message = try compose([draft], domain: domain).first else {
      throw MessageError.unknown
    }
    return message
  }

  package func find(_ id: StoredMessage.ID) throws -> StoredMessage {
    guard let found = try select("AND id = \(id)").first else { throw MessageError.unknown }
    return found
  }

  /// Everything told about a thing, the first first: the timeline of an invoice.
  package func about(_ object: String) throws -> [StoredMessage] {
    try select("AND object_id = \(object) ORDER BY id LIMIT 500")
  }

  /// The newest first.
  package func page(_ request: PageRequest = .first) throws -> Page<StoredMessage> {
    let rows = try select(
      "AND id < \(request.before) ORDER BY id DESC LIMIT \(request.fetch)")
    return Page(fetched: rows, for: request) { $0.id.rawValue }
  }

  // MARK: - What came of it

  /// A mail server took it. The text of a message that holds a secret is then forgotten.
  package func markSent(_ id: StoredMessage.ID, reply: String) throws {
    let message = try find(id)
    try settle(message, .send, "state = 'sent', sent_at = \(shop.now)", reply)
    guard message.kind.holdsSecret else { return }
    let gone = Phrase(
      nl: "De link is na verzending verwijderd.", en: "The link was removed after sending.")
    let text = gone(message.recipient.language)
    try shop.execute(
      """
      UPDATE messages SET body_text = \(text), body_html = \(text)
      WHERE tenant_id = \(shop.tenant) AND id = \(id)
      """)
  }

  /// A mail server refused it for good; the shop sees why.
  package func markRefused(_ id: StoredMessage.ID, reply: String) throws {
    try settle(try find(id), .refuse, "state = 'refused'", reply)
  }

  /// It could not be handed over yet; what was said is kept for who looks.
  package func note(_ id: StoredMessage.ID, reply: String) throws {
    try shop.execute(
      """
      UPDATE messages SET last_reply = \(MessageStore.bounded(reply))
      WHERE tenant_id = \(shop.tenant) AND id = \(id) AND state = 'composed'
      """)
  }

  private func settle(
    _ message: StoredMessage, _ event: MessageState.Event, _ changes: SQL, _ reply: String
  ) throws {
    _ = try message.state.after(event)
    let changed = try shop.execute(
      """
      UPDATE messages SET \(changes), last_reply = \(MessageStore.bounded(reply))
      WHERE tenant_id = \(shop.tenant) AND id = \(message.id) AND state = \(message.state)
      """)
    guard changed == 1 else {
      throw MessageError.impossible(state: message.state.rawValue, event: event.rawValue)
    }
  }

  private static func bounded(_ text: String) -> String {
    String(text.prefix(300)).filter { $0 != "\u{0}" }
  }

  // MARK: - Rows

  private func stored(
    _ draft: MessageDraft, _ renderer: MailRenderer, _ domain: String
  ) -> StoredMessage {
    let id: StoredMessage.ID = shop.newID()
    return StoredMessage(
      id: id, kind: type(of: draft.content).kind, object: draft.object, level: draft.level,
      recipient: draft.recipient,
      content: renderer.render(draft.content.letter, for: draft.recipient),
      attachment: draft.attachment, references: draft.references, messageID: "\(id)@\(domain)",
      state: .composed, createdAt: shop.now, sentAt: nil, lastReply: nil)
  }

  private func existing(_ drafts: [MessageDraft]) throws -> [MessageKey: StoredMessage] {
    let wanted = Set(drafts.map(\.key))
    let objects = Set(drafts.map(\.object)).sorted()
    var known: [MessageKey: StoredMessage] = [:]
    for start in stride(from: 0, to: objects.count, by: 500) {
      let part = objects[start..<min(start + 500, objects.count)]
      for message in try select("AND object_id IN (\(list: part))")
      where wanted.contains(message.key) {
        known[message.key] = message
      }
    }
    return known
  }

  private func insert(_ messages: [StoredMessage]) throws {
    var rows = BulkRows(into: "messages", MessageStore.columns)
    for message in messages {
      rows.append(
        message.id, shop.tenant, message.kind, message.object, message.level,
        message.recipient.email, message.recipient.name, message.recipient.email.folded,
        message.recipient.language, message.content.subject, message.content.text,
        message.content.html, message.attachment, message.references.joined(separator: " "),
        message.messageID, message.state, message.createdAt)
    }
    try shop.insert(rows)
  }

  private func select(_ rest: SQL) throws -> [StoredMessage] {
    try shop.all(
      """
      SELECT id, kind, object_id, level, recipient, recipient_name, language, subject, body_text,
        body_html, attachment, reference_ids, message_id, state, created_at, sent_at, last_reply
      FROM messages WHERE tenant_id = \(shop.tenant) \(rest)
      """
    ) { row in
      let references: String = try row(11)
      return StoredMessage(
        id: try row(0), kind: try row(1), object: try row(2), level: try row(3),
        recipient: Recipient(email: try row(4), name: try row(5), language: try row(6)),
        content: RenderedMail(subject: try row(7), text: try row(8), html: try row(9)),
        attachment: try row(10), references: references.split(separator: " ").map(String.init),
        messageID: try row(12), state: try row(13), createdAt: try row(14), sentAt: try row(15),
        lastReply: try row(16))
    }
  }

  private static let columns: [Column] = [
    .integer("id"), .integer("tenant_id"), .text("kind"), .text("object_id"), .integer("level"),
    .text("recipient"), .text("recipient_name"), .text("recipient_folded"), .text("language"),
    .text("subject"), .text("body_text"), .text("body_html"), .text("attachment"),
    .text("reference_ids"), .text("message_id"), .text("state"), .integer("created_at"),
  ]
}

extension ShopTransaction {
  package var messages: MessageStore { MessageStore(shop: self) }
}
