import Invoicing
import Primitives
import Tenancy
import Testing

@Suite("A payment is divided (R-23)") struct AllocationTests {
  typealias Pot = Allocation<String>

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: AllocationRule
    let payment: Int64
    /// Key, issued, due, outstanding, disputed.
    let documents: [(String, String, String, Int64, Int64)]
    var chosen: [(String, Int64)] = []
    let parts: [(String, Int64)]
    let left: Int64
  }

  static let three: [(String, String, String, Int64, Int64)] = [
    ("a", "2026-10-01", "2026-12-15", 3000, 0),
    ("b", "2026-11-01", "2026-11-15", 2000, 0),
    ("c", "2026-09-01", "2026-11-30", 9000, 0),
  ]

  static let cases = [
    Case(
      testDescription: "by issue date", rule: .oldestFirst, payment: 10_000, documents: three,
      parts: [("c", 9000), ("a", 1000)], left: 0),
    Case(
      testDescription: "overdue before current", rule: .overdueFirst, payment: 10_000,
      documents: three, parts: [("b", 2000), ("c", 8000)], left: 0),
    Case(
      testDescription: "largest first", rule: .largestFirst, payment: 12_500, documents: three,
      parts: [("c", 9000), ("a", 3000), ("b", 500)], left: 0),
    Case(
      testDescription: "too much stays on the customer", rule: .oldestFirst, payment: 15_000,
      documents: three, parts: [("c", 9000), ("a", 3000), ("b", 2000)], left: 1000),
    Case(
      testDescription: "a choice goes before the rule", rule: .oldestFirst, payment: 3000,
      documents: three, chosen: [("b", 1500)], parts: [("b", 1500), ("c", 1500)], left: 0),
    Case(
      testDescription: "a choice may be completed by the rule", rule: .overdueFirst, payment: 2500,
      documents: three, chosen: [("b", 500)], parts: [("b", 2000), ("c", 500)], left: 0),
    Case(
      testDescription: "what is disputed is not paid by itself", rule: .oldestFirst, payment: 5000,
      documents: [("a", "2026-10-01", "2026-10-15", 3000, 1000)], parts: [("a", 2000)],
      left: 3000),
    Case(
      testDescription: "what is disputed can be chosen", rule: .oldestFirst, payment: 5000,
      documents: [("a", "2026-10-01", "2026-10-15", 3000, 3000)], chosen: [("a", 2500)],
      parts: [("a", 2500)], left: 2500),
    Case(
      testDescription: "a choice counts against the undisputed part", rule: .oldestFirst,
      payment: 5000, documents: [("a", "2026-10-01", "2026-10-15", 3000, 1000)],
      chosen: [("a", 500)], parts: [("a", 2000)], left: 3000),
    Case(
      testDescription: "equal issue dates: the earlier due date", rule: .oldestFirst, payment: 100,
      documents: [
        ("a", "2026-10-01", "2026-10-16", 100, 0), ("b", "2026-10-01", "2026-10-15", 100, 0),
      ], parts: [("b", 100)], left: 0),
    Case(
      testDescription: "equal dates: the smaller id", rule: .largestFirst, payment: 100,
      documents: [
        ("b", "2026-10-01", "2026-10-15", 100, 0), ("a", "2026-10-01", "2026-10-15", 100, 0),
      ], parts: [("a", 100)], left: 0),
    Case(
      testDescription: "due today is not overdue", rule: .overdueFirst, payment: 100,
      documents: [
        ("a", "2026-10-01", "2026-11-22", 100, 0), ("b", "2026-11-01", "2026-11-21", 100, 0),
      ], parts: [("b", 100)], left: 0),
    Case(
      testDescription: "nothing open", rule: .oldestFirst, payment: 100, documents: [], parts: [],
      left: 100),
  ]

  @Test("by the shop's rule", arguments: cases)
  func divides(_ example: Case) throws {
    let result = try Pot(
      of: .eur(example.payment), over: try documents(example), rule: example.rule,
      today: day("2026-11-22"), chosen: chosen(example))
    #expect(result.parts.map(\.key) == example.parts.map(\.0))
    #expect(result.parts.map(\.amount) == example.parts.map { .eur($0.1) })
    #expect(result.unallocated == .eur(example.left))
  }

  @Test("so that nothing is lost or given twice", arguments: 0..<50)
  func conserves(seed: Int) throws {
    let random = SeededRandom(seed: UInt64(seed))
    let candidates = (0..<Int(random.below(8))).map { index in
      Pot.Candidate(
        key: "\(index)", issuedOn: CivilDate.first.adding(days: Int(random.below(5))),
        dueOn: CivilDate.first.adding(days: Int(random.below(5))),
        outstanding: .eur(Int64(random.below(500))), disputed: .eur(Int64(random.below(300))))
    }
    let payment = Money.eur(Int64(random.below(1500)))
    for rule in AllocationRule.allCases {
      let result = try Pot(
        of: payment, over: candidates, rule: rule, today: CivilDate.first.adding(days: 2))
      #expect(try result.parts.map(\.amount).total(in: .eur) + result.unallocated == payment)
      #expect(Set(result.parts.map(\.key)).count == result.parts.count)
      for part in result.parts {
        let candidate = try #require(candidates.first { $0.key == part.key })
        let most = candidate.outstanding.minorUnits - candidate.disputed.minorUnits
        #expect(part.amount.isPositive && part.amount.minorUnits <= most)
      }
    }
  }

  @Test(
    "and refuses a choice that does not fit",
    arguments: [[("x", 1)], [("a", 3001)], [("a", 3000), ("b", 2001)], [("a", -1)]]
      as [[(String, Int64)]])
  func refuses(_ chosen: [(String, Int64)]) throws {
    let parts = chosen.map { Pot.Part(key: $0.0, amount: .eur($0.1)) }
    let candidates = try Self.three.map(candidate)
    #expect(throws: InvoicingRefusal.partsDoNotFit) {
      try Pot(
        of: .eur(5000), over: candidates, rule: .oldestFirst, today: CivilDate.first,
        chosen: parts)
    }
  }

  private func documents(_ example: Case) throws -> [Pot.Candidate] {
    try example.documents.map(candidate)
  }

  private func candidate(
    _ row: (String, String, String, Int64, Int64)
  ) throws -> Pot.Candidate {
    Pot.Candidate(
      key: row.0, issuedOn: try day(row.1), dueOn: try day(row.2), outstanding: .eur(row.3),
      disputed: .eur(row.4))
  }

  private func chosen(_ example: Case) -> [Pot.Part] {
    example.chosen.map { Pot.Part(key: $0.0, amount: .eur($0.1)) }
  }
}

func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }
