import Exports
import Invoicing
import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

/// A shop with documents, and its exports.
struct ExportBench: Sendable {
  let shop: ShopBench
  let scope: TenantScope
  let customer: Customer
  let november: Period

  static func run(
    _ kind: DatabaseKind, _ body: (ExportBench) async throws -> Void
  ) async throws {
    try await kind.withShop(LedgerMigrations.all + InvoicingMigrations.all) { shop in
      let first = try #require(CivilDate("2026-11-01"))
      let november = try #require(Period(from: first, until: first.firstOfNextMonth))
      let customer = try await shop.customer("=1+1 Jansen")
      try await body(
        ExportBench(shop: shop, scope: shop.scope, customer: customer, november: november))
    }
  }

  /// A shop that has not filled in its numbers yet.
  static func shopWithoutNumbers() throws -> NewShop {
    let demo = try Demo.shop("nameless")
    return try NewShop(
      slug: demo.slug, name: demo.name, zone: demo.zone,
      legal: LegalDetails(legalName: "Nameless", address: try Demo.address()))
  }

  func exports(as scope: TenantScope? = nil) -> Exports {
    Exports(database: shop.database, scope: scope ?? self.scope, version: "1.0") { document in
      Array("%PDF \(document.number)".utf8)
    }
  }

  /// Issues so many invoices of a line each.
  @discardableResult
  func issue(
    _ count: Int, _ mode: InvoiceMode = .invoiceAtOnce, _ description: String = "Groentepakket"
  ) async throws -> [DocumentHead] {
    let due = try #require(CivilDate("2026-11-30"))
    let draft = Draft(
      customer: customer.id, buyer: Party(customer),
      charges: [
        Charge(
          description: description, period: Period(from: due, until: due.adding(days: 7)),
          unitPrice: .eur(1_500), treatment: .taxed(.standard), pricesIncludeVAT: true)
      ], dueOn: due, mode: mode, language: .nl)
    return try await shop.database.write(as: scope) { shop in
      try shop.invoicing.issue(Array(repeating: draft, count: count))
    }
  }
}

extension ExportFile {
  /// All pieces, and the size of the largest.
  func whole() async throws -> (bytes: [UInt8], largest: Int) {
    var bytes: [UInt8] = []
    var largest = 0
    while let piece = try await next() {
      bytes += piece
      largest = max(largest, piece.count)
    }
    return (bytes, largest)
  }

  /// The rows of a table without its byte order mark; cells hold no line breaks in these tests.
  func rows() async throws -> [String] {
    let text = String(decoding: try await whole().bytes.dropFirst(3), as: UTF8.self)
    return text.components("\r\n").filter { !$0.isEmpty }
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}

/// The names in the list of contents of a ZIP file, in order.
func names(in zip: [UInt8]) -> [String] {
  var names: [String] = []
  var index = 0
  while index + 46 <= zip.count {
    guard zip[index..<index + 4].elementsEqual([0x50, 0x4B, 0x01, 0x02]) else {
      index += 1
      continue
    }
    let length = Int(zip[index + 28]) | Int(zip[index + 29]) << 8
    names.append(String(decoding: zip[index + 46..<index + 46 + length], as: UTF8.self))
    index += 46 + length
  }
  return names
}
