import Credits
import Ledger
import Primitives
import Tenancy
import Testing

@Suite("Credits are booked (R-17)") struct CreditsPostingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: [JournalLine]
    /// Account, cents, and whether the customer is named.
    let expected: [(String, Int64, Bool)]
  }

  static let piet = Customer.ID(rawValue: 7)
  static let ten = Money.eur(1000)

  static let cases = [
    Case(
      testDescription: "given out of goodwill",
      lines: CreditsPosting.granted(ten, to: piet, from: .goodwill),
      expected: [("4800", 1000, false), ("1600", -1000, true)]),
    Case(
      testDescription: "given for what was paid",
      lines: CreditsPosting.granted(ten, to: piet, from: .prepayments),
      expected: [("1610", 1000, true), ("1600", -1000, true)]),
    Case(
      testDescription: "given again after a refund that failed",
      lines: CreditsPosting.granted(ten, to: piet, from: .refundsPayable),
      expected: [("1620", 1000, true), ("1600", -1000, true)]),
    Case(
      testDescription: "used for an invoice", lines: CreditsPosting.consumed(ten, of: piet),
      expected: [("1600", 1000, true), ("1300", -1000, true)]),
    Case(
      testDescription: "lapsed, given away",
      lines: CreditsPosting.lapsed(ten, of: piet, paidFrom: .goodwill),
      expected: [("1600", 1000, true), ("4800", -1000, false)]),
    Case(
      testDescription: "lapsed, paid for",
      lines: CreditsPosting.lapsed(ten, of: piet, paidFrom: .prepayments),
      expected: [("1600", 1000, true), ("8900", -1000, false)]),
    Case(
      testDescription: "paid out by a refund",
      lines: CreditsPosting.paidOut(ten, to: piet, from: .refundsPayable),
      expected: [("1600", 1000, true), ("1620", -1000, true)]),
    Case(
      testDescription: "paid out by hand",
      lines: CreditsPosting.paidOut(ten, to: piet, from: .bank),
      expected: [("1600", 1000, true), ("1100", -1000, false)]),
  ]

  @Test("on the accounts that the rules name", arguments: cases)
  func lines(_ example: Case) throws {
    #expect(example.lines.map(\.account.text) == example.expected.map(\.0))
    #expect(example.lines.map(\.amount) == example.expected.map { .eur($0.1) })
    #expect(example.lines.map { $0.customer != nil } == example.expected.map(\.2))
    #expect(try example.lines.map(\.amount).total(in: .eur).isZero)
  }
}
