import HTTPServer
import Observability
import Synchronization

/// A server on a port of the kernel's choice, with its log and numbers at hand.
struct TestServer: Sendable {
  let port: Int
  let server: HTTPServer
  let sink: MemorySink
  let metrics: Metrics

  /// Starts a server, runs `body`, stops the server.
  static func with<T: Sendable>(
    _ router: Router, configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: (TestServer) async throws -> T
  ) async throws -> T {
    let sink = MemorySink()
    let metrics = Metrics()
    var configuration = ServerConfiguration(listen: "127.0.0.1:0")
    configure(&configuration)
    let server = HTTPServer(configuration, router: router, log: Log(to: sink), metrics: metrics)
    let address = try server.start()
    let running = TestServer(port: address.port, server: server, sink: sink, metrics: metrics)
    do {
      let result = try await body(running)
      await server.stop(grace: .seconds(5))
      return result
    } catch {
      await server.stop(grace: .zero)
      throw error
    }
  }

  /// One request on a connection of its own; nil when there is no answer.
  func ask(
    _ method: String, _ target: String, _ headers: [String] = [], _ body: [UInt8] = []
  ) async -> Answer? {
    let port = port
    return await offPool {
      guard let peer = Peer(port: port) else { return nil }
      let length = body.isEmpty ? [] : ["Content-Length: \(body.count)"]
      let lines = ["\(method) \(target) HTTP/1.1", "Host: test"] + headers + length
      peer.say(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
      return peer.hear(toHead: method == "HEAD")
    }
  }

  func get(_ target: String, _ headers: [String] = []) async -> Answer? {
    await ask("GET", target, headers)
  }

  /// Says bytes on a connection of their own and hears until the server closes.
  func say(_ bytes: [UInt8], within seconds: Double = 5) async -> [UInt8]? {
    let port = port
    return await offPool {
      guard let peer = Peer(port: port) else { return nil }
      peer.say(bytes)
      return peer.hearAll(within: seconds)
    }
  }
}

/// Something that tasks wait for and that opens once.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func passed() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}

/// A count that tests watch.
final class Tally: Sendable {
  private let count = Mutex(0)
  var value: Int { count.withLock { $0 } }

  @discardableResult
  func add(_ amount: Int = 1) -> Int {
    count.withLock {
      $0 += amount
      return $0
    }
  }
}

/// Looks again and again until it holds, for at most ten seconds.
func eventually(_ holds: @escaping @Sendable () -> Bool) async -> Bool {
  let deadline = ContinuousClock.now.advanced(by: .seconds(10))
  while ContinuousClock.now < deadline {
    if holds() { return true }
    await Task.yield()
  }
  return holds()
}
