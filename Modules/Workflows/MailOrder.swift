import Invoicing
import JSON
import Notifications
import Outbox
import Primitives

/// What a mail tells, and about what. The order is written in the transaction that causes it; the
/// text is composed from the committed state when it is delivered, once, and kept (I-29, I-38).
struct MailOrder: Hashable, Sendable {
  /// The outbox's name for mail.
  static let outboxKind = "mail"

  let kind: MessageKind
  /// The id of what it is about, with its prefix.
  let object: String
  /// Which of several about the same thing; 0 where there is but one.
  let level: Int

  init<Owner>(_ kind: MessageKind, about id: EntityID<Owner>, level: Int = 0) {
    self.kind = kind
    object = id.description
    self.level = level
  }

  /// The mail that goes with a document just made.
  static func issued(_ document: DocumentHead) -> MailOrder {
    switch document.kind {
    case .proForma: MailOrder(.paymentRequest, about: document.id)
    case .invoice, .creditNote:
      MailOrder(document.isOpen ? .invoiceDue : .invoicePaid, about: document.id)
    }
  }

  /// One mail of a kind about a thing, whoever asks for it again.
  func message(at moment: Instant) -> OutboxMessage {
    OutboxMessage(
      kind: MailOrder.outboxKind, key: "\(kind.rawValue):\(object):\(level)",
      payload: [
        "kind": .string(kind.rawValue), "object": .string(object),
        "level": .integer(Int64(level)),
      ],
      dueAt: moment)
  }

  /// Nil for a payload that no version of the platform writes.
  init?(_ payload: JSONValue) {
    guard let kind = payload["kind"]?.stringValue.flatMap(MessageKind.init(rawValue:)),
      let object = payload["object"]?.stringValue, let level = payload["level"]?.intValue
    else { return nil }
    self.kind = kind
    self.object = object
    self.level = level
  }
}
