import Outbound
import Testing

/// A browser without JavaScript: keeps cookies, sends what a form holds, follows nothing by
/// itself.
struct Browser {
  let base: String
  let client: HTTPClient
  var language = "nl"
  private(set) var cookies: [String: String] = [:]

  init(base: String, client: HTTPClient, language: String = "nl") {
    self.base = base
    self.client = client
    self.language = language
  }

  mutating func get(_ path: String, headers: [OutboundHeader] = []) async throws -> SeenPage {
    try await send(.get, path, headers: headers, body: nil)
  }

  /// Sends fields as a form of our own page does, origin included.
  mutating func post(
    _ path: String, _ fields: [(String, String)], headers: [OutboundHeader]? = nil
  ) async throws -> SeenPage {
    let body = fields.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    return try await postRaw(path, Array(body.utf8), headers: headers)
  }

  mutating func postRaw(
    _ path: String, _ body: [UInt8], headers: [OutboundHeader]? = nil
  ) async throws -> SeenPage {
    let type = OutboundHeader("Content-Type", "application/x-www-form-urlencoded")
    let own = headers ?? [OutboundHeader("Origin", base), type]
    return try await send(.post, path, headers: own, body: body)
  }

  /// Follows an answer's `Location`, which must be on this server.
  mutating func follow(_ page: SeenPage) async throws -> SeenPage {
    let place = try #require(page.location)
    let path = place.hasPrefix(base) ? String(place.dropFirst(base.count)) : place
    #expect(path.hasPrefix("/"), "left the server for \(place)")
    return try await get(path)
  }

  mutating func setCookie(_ name: String, _ value: String) { cookies[name] = value }

  private mutating func send(
    _ method: OutboundRequest.Method, _ path: String, headers: [OutboundHeader], body: [UInt8]?
  ) async throws -> SeenPage {
    var all = headers + [OutboundHeader("Accept", "text/html")]
    all.append(OutboundHeader("Accept-Language", language))
    if !cookies.isEmpty {
      let text = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      all.append(OutboundHeader("Cookie", text.joined(separator: "; ")))
    }
    let answer = try await client.send(
      OutboundRequest(method, base + path, headers: all, body: body, timeouts: .patient))
    for header in answer.headers where header.name.lowercased() == "set-cookie" { keep(header) }
    return SeenPage(answer)
  }

  private mutating func keep(_ header: OutboundHeader) {
    let parts = header.value.split(separator: ";", omittingEmptySubsequences: false)
    let pair = (parts.first ?? "").split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2 else { return }
    let isGone = header.value.contains("Max-Age=0")
    cookies[String(pair[0])] = isGone ? nil : String(pair[1])
  }

  private func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95: result.append(Character(Unicode.Scalar(byte)))
      default: result += "%\(digits[Int(byte) / 16])\(digits[Int(byte) % 16])"
      }
    }
    return result
  }
}

/// A page as it came.
struct SeenPage {
  let status: Int
  let html: String
  let body: [UInt8]
  private let answer: OutboundResponse

  init(_ answer: OutboundResponse) {
    self.answer = answer
    status = answer.status
    body = answer.body
    html = String(decoding: answer.body, as: UTF8.self)
  }

  var location: String? { answer.header("Location") }
  func header(_ name: String) -> String? { answer.header(name) }
  var setCookies: [String] {
    answer.headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value)
  }

  /// What a person reads: without tags, one kind of space.
  var text: String {
    let plain = html.replacing(#/<[^>]*>/#, with: " ")
      .replacing("&amp;", with: "&").replacing("&#39;", with: "'").replacing("\u{A0}", with: " ")
    return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The value of the first field of a name.
  func value(of name: String) -> String? {
    for tag in html.matches(of: #/<input[^>]*>/#).map({ String($0.output) })
    where tag.contains("name=\"\(name)\"") {
      return tag.firstMatch(of: #/ value="([^"]*)"/#).map { String($0.output.1) }
    }
    return nil
  }

  /// Where the links lead whose address begins so.
  func links(_ prefix: String) -> [String] {
    html.matches(of: #/href="([^"]*)"/#).map { String($0.output.1) }.filter { $0.hasPrefix(prefix) }
  }
}

/// Expects words on a page.
func see(
  _ words: String, in page: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(page.contains(words), sourceLocation: sourceLocation)
}
