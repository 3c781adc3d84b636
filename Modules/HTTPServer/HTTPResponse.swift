package import JSON

/// What an answer carries.
package enum HTTPBody: Sendable {
  case empty
  case bytes([UInt8])
  /// Asked for piece by piece as the peer takes them, so that memory stays flat however much
  /// there is; nil ends it, an error breaks the connection off so that the peer sees it is cut
  /// short.
  case stream(@Sendable () async throws -> [UInt8]?)
}

/// An answer.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: HTTPBody

  package init(status: Int = 200, headers: HTTPHeaders = [:], body: HTTPBody = .empty) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension HTTPResponse {
  package static func html(_ text: String, status: Int = 200) -> HTTPResponse {
    .bytes(Array(text.utf8), type: "text/html; charset=utf-8", status: status)
  }

  package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
    .bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
  }

  package static func json(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
    .bytes(value.serialized(), type: "application/json", status: status)
  }

  /// Nothing of a problem is a page, wherever in the server it arises.
  package static func problem(_ problem: Problem) -> HTTPResponse {
    .bytes(problem.json.serialized(), type: "application/problem+json", status: problem.status)
      .with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
  }

  package static func bytes(_ bytes: [UInt8], type: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": type], body: .bytes(bytes))
  }

  /// Sends the browser on, with GET. Where a place comes from outside, take it through
  /// `LocalPath` first.
  package static func redirect(to location: String, status: Int = 303) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Location": location])
  }

  package static let noContent = HTTPResponse(status: 204)

  /// A file to keep, or to show when `inline`.
  package static func file(
    _ body: HTTPBody, name: String, type: String, inline: Bool = false
  ) -> HTTPResponse {
    HTTPResponse(
      headers: [
        "Content-Type": type,
        "Content-Disposition": contentDisposition(name: name, inline: inline),
      ], body: body)
  }

  /// This answer with one more cookie.
  package func setting(_ cookie: Cookie) -> HTTPResponse {
    var response = self
    response.headers.add("Set-Cookie", cookie.headerValue)
    return response
  }

  /// This answer with the header field set.
  package func with(_ name: String, _ value: String) -> HTTPResponse {
    var response = self
    response.headers[name] = value
    return response
  }
}

/// RFC 6266: an ASCII name for old readers and the whole name in UTF-8 (S-41).
func contentDisposition(name: String, inline: Bool) -> String {
  let unsafe = Set("\"\\/:*?<>|%".unicodeScalars)
  let scalars = name.unicodeScalars.filter {
    switch $0.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
    default: true
    }
  }
  let clean = String(String.UnicodeScalarView(scalars.prefix(150))).replacing(unsafe)
  let ascii = String(clean.unicodeScalars.map { $0.isASCII ? Character($0) : "_" })
  let whole = PercentCoding.encode(clean.isEmpty ? "download" : clean)
  let kind = inline ? "inline" : "attachment"
  return "\(kind); filename=\"\(ascii.isEmpty ? "download" : ascii)\"; filename*=UTF-8''\(whole)"
}

extension String {
  fileprivate func replacing(_ unsafe: Set<Unicode.Scalar>) -> String {
    String(unicodeScalars.map { unsafe.contains($0) ? "-" : Character($0) })
  }
}
