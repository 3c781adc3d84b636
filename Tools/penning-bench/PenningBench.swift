import Foundation
import Primitives
import Runtime
import Storage
import Workflows

/// How fast Penning is, against what the machine can do at best.
@main
enum PenningBench {
  static let program = Program(
    name: "penning-bench",
    purpose: "Measures Penning against the limit of what it stands on.",
    verbs: [
      ("billing-run", "bills subscriptions that are all due, and writes the same rows bare"),
      ("due", "finds the few that are due among many that are not"),
      ("documents", "makes PDF and UBL of invoices"),
      ("verify", "proves the books"),
      ("lists", "reads pages of a shop's many invoices"),
      ("http", "asks the checkout server for a portal page and for a static answer"),
      ("previews", "previews changes, and another collection day for a whole shop"),
    ],
    settings: [],
    options: [
      ("subscriptions", "how many there are [50000; verb due: 1000000, others: as it needs]"),
      ("shops", "over how many shops they are spread [200; verb due: 10000, others: 1]"),
      ("database", "sqlite:PATH or postgres://..., empty [a file in a temporary folder]"),
      ("mode", "invoice, which writes every kind of row, or pro-forma [invoice]"),
      ("due", "verb due: how many are due [100]"),
      ("invoices", "verbs documents and lists: how many [2000; 1000000]"),
      ("connections", "verb http: at the same time [4]"),
      ("seconds", "verb http: how long each turn takes [3]"),
      ("server", "verb http: the program that serves [penning-checkout beside this one]"),
    ],
    switches: [("json", "print one line of JSON and nothing else on standard output")])

  static func main() async {
    Memory.keepTogether()
    let status = await program.run(
      CommandLine.arguments, environment: ProcessInfo.processInfo.environment
    ) { arguments, _ in
      let figures = try await measure(arguments)
      Console.out(arguments.switches.contains("json") ? figures.json : figures.text)
    }
    exit(status)
  }

  private static func measure(_ arguments: Arguments) async throws -> Figures {
    switch arguments.verb {
    case "billing-run":
      let bench = BillingBench(
        try BillingOrder(arguments, subscriptions: 50_000, shops: 200), telling: teller(arguments))
      return try await withDatabase(arguments) { place, clock in
        try await bench.run(on: place.database, clock).figures
      }
    case "due":
      let order = try BillingOrder(arguments, subscriptions: 1_000_000, shops: 10_000)
      let due = try arguments.number("due", in: 1...order.subscriptions, standard: 100)
      return try await withTown(order, arguments, isBilled: false) { town, _ in
        try await DueBench(order: order, due: due).run(on: town)
      }
    case "documents":
      let order = try BillingOrder(arguments, subscriptions: 1_000, shops: 1)
      let count = try arguments.number("invoices", in: 1...10_000_000, standard: 2_000)
      return try await withTown(order, arguments) { town, _ in
        try await DocumentBench(count: count).run(on: town)
      }
    case "verify":
      let order = try BillingOrder(arguments, subscriptions: 20_000, shops: 1)
      return try await withTown(order, arguments) { town, _ in
        try await VerifyBench().run(on: town)
      }
    case "lists":
      let order = try BillingOrder(arguments, subscriptions: 10_000, shops: 1)
      let count = try arguments.number("invoices", in: 1...10_000_000, standard: 1_000_000)
      return try await withTown(order, arguments) { town, _ in
        try await ListBench(invoices: count).run(on: town)
      }
    case "http":
      let order = try BillingOrder(arguments, subscriptions: 200, shops: 1)
      let bench = HTTPBench(
        seconds: try arguments.number("seconds", in: 1...600, standard: 3),
        connections: try arguments.number("connections", in: 1...64, standard: 4),
        program: arguments.options["server"])
      return try await withTown(order, arguments) { town, url in
        try await bench.run(on: town, at: url)
      }
    case "previews":
      let order = try BillingOrder(arguments, subscriptions: 50_000, shops: 1)
      return try await withTown(order, arguments, isBilled: false) { town, _ in
        try await PreviewBench().run(on: town)
      }
    default: throw WrongUse("say what to measure")
    }
  }

  private static func withTown(
    _ order: BillingOrder, _ arguments: Arguments, isBilled: Bool = true,
    _ body: (BilledTown, String) async throws -> Figures
  ) async throws -> Figures {
    let tell = teller(arguments)
    return try await withDatabase(arguments) { place, clock in
      tell("founding \(order.shops) shops with \(order.subscriptions) subscriptions")
      let town = try await BilledTown(order, in: place.database, clock, isBilled: isBilled)
      tell("measuring")
      return try await body(town, place.url)
    }
  }

  /// Tells how far it is, unless only the figures are wanted.
  static func teller(_ arguments: Arguments) -> (String) -> Void {
    if arguments.switches.contains("json") { return { _ in } }
    return { Console.error($0 + "\n") }
  }

  /// An empty database with all tables, at a time of its own.
  static func withDatabase<T>(
    _ arguments: Arguments,
    _ body: ((database: Database, url: String), ManualClock) async throws -> T
  ) async throws -> T {
    let place = try BenchPlace(arguments.options["database"])
    defer { place.remove() }
    let clock = ManualClock(Town.foundingDay)
    let database: Database
    do {
      // One reader: each keeps pages of its own, and here nobody else reads.
      database = try await Database.open(
        place.url, clock: .manual(clock), options: DatabaseOptions(readers: 1))
      try await database.migrate(MigrationManifest.all)
    } catch let error as StorageError {
      throw ProgramFailed("the database cannot be used: \(error.message)")
    }
    do {
      let value = try await body((database, place.text), clock)
      await database.close()
      return value
    } catch {
      await database.close()
      throw error
    }
  }
}
