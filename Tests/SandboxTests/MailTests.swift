import JSON
import Outbound
import Testing

@testable import penning_sandbox

@Suite("Mail at the sandbox")
struct MailTests {
  static let message = [
    "From: =?utf-8?B?U2hvcCDFgcOzZMW6?= <shop@example.nl>", "To: piet@example.nl",
    "Subject: =?utf-8?Q?Uw_factuur_=E2=82=AC?=", "  =?utf-8?Q?_15,00?=", "Message-ID: <m1@x>",
    "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"b;1\"", "", "preamble",
    "--b;1", "Content-Type: multipart/alternative; boundary=b2", "",
    "--b2", "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable", "", "Beste =C5=81ukasz,=", " dank.",
    ".punt https://example.nl/p?a=3D1", "--b2", "Content-Type: text/html; charset=utf-8", "",
    "<p>Dank</p>", "--b2--", "--b;1",
    "Content-Type: application/pdf; name=\"f.pdf\"", "Content-Transfer-Encoding: base64",
    "Content-Disposition: attachment; filename*=UTF-8''factuur%20%C3%A9.pdf", "", "JVBERi0x",
    "LjQK", "--b;1--", "",
  ].joined(separator: "\r\n")

  @Test("is caught, taken apart and shown with its files")
  func caught() async throws {
    try await SandboxBench.with { bench in
      let server = try SMTPServer("smtp://\(bench.running.mailAddress)")
      let client = SMTPClient(server: server, policy: .development)
      _ = try await client.send(
        envelopeFrom: "shop@example.nl", to: "piet@example.nl", message: Array(Self.message.utf8))
      let list = try await bench.call(.get, "/sandbox/mails?to=PIET@example.nl", key: nil).json
      let mail = try #require(list["mails"]?[0])
      #expect(mail["subject"] == "Uw factuur € 15,00")
      #expect(mail["from"] == "shop@example.nl")
      #expect(mail["messageId"] == "<m1@x>")
      #expect(mail["text"] == "Beste Łukasz, dank.\r\n.punt https://example.nl/p?a=1")
      #expect(mail["html"] == "<p>Dank</p>")
      #expect(mail["attachments"]?[0]?["name"] == "factuur é.pdf")
      let file = try await bench.call(.get, "/mailbox/1/files/0", key: nil)
      #expect(file.text == "%PDF-1.4\n")
      #expect(file.header("Content-Type") == "application/pdf")
      let page = try await bench.call(.get, "/mailbox/1", key: nil)
      #expect(page.text.contains("<a href=\"https://example.nl/p?a=1\">"))
      #expect(try await bench.call(.get, "/mailbox", key: nil).text.contains("Uw factuur"))
      let html = try await bench.call(.get, "/mailbox/1/html", key: nil)
      #expect(html.header("Content-Security-Policy")?.hasPrefix("sandbox") == true)
      for missing in ["/mailbox/2", "/mailbox/1/files/1", "/sandbox/mails/9"] {
        #expect(try await bench.call(.get, missing, key: nil).status == 404)
      }
      #expect(try await bench.call(.delete, "/sandbox/mails", key: nil).status == 204)
      #expect(try await bench.call(.get, "/sandbox/mails", key: nil).json["count"] == 0)
      await client.stop()
    }
  }

