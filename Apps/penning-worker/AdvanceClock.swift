import JSON
import Outbound
import Primitives
import Runtime
import Storage
import Workflows

/// Moves a database clock forward and runs every due job on the way, in order: the demo's months
/// in seconds. A clock of the machine refuses it.
struct AdvanceClock: Sendable {
  let running: RunningPlatform
  let sandbox: SandboxClock?

  init(_ running: RunningPlatform, _ settings: Settings) {
    self.running = running
    sandbox = settings[PlatformSetting.sandbox].map { SandboxClock(url: $0) }
  }

  func run(to text: String?) async throws {
    guard let text else { throw WrongUse("advance-clock needs --to") }
    guard let target = AdvanceClock.moment(text) else {
      throw WrongUse("--to must be a moment such as 2027-01-01T09:00, not '\(text)'")
    }
    let summary = try await advance(to: target)
    await sandbox?.close()
    var answer = summary.json
    if case .object(var object) = answer {
      object["now"] = .string(target.rfc3339)
      answer = .object(object)
    }
    Console.out(answer.text + "\n")
  }

  /// The next due moment, the work of that moment, and so on to the target.
  func advance(to target: Instant) async throws -> WorkSummary {
    let work = running.dueWork()
    var summary = try await work.runUntilDone()
    while let next = try await work.nextMoment(), next <= target {
      try await set(max(next, try await running.database.platformTime()))
      let done = try await work.runUntilDone()
      summary.add(done)
      // What stays due but cannot be worked on now waits for its next moment.
      if done.isIdle { try await set(try await afterWaiting(next, work, target)) }
    }
    try await set(target)
    summary.add(try await work.runUntilDone())
    return summary
  }

  /// Something due that nobody could do must not hold the clock: an hour passes.
  private func afterWaiting(
    _ moment: Instant, _ work: DueWork, _ target: Instant
  ) async throws -> Instant {
    let now = try await running.database.platformTime()
    return min(now.adding(hours: 1), target)
  }

  private func set(_ moment: Instant) async throws {
    do {
      try await running.database.setPlatformTime(moment)
    } catch let error as StorageError {
      throw ProgramFailed("the clock cannot be moved: \(error.message)")
    }
    try await sandbox?.set(moment)
  }

  /// `2027-01-01T09:00` is UTC, as is every instant of the platform; an offset may be given.
  static func moment(_ text: String) -> Instant? {
    if let instant = Instant(rfc3339: text) { return instant }
    switch text.utf8.count {
    case 10: return Instant(rfc3339: text + "T00:00:00Z")
    case 16: return Instant(rfc3339: text + ":00Z")
    case 19: return Instant(rfc3339: text + "Z")
    default: return nil
    }
  }
}

/// The sandbox goes by the platform's clock in a demo: it is told, and does what falls due.
struct SandboxClock: Sendable {
  private let url: String
  private let client = HTTPClient(policy: .development)

  init(url: String) { self.url = url }

  func set(_ moment: Instant) async throws {
    let body: JSONValue = ["now": .string(moment.rfc3339)]
    let request = OutboundRequest(
      .post, url + "/sandbox/clock",
      headers: [OutboundHeader("Content-Type", "application/json")], body: body.serialized(),
      timeouts: OutboundTimeouts(connect: 2_000, total: 120_000))
    do {
      let answer = try await client.send(request)
      guard (200..<300).contains(answer.status) else {
        throw ProgramFailed("the sandbox refused the clock: \(answer.status)")
      }
    } catch let error as OutboundError {
      throw ProgramFailed("the sandbox cannot be reached: \(error)")
    }
  }

  func close() async { await client.stop() }
}
