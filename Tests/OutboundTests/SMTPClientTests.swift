import Primitives
import TestPeers
import Testing

@testable import Outbound

@Suite struct SMTPClientTests {
  static let message = "From: a@shop.example\r\nSubject: x\r\n\r\nHallo\r\n"

  /// A mail server that answers as told: `answers` by the command's first word.
  private func server(
    _ answers: [String: String] = [:], greeting: String = "220 test ESMTP\r\n",
    extensions: String = "250-test\r\n250-AUTH PLAIN\r\n250 SIZE 1000000\r\n",
    afterText: String? = "250 2.0.0 queued as 42\r\n"
  ) throws -> Peer {
    try Peer { connection in
      connection.write(greeting)
      while let line = connection.line() {
        connection.note(line)
        let word = String(line.prefix { $0 != " " }).uppercased()
        if let answer = answers[word] {
          if answer.isEmpty { return }
          connection.write(answer)
          continue
        }
        switch word {
        case "EHLO": connection.write(extensions)
        case "AUTH":
          connection.write("334 \r\n")
          connection.note(connection.line() ?? "")
          connection.write("235 2.7.0 ok\r\n")
        case "QUIT":
          connection.write("221 bye\r\n")
          return
        case "DATA":
          connection.write("354 go on\r\n")
          guard connection.mailText() != nil, let afterText else { return }
          connection.write(afterText)
        default: connection.write("250 2.1.0 ok\r\n")
        }
      }
    }
  }

  private func client(
    _ peer: Peer, login: String = "", requiresTLS: Bool = false, total: Int = 120_000
  ) throws -> SMTPClient {
    SMTPClient(
      server: try SMTPServer("smtp://\(login)127.0.0.1:\(peer.port)"), policy: .development,
      requiresTLS: requiresTLS,
      timeouts: OutboundTimeouts(connect: min(total, 60_000), total: total))
  }

  private func send(
    _ client: SMTPClient, _ message: String = message
  ) async throws(SMTPError) -> SMTPReceipt {
    try await client.send(
      envelopeFrom: "bounce+1@penning.example", to: "klant@example.nl",
      message: Array(message.utf8))
  }

  @Test("a mail is handed over and the reply comes back")
  func accepted() async throws {
    let peer = try server()
    let receipt = try await send(client(peer))
    #expect(receipt.reply.code == 250)
    #expect(receipt.reply.status == "2.0.0")
    #expect(receipt.reply.text == "250 2.0.0 queued as 42")
    #expect(peer.requests.contains { $0.hasPrefix("MAIL FROM:<bounce+1@penning.example>") })
    #expect(peer.requests.contains("RCPT TO:<klant@example.nl>"))
    #expect(peer.requests.contains(Self.message))
    #expect(!peer.requests.contains { $0.hasPrefix("AUTH") })
  }

  @Test("user and password are decoded and given")
  func login() async throws {
    let peer = try server()
    _ = try await send(client(peer, login: "us%40er:p%3Aw@"))
    // NUL us@er NUL p:w
    #expect(peer.requests.contains("AHVzQGVyAHA6dw=="))
  }

  @Test("lines that begin with a dot arrive doubled, the first line too")
  func dots() async throws {
    let peer = try server()
    _ = try await send(client(peer), ".a\r\n\r\n.\r\n..b\r\n.c\r\n")
    #expect(peer.requests.contains("..a\r\n\r\n..\r\n...b\r\n..c\r\n"))
  }

  @Test("a large mail goes whole")
  func large() async throws {
    let peer = try server()
    let text = String(repeating: String(repeating: "x", count: 76) + "\r\n", count: 20_000)
    _ = try await send(client(peer), text)
    #expect(peer.requests.contains(text))
  }

  @Test("many mails use few connections")
  func reuse() async throws {
    let peer = try server()
    let client = try client(peer)
    for _ in 0..<10 { _ = try await send(client) }
    #expect(peer.connections == 1)
  }

  @Test(
    "5xx is for good, 4xx for now, at every step",
    arguments: [
      ("MAIL", "550 5.7.1 no\r\n", 550, "5.7.1"), ("RCPT", "550 5.1.1 no box\r\n", 550, "5.1.1"),
      ("RCPT", "452 4.2.2 full\r\n", 452, "4.2.2"), ("RCPT", "451 later\r\n", 451, nil),
      ("MAIL", "421 4.7.0 throttled\r\n", 421, "4.7.0"), ("DATA", "554 5.6.0 no\r\n", 554, "5.6.0"),
      ("DATA", "451 4.3.0 no\r\n", 451, "4.3.0"),
      ("RCPT", "550-5.1.1 one\r\n550 5.1.1 two\r\n", 550, "5.1.1"),
    ] as [(String, String, Int, String?)])
  func refused(step: String, answer: String, code: Int, status: String?) async throws {
    let peer = try server([step: answer])
    let error = await #expect(throws: SMTPError.self) { try await send(client(peer)) }
    switch error {
    case .permanent(let reply) where code >= 500:
      #expect(reply.code == code && reply.status == status)
    case .temporary(let reply, _) where code < 500:
      #expect(reply.code == code && reply.status == status)
    default: Issue.record("\(String(describing: error))")
    }
  }

