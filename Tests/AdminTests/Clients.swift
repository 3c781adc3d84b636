import HTTPServer
import JSON
import Outbound
import Testing

/// Someone at a browser without JavaScript: keeps cookies, follows nothing by itself.
struct Browser: Sendable {
  let base: String
  let client: HTTPClient
  let language: String
  private(set) var cookies: [String: String] = [:]

  init(base: String, client: HTTPClient, language: String) {
    self.base = base
    self.client = client
    self.language = language
  }

  mutating func setCookie(_ name: String, _ value: String) { cookies[name] = value }

  mutating func get(_ path: String) async throws -> Seen {
    try await send(.get, path, [], nil)
  }

  /// Sends a form as our own pages do; `csrf` and origin included unless told otherwise.
  mutating func post(
    _ path: String, _ fields: QueryItems, origin: String? = "same",
    type: String = "application/x-www-form-urlencoded"
  ) async throws -> Seen {
    var headers = [OutboundHeader("Content-Type", type)]
    if let origin { headers.append(OutboundHeader("Origin", origin == "same" ? base : origin)) }
    return try await send(.post, path, headers, Array(fields.encoded.utf8))
  }

  /// Fills the form of a page in and sends it.
  mutating func submit(
    _ page: String, to action: String? = nil, _ fields: QueryItems
  ) async throws -> Seen {
    let seen = try await get(page)
    var all: QueryItems = ["csrf": seen.value(of: "csrf") ?? ""]
    for name in ["version", "cause"] where fields[name] == nil {
      if let value = seen.value(of: name) { all.add(name, value) }
    }
    for item in fields.items { all.add(item.name, item.value) }
    return try await post(action ?? page, all)
  }

  /// Sends a file in the multipart form of a page.
  mutating func upload(
    _ page: String, _ field: String, _ file: [UInt8], to action: String? = nil
  ) async throws -> Seen {
    let token = try await get(page).value(of: "csrf") ?? ""
    let edge = "penning-edge"
    var body = Array(
      """
      --\(edge)\r
      Content-Disposition: form-data; name="csrf"\r
      \r
      \(token)\r
      --\(edge)\r
      Content-Disposition: form-data; name="\(field)"; filename="a.png"\r
      Content-Type: image/png\r
      \r

      """.utf8)
    body += file + Array("\r\n--\(edge)--\r\n".utf8)
    let headers = [
      OutboundHeader("Content-Type", "multipart/form-data; boundary=\(edge)"),
      OutboundHeader("Origin", base),
    ]
    return try await send(.post, action ?? page, headers, body)
  }

  private mutating func send(
    _ method: OutboundRequest.Method, _ path: String, _ headers: [OutboundHeader],
    _ body: [UInt8]?
  ) async throws -> Seen {
    var all =
      headers + [
        OutboundHeader("Accept", "text/html"), OutboundHeader("Accept-Language", language),
      ]
    if !cookies.isEmpty {
      let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      all.append(OutboundHeader("Cookie", pairs.joined(separator: "; ")))
    }
    let answer = try await client.send(
      OutboundRequest(method, base + path, headers: all, body: body, timeouts: .patient))
    for header in answer.headers where header.name.lowercased() == "set-cookie" {
      keep(header.value)
    }
    return Seen(answer)
  }

  private mutating func keep(_ cookie: String) {
    let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
    guard let name = pair.first else { return }
    let isGone = cookie.contains("Max-Age=0")
    cookies[String(name)] = isGone || pair.count < 2 ? nil : String(pair[1])
  }
}

/// An answer.
struct Seen: Sendable {
  let status: Int
  let text: String
  let bytes: [UInt8]
  private let answer: OutboundResponse

  init(_ answer: OutboundResponse) {
    self.answer = answer
    status = answer.status
    bytes = answer.body
    text = String(decoding: answer.body, as: UTF8.self)
  }

  func header(_ name: String) -> String? { answer.header(name) }
  var location: String? { answer.header("Location") }
  var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }

  /// The value of the first field of a name.
  func value(of name: String) -> String? {
    for match in text.matches(of: #/<input[^>]*>/#) {
      let tag = String(match.output)
      guard tag.contains("name=\"\(name)\"") else { continue }
      return tag.firstMatch(of: #/ value="([^"]*)"/#).map { String($0.output.1) }
    }
    return nil
  }
}

/// A program with an API key, or without one.
struct Program: Sendable {
  let base: String
  let client: HTTPClient
  let key: String?

  func get(_ path: String) async throws -> Seen {
    Seen(
      try await client.send(
        OutboundRequest(
          .get, base + path, headers: headers([]), timeouts: .patient, responseLimit: 4 << 20)))
  }

  func send(
    _ method: OutboundRequest.Method = .post, _ path: String, _ body: JSONValue,
    idempotency: String? = nil
  ) async throws -> Seen {
    try await send(method, path, raw: body.serialized(), idempotency: idempotency)
  }

  func send(
    _ method: OutboundRequest.Method = .post, _ path: String, raw body: [UInt8],
    type: String = "application/json", idempotency: String? = nil
  ) async throws -> Seen {
    var more = [OutboundHeader("Content-Type", type)]
    if let idempotency { more.append(OutboundHeader("Idempotency-Key", idempotency)) }
    return Seen(
      try await client.send(
        OutboundRequest(method, base + path, headers: headers(more), body: body, timeouts: .patient)
      ))
  }

  private func headers(_ more: [OutboundHeader]) -> [OutboundHeader] {
    more + (key.map { [OutboundHeader("Authorization", "Bearer \($0)")] } ?? [])
  }
}
