import Catalog
import Primitives
import Tenancy
import Testing

/// A buyer of each kind that the rules tell apart.
enum Buyer: CaseIterable, Sendable {
  case consumer, unchecked, checked

  func at(_ country: Country) -> BuyerTax {
    BuyerTax(
      country: country, isBusiness: self != .consumer, hasCheckedVATNumber: self == .checked)
  }
}

@Suite struct VATRulesTests {
  private static let day = "2026-11-16"

  /// At home everybody pays the rate of the category, whoever they are.
  @Test(
    arguments: [
      (VATCategory.standard, "NL", "2026-11-16", "S21"), (.reduced, "NL", "2026-11-16", "S9"),
      (.reduced, "NL", "2018-12-31", "S6"), (.zero, "NL", "2026-11-16", "Z"),
      (.exempt, "NL", "2026-11-16", "E:education"), (.lodging, "NL", "2025-12-31", "S9"),
      (.lodging, "NL", "2026-01-01", "S21"), (.standard, "BE", "2026-11-16", "S21"),
      (.reducedHigh, "BE", "2026-11-16", "S12"), (.reduced, "BE", "2026-11-16", "S6"),
      (.zero, "BE", "2026-11-16", "Z"), (.exempt, "BE", "2026-11-16", "E:education"),
    ], Buyer.allCases)
  func `at home`(
    _ row: (category: VATCategory, country: String, on: String, code: String), buyer: Buyer
  ) throws {
    let country = try #require(Country(row.country))
    try expect(row.code, row.category, from: country, to: country, buyer, on: row.on)
  }

  /// From a Dutch shop to Belgium, without and with the one-stop shop.
  @Test(arguments: [
    (VATCategory.standard, Buyer.consumer, "S21", "S21"),
    (.standard, .unchecked, "S21", "S21"), (.standard, .checked, "AE", "AE"),
    (.reduced, .consumer, "S9", "S6"), (.reduced, .unchecked, "S9", "S6"),
    (.reduced, .checked, "AE", "AE"), (.zero, .consumer, "Z", "Z"),
    (.zero, .unchecked, "Z", "Z"), (.zero, .checked, "AE", "AE"),
    (.exempt, .consumer, "E:education", "E:education"),
    (.exempt, .unchecked, "E:education", "E:education"),
    (.exempt, .checked, "E:education", "E:education"),
    (.lodging, .consumer, "S21", "S21"), (.lodging, .unchecked, "S21", "S21"),
    (.lodging, .checked, "S21", "S21"),
  ])
  func `to another member state`(
    category: VATCategory, buyer: Buyer, plain: String, oneStopShop: String
  ) throws {
    try expect(plain, category, from: .netherlands, to: .belgium, buyer, on: Self.day)
    try expect(
      oneStopShop, category, from: .netherlands, to: .belgium, buyer, on: Self.day,
      oneStopShop: true)
  }

  @Test(arguments: ["DE", "FR", "FI", "GR"], Buyer.allCases)
  func `the one-stop shop charges the standard rate of the buyer's country`(
    code: String, buyer: Buyer
  ) throws {
    let country = try #require(Country(code))
    let own = ["DE": "S19", "FR": "S20", "FI": "S25.5", "GR": "S24"][code]
    try expect(
      buyer == .checked ? "AE" : own, .standard, from: .netherlands, to: country, buyer,
      on: Self.day, oneStopShop: true)
    try expect(
      buyer == .checked ? "AE" : nil, .reduced, from: .netherlands, to: country, buyer,
      on: Self.day, oneStopShop: true)
  }

