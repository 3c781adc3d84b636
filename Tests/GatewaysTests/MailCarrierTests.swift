import Notifications
import Outbound
import TestPeers
import Testing

@testable import Gateways

@Suite struct MailCarrierTests {
  private func relay(_ afterText: String?, toRecipient: String = "250 ok\r\n") throws -> Peer {
    try Peer { connection in
      connection.write("220 relay\r\n")
      while let line = connection.line() {
        connection.note(line)
        switch line.prefix(4).uppercased() {
        case "RCPT": connection.write(toRecipient)
        case "DATA":
          connection.write("354 go on\r\n")
          guard connection.mailText() != nil, let afterText else { return }
          connection.write(afterText)
        default: connection.write("250 ok\r\n")
        }
      }
    }
  }

  private func carrier(_ peer: Peer) throws -> MailCarrier {
    MailCarrier(
      client: SMTPClient(
        server: try SMTPServer("smtp://127.0.0.1:\(peer.port)"), policy: .development,
        timeouts: OutboundTimeouts(connect: 60_000, total: 120_000)))
  }

  @Test("a mail arrives at the relay as it was written down, in its own envelope")
  func whole() async throws {
    let peer = try relay("250 2.0.0 queued as 7\r\n")
    let message = try MIMETests.message()
    let outcome = try await carrier(peer).deliver(message.mail)
    #expect(outcome == .accepted("250 2.0.0 queued as 7"))
    #expect(peer.requests.contains { $0.hasPrefix("MAIL FROM:<noreply@penning.example>") })
    #expect(peer.requests.contains("RCPT TO:<klant@example.nl>"))
    // The one line that is a single dot is doubled on its way.
    let text = String(decoding: try message.bytes(), as: UTF8.self)
    #expect(peer.requests.contains(text.replacing("\r\n.\r\n", with: "\r\n..\r\n")))
  }

  @Test("what the relay says decides what becomes of the mail")
  func answers() async throws {
    let mail = try MIMETests.message().mail
    let full = try relay("250 ok\r\n", toRecipient: "452 4.2.2 full\r\n")
    #expect(isTemporary(try await carrier(full).deliver(mail)))
    let gone = try relay("250 ok\r\n", toRecipient: "550 5.1.1 no box\r\n")
    #expect(try await carrier(gone).deliver(mail) == .permanent("550 5.1.1 no box"))
    let lost = try relay(nil)
    guard case .unknown = try await carrier(lost).deliver(mail) else {
      Issue.record("not unknown")
      return
    }
    let nobody = try carrier(Peer { _ in })
    #expect(isTemporary(await nobody.deliver(mail)))
  }

  @Test("a relay that refuses us is not held against the mail")
  func configuration() {
    let error = SMTPError.configuration(
      SMTPReply(code: 535, status: nil, text: "535 wrong"), detail: "Login denied")
    #expect(
      MailCarrier.outcome(error)
        == .temporary("the mail relay refuses us: 535 wrong (Login denied)"))
  }

  @Test("a mail that cannot be written down is not tried again")
  func unwritable() async throws {
    let mail = try MIMETests.message(messageID: "no id").mail
    guard case .permanent = try await carrier(Peer { _ in }).deliver(mail) else {
      Issue.record("not permanent")
      return
    }
  }

  private func isTemporary(_ outcome: DeliveryOutcome) -> Bool {
    if case .temporary = outcome { true } else { false }
  }
}
