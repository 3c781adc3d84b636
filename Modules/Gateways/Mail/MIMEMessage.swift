import Cryptography
package import Primitives

/// A person or a shop at an e-mail address.
package struct Mailbox: Sendable, Hashable {
  package let name: String?
  package let address: String

  package init(name: String? = nil, address: String) {
    self.name = name
    self.address = address
  }
}

/// A file that goes along.
package struct MIMEAttachment: Sendable, Hashable {
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

/// Why a mail cannot be written down. Names and subjects never fail: what could do harm in them is
/// encoded or becomes a blank.
package enum MIMEError: Error, Sendable, Hashable {
  case badAddress(String)
  case badMessageID(String)
  case badContentType(String)
}

/// A mail as values; `bytes()` writes it down by RFC 5322 and MIME, the same bytes every time.
package struct MIMEMessage: Sendable {
  package var from: Mailbox
  package var to: Mailbox
  package var replyTo: Mailbox?
  package var subject: String
  package var date: Instant
  /// `unique@our-domain`, without brackets; the same for every try (a repeat is then recognised).
  package var messageID: String
  /// The Message-ID of the mail that this one follows up.
  package var inReplyTo: String?
  package var text: String
  package var html: String?
  package var attachments: [MIMEAttachment]

  package init(
    from: Mailbox, to: Mailbox, replyTo: Mailbox? = nil, subject: String, date: Instant,
    messageID: String, inReplyTo: String? = nil, text: String, html: String? = nil,
    attachments: [MIMEAttachment] = []
  ) {
    self.from = from
    self.to = to
    self.replyTo = replyTo
    self.subject = subject
    self.date = date
    self.messageID = messageID
    self.inReplyTo = inReplyTo
    self.text = text
    self.html = html
    self.attachments = attachments
  }

  /// The whole message, CRLF line ends, no line over 998 bytes.
  package func bytes() throws(MIMEError) -> [UInt8] {
    let lines = try headers() + body().lines
    return Array(lines.joined(separator: "\r\n").utf8) + [13, 10]
  }

  private func headers() throws(MIMEError) -> [String] {
    var lines = [
      "Date: \(MIMEHeader.date(date))",
      try MIMEHeader.mailbox("From", from),
      try MIMEHeader.mailbox("To", to),
    ]
    if let replyTo { lines.append(try MIMEHeader.mailbox("Reply-To", replyTo)) }
    lines.append(MIMEHeader.text("Subject", subject))
    lines.append("Message-ID: \(try MIMEHeader.messageID(messageID))")
    if let inReplyTo {
      let id = try MIMEHeader.messageID(inReplyTo)
      lines += ["In-Reply-To: \(id)", "References: \(id)"]
    }
    return lines + ["Auto-Submitted: auto-generated", "MIME-Version: 1.0"]
  }

  private func body() throws(MIMEError) -> MIMEPart {
    let plain = MIMEPart.text("plain", text)
    let readable = html.map {
      MIMEPart.multi("alternative", boundary("a"), [plain, .text("html", $0)])
    }
    guard !attachments.isEmpty else { return readable ?? plain }
    var parts = [readable ?? plain]
    for attachment in attachments { parts.append(try MIMEPart.file(attachment)) }
    return .multi("mixed", boundary("m"), parts)
  }

  /// Cannot occur in any part: neither quoted-printable nor base64 gives an `=` before a `_`.
  private func boundary(_ kind: String) -> String {
    "=_\(kind)_" + Hex.encode(Array(SHA256.hash(messageID).prefix(16)))
  }
}

/// One part, its headers first.
struct MIMEPart {
  let lines: [String]

  static func text(_ kind: String, _ text: String) -> MIMEPart {
    MIMEPart(
      lines: [
        "Content-Type: text/\(kind); charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable", "",
      ] + QuotedPrintable.lines(text))
  }

  static func file(_ attachment: MIMEAttachment) throws(MIMEError) -> MIMEPart {
    MIMEPart(
      lines: [
        "Content-Type: \(try MIMEHeader.contentType(attachment.contentType))",
        "Content-Transfer-Encoding: base64",
        MIMEHeader.disposition(fileName: attachment.fileName), "",
      ] + base64Lines(attachment.bytes))
  }

  static func multi(_ kind: String, _ boundary: String, _ parts: [MIMEPart]) -> MIMEPart {
    let inner = parts.flatMap { ["--" + boundary] + $0.lines }
    return MIMEPart(
      lines: ["Content-Type: multipart/\(kind);\r\n boundary=\"\(boundary)\"", ""] + inner
        + ["--\(boundary)--"])
  }

  /// 57 bytes make a line of 76 characters.
  private static func base64Lines(_ bytes: [UInt8]) -> [String] {
    stride(from: 0, to: bytes.count, by: 57).map { start in
      Base64.encode(Array(bytes[start..<min(start + 57, bytes.count)]))
    }
  }
}
