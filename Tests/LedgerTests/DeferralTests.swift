import Primitives
import Testing

@testable import Ledger

@Suite("Deferred revenue") struct DeferralTests {
  static func period(_ from: String, _ until: String) throws -> Period {
    let (first, end) = (try #require(CivilDate(from)), try #require(CivilDate(until)))
    return try #require(Period(from: first, until: end))
  }

  static func deferral(_ cents: Int64, _ period: Period) -> Deferral {
    Deferral(
      source: "a", account: .revenue(.standard), amount: .eur(cents), period: period,
      startsOn: period.from)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let cents: Int64
    let from: String
    let until: String
    /// The share of each month from the first on.
    let months: [Int64]
  }

  static let cases = [
    Case(
      testDescription: "a year by the days of its months", cents: 36_500, from: "2026-01-01",
      until: "2027-01-01",
      months: [3100, 2800, 3100, 3000, 3100, 3000, 3100, 3100, 3000, 3100, 3000, 3100]),
    Case(
      testDescription: "a leap year", cents: 36_600, from: "2028-01-01", until: "2029-01-01",
      months: [3100, 2900, 3100, 3000, 3100, 3000, 3100, 3100, 3000, 3100, 3000, 3100]),
    Case(
      testDescription: "one month at once", cents: 1000, from: "2026-02-01", until: "2026-03-01",
      months: [1000]),
    Case(
      testDescription: "the half of one and the half of the next", cents: 3000,
      from: "2026-11-16", until: "2026-12-16", months: [1500, 1500]),
    Case(
      testDescription: "one day", cents: 7, from: "2026-11-30", until: "2026-12-01", months: [7]),
    Case(
      testDescription: "two days on both sides of a month", cents: 3, from: "2026-11-30",
      until: "2026-12-02", months: [2, 1]),
    Case(
      testDescription: "a cent over a quarter falls once", cents: 1, from: "2026-01-01",
      until: "2026-04-01", months: [0, 1, 0]),
    Case(
      testDescription: "what is taken back mirrors what was given", cents: -3000,
      from: "2026-11-16", until: "2026-12-16", months: [-1500, -1500]),
    Case(
      testDescription: "a negative cent", cents: -1, from: "2026-01-01", until: "2026-04-01",
      months: [0, -1, 0]),
    Case(
      testDescription: "the most there can be", cents: 999_999_999_999_999, from: "2026-01-01",
      until: "2026-03-01", months: [525_423_728_813_559, 474_576_271_186_440]),
  ]

  @Test("is earned by the day", arguments: cases)
  func months(_ example: Case) throws {
    let deferral = Self.deferral(example.cents, try Self.period(example.from, example.until))
    var day = deferral.period.from.firstOfMonth
    var shares: [Int64] = []
    var before = Money.eur(0)
    while day < deferral.period.until {
      day = day.firstOfNextMonth
      let earned = try deferral.earned(before: day)
      shares.append(try (earned - before).minorUnits)
      before = earned
    }
    #expect(shares == example.months)
  }

  @Test("is whole at the end, nothing at the start, and never runs back (I-12)")
  func conserves() throws {
    let start = try #require(CivilDate("2027-12-20"))
    for length in [1, 2, 3, 27, 28, 29, 30, 31, 59, 92, 365, 366, 731] {
      let period = try #require(Period(from: start, until: start.adding(days: length)))
      for cents in [1, 2, 99, 1000, 2479, 36_299, -1, -2479] as [Int64] {
        let deferral = Self.deferral(cents, period)
        var last: Int64 = 0
        for day in -3...(length + 3) {
          let earned = try deferral.earned(before: start.adding(days: day)).minorUnits
          #expect(abs(earned) >= abs(last) && abs(earned) <= abs(cents))
          last = earned
        }
        #expect(last == cents)
      }
    }
  }

  struct Posting: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let defers: Bool
    let parts: [(VATTreatment, Int64, String?, String?)]
    let amounts: [(String, Int64)]
    var starts: [String] = []
  }

