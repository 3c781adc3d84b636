/// The head of a request as the library read it, before anything is believed.
struct RequestHead: Sendable {
  let method: String
  let target: String
  let version: String
  let headers: HTTPHeaders
  /// Field names and values hold only what they may, and the bytes were written strictly.
  let isStrict: Bool
  let size: Int
  let peer: String
}

/// How a request's body comes.
enum BodyKind: Sendable, Hashable {
  case none
  case length(Int)
  case chunked
}

/// A head that was taken, with what follows it.
struct AcceptedHead: Sendable {
  let request: HTTPRequest
  let body: BodyKind
}

/// Reads a head as RFC 9112 wants it, without leniency: what two readers could read in two ways
/// is refused and the connection closed, so that no request can be smuggled in another (S-34).
struct HeadReader: Sendable {
  let configuration: ServerConfiguration

  struct Refused: Error { let status: Int }

  func read(_ head: RequestHead, id: String) throws(Refused) -> AcceptedHead {
    guard head.version == "HTTP/1.1" || head.version == "HTTP/1.0" else {
      throw Refused(status: 505)
    }
    guard head.isStrict else { throw Refused(status: 400) }
    guard head.target.utf8.count <= configuration.targetLimit else { throw Refused(status: 414) }
    guard head.size <= configuration.headerLimit,
      head.headers.fields.count <= configuration.headerFieldLimit
    else { throw Refused(status: 431) }
    guard let method = HTTPMethod(rawValue: head.method) else { throw Refused(status: 501) }
    try checkHost(head)
    let body = try bodyKind(head)
    try checkExpectations(head)
    let asker = Asker(
      peer: head.peer, headers: head.headers, proxies: configuration.trustedProxies)
    guard
      let request = HTTPRequest(
        method, head.target, headers: head.headers, remoteAddress: asker.address,
        scheme: asker.scheme, id: id)
    else { throw Refused(status: 400) }
    return AcceptedHead(request: request, body: body)
  }

  /// One `Host` that can be a host; HTTP/1.0 may do without.
  private func checkHost(_ head: RequestHead) throws(Refused) {
    let hosts = head.headers.values(of: "Host")
    guard hosts.count == 1 || (hosts.isEmpty && head.version == "HTTP/1.0"),
      hosts.allSatisfy({ host in
        !host.isEmpty
          && host.utf8.allSatisfy { $0.isAlphanumeric || ".-_:[]".utf8.contains($0) }
      })
    else { throw Refused(status: 400) }
  }

  private func bodyKind(_ head: RequestHead) throws(Refused) -> BodyKind {
    let lengths = head.headers.values(of: "Content-Length")
    let codings = head.headers.values(of: "Transfer-Encoding")
    switch (lengths.count, codings.count) {
    case (0, 0): return .none
    case (1, 0):
      guard !lengths[0].isEmpty,
        lengths[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
      else { throw Refused(status: 400) }
      // A length beyond Int is a body beyond any limit.
      let length = Int(lengths[0]) ?? .max
      return length == 0 ? .none : .length(length)
    case (0, 1):
      guard head.version == "HTTP/1.1" else { throw Refused(status: 400) }
      guard sameName(codings[0], "chunked") else { throw Refused(status: 501) }
      return .chunked
    default: throw Refused(status: 400)
    }
  }

  private func checkExpectations(_ head: RequestHead) throws(Refused) {
    if let expect = head.headers["Expect"], !sameName(expect, "100-continue") {
      throw Refused(status: 417)
    }
    if let coding = head.headers["Content-Encoding"], !sameName(coding, "identity") {
      throw Refused(status: 415)
    }
  }
}
