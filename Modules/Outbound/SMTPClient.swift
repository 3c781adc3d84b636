import CCurl

/// Hands mail to a relay over SMTP, one recipient a mail, so that the answer is about that
/// recipient alone.
package final class SMTPClient: Sendable {
  private let server: SMTPServer
  private let policy: OutboundPolicy
  private let requiresTLS: Bool
  private let timeouts: OutboundTimeouts
  private let loop = EventLoop()

  /// TLS is demanded, unless the policy allows loopback and the server is there by name or
  /// address; `requiresTLS` demands it even so.
  package init(
    server: SMTPServer, policy: OutboundPolicy, requiresTLS: Bool = false,
    timeouts: OutboundTimeouts = OutboundTimeouts(connect: 10_000, total: 60_000)
  ) {
    self.server = server
    self.policy = policy
    self.requiresTLS = requiresTLS
    self.timeouts = timeouts
  }

  /// Sends one message, a whole RFC 5322 text with CRLF line ends, to one recipient. Leading
  /// dots are doubled on the way.
  package func send(
    envelopeFrom sender: String, to recipient: String, message: [UInt8]
  ) async throws(SMTPError) -> SMTPReceipt {
    for address in [sender, recipient] where !Self.isEnvelopeAddress(address) {
      throw .invalidAddress(address)
    }
    guard Self.isTransmissible(message) else { throw .invalidMessage }
    let mail = MailTransfer(
      encryption: encryption, credentials: server.credentials, sender: sender,
      recipient: recipient, message: message)
    let host = server.url.host.contains(":") ? "[\(server.url.host)]" : server.url.host
    let plan = TransferPlan(
      url: "\(server.url.scheme)://\(host):\(server.url.port)/", conversation: .mail(mail),
      policy: policy, timeouts: timeouts, responseLimit: 0, freshConnection: false)
    return try Self.interpret(await loop.run(plan))
  }

  /// Ends what is under way and refuses what comes; returns when the thread is gone.
  package func stop() async { await loop.stop() }

  private var encryption: MailTransfer.Encryption {
    if server.isImplicitlyEncrypted { return .implicit }
    let isLocal = server.url.isLocalName || server.url.address?.reach == .loopback
    return policy.allowsLoopback && isLocal && !requiresTLS ? .loopbackOnly : .required
  }

  static func interpret(_ result: TransferResult) throws(SMTPError) -> SMTPReceipt {
    let reply = reply(result)
    switch result.end {
    case .finished(CURLE_OK.rawValue): return SMTPReceipt(reply: reply)
    case .finished(let code): throw failure(CURLcode(code), reply, result)
    case .cancelled, .stopped:
      guard reply.code != 354 else { throw .unknownOutcome(detail: "ended by us") }
      throw result.end == .cancelled ? .cancelled : .stopped
    }
  }

  /// libcurl's code alone does not tell; the last reply does (fact sheet, section 5).
  private static func failure(
    _ code: CURLcode, _ reply: SMTPReply, _ result: TransferResult
  ) -> SMTPError {
    if code == CURLE_LOGIN_DENIED || code.concernsTLS {
      return .configuration(reply, detail: result.detail)
    }
    switch reply.code {
    case 530, 534, 535, 538: return .configuration(reply, detail: result.detail)
    case 500...599 where result.openedConnection && result.lines.first?.first == UInt8(ascii: "5"):
      // Turned away at the door: it is about us, not about this mail.
      return .configuration(reply, detail: result.detail)
    case 500...599: return .permanent(reply)
    case 354: return .unknownOutcome(detail: result.detail)
    default: return .temporary(reply, detail: result.detail)
    }
  }

  private static func reply(_ result: TransferResult) -> SMTPReply {
    // Not simply the last line: the answer to QUIT may have come after the one that counts.
    let prefix = Array("\(result.code)".utf8)
    guard let line = result.lines.last(where: { $0.starts(with: prefix) }) else {
      return SMTPReply(code: result.code, status: nil, text: "")
    }
    let printable = line.map { (32...126).contains($0) ? $0 : UInt8(ascii: "?") }
    let text = String(decoding: printable.prefix(300), as: UTF8.self)
    let status = text.dropFirst(4).prefix { $0 != " " }
    let numbers = status.split(separator: ".", omittingEmptySubsequences: false)
    let isStatus = numbers.count == 3 && numbers.allSatisfy { UInt16($0) != nil }
    return SMTPReply(code: result.code, status: isStatus ? String(status) : nil, text: text)
  }
}

// MARK: - What may be sent at all

extension SMTPClient {
  /// Nothing that could end the command or add another (S-08).
  static func isEnvelopeAddress(_ address: String) -> Bool {
    guard let at = address.lastIndex(of: "@"), address.utf8.count <= 254 else { return false }
    let (local, domain) = (address[..<at], address[address.index(after: at)...])
    return (1...64).contains(local.utf8.count) && !domain.isEmpty
      && address.utf8.allSatisfy {
        (0x21...0x7e).contains($0) && !#"<>"(),:;[]\"#.utf8.contains($0)
      }
      && !local.contains("@")
  }

  /// CRLF line ends alone, so that no reader along the way sees another end of the message.
  static func isTransmissible(_ message: [UInt8]) -> Bool {
    var lineLength = 0
    var afterCR = false
    for byte in message {
      if afterCR != (byte == 10) || byte == 0 { return false }
      afterCR = byte == 13
      lineLength = byte == 10 ? 0 : lineLength + 1
      if lineLength > 999 { return false }  // 998 and the CR
    }
    return !afterCR && lineLength == 0 && !message.isEmpty
  }
}