  @Test(
    "a refusal after the text is a refusal",
    arguments: [("554 5.7.1 spam\r\n", 554), ("452 4.3.1 full\r\n", 452)])
  func refusedAfterText(answer: String, code: Int) async throws {
    let peer = try server(afterText: answer)
    let error = await #expect(throws: SMTPError.self) { try await send(client(peer)) }
    switch error {
    case .permanent(let reply): #expect(code == 554 && reply.code == 554)
    case .temporary(let reply, _): #expect(code == 452 && reply.code == 452)
    default: Issue.record("\(String(describing: error))")
    }
  }

  @Test("a connection lost after the text leaves the outcome unknown")
  func lostAfterText() async throws {
    let peer = try server(afterText: nil)
    let error = await #expect(throws: SMTPError.self) { try await send(client(peer)) }
    guard case .unknownOutcome = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("no answer after the text leaves the outcome unknown")
  func silentAfterText() async throws {
    let peer = try server(afterText: "")
    let error = await #expect(throws: SMTPError.self) { try await send(client(peer, total: 400)) }
    guard case .unknownOutcome = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(
    "a connection lost before the text is for later",
    arguments: ["EHLO", "MAIL", "RCPT", "DATA"])
  func lostBefore(step: String) async throws {
    let peer = try server([step: "", "HELO": ""])
    let error = await #expect(throws: SMTPError.self) { try await send(client(peer)) }
    guard case .temporary = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("nobody there is for later")
  func nobody() async throws {
    let gone = try client(Peer { _ in })
    let error = await #expect(throws: SMTPError.self) { try await send(gone) }
    guard case .temporary(let reply, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reply.code == 0)
  }

  @Test("a refused log-in, a refusal at the door and missing TLS are the operator's to mend")
  func configuration() async throws {
    let refusing = try server(["AUTH": "535 5.7.8 wrong\r\n"])
    let closed = try server(greeting: "554 5.7.1 go away\r\n")
    let plain = try server()
    let demanding = try server(["MAIL": "530 5.7.0 Must issue STARTTLS first\r\n"])
    let clients = [
      try client(refusing, login: "u:p@"), try client(closed),
      try client(plain, requiresTLS: true), try client(demanding),
    ]
    for client in clients {
      let error = await #expect(throws: SMTPError.self) { try await send(client) }
      guard case .configuration = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(!plain.requests.contains { $0.hasPrefix("MAIL") })
  }

  @Test("a plain-text server elsewhere than on loopback is never talked to in plain text")
  func encryption() async throws {
    let peer = try server()
    let refused = SMTPClient(
      server: try SMTPServer("smtp://127.0.0.1:\(peer.port)"), policy: .publicOnly)
    await #expect(throws: SMTPError.self) { try await send(refused) }
    #expect(peer.connections == 0)
  }

  @Test(
    "addresses that could say more than an address are refused",
    arguments: [
      "", "klant", "@example.nl", "klant@", "a b@example.nl", "a@example.nl>\r\nRCPT TO:<b@c.nl",
      "a@example.nl\0", "a@b@example.nl", "<a@example.nl>", "é@example.nl", "a@café.nl",
      "a@example.nl, b@example.nl", "\"a b\"@example.nl",
      String(repeating: "a", count: 65) + "@example.nl",
    ])
  func addresses(address: String) async throws {
    let client = SMTPClient(server: try SMTPServer("smtp://127.0.0.1:1"), policy: .development)
    await #expect(throws: SMTPError.invalidAddress(address)) {
      try await client.send(
        envelopeFrom: "a@shop.example", to: address, message: Array(Self.message.utf8))
    }
  }

  @Test(
    "a message that some server would read differently is refused",
    arguments: [
      "", "a", "a\n", "a\r", "a\rb\r\n", "a\nb\r\n", "a\r\n.\n", "a\0\r\n",
      "\n.\r\nMAIL FROM:<x>\r\n",
      String(repeating: "x", count: 999) + "\r\n",
    ])
  func messages(message: String) async throws {
    let client = SMTPClient(server: try SMTPServer("smtp://127.0.0.1:1"), policy: .development)
    await #expect(throws: SMTPError.invalidMessage) { try await send(client, message) }
  }

  @Test("a line of 998 bytes is taken")
  func longestLine() {
    #expect(SMTPClient.isTransmissible([UInt8](repeating: 120, count: 998) + [13, 10]))
  }

  @Test("server texts are read")
  func servers() throws {
    let full = try SMTPServer("smtps://post%40x:ge%2Fheim@mail.example.nl")
    #expect(full.url.port == 465)
    #expect(full.credentials?.user == "post@x")
    #expect(full.credentials?.password.revealed == "ge/heim")
    #expect("\(full)" == "smtps://post@x:***@mail.example.nl:465")
    #expect(try SMTPServer("smtp://localhost:2525/").credentials == nil)
    for text in [
      "", "http://x.nl", "smtp://", "smtp://u@x.nl", "smtp://u:@x.nl", "smtp://u:p:q@x.nl",
      "smtp://u:%0a@x.nl", "smtp://x.nl/path", "smtp://x.nl?y=1", "smtp://x.nl//",
    ] {
      #expect(throws: SMTPServerError.self, "\(text)") { try SMTPServer(text) }
    }
  }
}
