/// Why a call has no answer, and whether the other side may have acted on it all the same.
package struct OutboundError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Reason: Sendable, Hashable {
    case invalidURL(OutboundURLError)
    /// A header name or value that cannot be sent.
    case invalidHeader
    /// The name resolves to an address that the policy does not allow.
    case refusedAddress
    /// The name does not resolve.
    case unresolved
    /// No connection came about.
    case unreachable
    case timeout
    /// No TLS, or a certificate that is not trusted. Never gone round.
    case tls
    /// The answer is larger than the limit.
    case tooLarge
    /// The connection ended before the answer was whole.
    case brokenOff
    /// The answer is not HTTP.
    case malformedResponse
    case cancelled
    /// The client has been stopped.
    case stopped
    /// libcurl lacks memory or an ability.
    case unavailable
  }

  package let reason: Reason
  /// False: nothing has left, so it is safe to try again. True: the outcome is unknown; ask
  /// before repeating, or repeat under the same idempotency key.
  package let mayHaveBeenSent: Bool
  /// For the operator's log; holds no header and no body.
  package let detail: String

  package init(_ reason: Reason, mayHaveBeenSent: Bool, detail: String = "") {
    self.reason = reason
    self.mayHaveBeenSent = mayHaveBeenSent
    self.detail = detail
  }

  package var description: String {
    let outcome = mayHaveBeenSent ? "may have been sent" : "not sent"
    return detail.isEmpty ? "\(reason), \(outcome)" : "\(reason), \(outcome): \(detail)"
  }
}
