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
      ("billing-run", "bills subscriptions that are all due, then writes the same rows bare")
    ],
    settings: [],
    options: [
      ("subscriptions", "how many are due [50000]"),
      ("shops", "over how many shops they are spread [200]"),
      ("database", "sqlite:PATH or postgres://..., empty [a file in a temporary folder]"),
      ("mode", "invoice, which writes every kind of row, or pro-forma [invoice]"),
    ],
    switches: [("json", "print one line of JSON and nothing else on standard output")])

  static func main() async {
    let status = await program.run(
      CommandLine.arguments, environment: ProcessInfo.processInfo.environment
    ) { arguments, _ in
      let figures =
        switch arguments.verb {
        case "billing-run": try await billingRun(arguments)
        default: throw WrongUse("say what to measure")
        }
      Console.out(arguments.switches.contains("json") ? figures.json : figures.text)
    }
    exit(status)
  }

  private static func billingRun(_ arguments: Arguments) async throws -> Figures {
    let bench = BillingBench(try BillingOrder(arguments), telling: teller(arguments))
    return try await withDatabase(arguments) { try await bench.run(on: $0, $1).figures }
  }

  /// Tells how far it is, unless only the figures are wanted.
  static func teller(_ arguments: Arguments) -> (String) -> Void {
    if arguments.switches.contains("json") { return { _ in } }
    return { Console.error($0 + "\n") }
  }

  /// An empty database with all tables, at a time of its own.
  static func withDatabase<T>(
    _ arguments: Arguments, _ body: (Database, ManualClock) async throws -> T
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
      let value = try await body(database, clock)
      await database.close()
      return value
    } catch {
      await database.close()
      throw error
    }
  }
}

/// How much is billed, and what it is billed with.
struct BillingOrder: Sendable {
  let subscriptions: Int
  let shops: Int
  /// Definitive invoices write every kind of row: document, line, VAT, charge, collection,
  /// follow-up, mail and ledger. Pro formas leave VAT and ledger for later.
  let makesInvoices: Bool

  init(_ arguments: Arguments) throws(WrongUse) {
    subscriptions = try arguments.number("subscriptions", in: 1...10_000_000, standard: 50_000)
    shops = try arguments.number("shops", in: 1...100_000, standard: min(200, subscriptions))
    guard shops <= subscriptions else {
      throw WrongUse("--shops must not be more than --subscriptions")
    }
    switch arguments.options["mode"] ?? "invoice" {
    case "invoice": makesInvoices = true
    case "pro-forma": makesInvoices = false
    default: throw WrongUse("--mode must be invoice or pro-forma")
    }
  }

  /// The shops' shares, which differ by one at most.
  func share(of shop: Int) -> Int {
    subscriptions / shops + (shop < subscriptions % shops ? 1 : 0)
  }
}

/// The database that is measured: the caller's, or a file that goes away again.
struct BenchPlace {
  let url: DatabaseURL
  private let folder: URL?

  init(_ text: String?) throws {
    if let text {
      do { url = try DatabaseURL(text) } catch { throw WrongUse("--database: \(error.message)") }
      folder = nil
      return
    }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "penning-bench-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    url = .file(folder.appending(path: "bench.sqlite").path)
    self.folder = folder
  }

  func remove() {
    // What cannot be removed lies in the folder for temporary files.
    if let folder { try? FileManager.default.removeItem(at: folder) }
  }
}
