import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport

@testable import AuditFiles

/// Books of two years with every kind of entry, and customers with names of every kind.
enum Books {
  static let software = (name: "Penning", version: "1.0")
  static let hostile =
    "<img src=x onerror=alert(1)> =cmd|' /C calc'!A0 {{7*7}} ]]> &amp; שלום 👩‍👩‍👧 "
    + String(repeating: "é", count: 60)

  static func day(_ text: String) -> CivilDate { CivilDate(text) ?? .first }

  /// Opens the books of the bench's shop and books both years.
  static func open(_ bench: ShopBench) async throws {
    var customers: [Customer.ID] = []
    for name in ["Piet Jansen", "R&D <b>BV</b>", "שלום עולם", String(repeating: "x", count: 120)] {
      customers.append(try await bench.customer(name, email: "c\(customers.count)@example.nl").id)
    }
    let all = customers
    try await bench.database.write(as: bench.scope) { shop in
      try shop.ledger.openBooks()
      try shop.ledger.post(try entries(for: all))
    }
  }

  static func entries(for customers: [Customer.ID]) throws -> [JournalEntry] {
    let exempt = VATTreatment.exempt(.education)
    return try [
      sale("2025-00001", "2025-12-30", customers[0], [(.taxed(.standard), 10_000, 2_100)]),
      payment("pay_1", "2025-12-31", customers[0], 12_100),
      sale("2025-00002", "2025-12-31", customers[1], [(.taxed(.reducedNL), 1_000, 90)]),
      sale("2026-00001", "2026-01-01", customers[1], [(.taxed(.standard), 2_479, 521)]),
      sale(
        "2026-00002", "2026-02-28", customers[2],
        [(.taxed(.standard), 10_000, 2_100), (.taxed(.reducedNL), 500, 45), (exempt, 700, 0)]),
      sale(hostile, "2026-11-16", customers[3], [(.reverseCharge, 99_999, 0), (.zero, 1, 0)]),
      sale("2026-00004", "2026-03-01", customers[0], [(.outsideScope, 100, 0)]),
      credited("C2026-00001", "2026-03-05", customers[1]),
      payment("pay_2", "2026-03-10", customers[2], 13_345),
      deferred("2026-00005", "2026-12-31", customers[0]),
      JournalEntry(
        kind: EntryKind("credit.granted"), source: "crd_1", bookedOn: day("2026-06-30"),
        text: "Welkom",
        lines: [
          .debit(.goodwill, .eur(500)),
          .credit(.customerCredits, .eur(500), customer: customers[0]),
        ]),
      sale("2027-00001", "2027-01-01", customers[0], [(.taxed(.standard), 1, 0)]),
    ]
  }

  static func sale(
    _ number: String, _ on: String, _ customer: Customer.ID?,
    _ groups: [(VATTreatment, Int64, Int64)]
  ) throws -> JournalEntry {
    let total = groups.reduce(0) { $0 + $1.1 + $1.2 }
    var lines = [JournalLine.debit(.receivable, .eur(total), customer: customer)]
    for (treatment, net, vat) in groups {
      lines.append(.credit(.revenue(treatment), .eur(net)))
      if vat > 0 { lines.append(.credit(.vatPayable(treatment), .eur(vat))) }
    }
    return try JournalEntry(
      kind: EntryKind("invoice.issued"), source: "inv_\(number.prefix(40))", bookedOn: day(on),
      text: number, lines: lines)
  }

  private static func credited(
    _ number: String, _ on: String, _ customer: Customer.ID
  ) throws -> JournalEntry {
    try JournalEntry(
      kind: EntryKind("creditNote.issued"), source: "inv_\(number)", bookedOn: day(on),
      text: number,
      lines: [
        .debit(.revenue(.standard), .eur(2_479)), .debit(.vatPayable(.standard), .eur(521)),
        .credit(.receivable, .eur(3_000), customer: customer),
      ])
  }

  private static func deferred(
    _ number: String, _ on: String, _ customer: Customer.ID
  ) throws -> JournalEntry {
    try JournalEntry(
      kind: EntryKind("invoice.issued"), source: "inv_\(number)", bookedOn: day(on), text: number,
      lines: [
        .debit(.receivable, .eur(12_100), customer: customer),
        .credit(.deferredRevenue, .eur(10_000)), .credit(.vatPayable(.standard), .eur(2_100)),
      ])
  }

  private static func payment(
    _ source: String, _ on: String, _ customer: Customer.ID, _ cents: Int64
  ) throws -> JournalEntry {
    try JournalEntry(
      kind: EntryKind("payment.received"), source: source, bookedOn: day(on), text: source,
      lines: [
        .debit(.clearing("mollie"), .eur(cents)),
        .credit(.receivable, .eur(cents), customer: customer),
      ])
  }
}

extension ShopBench {
  func source(_ year: Int, of other: TenantScope? = nil) -> AuditSource {
    .books(of: other ?? scope, year: year, in: database, software: Books.software)
  }

  func audit(_ year: Int, _ version: AuditFileVersion = .xaf32) async throws -> [UInt8] {
    try await whole(AuditFile(source(year), version: version))
  }
}

/// All pieces together.
func whole(_ file: AuditFile) async throws -> [UInt8] {
  var bytes: [UInt8] = []
  while let piece = try await file.next() { bytes += piece }
  return bytes
}
