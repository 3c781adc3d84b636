import Dispatch
import Synchronization

/// The requests under way, so that a server can stop when they are over.
final class Exchanges: Sendable {
  private struct State {
    var open: [ObjectIdentifier: Exchange] = [:]
    var isClosing = false
    var isAborting = false
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var lastWaiter = 0

    mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
      defer { waiting = [:] }
      return Array(waiting.values)
    }
  }

  private let state = Mutex(State())

  /// True once the server is told to stop: answers then end their connection.
  var isClosing: Bool { state.withLock { $0.isClosing } }

  func close() { state.withLock { $0.isClosing = true } }

  /// False when all is being broken off.
  func add(_ exchange: Exchange) -> Bool {
    state.withLock {
      $0.open[ObjectIdentifier(exchange)] = exchange
      return !$0.isAborting
    }
  }

  func remove(_ exchange: Exchange) {
    let waiting = state.withLock { state in
      state.open[ObjectIdentifier(exchange)] = nil
      return state.open.isEmpty ? state.takeWaiting() : []
    }
    for continuation in waiting { continuation.resume() }
  }

  func abortAll() {
    let open = state.withLock { state in
      state.isAborting = true
      return Array(state.open.values)
    }
    for exchange in open { exchange.abort() }
  }

  /// Returns when no request is under way, or when `patience` is over.
  func drained(within patience: Duration) async {
    let (seconds, attoseconds) = patience.components
    let milliseconds =
      Int(min(max(seconds, 0), 86_400)) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    await withCheckedContinuation { continuation in
      let waiter: Int? = state.withLock { state in
        guard !state.open.isEmpty else { return nil }
        state.lastWaiter += 1
        state.waiting[state.lastWaiter] = continuation
        return state.lastWaiter
      }
      guard let waiter else {
        continuation.resume()
        return
      }
      // A queue of its own: the shared ones may be full of handlers.
      DispatchQueue(label: "http.drain").asyncAfter(deadline: .now() + .milliseconds(milliseconds))
      {
        self.state.withLock { $0.waiting.removeValue(forKey: waiter) }?.resume()
      }
    }
  }
}
