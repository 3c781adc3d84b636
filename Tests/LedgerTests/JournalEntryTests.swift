import Primitives
import Testing

@testable import Ledger

@Suite("A journal entry") struct JournalEntryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: [JournalLine]
    let balances: Bool

    init(_ description: String, _ lines: [(String, Int64, Currency)], balances: Bool) {
      testDescription = description
      self.lines = lines.map { code, units, currency in
        .debit(AccountCode(code), Money(minorUnits: units, currency: currency))
      }
      self.balances = balances
    }
  }

  static let cases = [
    Case("nothing", [], balances: false),
    Case("one line", [("1300", 100, .eur)], balances: false),
    Case("one line of nothing", [("1300", 0, .eur)], balances: false),
    Case("debit equals credit", [("1300", 100, .eur), ("8000", -100, .eur)], balances: true),
    Case("a cent too much", [("1300", 100, .eur), ("8000", -99, .eur)], balances: false),
    Case("a zero line", [("1300", 1, .eur), ("1", 0, .eur), ("2", -1, .eur)], balances: false),
    Case(
      "three lines", [("1300", 121, .eur), ("8", -100, .eur), ("1500", -21, .eur)], balances: true),
    Case("two currencies that mix", [("1", 100, .eur), ("2", -100, .usd)], balances: false),
    Case(
      "two currencies, each in balance",
      [("1", 100, .eur), ("2", -100, .eur), ("1", 7, .usd), ("2", -7, .usd)], balances: true),
    Case(
      "two currencies, one out of balance",
      [("1", 100, .eur), ("2", -100, .eur), ("1", 7, .usd), ("2", -8, .usd)], balances: false),
    Case(
      "beyond 64 bits", [("1", .max, .eur), ("2", .max, .eur), ("3", 2, .eur)], balances: false),
  ]

  @Test("can only be made balanced (I-01)", arguments: cases)
  func balances(_ example: Case) {
    let entry = try? JournalEntry(
      kind: EntryKind("test"), source: "a", bookedOn: .first, text: "", lines: example.lines)
    #expect((entry != nil) == example.balances)
  }

  @Test("that reverses another holds its lines negated and names it")
  func reverses() throws {
    let entry = try JournalEntry(
      kind: EntryKind("test"), source: "a", bookedOn: .first, text: "",
      lines: [.debit(.receivable, .eur(5)), .credit(.revenue(.standard), .eur(5))])
    let posted = PostedEntry(
      id: JournalEntry.ID(rawValue: 9), postedAt: Instant(milliseconds: 0), entry: entry)
    let back = try posted.reversal(
      kind: EntryKind("test.reversed"), source: "a", bookedOn: .first, text: "")
    #expect(back.reverses == posted.id)
    #expect(back.lines.map(\.amount) == [.eur(-5), .eur(5)])
  }
}