  @Test(
    "to some addresses is refused, for good or for now", arguments: ["bounce@x.nl", "busy@x.nl"])
  func refused(recipient: String) async throws {
    try await SandboxBench.with { bench in
      let server = try SMTPServer("smtp://\(bench.running.mailAddress)")
      let client = SMTPClient(server: server, policy: .development)
      await #expect(throws: SMTPError.self) {
        try await client.send(
          envelopeFrom: "a@x.nl", to: recipient, message: Array("Subject: x\r\n\r\nx\r\n".utf8))
      }
      #expect(bench.running.sandbox.mailbox.list().isEmpty)
      await client.stop()
    }
  }

  /// Command by command: what is sent, how the answer begins.
  static let conversation = [
    ("DATA", "503"), ("RCPT TO:<a@b>", "503"), ("MAIL FROM:a@b", "501"),
    ("EHLO me", "250-"), ("MAIL FROM:<a@b> SIZE=99999999", "552"),
    ("MAIL FROM:<a@b> SIZE=10", "250"),
    ("MAIL FROM:<a@b>", "503"), ("RCPT TO:<>", "501"), ("RCPT TO:<c@d>", "250"),
    ("NOOP", "250"), ("FOO", "502"), ("DATA", "354"), ("Subject: x\r\n\r\n..dot", ""),
    (".", "250"), ("RCPT TO:<c@d>", "503"), ("QUIT", "221"),
  ]

  @Test("follows the protocol step by step, however the bytes are cut")
  func session() {
    for size in [1, 7, 1000] {
      var session = SMTPSession()
      for (command, answer) in Self.conversation {
        var replies: [UInt8] = []
        let bytes = Array("\(command)\r\n".utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
          replies += session.receive(bytes[start..<min(start + size, bytes.count)])
        }
        let text = String(decoding: replies, as: UTF8.self)
        #expect(text.hasPrefix(answer) && text.isEmpty == answer.isEmpty, "\(command): \(text)")
      }
      #expect(session.isOver)
      let accepted = session.takeAccepted()
      #expect(accepted.map(\.recipients) == [["c@d"]])
      #expect(
        accepted.map { String(decoding: $0.content, as: UTF8.self) } == [
          "Subject: x\r\n\r\n.dot\r\n"
        ])
      #expect(session.takeAccepted().isEmpty)
    }
  }

  @Test(
    "odd messages are taken as far as they can be read",
    arguments: [
      "", "\r\n", "no header at all", "Content-Type: multipart/mixed\r\n\r\nx",
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b\r\n--b",
      "Content-Transfer-Encoding: base64\r\n\r\n!!!=", "Subject: =?x?B?=?=\r\n\r\n=?",
      "Content-Transfer-Encoding: quoted-printable\r\n\r\na=\r\nb=4=zz=",
      "Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n--\r\n",
    ])
  func odd(text: String) {
    let message = MailMessage(Array(text.utf8))
    #expect(message.attachments.count <= 100)
  }
}

@Suite("The sandbox's command line")
struct OptionsTests {
  @Test("takes its flags in both spellings")
  func flags() {
    var expected = Options()
    expected.listen = "127.0.0.1:1"
    expected.seed = 9
    expected.publicURL = "http://x"
    expected.asJSON = true
    #expect(
      Options.parse(["--listen", "127.0.0.1:1", "--seed=9", "--public-url=http://x", "--json"])
        == .run(expected))
    #expect(Options.parse(["--help"]) == .help)
    #expect(Options.parse(["--version"]) == .version)
  }

  @Test("takes its variables, which a flag outdoes")
  func variables() {
    let variables = [
      "PENNING_SANDBOX_LISTEN": "127.0.0.1:1", "PENNING_SANDBOX_SMTP_LISTEN": "127.0.0.1:2",
      "PENNING_SANDBOX_STATE": "/tmp/a",
    ]
    var expected = Options()
    expected.listen = "127.0.0.1:1"
    expected.smtpListen = "127.0.0.1:2"
    expected.state = "/tmp/a"
    #expect(Options.parse([]) { variables[$0] } == .run(expected))
    expected.state = "/tmp/b"
    #expect(Options.parse(["--state", "/tmp/b"]) { variables[$0] } == .run(expected))
    #expect(Options.parse([]) { _ in "" } == .run(Options()))
  }

  @Test(
    "refuses what it does not know, in one line",
    arguments: [["--nonsense"], ["--seed", "x"], ["--listen"], ["--public-url", "x"], ["serve"]])
  func wrong(arguments: [String]) {
    guard case .wrong(let line) = Options.parse(arguments) else {
      Issue.record("taken: \(arguments)")
      return
    }
    #expect(!line.contains("\n"))
  }

  @Test("mail is caught on this machine alone", arguments: ["0.0.0.0:0", "x", "127.0.0.1:99999"])
  func loopbackOnly(listen: String) {
    #expect(throws: ListenError.self) { _ = try MailListener(listen: listen) { _ in } }
  }
}
