import Dispatch
import JSON
import Observability
import Primitives
import Synchronization

/// Saves what the sandbox remembers soon after it changed, beside the calls that change it.
final class StateKeeper: Sendable {
  private struct Progress {
    /// ``Universe/changes`` of what was saved.
    var saved: UInt64
    /// Not before; a large memory is saved less often than a small one.
    var next = DispatchTime.now()
    var isFailing = false
  }

  private let file: StateFile
  private let sandbox: Sandbox
  private let log: Log
  private let progress: Mutex<Progress>
  private let queue = DispatchQueue(label: "penning-sandbox.state")
  /// Dispatch guards it.
  private nonisolated(unsafe) let timer: any DispatchSourceTimer

  /// Five times a second at most, and no more than a fifth of the time.
  private static let interval = DispatchTimeInterval.milliseconds(200)

  init(_ file: StateFile, _ sandbox: Sandbox, log: Log) {
    self.file = file
    self.sandbox = sandbox
    self.log = log
    progress = Mutex(Progress(saved: sandbox.with { $0.changes }))
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + Self.interval, repeating: Self.interval)
    timer.setEventHandler { [weak self] in
      guard let self, progress.withLock({ $0.next <= .now() }) else { return }
      save()
    }
    timer.resume()
  }

  /// Saves what was not saved yet, and ends.
  func stop() async {
    timer.cancel()
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        save()
        continuation.resume()
      }
    }
  }

  /// On the queue alone: one after the other.
  private func save() {
    let saved = progress.withLock { $0.saved }
    let changed = sandbox.with { $0.changes == saved ? nil : $0 }
    guard let changed else { return }
    let start = DispatchTime.now()
    var failure: StateFault?
    do { try file.save(Self.encode(changed)) } catch { failure = error }
    let end = DispatchTime.now()
    let pause = (end.uptimeNanoseconds &- start.uptimeNanoseconds) &* 4
    let isNews = progress.withLock { progress in
      defer { progress.isFailing = failure != nil }
      if failure == nil { progress.saved = changed.changes }
      progress.next = end + .nanoseconds(Int(clamping: pause))
      return !progress.isFailing
    }
    if let failure, isNews { log.error("state not saved", ["error": .failure(failure)]) }
  }

  /// The text of the file; the oldest things are left out of what would be longer than `limit`.
  static func encode(_ universe: Universe, limit: Int = StateFile.limit) -> [UInt8] {
    var universe = universe
    var bytes = universe.state.serialized()
    var count = universe.longestShelf
    while bytes.count > limit, count > 1 {
      count /= 2
      universe.forget(allButNewest: count)
      bytes = universe.state.serialized()
    }
    return bytes
  }
}
