package import Primitives
package import Storage

/// What the runs may do by the platform's clock (I-16).
package enum RunVerdict: Hashable, Sendable {
  case go
  /// The clock stands before the last run: nothing is run until it has caught up.
  case behind(lastRun: Instant)
  /// The clock jumped ahead, or nothing ran for so long: an operator looks first.
  case jumped(from: Instant)
}

/// Watches the platform's time between runs, so that a wrong clock bills nobody. A machine set to
/// next year would otherwise charge a year in a night.
package enum RunClock {
  /// A step ahead beyond this stops the runs until an operator confirms it.
  package static let longestStep: Int64 = 48 * 3600
  /// How often a run is noted; in between the runs only read.
  static let noteSeconds: Int64 = 60

  package static func verdict(now: Instant, lastRun: Instant?) -> RunVerdict {
    guard let lastRun else { return .go }
    let step = now.seconds(since: lastRun)
    if step < 0 { return .behind(lastRun: lastRun) }
    return step > longestStep ? .jumped(from: lastRun) : .go
  }
}

extension Database {
  /// Asks whether the runs may go on at the platform's time, and notes that they do.
  package func tickRunClock() async throws -> RunVerdict {
    let (now, lastRun) = try await read { ($0.now, try $0.lastRun()) }
    let verdict = RunClock.verdict(now: now, lastRun: lastRun)
    let isNoted = lastRun.map { now.seconds(since: $0) < RunClock.noteSeconds } ?? false
    if verdict == .go, !isNoted { try await write { try $0.noteRun() } }
    return verdict
  }

  /// An operator says that the platform's time is right: the runs go on from it.
  /// - Returns: the last run before.
  @discardableResult
  package func confirmRunClock() async throws -> Instant? {
    try await write { transaction in
      let lastRun = try transaction.lastRun()
      try transaction.execute("DELETE FROM run_clock")
      try transaction.noteRun()
      return lastRun
    }
  }
}

extension Transaction {
  fileprivate func lastRun() throws -> Instant? {
    try first("SELECT last_run FROM run_clock WHERE id = 1") { try $0(0) }
  }

  /// The clock of the runs never goes back.
  fileprivate func noteRun() throws {
    try execute(
      """
      INSERT INTO run_clock (id, last_run) VALUES (1, \(now))
      ON CONFLICT (id) DO UPDATE SET last_run = excluded.last_run
      WHERE run_clock.last_run < excluded.last_run
      """)
  }
}
