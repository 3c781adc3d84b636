import Cryptography
import Notifications
import Primitives
import Tenancy
import Testing

@testable import Gateways

@Suite struct MIMETests {
  static let html = "<p>Totaal: € 40,00</p>"
  static let file = MailAttachment(
    fileName: "factuur-2026-0042-é.pdf", contentType: "application/pdf",
    bytes: Array("%PDF-1.4\n".utf8) + [0, 255])

  static func message(
    from: String = "Café Zürich via Penning", to: String = "Łukasz",
    subject: String = "Factuur 2026-0042 – Café Zürich", attachments: [MailAttachment] = [file],
    messageID: String = "msg_1.a@penning.example",
    references: [String] = ["msg_0.a@penning.example", "msg_0.b@penning.example"]
  ) throws -> MIMEMessage {
    MIMEMessage(
      OutgoingMail(
        from: Correspondent(
          name: from, address: try #require(EmailAddress("noreply@penning.example"))),
        replyTo: EmailAddress("shop@x.example"),
        to: Correspondent(name: to, address: try #require(EmailAddress("klant@example.nl"))),
        subject: subject, text: "Totaal: € 40,00 = klaar \n.\nDag", html: html,
        attachments: attachments, messageID: messageID,
        date: Instant(milliseconds: 1_767_261_600_000), references: references))
  }

  @Test("a whole mail is written as mail programs expect it")
  func golden() throws {
    let boundary = Hex.encode(Array(SHA256.hash("msg_1.a@penning.example").prefix(16)))
    let text = String(decoding: try Self.message().bytes(), as: UTF8.self)
    let golden = """
      Date: Thu, 01 Jan 2026 10:00:00 +0000
      From: =?utf-8?B?Q2Fmw6kgWsO8cmljaCB2aWEgUGVubmluZw==?=
       <noreply@penning.example>
      To: =?utf-8?B?xYF1a2Fzeg==?= <klant@example.nl>
      Reply-To: shop@x.example
      Subject: =?utf-8?B?RmFjdHV1ciAyMDI2LTAwNDIg4oCTIENhZsOpIFrDvHJpY2g=?=
      Message-ID: <msg_1.a@penning.example>
      In-Reply-To: <msg_0.b@penning.example>
      References: <msg_0.a@penning.example>
       <msg_0.b@penning.example>
      Auto-Submitted: auto-generated
      MIME-Version: 1.0
      Content-Type: multipart/mixed;
       boundary="=_m_\(boundary)"

      --=_m_\(boundary)
      Content-Type: multipart/alternative;
       boundary="=_a_\(boundary)"

      --=_a_\(boundary)
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      Totaal: =E2=82=AC 40,00 =3D klaar=20
      .
      Dag
      --=_a_\(boundary)
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      <p>Totaal: =E2=82=AC 40,00</p>
      --=_a_\(boundary)--
      --=_m_\(boundary)
      Content-Type: application/pdf
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment;
       filename*=utf-8''factuur-2026-0042-%C3%A9.pdf;
       filename="factuur-2026-0042-e.pdf"

      JVBERi0xLjQKAP8=
      --=_m_\(boundary)--

      """
    #expect(
      text
        == golden.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\r\n"))
  }

  @Test("a mail without file and without forerunner has no more than it needs")
  func fewerParts() throws {
    let message = try Self.message(attachments: [], references: [])
    let text = String(decoding: try message.bytes(), as: UTF8.self)
    #expect(text.contains("multipart/alternative") && !text.contains("multipart/mixed"))
    #expect(!text.contains("References") && !text.contains("In-Reply-To"))
  }

  @Test(
    "names are plain, quoted or encoded, as they need",
    arguments: [
      ("", "From: a@b.nl"), ("Shop", "From: Shop <a@b.nl>"),
      ("Shop \"X\", Inc.", "From: \"Shop \\\"X\\\", Inc.\" <a@b.nl>"),
      ("a@b", "From: \"a@b\" <a@b.nl>"), ("Łó", "From: =?utf-8?B?xYHDsw==?= <a@b.nl>"),
    ])
  func names(name: String, line: String) throws {
    let address = try #require(EmailAddress("a@b.nl"))
    #expect(MIMEHeader.mailbox("From", Correspondent(name: name, address: address)) == line)
  }

  @Test("the same mail gives the same bytes")
  func deterministic() throws {
    #expect(try Self.message().bytes() == Self.message().bytes())
  }

  @Test(
    "subjects are plain when they can be, and encoded when not",
    arguments: [
      ("Factuur 2026-0042 - Cafe Zurich", "Subject: Factuur 2026-0042 - Cafe Zurich"),
      ("", "Subject: "), (" x ", "Subject: x"), ("a\tb", "Subject: a b"),
      ("=?utf-8?Q?x?=", "Subject: =?utf-8?B?PT91dGYtOD9RP3g/PQ==?="),
    ])
  func subjects(subject: String, line: String) {
    #expect(MIMEHeader.text("Subject", subject) == line)
  }

  @Test(
    "nothing from outside begins a line of its own",
    arguments: [
      "x\r\nBcc: evil@example.nl", "x\nBcc: evil@example.nl", "x\rBcc: evil@example.nl",
      "x\0y", "x\u{85}Bcc: a@b.nl", "x\u{2028}Bcc: a@b.nl", "x%0d%0aBcc: a@b.nl",
      "\r\n\r\n<script>", String(repeating: "é\r\n", count: 200),
    ])
  func injection(text: String) throws {
    let file = MailAttachment(
      fileName: text + ".pdf", contentType: "application/pdf", bytes: [1])
    let message = try Self.message(from: text, to: text, subject: text, attachments: [file])
    let bytes = try message.bytes()
    let written = String(decoding: bytes, as: UTF8.self)
    let head = written.components(before: "\r\n\r\n")
    // Every line is one of ours or goes on with a blank.
    let names = [
      "Date", "From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References",
      "Auto-Submitted", "MIME-Version", "Content-Type",
    ]
    for line in head.split(separator: "\r\n") {
      #expect(line.hasPrefix(" ") || names.contains { line.hasPrefix($0 + ": ") }, "\(line)")
    }
    #expect(!written.contains("\nBcc"))
    checkShape(bytes)
  }

  @Test("long names in any script stay within their lines and come back whole")
  func longNames() throws {
    for text in [
      String(repeating: "Ελληνικά ", count: 30), String(repeating: "😀", count: 100),
      String(repeating: "a", count: 500), String(repeating: "ab ", count: 100),
    ] {
      let words = MIMEHeader.encodedWords(text, firstRoom: 67)
      #expect(words.allSatisfy { $0.utf8.count <= 75 } && words[0].utf8.count <= 67)
      let bytes = words.flatMap { Base64.decode($0.dropFirst(10).dropLast(2)) ?? [] }
      #expect(String(decoding: bytes, as: UTF8.self) == text)
      for word in words {
        let part = try #require(Base64.decode(word.dropFirst(10).dropLast(2)))
        #expect(String(validating: part, as: UTF8.self) != nil)
      }
      checkShape(try Self.message(from: text, subject: text).bytes())
    }
  }

  @Test(
    "a message id that is more than one is refused",
    arguments: [
      "", "klant", "a@b.nl>\r\nBcc: x@y.nl", "<a@b.nl>", "é@b.nl", "a b@c.nl", "a@b.nl\0",
      "a@" + String(repeating: "b", count: 300),
    ])
  func messageIDs(id: String) throws {
    let own = try Self.message(messageID: id)
    #expect(throws: MIMEError.badMessageID(id)) { try own.bytes() }
    let reference = try Self.message(references: [id])
    #expect(throws: MIMEError.badMessageID(id)) { try reference.bytes() }
  }

  @Test("a content type is a content type", arguments: ["", "pdf", "a/b/c", "a/b; x=y", "a/\r\nb"])
  func contentTypes(type: String) throws {
    let file = MailAttachment(fileName: "x", contentType: type, bytes: [])
    let message = try Self.message(attachments: [file])
    #expect(throws: MIMEError.badContentType(type)) { try message.bytes() }
  }

  @Test(
    "file names are made harmless",
    arguments: [
      ("factuur.pdf", #"filename="factuur.pdf""#),
      ("../../etc/passwd", #"filename=".._.._etc_passwd""#),
      ("a\"b;c.pdf", #"filename="a_b;c.pdf""#), ("", #"filename="file""#),
      ("..", #"filename="file""#),
      ("日本.pdf", "filename*=utf-8''%E6%97%A5%E6%9C%AC.pdf;\r\n filename=\"__.pdf\""),
      ("e\u{301}.pdf", "filename*=utf-8''e%CC%81.pdf;\r\n filename=\"e.pdf\""),
      ("Łódź.pdf", "filename*=utf-8''%C5%81%C3%B3d%C5%BA.pdf;\r\n filename=\"Lodz.pdf\""),
    ])
  func fileNames(name: String, expected: String) {
    #expect(
      MIMEHeader.disposition(fileName: name) == "Content-Disposition: attachment;\r\n " + expected)
  }

  @Test(
    "quoted-printable breaks long lines softly and comes back whole",
    arguments: [
      "", "a", "\n", "a\r\nb\rc\n\nd", "x ", "x\t", " ", "=", String(repeating: "a", count: 76),
      String(repeating: "a", count: 77), String(repeating: "é", count: 100),
      String(repeating: "a", count: 75) + "=", String(repeating: "word ", count: 40), "a\0b\u{7f}",
    ])
  func quotedPrintable(text: String) {
    let lines = QuotedPrintable.lines(text)
    #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.last != " " && $0.last != "\t" })
    #expect(lines.allSatisfy { $0.utf8.allSatisfy { (32...126).contains($0) || $0 == 9 } })
    #expect(decoded(lines) == text.replacingLineEnds())
  }

  /// Lines end in CRLF, none is too long, all is ASCII.
  private func checkShape(_ bytes: [UInt8]) {
    var length = 0
    for (index, byte) in bytes.enumerated() {
      if byte == 10 { #expect(index > 0 && bytes[index - 1] == 13) }
      if byte == 13 { #expect(index + 1 < bytes.count && bytes[index + 1] == 10) }
      length = byte == 10 ? 0 : length + 1
      #expect(length <= 400 && byte < 127 && byte > 0)
      if length > 400 { return }
    }
  }

  private func decoded(_ lines: [String]) -> String {
    var bytes: [UInt8] = []
    for (index, line) in lines.enumerated() {
      var rest = Array(line.utf8)[...]
      var goesOn = false
      while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "=") else {
          bytes.append(byte)
          continue
        }
        goesOn = rest.isEmpty
        bytes += Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self)) ?? []
        rest = rest.dropFirst(2)
      }
      if !goesOn && index < lines.count - 1 { bytes.append(10) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  fileprivate func components(before mark: String) -> Substring {
    firstRange(of: mark).map { self[..<$0.lowerBound] } ?? self[...]
  }

  fileprivate func replacingLineEnds() -> String {
    String(
      decoding: Array(utf8).split(separator: 13, omittingEmptySubsequences: false).enumerated()
        .flatMap { index, part in
          index == 0
            ? Array(part) : [10] + (part.first == 10 ? Array(part.dropFirst()) : Array(part))
        }, as: UTF8.self)
  }
}
