import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

/// Random books against a model that knows nothing but a list of lines.
@Suite("Random books") struct BooksPropertyTests {
  static let codes: [AccountCode] = [
    .receivable, .bank, .clearing("mollie"), .goodwill, .revenue(.standard),
    .revenue(VATTreatment.reverseCharge), .vatPayable(.standard),
  ]
  static let kinds = ["invoice.issued", "payment.received", "credit.granted", "invoice.writtenOff"]

  struct Model {
    var entries: [(id: JournalEntry.ID, entry: JournalEntry)] = []

    func balance(_ code: AccountCode, before day: CivilDate) -> Int64 {
      sum(code) { $0.bookedOn < day }
    }

    func sum(_ code: AccountCode, where isMeant: (JournalEntry) -> Bool) -> Int64 {
      entries.filter { isMeant($0.entry) }.flatMap(\.entry.lines)
        .filter { $0.account == code }.reduce(0) { $0 + $1.amount.minorUnits }
    }

    /// As a page lists them.
    func listed(_ isMeant: (JournalEntry) -> Bool) -> [JournalEntry.ID] {
      entries.filter { isMeant($0.entry) }
        .sorted { ($0.entry.bookedOn, $0.id) > ($1.entry.bookedOn, $1.id) }.map(\.id)
    }
  }

  static func entry(_ number: Int, _ random: SeededRandom) throws -> JournalEntry {
    var lines: [JournalLine] = []
    var sum: Int64 = 0
    for _ in 0..<(1 + random.below(3)) {
      let units = Int64(random.below(10_000)) + 1
      let amount = Money.eur(random.below(2) == 0 ? units : -units)
      lines.append(.debit(codes[Int(random.below(UInt64(codes.count)))], amount))
      sum += amount.minorUnits
    }
    if sum == 0 {
      lines.append(.debit(.bank, .eur(1)))
      sum = 1
    }
    lines.append(.credit(codes[Int(random.below(UInt64(codes.count)))], .eur(sum)))
    let day = try #require(CivilDate("2026-10-15")).adding(days: Int(random.below(60)))
    return try JournalEntry(
      kind: EntryKind(kinds[number % kinds.count]), source: "s\(number)", bookedOn: day, text: "",
      lines: lines)
  }

  static func fill(_ bench: ShopBench, _ random: SeededRandom) async throws -> Model {
    var model = Model()
    for batch in 0..<6 {
      let entries = try (0..<20).map { try entry(batch * 20 + $0, random) }
      let ids = try await bench.database.write(as: bench.scope) { try $0.ledger.post(entries) }
      model.entries += zip(ids, entries).map { (id: $0, entry: $1) }
    }
    return model
  }

