import Primitives
import Testing

@Suite struct MoneyTests {
  @Test(arguments: [
    ("15.00", 1500), ("15", 1500), ("0.5", 50), ("-3", -300), ("0", 0),
    ("1000000000.00", 100_000_000_000),
    ("0.01", 1), ("9999999999999.99", 999_999_999_999_999),
  ])
  func `a decimal is read`(text: String, cents: Int64) throws {
    #expect(try Money(decimal: text, currency: .eur) == .eur(cents))
  }

  @Test(arguments: [
    "", "-", ".5", "5.", "1,005", "1.005", "1e3", "0x10", "NaN", " 1", "+1", "١٢", "1.2.3", "--1",
    "10000000000000.00", "99999999999999999999999999", "1_000",
  ])
  func `anything else is refused`(text: String) {
    #expect(throws: MoneyError.self) { try Money(decimal: text, currency: .eur) }
  }

  @Test(arguments: Currency.allCases)
  func `every decimal text reads back`(currency: Currency) throws {
    for units in [0, 1, -1, 9, 10, 99, 100, 101, 999, 1000, -1234, Money.limit, -Money.limit] {
      let money = Money(minorUnits: units, currency: currency)
      #expect(try Money(decimal: money.decimal, currency: currency) == money)
    }
  }

  @Test(arguments: [
    (123_456_750, Language.nl, "€\u{A0}1.234.567,50"), (123_456_750, .en, "€1,234,567.50"),
    (-1500, .nl, "€\u{A0}-15,00"), (-1500, .en, "-€15.00"), (5, .nl, "€\u{A0}0,05"),
    (99_900, .en, "€999.00"),
  ])
  func `amounts read as people write them`(cents: Int64, language: Language, text: String) {
    #expect(Money.eur(cents).formatted(language) == text)
  }

  @Test(arguments: [
    (3000, 15, 30, 1500), (3000, 1, 31, 97), (1, 1, 2, 1), (-1, 1, 2, -1), (4000, 11, 28, 1571),
    (5, 1, 10, 1), (4, 1, 10, 0), (999_999_999_999_999, 1, 1, 999_999_999_999_999),
  ])
  func `a share is rounded once, half up`(cents: Int64, n: Int64, d: Int64, share: Int64) throws {
    #expect(try Money.eur(cents).scaled(by: Ratio(n, d)) == .eur(share))
  }

  @Test func `nothing wraps and nothing traps`() {
    let most = Money.eur(Money.limit)
    #expect(throws: MoneyError.overflow) { try most + .eur(1) }
    #expect(throws: MoneyError.overflow) { try most.negated - .eur(1) }
    #expect(throws: MoneyError.overflow) { try most.times(.max) }
    #expect(throws: MoneyError.overflow) { try most.scaled(by: Ratio(3, 2)) }
    #expect(throws: MoneyError.overflow) { try Rounding.halfUp(.max, times: .max, dividedBy: 1) }
    #expect(throws: MoneyError.currencyMismatch(.eur, .usd)) {
      try Money.eur(1) + Money(minorUnits: 1, currency: .usd)
    }
    #expect(throws: MoneyError.zeroDenominator) { try Ratio(1, 0) }
    #expect(throws: MoneyError.overflow) { try Ratio(.min, 1) }
  }

  @Test(arguments: [1, 2, 3, 7, 12, 31, 100])
  func `a split conserves the whole and differs by a cent at most`(parts: Int) throws {
    for cents: Int64 in [0, 1, 2, 99, 100, 1000, -1001, 999_999_999_999_999] {
      let split = try Money.eur(cents).split(into: parts)
      #expect(try split.total(in: .eur) == .eur(cents))
      let units = split.map(\.minorUnits)
      #expect((units.max() ?? 0) - (units.min() ?? 0) <= 1)
    }
  }

  @Test func `an allocation follows its weights and conserves`() throws {
    #expect(try Money.eur(100).allocated(over: [1, 1, 1]).map(\.minorUnits) == [34, 33, 33])
    #expect(try Money.eur(101).allocated(over: [50, 0, 50]).map(\.minorUnits) == [51, 0, 50])
    #expect(throws: MoneyError.noWeights) { try Money.eur(1).allocated(over: [0, 0]) }
    #expect(throws: MoneyError.noWeights) { try Money.eur(1).allocated(over: [1, -1]) }
    let random = SeededRandom(seed: 7)
    for _ in 0..<2000 {
      let weights = (0..<(1 + random.below(9))).map { _ in Int64(random.below(1_000_000)) } + [1]
      let whole = Money.eur(Int64(random.below(10_000_000)) - 5_000_000)
      #expect(try whole.allocated(over: weights).total(in: .eur) == whole)
    }
  }
}

@Suite struct VATRateTests {
  @Test(arguments: [
    ("21", 2100), ("9", 900), ("0", 0), ("5.5", 550), ("12.25", 1225), ("100", 10_000),
  ])
  func `a percentage round-trips`(text: String, hundredths: Int) throws {
    let rate = try #require(VATRate(percent: text))
    #expect(rate.hundredthsOfPercent == hundredths)
    #expect(rate.percent == text)
  }

  @Test(arguments: ["", "-1", "101", "999", "21%", "1e1", "5.555", ".5", "5.", "+5"])
  func `no other text is a rate`(text: String) {
    #expect(VATRate(percent: text) == nil)
  }

  @Test(arguments: [(4000, 2100, 694), (3000, 2100, 521), (999, 2100, 173), (10_900, 900, 900)])
  func `VAT within a gross amount is by the book`(gross: Int64, rate: Int, tax: Int64) throws {
    let rate = try #require(VATRate(hundredthsOfPercent: rate))
    #expect(try rate.tax(withinGross: .eur(gross)) == .eur(tax))
  }

  @Test(arguments: [(5000, 2100, 1050), (1250, 900, 113)])
  func `VAT on a net amount is by the book`(net: Int64, rate: Int, tax: Int64) throws {
    let rate = try #require(VATRate(hundredthsOfPercent: rate))
    #expect(try rate.tax(onNet: .eur(net)) == .eur(tax))
  }
}
