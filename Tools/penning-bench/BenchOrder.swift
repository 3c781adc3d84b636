import Foundation
import Runtime
import Storage

/// How much is billed, and what it is billed with.
struct BillingOrder: Sendable {
  let subscriptions: Int
  let shops: Int
  /// Definitive invoices write every kind of row: document, line, VAT, charge, collection,
  /// follow-up, mail and ledger. Pro formas leave VAT and ledger for later.
  let makesInvoices: Bool

  init(_ arguments: Arguments, subscriptions: Int, shops: Int) throws(WrongUse) {
    let count = try arguments.number(
      "subscriptions", in: 1...10_000_000, standard: subscriptions)
    self.subscriptions = count
    self.shops = try arguments.number("shops", in: 1...100_000, standard: min(shops, count))
    guard self.shops <= count else {
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
  /// As it is given to another program.
  let text: String
  private let folder: URL?

  init(_ text: String?) throws {
    if let text {
      do { url = try DatabaseURL(text) } catch { throw WrongUse("--database: \(error.message)") }
      self.text = text
      folder = nil
      return
    }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "penning-bench-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "bench.sqlite").path
    url = .file(file)
    self.text = "sqlite:\(file)"
    self.folder = folder
  }

  func remove() {
    // What cannot be removed lies in the folder for temporary files.
    if let folder { try? FileManager.default.removeItem(at: folder) }
  }
}
