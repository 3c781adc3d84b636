import Foundation
import Runtime
import Storage

/// `penning-bench billing-run`: how fast the real billing run is, against what the same database
/// can do at best.
@main
enum PenningBench {
  static let program = Program(
    name: "penning-bench",
    purpose: "Measures Penning against the limit of the database below it.",
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
      guard arguments.verb == "billing-run" else { throw WrongUse("say what to measure") }
      try await measureBillingRun(arguments)
    }
    exit(status)
  }

  private static func measureBillingRun(_ arguments: Arguments) async throws {
    let order = try BillingOrder(arguments)
    let place = try BenchPlace(arguments.options["database"])
    defer { place.remove() }
    let isQuiet = arguments.switches.contains("json")
    let bench = BillingBench(order, at: place.url) { line in
      if !isQuiet { Console.error(line + "\n") }
    }
    let figures = try await bench.run()
    Console.out(isQuiet ? figures.json + "\n" : figures.text)
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
