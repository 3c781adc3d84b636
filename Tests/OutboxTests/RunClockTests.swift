import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@testable import Outbox

/// I-16: a clock that jumps bills nobody.
@Suite struct RunClockTests {
  static let start = Instant(milliseconds: 1_800_000_000_000)

  static let steps: [(seconds: Int64, verdict: RunVerdict)] = [
    (0, .go), (1, .go),
    (48 * 3600, .go),
    (48 * 3600 + 1, .jumped(from: start)),
    (365 * 86_400, .jumped(from: start)),
    (-1, .behind(lastRun: start)),
  ]

  @Test(arguments: steps)
  func everyStepHasItsVerdict(seconds: Int64, expected: RunVerdict) {
    let now = RunClockTests.start.adding(seconds: seconds)
    #expect(RunClock.verdict(now: now, lastRun: RunClockTests.start) == expected)
    #expect(RunClock.verdict(now: now, lastRun: nil) == .go)
  }

  @Test(arguments: TestDatabase.kinds)
  func aJumpStopsTheRunsUntilAnOperatorConfirms(kind: DatabaseKind) async throws {
    let clock = ManualClock(RunClockTests.start)
    let migrations = TenancyMigrations.all + OutboxMigrations.all
    try await kind.with(migrations, clock: .manual(clock)) { database in
      func tick() async throws -> RunVerdict { try await database.tickRunClock() }
      var verdict = try await tick()
      #expect(verdict == .go)
      clock.advance(seconds: 48 * 3600)
      verdict = try await tick()
      #expect(verdict == .go)
      let last = clock.now
      for seconds in [48 * 3600 + 1, 30] as [Int64] {
        clock.advance(seconds: seconds)
        verdict = try await tick()
        #expect(verdict == .jumped(from: last))
      }
      let confirmed = try await database.confirmRunClock()
      #expect(confirmed == last)
      verdict = try await tick()
      #expect(verdict == .go)
    }
  }
}
