/// What a mail server said: `550 5.1.1 no such mailbox`.
package struct SMTPReply: Sendable, Hashable, CustomStringConvertible {
  /// 0 when it said nothing.
  package let code: Int
  /// The enhanced status `5.1.1`, where there is one.
  package let status: String?
  /// For the operator and the shop; printable, at most 300 characters.
  package let text: String

  package init(code: Int, status: String?, text: String) {
    self.code = code
    self.status = status
    self.text = text
  }

  package var description: String { text.isEmpty ? "\(code)" : text }
}

/// The server has taken the mail. Not yet that it arrived: a bounce may follow.
package struct SMTPReceipt: Sendable, Hashable {
  package let reply: SMTPReply
}

/// Why a mail is not known to be taken, by what should be done about it.
package enum SMTPError: Error, Sendable, Hashable {
  /// Try again later: 4xx, no connection, no answer. Nothing was delivered.
  case temporary(SMTPReply, detail: String)
  /// Never again to this address or with this content: 5xx.
  case permanent(SMTPReply)
  /// The relay refuses us, whatever the mail: log-in, TLS, certificate. Stop and alert.
  case configuration(SMTPReply, detail: String)
  /// The connection was lost after the text was handed over: it may be delivered. Try again with
  /// the same Message-ID.
  case unknownOutcome(detail: String)
  /// Not an address that can stand in an envelope: ASCII, one `@`, no blanks or brackets.
  case invalidAddress(String)
  /// Bare CR or LF, a NUL, a line over 998 bytes, or no line end at the end.
  case invalidMessage
  case cancelled
  case stopped
}
