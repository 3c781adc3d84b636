import Cryptography
import Glibc
import JSON
import Primitives
import Synchronization

/// The file in which caught mails outlive the process: a line a mail, added as it comes in. A line
/// that a stop broke off is left out.
final class MailFile: Sendable {
  /// A mail as it is kept.
  struct Record: Sendable {
    let number: Int
    let envelope: SMTPSession.Envelope
    let receivedAt: Instant
  }

  /// Bytes; a file that grew beyond is written anew with what the mailbox still holds.
  static let limit = 600_000_000

  private struct Open {
    var descriptor: Int32 = -1
    var bytes = 0
    /// The last line was broken off: the next one must not be joined to it.
    var isBroken = false
  }

  private let path: String
  private let open = Mutex(Open())

  init(path: String) { self.path = path }

  deinit { open.withLock { if $0.descriptor >= 0 { close($0.descriptor) } } }

  /// All that was kept, oldest first; the lines that can be read.
  func load() -> [Record] {
    let bytes = read()
    open.withLock { open in
      open.bytes = bytes.count
      open.isBroken = bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false
    }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { Record(line: Array($0)) }
  }

  /// Adds a mail.
  /// - Returns: false when the file has grown too long, or cannot be written.
  func append(_ record: Record) -> Bool {
    open.withLock { open in
      if open.descriptor < 0 {
        open.descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
      }
      let line = (open.isBroken ? [UInt8(ascii: "\n")] : []) + record.line
      open.isBroken = false
      open.bytes += line.count
      return write(line, to: open.descriptor) && open.bytes <= Self.limit
    }
  }

  /// Puts these in the place of all.
  func replace(by records: [Record]) {
    open.withLock { open in
      if open.descriptor >= 0 { close(open.descriptor) }
      let fresh = "\(path).new"
      unlink(fresh)
      open = Open()
      let descriptor = Glibc.open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      for record in records {
        let line = record.line
        open.bytes += line.count
        _ = write(line, to: descriptor)
      }
      close(descriptor)
      rename(fresh, path)
    }
  }

  private func read() -> [UInt8] {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while bytes.count <= 2 * Self.limit {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
    }
    return bytes
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    guard descriptor >= 0 else { return false }
    return bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }
}

extension MailFile.Record {
  fileprivate var line: [UInt8] {
    let value: JSONValue = [
      "number": JSONValue(number), "at": .integer(receivedAt.milliseconds),
      "from": .string(envelope.sender),
      "to": .array(envelope.recipients.map(JSONValue.string)),
      "content": .string(Base64.encode(envelope.content)),
    ]
    return value.serialized() + [UInt8(ascii: "\n")]
  }

  fileprivate init?(line: [UInt8]) {
    let limits = JSONLimits(depth: 4, bytes: 200 << 20, values: 10_000)
    // A line that is no JSON was broken off.
    guard let value = try? JSONValue(parsing: line, limits: limits),
      let number = value["number"]?.intValue, number > 0,
      let at = value["at"]?.integerValue, let sender = value["from"]?.stringValue,
      let recipients = value["to"]?.arrayValue?.compactMap(\.stringValue),
      let content = value["content"]?.stringValue.flatMap(Base64.decode)
    else { return nil }
    self.init(
      number: number,
      envelope: SMTPSession.Envelope(sender: sender, recipients: recipients, content: content),
      receivedAt: Instant(milliseconds: at))
  }
}
