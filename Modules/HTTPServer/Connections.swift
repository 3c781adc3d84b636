import Dispatch
import Glibc
import JSON
import Synchronization

/// The open connections, watched for peers that dribble.
///
/// The library ends a connection without traffic, but a peer that sends or takes a byte now and
/// then would hold it for ever. So a header must be whole in time, and bodies and answers must
/// move at a least pace (S-35).
final class Connections: Sendable {
  private let configuration: ServerConfiguration
  private let open = Mutex<[ObjectIdentifier: Connection]>([:])
  private let timer = Mutex<WatchTimer?>(nil)

  init(_ configuration: ServerConfiguration) { self.configuration = configuration }

  var count: Int { open.withLock { $0.count } }

  func add(_ connection: Connection) {
    open.withLock { $0[ObjectIdentifier(connection)] = connection }
  }

  func remove(_ connection: Connection) {
    open.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(connection)) }
  }

  func startWatching() {
    timer.withLock { timer in
      timer = WatchTimer(every: min(configuration.headerTimeout / 4, .seconds(1))) { [weak self] in
        self?.look()
      }
    }
  }

  func stopWatching() {
    timer.withLock { timer in
      timer?.cancel()
      timer = nil
    }
  }

  private func look() {
    let now = ContinuousClock.now
    for connection in open.withLock({ Array($0.values) }) {
      connection.endIfTooSlow(at: now, configuration)
    }
  }
}

/// Calls something again and again, on one of Dispatch's threads.
private final class WatchTimer: @unchecked Sendable {
  // Dispatch's sources may be used from any thread.
  private let source = DispatchSource.makeTimerSource(
    queue: DispatchQueue(label: "http.watch"))

  init(every interval: Duration, _ body: @escaping @Sendable () -> Void) {
    let (seconds, attoseconds) = interval.components
    let milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    source.schedule(deadline: .now(), repeating: .milliseconds(max(milliseconds, 10)))
    source.setEventHandler(handler: body)
    source.resume()
  }

  func cancel() { source.cancel() }
}

/// One connection: what its peer is expected to do, and since when.
final class Connection: Sendable {
  enum Phase: Sendable {
    /// A header has to come; `fresh` when nothing was answered on this connection yet.
    case header(since: ContinuousClock.Instant, fresh: Bool)
    case body(since: ContinuousClock.Instant, bytes: Int)
    /// It is our turn.
    case ours
    case answer(since: ContinuousClock.Instant, bytes: Int)
    case closed
  }

  private struct State {
    var socket: Int32
    var phase: Phase
  }

  private let state: Mutex<State>

  init(socket: Int32) {
    state = Mutex(State(socket: socket, phase: .header(since: .now, fresh: true)))
  }

  func enter(_ phase: Phase) {
    state.withLock {
      if case .closed = $0.phase { return }
      $0.phase = phase
    }
  }

  /// The rest of its header has to follow as on a fresh connection.
  func requestLineCame() { enter(.header(since: .now, fresh: true)) }

  func bodyCame(_ count: Int) {
    state.withLock {
      if case .body(let since, let bytes) = $0.phase {
        $0.phase = .body(since: since, bytes: bytes + count)
      }
    }
  }

  /// Tells the peer and closes, from outside the library: the connection's own state is left to
  /// the library, which finds the socket shut.
  func refuse(status: Int) {
    state.withLock { state in
      if case .closed = state.phase { return }
      Self.say(status, on: state.socket)
      shutdown(state.socket, Int32(SHUT_RDWR))
      state.phase = .closed
    }
  }

  func closed() { state.withLock { $0.phase = .closed } }

  /// Ends the connection when its peer is too slow. The socket is still this connection's: the
  /// library says `closed` before it closes it, and both hold the lock.
  func endIfTooSlow(at now: ContinuousClock.Instant, _ configuration: ServerConfiguration) {
    state.withLock { state in
      let patience = configuration.headerTimeout
      let pace = max(configuration.bytesPerSecond, 1)
      switch state.phase {
      case .header(let since, fresh: true):
        guard since.duration(to: now) > patience else { return }
        Self.say(408, on: state.socket)
      case .header(let since, fresh: false):
        // Between requests: idle time, then a whole header.
        guard since.duration(to: now) > configuration.idleTimeout + patience else { return }
      case .body(let since, let bytes):
        guard since.duration(to: now) > patience + .seconds(bytes / pace) else { return }
        Self.say(408, on: state.socket)
      case .answer(let since, let bytes):
        guard since.duration(to: now) > patience * 3 + .seconds(bytes / pace) else { return }
      case .ours, .closed: return
      }
      shutdown(state.socket, Int32(SHUT_RDWR))
      state.phase = .closed
    }
  }

  /// A last word past the library, where it can no longer say one itself.
  private static func say(_ status: Int, on socket: Int32) {
    let problem = Problem(status: status).json.text
    let text = """
      HTTP/1.1 \(status) \(HTTPStatus.reason(status))\r
      Content-Type: application/problem+json\r
      X-Content-Type-Options: nosniff\r
      Content-Length: \(problem.utf8.count)\r
      Connection: close\r
      \r
      \(problem)
      """
    _ = Array(text.utf8).withUnsafeBytes {
      send(socket, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    }
  }
}
