import Cryptography
import Notifications
import Tenancy

/// Why a mail cannot be written down. Names and subjects never fail: what could do harm in them is
/// encoded or becomes a blank.
enum MIMEError: Error, Sendable, Hashable {
  case badMessageID(String)
  case badContentType(String)
}

/// Writes a mail down by RFC 5322 and MIME, the same bytes every time.
struct MIMEMessage {
  let mail: OutgoingMail

  init(_ mail: OutgoingMail) { self.mail = mail }

  /// The whole message: CRLF line ends, no line over 998 bytes.
  func bytes() throws(MIMEError) -> [UInt8] {
    let lines = try headers() + body().lines
    return Array(lines.joined(separator: "\r\n").utf8) + [13, 10]
  }

  private func headers() throws(MIMEError) -> [String] {
    var lines = [
      "Date: \(MIMEHeader.date(mail.date))",
      MIMEHeader.mailbox("From", mail.from),
      MIMEHeader.mailbox("To", mail.to),
    ]
    if let replyTo = mail.replyTo { lines.append("Reply-To: \(replyTo.text)") }
    lines.append(MIMEHeader.text("Subject", mail.subject))
    lines.append("Message-ID: \(try MIMEHeader.messageID(mail.messageID))")
    lines += try threading()
    return lines + ["Auto-Submitted: auto-generated", "MIME-Version: 1.0"]
  }

  /// So that mail programs show a reminder with its invoice.
  private func threading() throws(MIMEError) -> [String] {
    var ids: [String] = []
    for reference in mail.references { ids.append(try MIMEHeader.messageID(reference)) }
    guard let last = ids.last else { return [] }
    return ["In-Reply-To: \(last)", "References: " + ids.joined(separator: "\r\n ")]
  }

  private func body() throws(MIMEError) -> MIMEPart {
    let readable = MIMEPart.multi(
      "alternative", boundary("a"), [.text("plain", mail.text), .text("html", mail.html)])
    guard !mail.attachments.isEmpty else { return readable }
    var parts = [readable]
    for attachment in mail.attachments { parts.append(try MIMEPart.file(attachment)) }
    return .multi("mixed", boundary("m"), parts)
  }

  /// Cannot occur in any part: neither quoted-printable nor base64 gives an `=` before a `_`.
  private func boundary(_ kind: String) -> String {
    "=_\(kind)_" + Hex.encode(Array(SHA256.hash(mail.messageID).prefix(16)))
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

  static func file(_ attachment: MailAttachment) throws(MIMEError) -> MIMEPart {
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
