import HTTPServer
import Observability
import Testing

/// S-35: what one peer may take of the server.
@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
  static func router(_ calls: Tally = Tally()) -> Router {
    var router = Router()
    router.get(Link("/")) { _ in .text("ok") }
    router.post(Link("/small")) {
      calls.add()
      return .text("\($0.body.count)")
    }
    router.post(Link("/large"), RouteOptions(bodyLimit: 3_000_000)) {
      .text("\($0.body.count)")
    }
    return router
  }

  static let heads: [StrictReadingTests.Case] = [
    .init("a target of 9 kB", "GET /\(a(9000)) HTTP/1.1\r\nHost: a\r\n\r\n", [414]),
    .init("a target of 90 kB", "GET /\(a(90_000)) HTTP/1.1\r\nHost: a\r\n\r\n", [414]),
    .init("a field of 34 kB", get("X: \(a(34_000))\r\n"), [431]),
    .init("a field of 200 kB", get("X: \(a(200_000))\r\n"), [431]),
    .init("81 kB of fields", get(String(repeating: "X: \(a(80))\r\n", count: 1000)), [431]),
    .init("101 fields", get(String(repeating: "X: a\r\n", count: 100)), [431]),
    .init("100 fields", get(String(repeating: "X: a\r\n", count: 99)), [200]),
  ]

  static func a(_ count: Int) -> String { String(repeating: "a", count: count) }

  static func get(_ fields: String) -> String {
    "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
  }

  @Test(arguments: heads)
  func `a head too large is refused`(_ one: StrictReadingTests.Case) async throws {
    try await TestServer.with(Self.router()) { server in
      let port = server.port
      let answer = await offPool {
        let peer = Peer(port: port)
        peer?.say(one.bytes)
        return peer?.hear()
      }
      #expect(one.statuses.contains(answer?.status ?? 0), "\(answer?.status ?? 0)")
      #expect(await server.get("/")?.status == 200)
    }
  }

  @Test
  func `a body too large is refused before it is read`() async throws {
    let calls = Tally()
    try await TestServer.with(Self.router(calls), configure: { $0.bodyLimit = 1000 }) { server in
      let body = [UInt8](repeating: 120, count: 2_000_000)
      #expect(await server.ask("POST", "/small", [], Array(body.prefix(1000)))?.text == "1000")
      #expect(await server.ask("POST", "/small", [], Array(body.prefix(1001)))?.status == 413)
      #expect(await server.ask("POST", "/large", [], body)?.text == "2000000")
      #expect(await server.ask("POST", "/nothing", [], Array(body.prefix(9)))?.status == 404)
      #expect(await server.ask("GET", "/small", [], Array(body.prefix(9)))?.status == 405)
      #expect(calls.value == 1)
      let port = server.port
      let unasked = await offPool {
        let peer = Peer(port: port)
        peer?.say("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n")
        return peer?.hear()
      }
      #expect(unasked?.status == 413)
    }
  }

  @Test
  func `a body of unknown length is cut at the limit`() async throws {
    try await TestServer.with(Self.router(), configure: { $0.bodyLimit = 1000 }) { server in
      let port = server.port
      let answer = await offPool {
        let peer = Peer(port: port)
        peer?.say("POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        peer?.say("1f4\r\n\(String(repeating: "a", count: 500))\r\n")
        peer?.say("1f5\r\n\(String(repeating: "a", count: 501))\r\n")
        return peer?.hear()
      }
      #expect(answer?.status == 413)
      #expect(await eventually { server.sink.lines().contains { $0.contains("status=413") } })
    }
  }

  @Test
  func `a header that dribbles ends in time`() async throws {
    try await TestServer.with(Self.router(), configure: { $0.headerTimeout = .milliseconds(500) }) {
      server in
      let port = server.port
      let wasCutOff = await offPool { () -> Bool in
        let peer = Peer(port: port)
        peer?.say("GET / HTTP/1.1\r\nHost: a\r\n")
        for _ in 0..<600 {
          peer?.say("X: y\r\n")
          if peer?.hear(within: 0.05) != nil || peer?.isEnded == true { return true }
        }
        return false
      }
      #expect(wasCutOff)
    }
  }

  @Test(arguments: [
    "", "GET / HT", "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx",
  ])
  func `a request that stands still is 408`(_ start: String) async throws {
    try await TestServer.with(Self.router(), configure: { $0.headerTimeout = .milliseconds(300) }) {
      server in
      let heard = await server.say(Array(start.utf8))
      let answer = answers(in: try #require(heard)).first
      #expect(answer?.status == 408)
    }
  }

  @Test
  func `a body that dribbles ends in time`() async throws {
    try await TestServer.with(
      Self.router(),
      configure: {
        $0.headerTimeout = .milliseconds(300)
        $0.bytesPerSecond = 100
      }
    ) { server in
      let port = server.port
      let answer = await offPool { () -> Answer? in
        let peer = Peer(port: port)
        peer?.say("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n")
        for _ in 0..<100 {
          peer?.say("x")
          if let answer = peer?.hear(within: 0.05) { return answer }
        }
        return nil
      }
      #expect(answer?.status == 408)
    }
  }

  @Test
  func `a quiet connection ends`() async throws {
    try await TestServer.with(Self.router(), configure: { $0.idleTimeout = .seconds(1) }) {
      server in
      let heard = await server.say(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
      let all = answers(in: try #require(heard))
      #expect(all.map(\.status) == [200])
    }
  }

  @Test
  func `an address gets so many connections`() async throws {
    try await TestServer.with(Self.router(), configure: { $0.connectionsPerAddress = 3 }) {
      server in
      let port = server.port
      let (served, refused) = await offPool { () -> (Int, Bool) in
        let peers = (0..<3).compactMap { _ in Peer(port: port) }
        let served = peers.count { peer in
          peer.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
          return peer.hear()?.status == 200
        }
        let fourth = Peer(port: port)
        fourth?.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        return (served, fourth?.hear() == nil)
      }
      #expect(served == 3)
      #expect(refused)
    }
  }
}
