package import Primitives
package import Tenancy

/// Someone at an address.
package struct Correspondent: Hashable, Sendable {
  package let name: String
  package let address: EmailAddress

  package init(name: String, address: EmailAddress) {
    self.name = name
    self.address = address
  }
}

/// A file that goes along with a mail.
package struct MailAttachment: Hashable, Sendable {
  package let fileName: String
  /// `application/pdf`.
  package let contentType: String
  package let bytes: [UInt8]

  package init(fileName: String, contentType: String, bytes: [UInt8]) {
    self.fileName = fileName
    self.contentType = contentType
    self.bytes = bytes
  }
}

/// A mail, ready for a carrier. One recipient only, so that each outcome is known.
package struct OutgoingMail: Hashable, Sendable {
  package let from: Correspondent
  package let replyTo: EmailAddress?
  package let to: Correspondent
  package let subject: String
  package let text: String
  package let html: String
  package let attachments: [MailAttachment]
  /// Without angle brackets; the same at every try (I-38).
  package let messageID: String
  package let date: Instant
  /// Message ids of the mails that this one follows.
  package let references: [String]

  package init(
    from: Correspondent, replyTo: EmailAddress?, to: Correspondent, subject: String, text: String,
    html: String, attachments: [MailAttachment], messageID: String, date: Instant,
    references: [String]
  ) {
    self.from = from
    self.replyTo = replyTo
    self.to = to
    self.subject = subject
    self.text = text
    self.html = html
    self.attachments = attachments
    self.messageID = messageID
    self.date = date
    self.references = references
  }
}

/// How handing a mail over went. The reason is what the other side said.
package enum DeliveryOutcome: Hashable, Sendable {
  /// Taken by a mail server (250).
  case accepted(String)
  /// Not now (4xx, no connection): again later.
  case temporary(String)
  /// Never (5xx): the shop sees it.
  case permanent(String)
  /// The connection broke after the mail was given: again later with the same message id.
  case unknown(String)
}

/// Takes a mail to its recipient's server. Real in production, scripted in tests.
package protocol Carrier: Sendable {
  func deliver(_ mail: OutgoingMail) async -> DeliveryOutcome
}

/// Under whose name and address a shop's mail goes out.
package struct SenderIdentity: Hashable, Sendable {
  package let from: Correspondent
  package let replyTo: EmailAddress?

  /// The shop's own address once it has one, else the platform's with the shop's name and
  /// Reply-To: a mail server checks that the From domain is the sender's own.
  package init(_ shop: Shop, platformAddress: EmailAddress) {
    let own = shop.platformPackage.allows(.ownSender) ? shop.sender.email : nil
    from = Correspondent(name: shop.sender.name, address: own ?? platformAddress)
    replyTo = shop.sender.replyTo ?? (own == nil ? shop.sender.email : nil)
  }
}
