import Dispatch
import Foundation

/// Waits for the operator to say stop.
package enum Signals {
  /// Returns at the first SIGTERM or SIGINT; the next one ends the process as usual.
  package static func untilStop() async {
    let stops = [SIGTERM, SIGINT]
    for number in stops { signal(number, SIG_IGN) }
    let sources = stops.map { DispatchSource.makeSignalSource(signal: $0, queue: .global()) }
    await withCheckedContinuation { continuation in
      let once = OnlyOnce { continuation.resume() }
      for source in sources {
        source.setEventHandler { once.run() }
        source.resume()
      }
    }
    for source in sources { source.cancel() }
    for number in stops { signal(number, SIG_DFL) }
  }
}

/// Runs an action at its first call alone; two signals may come at once.
private final class OnlyOnce: Sendable {
  private let action: @Sendable () -> Void
  private let queue = DispatchQueue(label: "penning.signals")
  nonisolated(unsafe) private var isDone = false

  init(_ action: @escaping @Sendable () -> Void) { self.action = action }

  func run() {
    queue.sync {
      guard !isDone else { return }
      isDone = true
      action()
    }
  }
}