  static let postings = [
    Posting(
      testDescription: "at once where the shop defers nothing", defers: false,
      parts: [(.taxed(.standard), 100, "2026-11-16", "2027-11-16")], amounts: [("8000-21", 100)]),
    Posting(
      testDescription: "later where it does", defers: true,
      parts: [(.taxed(.standard), 100, "2026-11-16", "2027-11-16")], amounts: [("2100", 100)],
      starts: ["2026-11-16"]),
    Posting(
      testDescription: "at once without a period", defers: true,
      parts: [(.taxed(.standard), 100, nil, nil)], amounts: [("8000-21", 100)]),
    Posting(
      testDescription: "at once for what ends in the month", defers: true,
      parts: [(.taxed(.standard), 100, "2026-10-16", "2026-12-01")], amounts: [("8000-21", 100)]),
    Posting(
      testDescription: "from the month of the document for what began before", defers: true,
      parts: [(.taxed(.standard), 100, "2026-10-10", "2026-12-10")], amounts: [("2100", 100)],
      starts: ["2026-11-01"]),
    Posting(
      testDescription: "from its first day for what is to come", defers: true,
      parts: [(.taxed(.standard), 100, "2026-12-01", "2027-01-01")], amounts: [("2100", 100)],
      starts: ["2026-12-01"]),
    Posting(
      testDescription: "per treatment", defers: false,
      parts: [
        (.taxed(.standard), 100, nil, nil), (.taxed(.reducedNL), 50, nil, nil),
        (.reverseCharge, 7, nil, nil), (.exempt(.education), 3, nil, nil),
        (.exempt(.culture), 4, nil, nil), (.taxed(.standard), 11, nil, nil),
      ],
      amounts: [("8000-21", 111), ("8000-9", 50), ("8000-AE", 7), ("8000-E", 7)]),
    Posting(
      testDescription: "both ways on one document", defers: true,
      parts: [
        (.taxed(.standard), 100, nil, nil), (.taxed(.standard), 200, "2026-11-16", "2027-11-16"),
        (.taxed(.reducedNL), 30, "2026-11-16", "2026-12-16"),
      ],
      amounts: [("2100", 230), ("8000-21", 100)], starts: ["2026-11-16", "2026-11-16"]),
    Posting(
      testDescription: "less a discount", defers: true,
      parts: [
        (.taxed(.standard), 200, "2026-11-16", "2027-11-16"),
        (.taxed(.standard), -50, "2026-11-16", "2027-11-16"),
      ],
      amounts: [("2100", 150)], starts: ["2026-11-16", "2026-11-16"]),
    Posting(
      testDescription: "nothing for nothing", defers: true,
      parts: [(.taxed(.standard), 0, "2026-11-16", "2027-11-16")], amounts: []),
    Posting(
      testDescription: "a credit note the other way round", defers: true,
      parts: [(.taxed(.standard), -200, "2026-11-20", "2027-11-16")], amounts: [("2100", -200)],
      starts: ["2026-11-20"]),
  ]

  @Test("is told from revenue when a document is booked", arguments: postings)
  func posting(_ example: Posting) throws {
    let parts = try example.parts.enumerated().map { index, part in
      RevenuePart(
        source: "inv:\(index)", treatment: part.0, net: .eur(part.1),
        period: try part.2.map { try Self.period($0, try #require(part.3)) })
    }
    let posting = try RevenuePosting(
      of: parts, bookedOn: try #require(CivilDate("2026-11-16")), defers: example.defers)
    #expect(posting.amounts.map(\.account.text) == example.amounts.map(\.0))
    #expect(posting.amounts.map(\.net) == example.amounts.map { .eur($0.1) })
    #expect(posting.deferrals.map(\.startsOn.description) == example.starts)
  }
}
