/// One header line.
package struct OutboundHeader: Sendable, Hashable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// How long a call may take, in milliseconds.
package struct OutboundTimeouts: Sendable, Hashable {
  package var connect: Int
  package var total: Int

  /// 2 s to connect, 10 s in all.
  package init(connect: Int = 2_000, total: Int = 10_000) {
    self.connect = connect
    self.total = total
  }
}

/// A call to make. Prints without headers, query and body, which may hold secrets.
package struct OutboundRequest: Sendable, CustomStringConvertible {
  package enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  package var method: Method
  package var url: String
  package var headers: [OutboundHeader]
  package var body: [UInt8]?
  package var timeouts: OutboundTimeouts
  /// Most bytes of answer to take, 1 MiB unless told.
  package var responseLimit: Int

  package init(
    _ method: Method, _ url: String, headers: [OutboundHeader] = [], body: [UInt8]? = nil,
    timeouts: OutboundTimeouts = OutboundTimeouts(), responseLimit: Int = 1 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.responseLimit = responseLimit
  }

  package var description: String { "\(method.rawValue) \(url.prefix { $0 != "?" })" }

  /// Whether the other side does it once however often it comes: then an idle connection may be
  /// used again, though libcurl repeats a request by itself when such a connection turns out
  /// to be dead.
  var isIdempotent: Bool {
    method == .get || method == .head
      || headers.contains { $0.name.lowercased() == "idempotency-key" }
  }
}

/// What came back, whatever its status.
package struct OutboundResponse: Sendable, CustomStringConvertible {
  package let status: Int
  package let headers: [OutboundHeader]
  package let body: [UInt8]

  package init(status: Int, headers: [OutboundHeader], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package var description: String { "HTTP \(status), \(body.count) bytes" }

  /// The first header of that name, in any letter case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
