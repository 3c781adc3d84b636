import HTTPServer
import Synchronization
import Testing

/// S-34: what two readers could read in two ways is refused, and the connection closed.
@Suite(.timeLimit(.minutes(1)))
struct StrictReadingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let statuses: Set<Int>

    init(_ name: String, _ text: String, _ statuses: Set<Int> = [400]) {
      testDescription = name
      bytes = Array(text.utf8)
      self.statuses = statuses
    }
  }

  static let heads: [Case] = [
    Case("length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
    Case("coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n")),
    Case("two equal lengths", post("Content-Length: 2\r\nContent-Length: 2", "hi")),
    Case("two lengths", post("Content-Length: 2\r\nContent-Length: 3", "hi!")),
    Case("a list of lengths", post("Content-Length: 2, 2", "hi")),
    Case("a signed length", post("Content-Length: +2", "hi")),
    Case("a negative length", post("Content-Length: -2", "hi")),
    Case("a hexadecimal length", post("Content-Length: 0x2", "hi")),
    Case("an empty length", post("Content-Length:", "")),
    Case("an endless length", post("Content-Length: 99999999999999999999999", "hi"), [400, 413]),
    Case("an unknown coding", post("Transfer-Encoding: xchunked", "0\r\n\r\n"), [400, 501]),
    Case("two codings", post("Transfer-Encoding: chunked, identity", "0\r\n\r\n"), [400, 501]),
    Case("chunked twice", post("Transfer-Encoding: chunked, chunked", "0\r\n\r\n"), [400, 501]),
    Case(
      "two coding fields",
      post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "0\r\n\r\n"), [400, 501]),
    Case("a coding of HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    Case("bare LF", "GET / HTTP/1.1\nHost: a\n\n"),
    Case("bare LF after a field", "GET / HTTP/1.1\r\nHost: a\nX-B: c\r\n\r\n"),
    Case("bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
    Case("bare CR in a field", "GET / HTTP/1.1\r\nHost: a\r\nX-B: c\rd: e\r\n\r\n"),
    Case("CR CR LF", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n"),
    Case("a folded field", "GET / HTTP/1.1\r\nHost: a\r\nX-B: c\r\n d\r\n\r\n"),
    Case("a tab-folded field", "GET / HTTP/1.1\r\nHost: a\r\nX-B: c\r\n\td\r\n\r\n"),
    Case("a fold at the start", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
    Case("space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
    Case("space in a name", "GET / HTTP/1.1\r\nHost: a\r\nX B: c\r\n\r\n"),
    Case("no colon", "GET / HTTP/1.1\r\nHost: a\r\nXB\r\n\r\n"),
    Case("no name", "GET / HTTP/1.1\r\nHost: a\r\n: c\r\n\r\n"),
    Case("NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX-B: c\0d\r\n\r\n"),
    Case("NUL NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX-B: c\0\0X-C: d\r\n\r\n"),
    Case("NUL in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\0B: c\r\n\r\n"),
    Case("a control character", "GET / HTTP/1.1\r\nHost: a\r\nX-B: c\u{1}d\r\n\r\n"),
    Case("no host", "GET / HTTP/1.1\r\n\r\n"),
    Case("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
    Case("two equal hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"),
    Case("an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
    Case("a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    Case("a host with a user", "GET / HTTP/1.1\r\nHost: good@evil\r\n\r\n"),
    Case("absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("a star", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("no slash", "GET x HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("NUL in the target", "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("tab in the target", "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("UTF-8 in the target", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("UTF-8 in the query", "GET /?a=é HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("a fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("a broken escape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("half an escape", "GET /a%4 HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("escaped NUL", "GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("escaped NUL in the query", "GET /?a=%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("escaped LF", "GET /a%0a HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("escaped broken UTF-8", "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("overlong escaped slash", "GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("escaped slash", "GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("backslash", "GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("escaped backslash", "GET /a%5cb HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("dot dot", "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("escaped dot dot", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("HTTP/0.9", "GET /\r\n", [400, 505]),
    Case("HTTP/0.9 with headers", "GET /\r\nHost: a\r\n\r\n", [400, 505]),
    Case("HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", [400, 505]),
    Case("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", [400, 505]),
    Case("lower-case version", "GET / http/1.1\r\nHost: a\r\n\r\n", [400, 505]),
    Case("two blanks in the line", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", [400, 505]),
    Case("blank after the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", [400, 505]),
    Case("tab in the line", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", [400, 501, 505]),
    Case("TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", [405, 501]),
    Case("CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", [400, 405, 501]),
    Case("PROPFIND", "PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n", [405, 501]),
    Case("a lower-case method", "get / HTTP/1.1\r\nHost: a\r\n\r\n", [400, 501]),
    Case(
      "an 8 kB method", String(repeating: "A", count: 8192) + " / HTTP/1.1\r\nHost: a\r\n\r\n",
      [400, 501]),
    Case("an unknown expectation", post("Content-Length: 2\r\nExpect: more", "hi"), [417]),
    Case("a coded body", post("Content-Length: 2\r\nContent-Encoding: gzip", "hi"), [415]),
    Case("only rubbish", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n", [400, 501, 505]),
  ]

  static let bodies: [Case] = [
    Case("chunk size 0x1", chunks("0x1\r\na\r\n0\r\n\r\n")),
    Case("chunk size +1", chunks("+1\r\na\r\n0\r\n\r\n")),
    Case("chunk size -1", chunks("-1\r\na\r\n0\r\n\r\n")),
    Case("chunk size beyond 64 bits", chunks("FFFFFFFFFFFFFFFF1\r\na\r\n0\r\n\r\n"), [400, 413]),
    Case("chunk size of 64 bits", chunks("FFFFFFFFFFFFFFFF\r\na\r\n0\r\n\r\n"), [400, 408, 413]),
    Case("blank before the chunk size", chunks(" 1\r\na\r\n0\r\n\r\n")),
    Case("blank after the chunk size", chunks("1 \r\na\r\n0\r\n\r\n")),
    Case("no chunk size", chunks("\r\na\r\n0\r\n\r\n")),
    Case("a chunk longer than said", chunks("1\r\nabc\r\n0\r\n\r\n")),
    Case("bare LF after the chunk size", chunks("1\na\r\n0\r\n\r\n"), [200, 400]),
    Case("bare LF after the chunk", chunks("1\r\na\n0\r\n\r\n"), [200, 400]),
    Case("bare LF at the end", chunks("1\r\na\r\n0\n\n"), [200, 400]),
    Case("NUL in a chunk size", chunks("1\0\r\na\r\n0\r\n\r\n")),
  ]

  static func post(_ fields: String, _ body: String) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
  }

  static func chunks(_ body: String) -> String { post("Transfer-Encoding: chunked", body) }

  /// A second request hidden behind each broken one: it must never be answered.
  static let hidden = Array("GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

  @Test(arguments: heads)
  func `a head that can be read in two ways is refused`(_ one: Case) async throws {
    try await check(one)
  }

  @Test(arguments: bodies)
  func `a body that can be read in two ways is refused`(_ one: Case) async throws {
    try await check(one)
  }

  private func check(_ one: Case) async throws {
    let hiddenCalls = Tally()
    var router = Router()
    router.get(Link("/")) { _ in .text("ok") }
    router.post(Link("/")) { .text("got \($0.body.count)") }
    router.get(Link("/hidden")) { _ in
      hiddenCalls.add()
      return .text("hidden")
    }
    try await TestServer.with(router, configure: { $0.headerTimeout = .milliseconds(400) }) {
      server in
      let heard = await server.say(one.bytes + Self.hidden)
      let bytes = try #require(heard, "the connection stays open")
      let all = answers(in: bytes)
      #expect(all.count <= 1, "\(String(decoding: bytes, as: UTF8.self))")
      if let answer = all.first {
        #expect(one.statuses.contains(answer.status), "\(answer.status)")
      }
      #expect(hiddenCalls.value == 0)
      let next = await server.get("/")
      #expect(next?.status == 200)
    }
  }

  /// The library's own word for these is none, or two heads in a row.
  @Test(arguments: [
    "GET / HTTP/1.1\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n", "GET / a HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST / b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi",
    "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi",
  ])
  func `a head without host or with blanks gets one whole answer`(_ head: String) async throws {
    try await TestServer.with(Router()) { server in
      let said = await server.say(Array(head.utf8) + Self.hidden)
      let heard = try #require(said)
      let text = String(decoding: heard, as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 400 "), "\(text)")
      #expect(text.split(separator: "HTTP/1.1 ").count == 1, "\(text)")
      #expect(text.contains("X-Content-Type-Options: nosniff"), "\(text)")
    }
  }

  @Test
  func `what is unusual but clear is answered`() async throws {
    var router = Router()
    router.get(Link("/")) { _ in .text("ok") }
    router.post(Link("/")) { .text("got \($0.body.count)") }
    let fine = [
      "GET / HTTP/1.1\r\nHost:a\r\n\r\n", "GET / HTTP/1.1\r\nhost:  a:80  \r\n\r\n",
      "GET / HTTP/1.0\r\n\r\n", "GET /?a=1&b=%C3%A9 HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nRange: bytes=5-2\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX-Tab:\tb\tc\t\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nCookie: a=b; c=d\r\nCookie: e=f\r\n\r\n",
      Self.chunks("1;name=value\r\na\r\n0\r\nX-Trailer: b\r\n\r\n"),
      Self.chunks("00A\r\n0123456789\r\n0\r\n\r\n"),
      Self.post("Transfer-Encoding: CHUNKED", "1\r\na\r\n0\r\n\r\n"),
    ]
    try await TestServer.with(router) { server in
      for text in fine {
        let port = server.port
        let answer = await offPool {
          let peer = Peer(port: port)
          peer?.say(text)
          return peer?.hear()
        }
        #expect(answer?.status == 200, "\(text) \(answer?.status ?? 0)")
      }
    }
  }
}