  @Test(arguments: VATCategory.allCases, Buyer.allCases)
  func `outside the union is outside VAT, but for a bed here`(
    category: VATCategory, buyer: Buyer
  ) throws {
    for code in ["US", "GB", "CH", "NO"] {
      try expect(
        category == .lodging ? "S21" : "O", category, from: .netherlands,
        to: try #require(Country(code)), buyer, on: Self.day)
    }
  }

  @Test(arguments: VATCategory.allCases, Buyer.allCases)
  func `a small business charges no VAT`(category: VATCategory, buyer: Buyer) throws {
    let own = category == .exempt ? "E:education" : "E:smallBusiness"
    try expect(
      own, category, from: .netherlands, to: .netherlands, buyer, on: Self.day, small: true)
    let abroad = buyer == .checked && category != .exempt && category != .lodging ? "AE" : own
    try expect(
      abroad, category, from: .netherlands, to: .belgium, buyer, on: Self.day, small: true)
  }

  @Test(arguments: VATExemption.allCases)
  func `an exempt product says why`(exemption: VATExemption) throws {
    let treatment = VATRules.treatment(
      of: ProductTax(.exempt, exemption: exemption), seller: .netherlands,
      buyer: Buyer.consumer.at(.netherlands), on: try #require(CivilDate(Self.day)))
    #expect(treatment == .exempt(exemption))
  }

  private func expect(
    _ code: String?, _ category: VATCategory, from seller: Country, to country: Country,
    _ buyer: Buyer, on: String, oneStopShop: Bool = false, small: Bool = false
  ) throws {
    let treatment = VATRules.treatment(
      of: ProductTax(category, exemption: .education), seller: seller, buyer: buyer.at(country),
      usesOneStopShop: oneStopShop, isSmallBusiness: small, on: try #require(CivilDate(on)))
    #expect(treatment?.code == code, "\(category) \(seller) to \(country), \(buyer)")
  }
}

@Suite struct VATPeriodTests {
  private let seller = SellerTax(country: .netherlands)
  private let lodging = ProductTax(.lodging)

  private func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  private func period(_ from: String, _ until: String) throws -> Period {
    try #require(Period(from: date(from), until: date(until)))
  }

  @Test func `a stay over New Year 2026 is split at the change of its rate`() throws {
    let parts = try #require(
      VATRules.parts(
        of: period("2025-12-16", "2026-01-16"), tax: lodging, seller: seller,
        buyer: BuyerTax(country: .netherlands)))
    #expect(parts.map(\.treatment.code) == ["S9", "S21"])
    #expect(parts.map(\.period.days) == [16, 15])
    let shares = try VATRules.shares(of: .eur(3100), over: parts)
    #expect(shares == [.eur(1600), .eur(1500)])
  }

  @Test(arguments: [
    ("2025-12-01", "2026-01-01", 1), ("2026-01-01", "2026-02-01", 1),
    ("2025-12-31", "2026-01-01", 1), ("2025-12-31", "2026-01-02", 2),
    ("2018-12-31", "2026-01-02", 3), ("2026-06-01", "2027-06-01", 1),
  ])
  func `parts are as many as rates`(from: String, until: String, count: Int) throws {
    let parts = VATRules.parts(
      of: try period(from, until), tax: lodging, seller: seller,
      buyer: BuyerTax(country: .netherlands))
    #expect(parts?.count == count)
  }

  /// Every start in three years, every length up to fourteen months in odd steps, every price.
  @Test func `parts tile their period, each day has its own rate, shares add up`() throws {
    let buyer = BuyerTax(country: .netherlands)
    let first = try date("2024-12-01")
    for offset in 0..<760 {
      let from = first.adding(days: offset)
      for length in stride(from: 1, through: 430, by: 13) {
        let whole = try #require(Period(from: from, until: from.adding(days: length)))
        let parts = try #require(
          VATRules.parts(of: whole, tax: lodging, seller: seller, buyer: buyer))
        #expect(parts.first?.period.from == whole.from && parts.last?.period.until == whole.until)
        for (part, next) in zip(parts, parts.dropFirst()) {
          #expect(part.period.until == next.period.from && part.treatment != next.treatment)
        }
        for part in parts {
          for day in [part.period.from, part.period.lastDay] {
            #expect(
              VATRules.treatment(of: lodging, seller: seller, buyer: buyer, on: day)
                == part.treatment)
          }
        }
        let amount = Money.eur(Int64(offset * 37 + length))
        #expect(try VATRules.shares(of: amount, over: parts).total(in: .eur) == amount)
      }
    }
  }

  @Test func `a period that begins before the table is refused whole`() throws {
    let parts = VATRules.parts(
      of: try period("1986-09-01", "1987-01-01"), tax: ProductTax(.reduced), seller: seller,
      buyer: BuyerTax(country: .netherlands))
    #expect(parts == nil)
  }

  @Test func `who is not charged VAT has no split`() throws {
    let parts = try #require(
      VATRules.parts(
        of: period("2018-12-01", "2019-02-01"), tax: ProductTax(.reduced), seller: seller,
        buyer: BuyerTax(country: .belgium, isBusiness: true, hasCheckedVATNumber: true)))
    #expect(parts.map(\.treatment) == [.reverseCharge])
  }

  @Test(arguments: VATCategory.allCases)
  func `where no date is named no treatment changes`(category: VATCategory) throws {
    let whole = try period("2021-07-01", "2027-01-01")
    let named = Set(VATTable.changes(of: category, within: whole))
    for code in ["NL", "BE", "DE", "EE", "FI", "LU", "RO", "SK"] {
      let country = try #require(Country(code))
      for offset in 1..<whole.days {
        let day = whole.from.adding(days: offset)
        let before = VATTable.rate(for: category, country: country, on: day.adding(days: -1))
        let after = VATTable.rate(for: category, country: country, on: day)
        #expect(before == after || named.contains(day))
      }
    }
  }
}
