import Synchronization

/// Lends lanes, the one used last first, and lets those wait who find none free, in their order.
final class LanePool: Sendable {
  private struct State {
    var free: [any Lane]
    var waiting: [(ticket: UInt64, continuation: CheckedContinuation<any Lane, any Error>)] = []
    var tickets: UInt64 = 0
    var isClosed = false
    var cancelled: Set<UInt64> = []
  }

  private let lanes: [any Lane]
  private let state: Mutex<State>

  init(_ lanes: [any Lane]) {
    self.lanes = lanes
    state = Mutex(State(free: lanes))
  }

  /// Runs `work` on a lane of its own. Throws `CancellationError` when the task is cancelled
  /// before the work began; once begun it is finished.
  func run<T: Sendable>(_ work: @Sendable (Session) throws -> T) async throws -> T {
    try Task.checkCancellation()
    let lane = try await borrow()
    defer { giveBack(lane) }
    return try await lane.run(work)
  }

  /// Refuses new work, waits for what is running and closes every connection.
  func close() async {
    let waiting = state.withLock { state in
      state.isClosed = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for waiter in waiting { waiter.continuation.resume(throwing: Session.closedError) }
    for lane in lanes {
      _ = try? await lane.run { session in session.close() }  // closing a session never throws
    }
  }

  private func borrow() async throws -> any Lane {
    let (lane, ticket) = state.withLock { state in
      state.tickets += 1
      return (state.isClosed ? nil : state.free.popLast(), state.tickets)
    }
    if let lane { return lane }
    defer { state.withLock { _ = $0.cancelled.remove(ticket) } }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enqueue(ticket, continuation)
      }
    } onCancel: {
      cancel(ticket)
    }
  }

  private func enqueue(
    _ ticket: UInt64, _ continuation: CheckedContinuation<any Lane, any Error>
  ) {
    let answer: Result<any Lane, any Error>? = state.withLock { state in
      if state.isClosed { return .failure(Session.closedError) }
      if state.cancelled.remove(ticket) != nil { return .failure(CancellationError()) }
      if let lane = state.free.popLast() { return .success(lane) }
      state.waiting.append((ticket, continuation))
      return nil
    }
    if let answer { continuation.resume(with: answer) }
  }

  private func cancel(_ ticket: UInt64) {
    let continuation: CheckedContinuation<any Lane, any Error>? = state.withLock { state in
      if let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) {
        return state.waiting.remove(at: index).continuation
      }
      // Not in the line yet: `enqueue` will find it here.
      state.cancelled.insert(ticket)
      return nil
    }
    continuation?.resume(throwing: CancellationError())
  }

  private func giveBack(_ lane: any Lane) {
    let waiter = state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.free.append(lane)
        return nil as CheckedContinuation<any Lane, any Error>?
      }
      return state.waiting.removeFirst().continuation
    }
    waiter?.resume(returning: lane)
  }
}
