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
  }

  static let limit = 5000
  static let byteLimit = 200_000_000

  private struct Contents {
    var mails: [Mail] = []
    var bytes = 0
    var count = 0
  }

  private let contents = Mutex(Contents())

  func keep(_ envelope: SMTPSession.Envelope, at now: Instant) {
    let message = MailMessage(envelope.content)
    contents.withLock { contents in
      contents.count += 1
      contents.bytes += envelope.content.count
      contents.mails.append(
        Mail(number: contents.count, envelope: envelope, message: message, receivedAt: now))
      while contents.mails.count > Self.limit || contents.bytes > Self.byteLimit {
        contents.bytes -= contents.mails.removeFirst().envelope.content.count
      }
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
    }
  }
}
