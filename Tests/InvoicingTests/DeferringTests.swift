import Invoicing
import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

/// Where the shop defers revenue, documents put what is for later days on account 2100, and what
/// takes them back does too.
@Suite("Deferred revenue of documents") struct DeferringTests {
  static func setDeferring(_ bench: InvoicingBench, _ isOn: Bool = true) async throws {
    _ = try await bench.write { shop in
      try shop.settings.change { $0.defersRevenue = isOn }
    }
  }

  static func draft(
    _ bench: InvoicingBench, _ charges: [(Int64, VATTreatment, String?, String?)],
    includesVAT: Bool = true
  ) throws -> Draft {
    Draft(
      customer: bench.piet.id, buyer: Party(bench.piet),
      charges: try charges.enumerated().map { index, charge in
        let period = try charge.2.map { from in
          try #require(Period(from: try day(from), until: try day(charge.3 ?? "")))
        }
        return Charge(
          description: "Line \(index)", period: period, unitPrice: .eur(charge.0),
          treatment: charge.1, pricesIncludeVAT: includesVAT)
      }, dueOn: try day("2026-11-30"), mode: .invoiceAtOnce, language: .nl)
  }

  static func releaseAll(_ bench: InvoicingBench) async throws {
    while let month = try await bench.database.read(
      as: bench.scope, { try $0.ledger.nextReleaseMonth() })
    {
      _ = try await bench.write { try $0.ledger.release(month) }
    }
  }

  static func net(_ id: Invoice.ID, _ bench: InvoicingBench) async throws -> Int64 {
    try await bench.find(id).rates.map(\.net).total(in: .eur).minorUnits
  }

  static func go(_ bench: InvoicingBench, to text: String) throws {
    let days = try day("2026-11-16").days(until: try day(text))
    bench.shop.clock.set(Demo.start.adding(seconds: Int64(days) * 86_400))
  }

  @Test("waits per line for what is for later days", arguments: TestDatabase.kinds)
  func defers(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      try await Self.setDeferring(bench)
      _ = try await bench.issue([
        try Self.draft(
          bench,
          [
            (12_100, .taxed(.standard), "2026-11-16", "2027-11-16"),
            (1210, .taxed(.standard), nil, nil),
            (1090, .taxed(.reducedNL), "2026-11-16", "2026-12-01"),
            (-1210, .taxed(.standard), "2026-11-16", "2027-11-16"),
          ])
      ])
      #expect(try await bench.balance(.deferredRevenue) == -9000)
      #expect(try await bench.balance(.revenue(.standard)) == -1000)
      #expect(try await bench.balance(.revenue(.reducedNL)) == -1000)
      #expect(try await bench.balance(.vatPayable(.standard)) == -2100)
      #expect(try await bench.balance(.receivable) == 13_190)
      try await bench.verify()
      try Self.go(bench, to: "2027-12-01")
      try await Self.releaseAll(bench)
      #expect(try await bench.balance(.deferredRevenue) == 0)
      #expect(try await bench.balance(.revenue(.standard)) == -10_000)
      try await bench.verify()
    }
  }

  @Test("does nothing for a shop that books at once", arguments: TestDatabase.kinds)
  func booksAtOnce(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      _ = try await bench.issue([
        try Self.draft(bench, [(12_100, .taxed(.standard), "2026-11-16", "2027-11-16")])
      ])
      #expect(try await bench.balance(.deferredRevenue) == 0)
      #expect(try await bench.balance(.revenue(.standard)) == -10_000)
      try await bench.verify()
    }
  }

  @Test(
    "is taken back where it waits, whatever the shop does by then", arguments: TestDatabase.kinds)
  func takesBack(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      try await Self.setDeferring(bench)
      let made = try await bench.issue([
        try Self.draft(
          bench,
          [
            (12_100, .taxed(.standard), "2026-11-16", "2027-11-16"),
            (2420, .taxed(.standard), nil, nil),
          ])
      ])
      let invoice = try #require(made.first).id
      try Self.go(bench, to: "2027-02-10")
      try await Self.releaseAll(bench)
      let earned = try await bench.balance(.revenue(.standard))
      try await Self.setDeferring(bench, false)
      let rest = try #require(
        Period(from: try day("2027-02-16"), until: try day("2027-11-16")))
      _ = try await bench.write { shop in
        try shop.invoicing.creditNote(
          for: invoice,
          lines: [
            CreditedLine(ordinal: 0, amount: .eur(9050), period: rest),
            CreditedLine(ordinal: 1, amount: .eur(1210)),
          ])
      }
      #expect(try await bench.balance(.revenue(.standard)) == earned + 1000)
      try await bench.verify()
      try Self.go(bench, to: "2028-01-01")
      try await Self.releaseAll(bench)
      #expect(try await bench.balance(.deferredRevenue) == 0)
      let booked = try await bench.balance(.revenue(.standard))
      let vat = try await bench.balance(.vatPayable(.standard))
      #expect(booked + vat == -(12_100 + 2420 - 9050 - 1210))
      try await bench.verify()
    }
  }

  @Test("earns the same in the end as without", arguments: TestDatabase.kinds, [3, 4] as [UInt64])
  func random(kind: DatabaseKind, seed: UInt64) async throws {
    try await InvoicingBench.run(kind) { bench in
      let random = SeededRandom(seed: seed)
      let start = try day("2026-11-16")
      var expected: Int64 = 0
      for step in 0..<6 {
        try await Self.setDeferring(bench, step != 3)
        let today = start.adding(days: step * 19)
        try Self.go(bench, to: today.description)
        for _ in 0..<5 {
          let charges = try (0..<(1 + Int(random.below(3)))).map { _ in
            let from = today.adding(days: Int(random.below(60)) - 30)
            let until = from.adding(days: 1 + Int(random.below(400)))
            let treatments: [VATTreatment] = [
              .taxed(.standard), .taxed(.reducedNL), .exempt(.culture),
            ]
            _ = try #require(Period(from: from, until: until))
            return (
              Int64(random.below(20_000)) + 1, treatments[Int(random.below(3))],
              from.description as String?, until.description as String?
            )
          }
          let made = try await bench.issue([
            try Self.draft(bench, charges, includesVAT: random.below(2) == 0)
          ])
          let head = try #require(made.first)
          expected -= try await Self.net(head.id, bench)
          guard random.below(2) == 0 else { continue }
          let note = try await bench.write { try $0.invoicing.creditNote(for: head.id) }
          expected += try await Self.net(note.creditNote.id, bench)
        }
        try await Self.releaseAll(bench)
        try await bench.verify()
      }
      try Self.go(bench, to: "2028-12-31")
      try await Self.releaseAll(bench)
      try await bench.verify()
      let must = expected
      try await bench.database.read(as: bench.scope) { shop throws in
        #expect(try shop.ledger.balance(of: .deferredRevenue, in: .eur).isZero)
        #expect(try shop.ledger.balance(under: .revenue, in: .eur) == .eur(must))
      }
    }
  }
}
