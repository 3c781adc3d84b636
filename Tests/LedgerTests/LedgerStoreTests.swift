import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("The books") struct LedgerStoreTests {
  static let sale = EntryKind("test.sale")

  static func entry(
    _ source: String, _ cents: Int64, on day: String = "2026-11-16", rate: VATRate = .standard
  ) throws -> JournalEntry {
    try JournalEntry(
      kind: sale, source: source, bookedOn: try #require(CivilDate(day)), text: "sale",
      lines: [.debit(.receivable, .eur(cents)), .credit(.revenue(rate), .eur(cents))])
  }

  @Test("open with the standard chart, however often", arguments: TestDatabase.kinds)
  func opensBooks(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.openBooks()
        try shop.ledger.openBooks()
        let codes = try shop.ledger.accounts().map(\.code.text)
        #expect(codes.contains("1300") && codes.contains("8000-21") && codes.contains("1500-9"))
        #expect(codes == codes.sorted())
      }
    }
  }

  @Test("keep balances of a batch and prove themselves", arguments: TestDatabase.kinds)
  func postsBatch(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.post(try (1...250).map { try Self.entry("s\($0)", Int64($0)) })
      }
      try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.post([try Self.entry("last", 1_000, rate: .reducedNL)])
      }
      try await bench.database.read(as: bench.scope) { shop throws in
        #expect(try shop.ledger.balance(of: .receivable, in: .eur) == .eur(32_375))
        #expect(try shop.ledger.balance(of: .revenue(.reducedNL), in: .eur) == .eur(-1_000))
        let checks = try shop.ledger.verify()
        #expect(checks.flatMap(\.breaks) == [])
        #expect(checks.first?.checked == 251)
      }
    }
  }

  @Test("take a fact once", arguments: TestDatabase.kinds)
  func refusesTwice(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { try $0.ledger.post([Self.entry("a", 1)]) }
      await #expect(throws: StorageError.self) {
        try await bench.database.write(as: bench.scope) { shop in
          try shop.ledger.post([try Self.entry("b", 1), try Self.entry("a", 1)])
        }
      }
      try await bench.database.read(as: bench.scope) { shop throws in
        #expect(try shop.ledger.balance(of: .receivable, in: .eur) == .eur(1))
        #expect(try shop.ledger.holds(Self.sale, of: "a"))
        #expect(try !shop.ledger.holds(Self.sale, of: "b"))
      }
    }
  }

  @Test("refuse an account that nobody planned", arguments: TestDatabase.kinds)
  func refusesUnknownAccount(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      _ = await #expect(throws: LedgerError.unknownAccount(AccountCode("9999"))) {
        try await bench.database.write(as: bench.scope) { shop in
          let entry = try JournalEntry(
            kind: Self.sale, source: "a", bookedOn: .first, text: "",
            lines: [.debit(AccountCode("9999"), .eur(1)), .credit(.bank, .eur(1))])
          try shop.ledger.post([entry])
        }
      }
    }
  }

  @Test("reverse an entry at most once (I-01)", arguments: TestDatabase.kinds)
  func reversesOnce(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      let posted = try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.post([try Self.entry("a", 700)])
        return try #require(try shop.ledger.entries(of: "a").first)
      }
      @Sendable func reverse(_ source: String) async throws {
        let reversal = try posted.reversal(
          kind: EntryKind("test.reversed"), source: source, bookedOn: .first, text: "")
        try await bench.database.write(as: bench.scope) { try $0.ledger.post([reversal]) }
      }
      try await reverse("a")
      await #expect(throws: StorageError.self) { try await reverse("b") }
      try await bench.database.read(as: bench.scope) { shop throws in
        #expect(try shop.ledger.balance(of: .receivable, in: .eur) == .eur(0))
        #expect(try shop.ledger.verify().flatMap(\.breaks) == [])
      }
    }
  }

  @Test(
    "page newest first, each with its lines, and keep shops apart", arguments: TestDatabase.kinds)
  func pages(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      let other = try await bench.otherShop()
      for scope in [bench.scope, other] {
        try await bench.database.write(as: scope) { shop in
          try shop.ledger.post(try (1...5).map { try Self.entry("\(shop.tenant) \($0)", $0) })
        }
      }
      try await bench.database.read(as: bench.scope) { shop in
        let first = try shop.ledger.entries(try PageRequest(limit: 3))
        let second = try shop.ledger.entries(try PageRequest(limit: 3, after: first.next))
        #expect(first.items.map { $0.entry.lines[0].amount } == [.eur(5), .eur(4), .eur(3)])
        #expect(second.items.map { $0.entry.lines[0].amount } == [.eur(2), .eur(1)])
        #expect(second.next == nil)
      }
    }
  }

  @Test("name what breaks them", arguments: TestDatabase.kinds)
  func findsBreaks(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.post([try Self.entry("a", 5), try Self.entry("b", 6)])
        try shop.execute(
          "UPDATE ledger_lines SET amount = 7 WHERE tenant_id = \(shop.tenant) AND amount = 6")
        let broken = try shop.ledger.verify().filter { !$0.holds }
        #expect(broken.map(\.invariant) == ["I-01", "I-02", "I-02"])
      }
    }
  }

  @Test("name a day or a release that was changed by hand", arguments: TestDatabase.kinds)
  func findsChangedSums(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.post([try Self.entry("a", 5)])
        let period = try DeferralTests.period("2026-11-16", "2027-11-16")
        try DeferralStoreTests.invoice(1, 1200, period, in: shop)
        #expect(try shop.ledger.verify().allSatisfy(\.holds))
        try shop.execute(
          "UPDATE ledger_days SET debit = debit + 1 WHERE tenant_id = \(shop.tenant) AND debit > 0")
        try shop.execute(
          "UPDATE ledger_deferrals SET amount = 1201 WHERE tenant_id = \(shop.tenant)")
        let broken = try shop.ledger.verify().filter { !$0.holds }
        #expect(
          broken.map(\.name) == [
            "days equal their lines", "deferred revenue is released to the cent",
          ])
      }
    }
  }

  @Test(
    "open an account for a payment provider with its first entry", arguments: TestDatabase.kinds)
  func opensClearing(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        for (index, provider) in ["mollie", "buckaroo", "mollie"].enumerated() {
          let entry = try JournalEntry(
            kind: EntryKind("payment.received"), source: "p\(index)", bookedOn: shop.today,
            text: "",
            lines: [.debit(.clearing(provider), .eur(10)), .credit(.receivable, .eur(10))])
          try shop.ledger.post([entry])
        }
        #expect(try shop.ledger.balance(of: .clearing("mollie"), in: .eur) == .eur(20))
        #expect(try shop.ledger.balance(under: .clearing, in: .eur) == .eur(30))
        #expect(try shop.ledger.balance(of: .clearing, in: .eur).isZero)
      }
    }
  }
}
