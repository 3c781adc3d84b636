/// What the event thread is asked to do: plain values, made into libcurl's options there.
struct TransferPlan: Sendable {
  enum Conversation: Sendable {
    case http(method: OutboundRequest.Method, headers: [OutboundHeader], body: [UInt8]?)
    case mail(MailTransfer)
  }

  let url: String
  let conversation: Conversation
  let policy: OutboundPolicy
  let timeouts: OutboundTimeouts
  let responseLimit: Int
  /// Never over a connection used before, so that libcurl has no reason to repeat by itself.
  let freshConnection: Bool
}

/// The mail part of a plan.
struct MailTransfer: Sendable {
  enum Encryption: Sendable {
    /// `smtps:`, TLS from the first byte.
    case implicit
    /// STARTTLS or nothing.
    case required
    /// Plain, and then to loopback addresses alone.
    case loopbackOnly
  }

  let encryption: Encryption
  let credentials: SMTPCredentials?
  let sender: String
  let recipient: String
  let message: [UInt8]
}

/// How a transfer ended, in libcurl's terms.
struct TransferResult: Sendable {
  enum End: Sendable, Hashable {
    /// libcurl's code, 0 for success.
    case finished(UInt32)
    case cancelled, stopped
  }

  var end: End
  /// libcurl's own words.
  var detail = ""
  /// The HTTP status, or the code of the last SMTP reply; 0 when there was none.
  var code = 0
  /// HTTP header lines of the final answer, or every line that the mail server said.
  var lines: [[UInt8]] = []
  var body: [UInt8] = []
  var exceededLimit = false
  var refusedAddress = false
  /// Whether any byte of the request may have left.
  var mayHaveBeenSent = false
  /// Whether this transfer made its connection, rather than using an idle one.
  var openedConnection = false
}
