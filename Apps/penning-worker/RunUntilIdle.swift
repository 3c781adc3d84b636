import JSON
import Outbox
import Primitives
import Runtime
import Workflows

/// Does all that is due at the platform's time and prints what it did.
struct RunUntilIdle: Sendable {
  let running: RunningPlatform

  init(_ running: RunningPlatform) { self.running = running }

  func run() async throws {
    let summary = try await running.dueWork().runUntilDone()
    Console.out(summary.json.text + "\n")
    if summary.clock != .go {
      throw ProgramFailed(
        "nothing was billed, collected or followed up: the clock is \(summary.clock.words); "
          + "see penning-worker confirm-clock")
    }
  }
}

extension DueWork {
  /// Works until nothing is due, also what others hold: a worker that died gives its work free
  /// when its lease ends.
  func runUntilDone() async throws -> WorkSummary {
    var summary = try await runUntilIdle()
    while summary.heldByOthers > 0 {
      try await Task.sleep(nanoseconds: 200_000_000)
      summary.add(try await runUntilIdle())
    }
    return summary
  }
}

extension WorkSummary {
  var json: JSONValue {
    [
      "events": .integer(Int64(events)), "checks": .integer(Int64(checks)),
      "billed": .integer(Int64(billed)), "collected": .integer(Int64(collected)),
      "followed": .integer(Int64(followed)), "lapsed": .integer(Int64(lapsed)),
      "delivered": .integer(Int64(delivered)),
    ]
  }
}

extension RunVerdict {
  var words: String {
    switch self {
    case .go: "right"
    case .behind(let lastRun): "behind the last run of \(lastRun.rfc3339)"
    case .jumped(let lastRun): "more than 48 hours past the last run of \(lastRun.rfc3339)"
    }
  }
}
