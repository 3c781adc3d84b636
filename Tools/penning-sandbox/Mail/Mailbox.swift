import Primitives
import Synchronization

/// Every mail that was caught, a bounded number of them: the oldest make room.
final class Mailbox: Sendable {
  struct Mail: Sendable {
    /// Counted from 1 since the start.
    let number: Int
    let envelope: SMTPSession.Envelope
    let message: MailMessage
    let receivedAt: Instant

    var subject: String { message.header("Subject") ?? "" }

    fileprivate var record: MailFile.Record {
      MailFile.Record(number: number, envelope: envelope, receivedAt: receivedAt)
    }
  }

  static let limit = 5000
  static let byteLimit = 200_000_000

  private struct Contents {
    var mails: [Mail] = []
    var bytes = 0
    var count = 0

    mutating func add(_ record: MailFile.Record) {
      count = max(count, record.number)
      bytes += record.envelope.content.count
      mails.append(
        Mail(
          number: record.number, envelope: record.envelope,
          message: MailMessage(record.envelope.content), receivedAt: record.receivedAt))
      while mails.count > Mailbox.limit || bytes > Mailbox.byteLimit {
        bytes -= mails.removeFirst().envelope.content.count
      }
    }
  }

  private let file: MailFile?
  private let contents: Mutex<Contents>

  /// - Parameter file: where mails outlive the process; nil: nowhere.
  init(file: MailFile? = nil) {
    self.file = file
    var contents = Contents()
    for record in file?.load() ?? [] { contents.add(record) }
    self.contents = Mutex(contents)
  }

  func keep(_ envelope: SMTPSession.Envelope, at now: Instant) {
    contents.withLock { contents in
      let record = MailFile.Record(
        number: contents.count + 1, envelope: envelope, receivedAt: now)
      contents.add(record)
      if let file, !file.append(record) { file.replace(by: contents.mails.map(\.record)) }
    }
  }

  /// Newest first; of one recipient if one is named.
  func list(to recipient: String? = nil, limit: Int = Mailbox.limit) -> [Mail] {
    let all = contents.withLock { $0.mails }
    let wanted = recipient?.lowercased()
    let found = all.reversed().lazy.filter { mail in
      wanted.map { mail.envelope.recipients.map { $0.lowercased() }.contains($0) } ?? true
    }
    return Array(found.prefix(limit))
  }

  func find(_ number: Int) -> Mail? {
    contents.withLock { $0.mails.first { $0.number == number } }
  }

  func clear() {
    contents.withLock { contents in
      contents.mails = []
      contents.bytes = 0
      file?.replace(by: [])
    }
  }
}