  @Test("balance over any range of days", arguments: TestDatabase.kinds, [1, 2, 3] as [UInt64])
  func ranges(kind: DatabaseKind, seed: UInt64) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      let model = try await Self.fill(bench, SeededRandom(seed: seed))
      try await bench.database.read(as: bench.scope) { shop in
        for (first, length) in [(0, 1), (0, 60), (5, 10), (31, 30), (59, 1), (70, 5), (-9, 3)] {
          let from = try #require(CivilDate("2026-10-15")).adding(days: first)
          let period = try #require(Period(from: from, until: from.adding(days: length)))
          let rows = try shop.ledger.trialBalance(over: period, in: .eur)
          #expect(rows.map(\.code) == rows.map(\.code).sorted())
          #expect(try rows.map(\.opening).total(in: .eur).isZero)
          #expect(try rows.map(\.debit).total(in: .eur) == rows.map(\.credit).total(in: .eur))
          for row in rows {
            #expect(row.opening == .eur(model.balance(row.code, before: period.from)))
            #expect(try row.closing == .eur(model.balance(row.code, before: period.until)))
            let account = try shop.ledger.account(row.code)
            #expect(try shop.ledger.movement(of: account, over: period, in: .eur) == row)
          }
        }
        #expect(try shop.ledger.verify().flatMap(\.breaks) == [])
      }
    }
  }

  @Test("are listed whole by any filter, page by page", arguments: TestDatabase.kinds)
  func pages(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      let model = try await Self.fill(bench, SeededRandom(seed: 9))
      try await bench.database.read(as: bench.scope) { shop in
        let november = try DeferralTests.period("2026-11-01", "2026-12-01")
        func all(_ filter: EntryFilter, _ limit: Int) throws -> [JournalEntry.ID] {
          var ids: [JournalEntry.ID] = []
          var request = try PageRequest(limit: limit)
          while true {
            let page = try shop.ledger.entries(request, matching: filter)
            ids += page.items.map(\.id)
            guard let next = page.next else { return ids }
            request = try PageRequest(limit: limit, after: next)
          }
        }
        #expect(try all(.all, 7) == model.listed { _ in true })
        #expect(try all(EntryFilter(source: "s17"), 7) == model.listed { $0.source == "s17" })
        for journal in Journal.allCases {
          #expect(
            try all(EntryFilter(period: november, journal: journal), 200)
              == model.listed { $0.kind.journal == journal && november.contains($0.bookedOn) })
        }
        for code in Self.codes {
          let account = EntryFilter.Account(try shop.ledger.account(code).id, in: .eur)
          func touches(_ entry: JournalEntry) -> Bool {
            entry.lines.contains { $0.account == code }
          }
          #expect(try all(EntryFilter(account: account), 11) == model.listed(touches))
          #expect(
            try all(EntryFilter(account: account, period: november), 3)
              == model.listed { touches($0) && november.contains($0.bookedOn) })
        }
      }
    }
  }

  @Test("are read in order of time for exports, as counted", arguments: TestDatabase.kinds)
  func reads(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      let model = try await Self.fill(bench, SeededRandom(seed: 4))
      try await bench.database.read(as: bench.scope) { shop in
        let year = try DeferralTests.period("2026-01-01", "2027-01-01")
        for journal in [nil] + Journal.allCases.map({ $0 as Journal? }) {
          var read: [PostedEntry] = []
          while true {
            let page = try shop.ledger.entries(
              booked: year, in: journal, after: read.last.map { EntryPosition($0) }, limit: 13)
            if page.isEmpty { break }
            read += page
          }
          let meant = model.listed { journal == nil || $0.kind.journal == journal }
          #expect(read.map(\.id) == meant.reversed())
          let totals = try shop.ledger.totals(booked: year, in: journal, currency: .eur)
          let lines = read.flatMap(\.entry.lines).map(\.amount.minorUnits)
          #expect(totals.entries == read.count && totals.lines == lines.count)
          #expect(totals.debit == .eur(lines.filter { $0 > 0 }.reduce(0, +)))
          #expect(totals.credit == .eur(-lines.filter { $0 < 0 }.reduce(0, +)))
        }
      }
    }
  }

  @Test("sum up by month and under a parent", arguments: TestDatabase.kinds)
  func months(kind: DatabaseKind) async throws {
    try await kind.withShop(LedgerMigrations.all) { bench in
      let model = try await Self.fill(bench, SeededRandom(seed: 5))
      try await bench.database.read(as: bench.scope) { shop in
        let year = try DeferralTests.period("2026-01-01", "2027-01-01")
        for parent in [AccountCode.revenue, .clearing, .bank] {
          let months = try shop.ledger.months(of: parent, over: year, in: .eur)
          for month in months {
            #expect(
              month.amount
                == .eur(model.sum(month.code) { $0.bookedOn.firstOfMonth == month.month }))
          }
          #expect(
            try months.map(\.amount).total(in: .eur)
              == shop.ledger.balance(under: parent, in: .eur))
        }
        let days = model.entries.map(\.entry.bookedOn)
        let booked = try #require(try shop.ledger.bookedDays())
        #expect(booked.from == days.min() && booked.lastDay == days.max())
      }
    }
  }
}
