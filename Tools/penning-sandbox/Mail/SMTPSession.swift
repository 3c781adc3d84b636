/// One conversation with a mail client, byte by byte in, replies out; does no input or output
/// itself (RFC 5321, with 8BITMIME, SMTPUTF8, PIPELINING and SIZE).
struct SMTPSession {
  static let sizeLimit = 26_214_400
  private static let lineLimit = 4096
  private static let recipientLimit = 100

  /// A mail that was accepted.
  struct Envelope: Sendable, Hashable {
    let sender: String
    let recipients: [String]
    /// As it came, dots unstuffed.
    let content: [UInt8]
  }

  private enum Phase { case commands, data }

  private var phase = Phase.commands
  private var pending: [UInt8] = []
  private var sender: String?
  private var recipients: [String] = []
  private var content: [UInt8] = []
  private var isTooLarge = false
  /// The conversation is over once the replies are sent.
  private(set) var isOver = false
  /// Mails accepted since the last call of ``takeAccepted()``.
  private var accepted: [Envelope] = []

  /// What is said before anything else.
  var greeting: [UInt8] { reply(220, "penning-sandbox ESMTP") }

  mutating func takeAccepted() -> [Envelope] {
    defer { accepted = [] }
    return accepted
  }

  /// Takes in what was received; the bytes to send back.
  mutating func receive(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    pending.append(contentsOf: bytes)
    var answers: [UInt8] = []
    var start = pending.startIndex
    while !isOver, let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
      var line = pending[start..<end]
      if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
      start = end + 1
      switch phase {
      case .commands: answers += command(String(decoding: line, as: UTF8.self))
      case .data: answers += data(line)
      }
    }
    pending.removeSubrange(..<start)
    if pending.count > Self.lineLimit, phase == .commands {
      isOver = true
      answers += reply(500, "5.5.2 Line too long")
    } else if pending.count > Self.sizeLimit {
      isOver = true
    }
    return answers
  }

  private func reply(_ code: Int, _ text: String) -> [UInt8] { Array("\(code) \(text)\r\n".utf8) }
}

// MARK: - Commands

extension SMTPSession {
  private mutating func command(_ line: String) -> [UInt8] {
    let verb = line.prefix { $0 != " " && $0 != ":" }.uppercased()
    switch verb {
    case "EHLO":
      reset()
      return Array(
        ("250-penning-sandbox\r\n250-SIZE \(Self.sizeLimit)\r\n250-8BITMIME\r\n"
          + "250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 SMTPUTF8\r\n").utf8)
    case "HELO":
      reset()
      return reply(250, "penning-sandbox")
    case "MAIL": return mail(line)
    case "RCPT": return recipient(line)
    case "DATA": return beginData()
    case "RSET":
      reset()
      return reply(250, "2.0.0 Ok")
    case "NOOP": return reply(250, "2.0.0 Ok")
    case "VRFY": return reply(252, "2.5.2 Send some mail")
    case "QUIT":
      isOver = true
      return reply(221, "2.0.0 Bye")
    default: return reply(502, "5.5.1 Not known here")
    }
  }

  private mutating func mail(_ line: String) -> [UInt8] {
    guard sender == nil else { return reply(503, "5.5.1 Sender already given") }
    guard let address = address(in: line, after: "FROM:") else {
      return reply(501, "5.1.7 Syntax: MAIL FROM:<address>")
    }
    if let size = line.uppercased().firstRange(of: "SIZE=").flatMap({
      Int(line.uppercased()[$0.upperBound...].prefix { $0.isNumber })
    }), size > Self.sizeLimit {
      return reply(552, "5.3.4 Too large")
    }
    sender = address
    return reply(250, "2.1.0 Ok")
  }

  /// Addresses that begin with `bounce` or `busy` are refused for good or for now, so that both
  /// can be tried.
  private mutating func recipient(_ line: String) -> [UInt8] {
    guard sender != nil else { return reply(503, "5.5.1 Sender first") }
    guard let address = address(in: line, after: "TO:"), !address.isEmpty else {
      return reply(501, "5.1.3 Syntax: RCPT TO:<address>")
    }
    guard recipients.count < Self.recipientLimit else {
      return reply(452, "4.5.3 Too many recipients")
    }
    let lower = address.lowercased()
    if lower.hasPrefix("bounce") { return reply(550, "5.1.1 No such mailbox") }
    if lower.hasPrefix("busy") { return reply(450, "4.2.0 Mailbox busy, try later") }
    recipients.append(address)
    return reply(250, "2.1.5 Ok")
  }

  private mutating func beginData() -> [UInt8] {
    guard sender != nil, !recipients.isEmpty else { return reply(503, "5.5.1 Recipient first") }
    phase = .data
    return reply(354, "End data with <CR><LF>.<CR><LF>")
  }

  /// `FROM:<a@b> SIZE=5` gives `a@b`.
  private func address(in line: String, after word: String) -> String? {
    let rest = line.drop { $0 != " " }.dropFirst().drop { $0 == " " }
    guard rest.uppercased().hasPrefix(word) else { return nil }
    let argument = rest.dropFirst(word.count).drop { $0 == " " }
    guard argument.hasPrefix("<"), let end = argument.firstIndex(of: ">") else { return nil }
    return String(argument[argument.index(after: argument.startIndex)..<end])
  }

  private mutating func reset() {
    sender = nil
    recipients = []
    content = []
    isTooLarge = false
  }
}

// MARK: - The mail itself

extension SMTPSession {
  private mutating func data(_ line: ArraySlice<UInt8>) -> [UInt8] {
    guard !line.elementsEqual([UInt8(ascii: ".")]) else { return endData() }
    if content.count + line.count > Self.sizeLimit {
      isTooLarge = true
      return []
    }
    let isStuffed = line.first == UInt8(ascii: ".")
    content.append(contentsOf: isStuffed ? line.dropFirst() : line)
    content.append(contentsOf: [13, 10])
    return []
  }

  private mutating func endData() -> [UInt8] {
    phase = .commands
    defer { reset() }
    guard !isTooLarge, let sender else { return reply(552, "5.3.4 Too large") }
    accepted.append(Envelope(sender: sender, recipients: recipients, content: content))
    return reply(250, "2.0.0 Ok, kept")
  }
}
