import Dispatch

/// Lets a task do something in the midst of another one's transaction, which blocks its own
/// thread meanwhile.
final class Gate: Sendable {
  private let arrived = AsyncStream<Void>.makeStream()
  private let finished = DispatchSemaphore(value: 0)

  /// Called in the transaction: lets the waiting task go and blocks until it is done.
  func openAndBlock() {
    arrived.continuation.finish()
    _ = finished.wait(timeout: .now() + .seconds(20))
  }

  func wait() async {
    for await _ in arrived.stream {}
  }

  /// Called by the other task when it is done.
  func open() { finished.signal() }
}
