import JSON
import Runtime
import Workflows

/// Does all that is due at the platform's time and prints what it did.
struct RunUntilIdle: Sendable {
  let running: RunningPlatform

  init(_ running: RunningPlatform) { self.running = running }

  func run() async throws {
    let summary = try await running.dueWork().runUntilDone()
    Console.out(summary.json.text + "\n")
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
      "followed": .integer(Int64(followed)), "delivered": .integer(Int64(delivered)),
    ]
  }
}
