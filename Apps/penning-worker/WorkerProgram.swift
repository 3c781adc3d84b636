import Foundation
import Outbox
import Primitives
import Runtime
import Storage

/// The worker: does what is due, for all shops, as one of any number.
@main
struct WorkerProgram {
  static let program = Program(
    name: "penning-worker",
    purpose: "does what is due for every shop: bills, collects, follows up, sends, asks.",
    verbs: [
      ("run-until-idle", "do all that is due at the platform's time, print a summary, end"),
      ("advance-clock", "move a database clock to --to and run every due job on the way, in order"),
      ("confirm-clock", "let the runs go on after a jump of the clock of more than 48 hours"),
      ("verify", "check every invariant over the whole database; exit 1 when one breaks"),
      ("migrate", "bring the database up to date and end"),
      ("backup", "copy an SQLite database to --to while others work"),
      ("found-shop", "make a shop with its owner: --slug, --name, --email; prints a password"),
      ("seed-demo", "fill an empty database with the demo shop"),
    ],
    settings: PlatformSetting.common,
    options: [
      ("to", "advance-clock: a moment such as 2027-01-01T09:00; backup: a path"),
      ("slug", "found-shop: the shop's part of addresses"),
      ("name", "found-shop: the shop's name"), ("email", "found-shop: the owner's mailbox"),
    ],
    switches: [("json", "verify, seed-demo: print one JSON line")])

  static func main() async {
    let status = await program.run(
      CommandLine.arguments, environment: ProcessInfo.processInfo.environment
    ) { arguments, settings in
      try await run(arguments, settings)
    }
    exit(status)
  }

  static func run(_ arguments: Arguments, _ settings: Settings) async throws {
    let running = try await RunningPlatform.open(settings)
    do {
      try await carryOut(arguments, settings, running)
    } catch {
      await running.close()
      throw error
    }
    await running.close()
  }

  private static func carryOut(
    _ arguments: Arguments, _ settings: Settings, _ running: RunningPlatform
  ) async throws {
    switch arguments.verb {
    case nil: try await Daemon(running).runUntilStopped()
    case "run-until-idle": try await RunUntilIdle(running).run()
    case "advance-clock": try await AdvanceClock(running, settings).run(to: arguments.options["to"])
    case "confirm-clock": try await confirmClock(running)
    case "verify": try await Verify(running).run(asJSON: arguments.switches.contains("json"))
    case "migrate": Console.out("the database is up to date\n")
    case "backup": try await Backup(running).run(to: arguments.options["to"])
    case "found-shop": try await FoundShop(running).run(arguments)
    case "seed-demo": try await SeedDemo(running, settings).run()
    default: throw WrongUse("unknown verb")
    }
  }

  private static func confirmClock(_ running: RunningPlatform) async throws {
    let lastRun = try await running.database.confirmRunClock()
    let now = try await running.database.platformTime()
    Console.out(
      "the runs go on at \(now.rfc3339)"
        + (lastRun.map { ", the last one was at \($0.rfc3339)" } ?? "") + "\n")
  }
}
