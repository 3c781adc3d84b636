import Glibc
import HTTPServer
import Observability
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct StreamingTests {
  /// Pieces of 64 kB until `total` bytes were asked for; counts what was asked.
  static func pieces(_ total: Int, _ asked: Tally) -> HTTPBody {
    .stream {
      guard asked.value < total else { return nil }
      let size = min(65_536, total - asked.value)
      asked.add(size)
      return [UInt8](repeating: 97, count: size)
    }
  }

  @Test
  func `20 MB flow through little memory`() async throws {
    let total = 20_000_000
    let asked = Tally()
    var router = Router()
    router.get(Link("/stream")) { _ in
      HTTPResponse(headers: ["Content-Type": "text/plain"], body: Self.pieces(total, asked))
    }
    try await TestServer.with(router) { server in
      let port = server.port
      let ahead = await offPool { () -> Int in
        guard let peer = Peer(port: port, receiveBuffer: 32_768) else { return 0 }
        peer.say("GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        var heard = 0
        var ahead = 0
        while heard < total {
          let count = peer.swallow(100_000)
          if count == 0 { break }
          heard += count
          ahead = max(ahead, asked.value - heard)
        }
        return heard < total ? -1 : ahead
      }
      #expect(ahead >= 0)
      // What the kernel's buffers hold: the source is asked for no more than the peer takes.
      #expect(ahead < 6_000_000)
    }
  }

  @Test
  func `a stream comes whole, with awaiting in between`() async throws {
    let count = Tally()
    var router = Router()
    router.get(Link("/stream")) { _ in
      HTTPResponse(
        body: .stream {
          await Task.yield()
          let number = count.add()
          return number > 100 ? nil : number.isMultiple(of: 3) ? [] : Array("\(number),".utf8)
        })
    }
    try await TestServer.with(router) { server in
      let expected = (1...100).filter { !$0.isMultiple(of: 3) }.map { "\($0)," }.joined()
      #expect(await server.get("/stream")?.text == expected)
    }
  }

  @Test
  func `a large body of bytes comes whole`() async throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var router = Router()
    router.get(Link("/bytes")) { _ in .bytes(bytes, type: "application/octet-stream") }
    try await TestServer.with(router) { server in
      let answer = try #require(await server.get("/bytes"))
      #expect(answer.headers["Content-Length"] == "3000000")
      #expect(answer.body == bytes)
      #expect(await server.ask("HEAD", "/bytes")?.headers["Content-Length"] == "3000000")
      #expect(await eventually { server.sink.lines().contains { $0.contains("bytes=3000000") } })
    }
  }

  struct Cut: Error {}

  @Test
  func `a stream that fails is cut short, not ended`() async throws {
    let count = Tally()
    var router = Router()
    router.get(Link("/stream")) { _ in
      HTTPResponse(
        body: .stream {
          if count.add() > 2 { throw Cut() }
          return Array("some".utf8)
        })
    }
    try await TestServer.with(router) { server in
      let heard = await server.say(Array("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
      let text = String(decoding: try #require(heard), as: UTF8.self)
      #expect(text.contains("some"))
      #expect(!text.hasSuffix("0\r\n\r\n"))
      #expect(await eventually { server.sink.lines().contains { $0.contains("broken off") } })
    }
  }

  @Test
  func `a peer that goes away in mid-stream ends the stream`() async throws {
    let asked = Tally()
    var router = Router()
    router.get(Link("/")) { _ in .text("ok") }
    router.get(Link("/stream")) { _ in HTTPResponse(body: Self.pieces(.max / 2, asked)) }
    try await TestServer.with(router) { server in
      let port = server.port
      for _ in 0..<20 {
        await offPool {
          let peer = Peer(port: port)
          peer?.say("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
          _ = peer?.swallow(200_000)
          peer?.vanish()
        }
      }
      #expect(
        await eventually {
          server.sink.lines().count { $0.contains("outcome=broken-off") } == 20
        })
      #expect(await server.get("/")?.status == 200)
    }
  }

  @Test
  func `a peer that goes away while the handler works harms nothing`() async throws {
    let gate = Gate()
    let entered = Tally()
    var router = Router()
    router.get(Link("/")) { _ in .text("ok") }
    router.get(Link("/slow")) { _ in
      entered.add()
      await gate.passed()
      return .text(String(repeating: "x", count: 100_000))
    }
    try await TestServer.with(router) { server in
      let port = server.port
      for _ in 0..<20 {
        await offPool {
          let peer = Peer(port: port)
          let before = entered.value
          peer?.say("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
          while entered.value == before { usleep(1000) }
          peer?.vanish()
        }
      }
      gate.open()
      #expect(await eventually { server.sink.lines().count == 20 })
      #expect(await server.get("/")?.status == 200)
    }
  }

  @Test
  func `a peer that does not take its answer loses it`() async throws {
    let asked = Tally()
    var router = Router()
    router.get(Link("/stream")) { _ in HTTPResponse(body: Self.pieces(.max / 2, asked)) }
    try await TestServer.with(
      router,
      configure: {
        $0.headerTimeout = .milliseconds(100)
        $0.bytesPerSecond = 100_000_000
      }
    ) { server in
      let port = server.port
      let peer = await offPool { () -> Peer? in
        let peer = Peer(port: port, receiveBuffer: 4096)
        peer?.say("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        return peer
      }
      #expect(peer != nil)
      #expect(
        await eventually { server.sink.lines().contains { $0.contains("outcome=broken-off") } })
      withExtendedLifetime(peer) {}
    }
  }
}
