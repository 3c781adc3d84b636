package import Primitives
import Tenancy

/// A message to be written down.
package struct MessageDraft: Sendable {
  package let content: any MailContent
  /// The id of what it is about, with its prefix.
  package let object: String
  /// Which step of a sequence, such as the second reminder; 0 where there is none.
  package let level: Int
  package let recipient: Recipient
  /// The id of the document whose PDF goes along, with its prefix.
  package let attachment: String?
  /// Message ids of the mails that this one follows.
  package let references: [String]

  package init(
    _ content: any MailContent, about object: String, level: Int = 0, to recipient: Recipient,
    attachment: String? = nil, references: [String] = []
  ) {
    self.content = content
    self.object = object
    self.level = level
    self.recipient = recipient
    self.attachment = attachment
    self.references = references
  }

  var key: MessageKey {
    MessageKey(
      kind: type(of: content).kind, object: object, level: level,
      recipient: recipient.email.folded)
  }
}

/// What makes a message one (I-38).
struct MessageKey: Hashable {
  let kind: MessageKind
  let object: String
  let level: Int
  let recipient: String
}

/// The one stored copy of what was sent, or is to be.
package struct StoredMessage: Entity, Hashable, Sendable {
  package static let idPrefix = "msg"

  package let id: StoredMessage.ID
  package let kind: MessageKind
  package let object: String
  package let level: Int
  package let recipient: Recipient
  package let content: RenderedMail
  package let attachment: String?
  package let references: [String]
  /// Without angle brackets.
  package let messageID: String
  package let state: MessageState
  package let createdAt: Instant
  package let sentAt: Instant?
  /// What the mail server said last.
  package let lastReply: String?

  var key: MessageKey {
    MessageKey(kind: kind, object: object, level: level, recipient: recipient.email.folded)
  }

  /// As a carrier takes it.
  package func mail(
    from sender: SenderIdentity, attachments: [MailAttachment], date: Instant
  ) -> OutgoingMail {
    OutgoingMail(
      from: sender.from, replyTo: sender.replyTo,
      to: Correspondent(name: recipient.name, address: recipient.email), subject: content.subject,
      text: content.text, html: content.html, attachments: attachments, messageID: messageID,
      date: date, references: references)
  }
}
