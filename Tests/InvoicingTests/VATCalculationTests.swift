import Invoicing
import Primitives
import Testing

@Suite("VAT (R-14)") struct VATCalculationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let includes: Bool
    /// Quantity, unit price in cents, percent.
    let lines: [(String, Int64, String)]
    /// Percent, net, vat; the highest rate first.
    let rates: [(String, Int64, Int64)]
  }

  static let cases = [
    Case(
      testDescription: "40.00 with 21 %", includes: true, lines: [("1", 4000, "21")],
      rates: [("21", 3306, 694)]),
    Case(
      testDescription: "30.00 with 21 %", includes: true, lines: [("1", 3000, "21")],
      rates: [("21", 2479, 521)]),
    Case(
      testDescription: "9.99 with 21 %", includes: true, lines: [("1", 999, "21")],
      rates: [("21", 826, 173)]),
    Case(
      testDescription: "109.00 with 9 %", includes: true, lines: [("1", 10_900, "9")],
      rates: [("9", 10_000, 900)]),
    Case(
      testDescription: "2 x 25.00 and 12.50 without VAT (facts)", includes: false,
      lines: [("2", 2500, "21"), ("1", 1250, "9")],
      rates: [("21", 5000, 1050), ("9", 1250, 113)]),
    Case(
      testDescription: "per rate over the sum, not per line", includes: false,
      lines: [("1", 10, "21"), ("1", 10, "21"), ("1", 10, "21")], rates: [("21", 30, 6)]),
    Case(
      testDescription: "0 % and exempt have no VAT", includes: true,
      lines: [("1", 500, "0"), ("1", 1210, "21")], rates: [("21", 1000, 210), ("0", 500, 0)]),
    Case(
      testDescription: "a discount at the same rate", includes: true,
      lines: [("1", 3000, "21"), ("1", -1000, "21")], rates: [("21", 1653, 347)]),
    Case(
      testDescription: "one and a half hours", includes: false, lines: [("1.5", 3333, "21")],
      rates: [("21", 5000, 1050)]),
    Case(
      testDescription: "5.00 with 21 %", includes: true, lines: [("1", 500, "21")],
      rates: [("21", 413, 87)]),
    Case(
      testDescription: "half a cent goes up", includes: false, lines: [("1", 1250, "9")],
      rates: [("9", 1250, 113)]),
    Case(
      testDescription: "half a cent of a discount goes away from zero", includes: false,
      lines: [("1", -1250, "9"), ("1", 10_000, "21")],
      rates: [("21", 10_000, 2100), ("9", -1250, -113)]),
    Case(
      testDescription: "a discount over two rates, each its share", includes: true,
      lines: [("1", 6000, "21"), ("1", 3000, "9"), ("1", -600, "21"), ("1", -300, "9")],
      rates: [("21", 4463, 937), ("9", 2477, 223)]),
    Case(
      testDescription: "a discount over two rates, prices without VAT", includes: false,
      lines: [("2", 2500, "21"), ("1", 1250, "9"), ("1", -500, "21"), ("1", -125, "9")],
      rates: [("21", 4500, 945), ("9", 1125, 101)]),
    Case(
      testDescription: "a discount of all there is", includes: true,
      lines: [("1", 999, "21"), ("1", -999, "21")], rates: [("21", 0, 0)]),
    Case(
      testDescription: "Belgian rates on one document", includes: false,
      lines: [("1", 1000, "21"), ("1", 1000, "12"), ("1", 1000, "6"), ("1", 1000, "0")],
      rates: [("21", 1000, 210), ("12", 1000, 120), ("6", 1000, 60), ("0", 1000, 0)]),
    Case(
      testDescription: "a rate with a fraction", includes: true, lines: [("1", 10_550, "5.5")],
      rates: [("5.5", 10_000, 550)]),
    Case(
      testDescription: "three cents of which VAT takes none", includes: true,
      lines: [("1", 1, "21"), ("1", 1, "21")], rates: [("21", 2, 0)]),
    Case(
      testDescription: "the largest amount", includes: true,
      lines: [("1", Money.limit, "21")],
      rates: [("21", 826_446_280_991_735, 173_553_719_008_264)]),
    Case(testDescription: "nothing", includes: true, lines: [], rates: []),
    Case(
      testDescription: "a free line", includes: true, lines: [("1", 0, "21")],
      rates: [("21", 0, 0)]),
  ]

  @Test("is computed per rate and rounded half up once", arguments: cases)
  func computes(_ example: Case) throws {
    let result = try VATCalculation(
      lines: try example.lines.map { quantity, cents, percent in
        VATCalculation.Line(
          quantity: try #require(VATCalculation.quantity(quantity)), unitPrice: .eur(cents),
          rate: try #require(VATRate(percent: percent)))
      }, pricesIncludeVAT: example.includes, currency: .eur)
    #expect(result.rates.allSatisfy { $0.treatment == .taxed($0.rate) })
    #expect(result.rates.map(\.rate.percent) == example.rates.map(\.0))
    #expect(result.rates.map(\.net) == example.rates.map { .eur($0.1) })
    #expect(result.rates.map(\.vat) == example.rates.map { .eur($0.2) })
    try expectConserved(result)
  }

  @Test("conserves every cent for any lines", arguments: 0..<60)
  func conserves(seed: Int) throws {
    let random = SeededRandom(seed: UInt64(seed))
    let rates = [VATRate.standard, .reducedNL, .zero]
    let lines = try (0..<Int(random.below(12))).map { _ in
      let isDiscount = random.below(5) == 0
      let cents = Int64(random.below(100_000)) * (isDiscount ? -1 : 1)
      return VATCalculation.Line(
        quantity: try Ratio(Int64(random.below(9)) + 1, 1), unitPrice: .eur(cents),
        rate: rates[Int(random.below(3))])
    }
    for includes in [true, false] {
      try expectConserved(
        try VATCalculation(lines: lines, pricesIncludeVAT: includes, currency: .eur))
    }
  }

  private func expectConserved(_ result: VATCalculation) throws {
    #expect(try result.net + result.vat == result.gross)
    #expect(try result.shares.map(\.net).total(in: .eur) == result.net)
    #expect(try result.shares.map(\.gross).total(in: .eur) == result.gross)
    #expect(try result.rates.map(\.net).total(in: .eur) == result.net)
  }

  @Test(
    "reads quantities strictly",
    arguments: [
      ("1", "1/1"), ("2.5", "5/2"), ("0.125", "1/8"), ("", nil), ("0", nil), ("-1", nil),
      ("1.", nil), (".5", nil), ("1e3", nil), ("1,5", nil), ("1.0000000", nil),
      ("1000000000", "1000000000/1"), ("1000000001", nil), ("99999999999", nil), (" 1", nil),
    ] as [(String, String?)])
  func quantities(_ text: String, _ expected: String?) {
    #expect(VATCalculation.quantity(text)?.description == expected)
  }

  @Test("refuses what goes beyond the limit or mixes currencies")
  func refuses() throws {
    let huge = VATCalculation.Line(
      quantity: try Ratio(2, 1), unitPrice: .eur(Money.limit), rate: .standard)
    #expect(throws: MoneyError.overflow) {
      try VATCalculation(lines: [huge], pricesIncludeVAT: true, currency: .eur)
    }
    let foreign = VATCalculation.Line(
      quantity: .one, unitPrice: Money(minorUnits: 1, currency: .usd), rate: .standard)
    #expect(throws: MoneyError.currencyMismatch(.eur, .usd)) {
      try VATCalculation(lines: [foreign], pricesIncludeVAT: true, currency: .eur)
    }
  }
}
