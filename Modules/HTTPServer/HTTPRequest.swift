package import JSON

/// A request, read whole and checked: what stands here is well formed.
package struct HTTPRequest: Sendable {
  package let method: HTTPMethod
  /// As it was sent.
  package let target: String
  /// Percent-decoded once; no `.` or `..` segment, no control character, no backslash.
  package let path: String
  package let query: QueryItems
  package let headers: HTTPHeaders
  package var body: [UInt8]
  /// The asker's numeric address: of the peer, or what a trusted proxy says.
  package let remoteAddress: String
  /// `https` when a trusted proxy says so, else `http`.
  package let scheme: String
  /// Names the request in answers and logs.
  package let id: String
  package let cookies: [String: String]
  let segments: [String]

  /// A request by hand, for tests. Nil when the target is not acceptable.
  package init?(
    _ method: HTTPMethod, _ target: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    remoteAddress: String = "127.0.0.1", scheme: String = "http", id: String = "test"
  ) {
    guard let parsed = RequestTarget(target) else { return nil }
    self.method = method
    self.target = target
    path = parsed.path
    segments = parsed.segments
    query = parsed.query
    self.headers = headers
    self.body = body
    self.remoteAddress = remoteAddress
    self.scheme = scheme
    self.id = id
    cookies = Cookie.parse(headers.values(of: "Cookie"))
  }

  /// The `Host` field: what the asker typed, so never to be trusted in a link that is mailed.
  package var host: String { headers["Host"] ?? "" }
}

extension HTTPRequest {
  /// The type of the body without parameters, in lower case; empty when there is none.
  package var contentType: String { ContentType(headers["Content-Type"] ?? "").type }

  /// The body as JSON. `application/json` and `…+json` are taken, anything else is 415.
  package func json(limits: JSONLimits = JSONLimits()) throws(HTTPError) -> JSONValue {
    let type = ContentType(headers["Content-Type"] ?? "")
    guard type.type == "application/json" || type.type.hasSuffix("+json"),
      type["charset"].map({ sameName($0, "utf-8") }) ?? true
    else { throw .unsupportedType(expected: "application/json") }
    do {
      return try JSONValue(parsing: body, limits: limits)
    } catch {
      throw .badJSON(pointer: error.pointer, detail: error.description)
    }
  }

  /// The body as a form, `application/x-www-form-urlencoded` or `multipart/form-data`.
  package func form(limits: FormLimits = FormLimits()) throws(HTTPError) -> FormFields {
    try FormFields(body: body, type: ContentType(headers["Content-Type"] ?? ""), limits: limits)
  }
}
