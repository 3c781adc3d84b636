import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Deferred revenue in the books") struct DeferralStoreTests {
  /// Books what an invoice of today would.
  static func invoice(
    _ number: Int, _ cents: Int64, _ period: Period?, in shop: ShopTransaction,
    treatment: VATTreatment = .taxed(.standard)
  ) throws {
    let posting = try RevenuePosting(
      of: [
        RevenuePart(
          source: "inv\(number):1", treatment: treatment, net: .eur(cents), period: period)
      ],
      bookedOn: shop.today, defers: true)
    let entry = try JournalEntry(
      kind: EntryKind("invoice.issued"), source: "inv\(number)", bookedOn: shop.today, text: "",
      lines: [.debit(.receivable, .eur(cents))]
        + posting.amounts.map { .credit($0.account, $0.net) })
    try shop.ledger.post([entry])
    try shop.ledger.keep(posting.deferrals)
  }

  static func releaseAll(_ bench: ShopBench, limit: Int = 500) async throws -> Int {
    var steps = 0
    while let month = try await bench.database.read(
      as: bench.scope, { try $0.ledger.nextReleaseMonth() })
    {
      try await bench.database.write(as: bench.scope) { shop in
        _ = try shop.ledger.release(month, limit: limit)
      }
      steps += 1
    }
    return steps
  }

  static func proves(_ bench: ShopBench, _ location: SourceLocation = #_sourceLocation)
    async throws
  {
    let checks = try await bench.database.read(as: bench.scope) { try $0.ledger.verify() }
    #expect(checks.flatMap(\.breaks) == [], sourceLocation: location)
  }

  static func go(_ bench: ShopBench, to day: String) throws {
    bench.clock.set(Demo.start.adding(seconds: try days(to: day) * 86_400))
  }

  private static func days(to day: String) throws -> Int64 {
    let start = try #require(CivilDate("2026-11-16"))
    return Int64(start.days(until: try #require(CivilDate(day))))
  }

  @Test("falls free month by month, each once", arguments: TestDatabase.kinds)
  func releases(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      let period = try DeferralTests.period("2026-11-16", "2027-01-16")
      try await bench.database.write(as: bench.scope) { shop in
        try Self.invoice(1, 6100, period, in: shop)
        #expect(try shop.ledger.balance(of: .deferredRevenue, in: .eur) == .eur(-6100))
        #expect(try shop.ledger.nextReleaseMonth() == nil)
        #expect(
          try shop.ledger.deferred(in: .eur, months: 3).map(\.amount)
            == [.eur(1500), .eur(3100), .eur(1500)])
      }
      await #expect(throws: LedgerRefusal.monthNotOver) {
        try await bench.database.write(as: bench.scope) { try $0.ledger.release($0.today) }
      }
      try Self.go(bench, to: "2026-12-01")
      #expect(try await Self.releaseAll(bench) == 1)
      #expect(try await Self.releaseAll(bench) == 0)
      try await bench.database.read(as: bench.scope) { shop throws in
        #expect(try shop.ledger.balance(of: .revenue(.standard), in: .eur) == .eur(-1500))
        let entry = try #require(try shop.ledger.entries(.first).items.first).entry
        #expect(entry.kind == DeferralEntry.released)
        #expect(entry.bookedOn.description == "2026-11-30")
      }
      try Self.go(bench, to: "2027-03-05")
      #expect(try await Self.releaseAll(bench) == 2)
      try await bench.database.read(as: bench.scope) { shop throws in
        #expect(try shop.ledger.balance(of: .revenue(.standard), in: .eur) == .eur(-6100))
        #expect(try shop.ledger.balance(of: .deferredRevenue, in: .eur).isZero)
        let months = try shop.ledger.months(
          of: .revenue, over: DeferralTests.period("2026-01-01", "2028-01-01"), in: .eur)
        #expect(months.map(\.amount) == [.eur(-1500), .eur(-3100), .eur(-1500)])
      }
      try await Self.proves(bench)
    }
  }

  @Test("and what a credit note takes back comes off both", arguments: TestDatabase.kinds)
  func takesBack(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      let whole = try DeferralTests.period("2026-11-16", "2027-01-16")
      try await bench.database.write(as: bench.scope) { try Self.invoice(1, 6100, whole, in: $0) }
      try Self.go(bench, to: "2026-12-05")
      _ = try await Self.releaseAll(bench)
      // Taken back whole after November was released: December takes November's share back.
      try await bench.database.write(as: bench.scope) { try Self.invoice(2, -6100, whole, in: $0) }
      try Self.go(bench, to: "2027-02-01")
      _ = try await Self.releaseAll(bench)
      try await bench.database.read(as: bench.scope) { shop throws in
        #expect(try shop.ledger.balance(of: .revenue(.standard), in: .eur).isZero)
        #expect(try shop.ledger.balance(of: .deferredRevenue, in: .eur).isZero)
      }
      try await Self.proves(bench)
    }
  }

  @Test("of random invoices adds up to what they were, at any time", arguments: TestDatabase.kinds)
  func random(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      let random = SeededRandom(seed: 11)
      let start = try #require(CivilDate("2026-11-16"))
      var invoiced: Int64 = 0
      for step in 0..<8 {
        let day = start.adding(days: step * 23)
        try Self.go(bench, to: day.description)
        var invoices: [(Int, Int64, Period)] = []
        for number in 0..<30 {
          let from = day.adding(days: Int(random.below(40)) - 20)
          let length = 1 + Int(random.below(400))
          let cents = Int64(random.below(20_000)) - 4000
          guard cents != 0 else { continue }
          let period = try #require(Period(from: from, until: from.adding(days: length)))
          invoices.append((step * 100 + number, cents, period))
          invoiced += cents
        }
        let made = invoices
        try await bench.database.write(as: bench.scope) { shop in
          for (number, cents, period) in made {
            try Self.invoice(
              number, cents, period, in: shop,
              treatment: number % 3 == 0 ? .reverseCharge : .taxed(.reducedNL))
          }
        }
        _ = try await Self.releaseAll(bench, limit: 17)
        try await Self.proves(bench)
      }
      try Self.go(bench, to: "2028-12-01")
      _ = try await Self.releaseAll(bench)
      try await Self.proves(bench)
      let all = invoiced
      try await bench.database.read(as: bench.scope) { shop throws in
        #expect(try shop.ledger.balance(of: .deferredRevenue, in: .eur).isZero)
        #expect(try shop.ledger.balance(under: .revenue, in: .eur) == .eur(-all))
      }
    }
  }
}
