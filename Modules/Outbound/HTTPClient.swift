import CCurl

/// Calls other machines over HTTP/1.1: TLS verified, no redirects followed, no cookies, no
/// proxies, addresses checked when the socket is made, answers capped. Any number of calls run at
/// once on one thread; connections are kept and used again.
package final class HTTPClient: Sendable {
  package let policy: OutboundPolicy
  private let agent: String
  private let loop = EventLoop()

  /// `agent` is the User-Agent header.
  package init(policy: OutboundPolicy, agent: String = "Penning/1") {
    self.policy = policy
    self.agent = agent
  }

  /// The answer, whatever its status. Cancelling the task ends the call.
  package func send(
    _ request: OutboundRequest
  ) async throws(OutboundError) -> OutboundResponse {
    let plan = try plan(request)
    return try Self.interpret(await loop.run(plan))
  }

  /// Ends what is under way and refuses what comes; returns when the thread is gone.
  package func stop() async { await loop.stop() }

  private func plan(_ request: OutboundRequest) throws(OutboundError) -> TransferPlan {
    do {
      try policy.validate(request.url)
    } catch {
      let reason: OutboundError.Reason =
        error == .refusedHost ? .refusedAddress : .invalidURL(error)
      throw OutboundError(reason, mayHaveBeenSent: false)
    }
    let headers = request.headers + [OutboundHeader("User-Agent", agent)]
    guard headers.allSatisfy(\.isSendable) else {
      throw OutboundError(.invalidHeader, mayHaveBeenSent: false)
    }
    return TransferPlan(
      url: request.url,
      conversation: .http(method: request.method, headers: headers, body: request.body),
      policy: policy, timeouts: request.timeouts, responseLimit: max(request.responseLimit, 0),
      freshConnection: !request.isIdempotent)
  }

  static func interpret(_ result: TransferResult) throws(OutboundError) -> OutboundResponse {
    guard let reason = reason(result) else {
      return OutboundResponse(
        status: result.code, headers: result.lines.dropFirst().compactMap(OutboundHeader.init),
        body: result.body)
    }
    throw OutboundError(
      reason, mayHaveBeenSent: result.mayHaveBeenSent, detail: result.detail)
  }

  /// Nil when there is an answer.
  private static func reason(_ result: TransferResult) -> OutboundError.Reason? {
    switch result.end {
    case .cancelled: return .cancelled
    case .stopped: return .stopped
    case .finished(let code):
      if result.exceededLimit { return .tooLarge }
      return reason(CURLcode(code), result)
    }
  }

  private static func reason(
    _ code: CURLcode, _ result: TransferResult
  ) -> OutboundError.Reason? {
    switch code {
    case CURLE_OK where !result.lines.contains([]):
      // Cut off within the headers, which libcurl takes for an answer without body.
      .brokenOff
    case CURLE_OK: (100...599).contains(result.code) ? nil : .malformedResponse
    case CURLE_URL_MALFORMAT: .invalidURL(.badHost)
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unresolved
    case CURLE_COULDNT_CONNECT: result.refusedAddress ? .refusedAddress : .unreachable
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_FILESIZE_EXCEEDED: .tooLarge
    case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT: .unavailable
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
      .malformedResponse
    case _ where code.concernsTLS: .tls
    default: .brokenOff
    }
  }
}

extension CURLcode {
  /// Whether no trusted encrypted connection came about.
  var concernsTLS: Bool {
    switch self {
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_USE_SSL_FAILED,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      true
    default: false
    }
  }
}

extension OutboundHeader {
  /// From a line of the answer; nil for the blank line at the end and for what is no header.
  init?(_ line: [UInt8]) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
    let isBlank: (UInt8) -> Bool = { $0 == 32 || $0 == 9 }
    let rest = line[(colon + 1)...].drop(while: isBlank)
    let value = rest.reversed().drop(while: isBlank).reversed()
    self.init(
      String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
  }

  /// A token as name, no control characters in the value (S-08). An empty value is left out too:
  /// libcurl would read it as an order to remove the header.
  var isSendable: Bool {
    !name.isEmpty && name.utf8.allSatisfy(Self.isTokenSign) && !value.isEmpty
      && value.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
  }

  private static func isTokenSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
