import Glibc
import HTTPServer
import Observability
import Testing

@Suite(.timeLimit(.minutes(1)))
struct StoppingTests {
  @Test
  func `200 slow handlers do not hold up a fast one`() async throws {
    let gate = Gate()
    let entered = Tally()
    var router = Router()
    router.get(Link("/slow")) { _ in
      entered.add()
      await gate.passed()
      return .text("slow")
    }
    router.get(Link("/fast")) { _ in .text("fast") }
    try await TestServer.with(router, configure: { $0.connectionsPerAddress = 0 }) { server in
      let port = server.port
      let peers = await offPool { () -> [Peer] in
        (0..<200).compactMap { _ in
          let peer = Peer(port: port)
          peer?.say("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
          return peer
        }
      }
      #expect(await eventually { entered.value == 200 })
      #expect(await server.get("/fast")?.text == "fast")
      gate.open()
      let served = await offPool { peers.count { $0.hear()?.text == "slow" } }
      #expect(served == 200)
    }
  }

  static func slowServer(_ gate: Gate, _ entered: Tally) -> HTTPServer {
    var router = Router()
    router.get(Link("/slow")) { _ in
      entered.add()
      await gate.passed()
      return .text("done")
    }
    var configuration = ServerConfiguration(listen: "localhost:0")
    configuration.threads = 1
    return HTTPServer(configuration, router: router, log: .none, metrics: Metrics())
  }

  @Test
  func `a request under way is finished before the server stops`() async throws {
    let gate = Gate()
    let entered = Tally()
    let server = Self.slowServer(gate, entered)
    let port = try server.start().port
    async let answer = offPool { () -> Answer? in
      let peer = Peer(port: port)
      peer?.say("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
      return peer?.hear()
    }
    #expect(await eventually { entered.value == 1 })
    async let stopped: Void = server.stop(grace: .seconds(10))
    let refused = await offPool { () -> Bool in
      for _ in 0..<2000 {
        guard let peer = Peer(port: port) else { return true }
        withExtendedLifetime(peer) { _ = usleep(1000) }
      }
      return false
    }
    #expect(refused)
    gate.open()
    let heard = await answer
    await stopped
    #expect(heard?.text == "done")
    #expect(heard?.headers["Connection"] == "close")
  }

  @Test
  func `a request that takes longer than the grace is broken off`() async throws {
    let gate = Gate()
    let entered = Tally()
    let server = Self.slowServer(gate, entered)
    let port = try server.start().port
    async let answer = offPool { () -> Answer? in
      let peer = Peer(port: port)
      peer?.say("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
      return peer?.hear()
    }
    #expect(await eventually { entered.value == 1 })
    // The handler waits at a gate that opens afterwards: only a forced stop comes back.
    await server.stop(grace: .milliseconds(1))
    #expect(await answer?.status == 503)
    gate.open()
  }

  @Test
  func `stopping again, or before starting, does nothing`() async throws {
    let server = Self.slowServer(Gate(), Tally())
    await server.stop(grace: .zero)
    _ = try server.start()
    await server.stop(grace: .zero)
    await server.stop(grace: .zero)
    #expect(throws: ServerError.alreadyStarted) { try server.start() }
  }
}
