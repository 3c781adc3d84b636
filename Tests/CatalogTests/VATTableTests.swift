import Catalog
import Primitives
import Tenancy
import Testing

@Suite struct VATTableTests {
  @Test(arguments: [
    (VATCategory.standard, Country.netherlands, "2026-11-16", 2100),
    (.standard, .netherlands, "2012-09-30", 1900),
    (.standard, .netherlands, "2012-10-01", 2100), (.reduced, .netherlands, "2018-12-31", 600),
    (.reduced, .netherlands, "2019-01-01", 900), (.standard, .belgium, "2026-11-16", 2100),
    (.reduced, .belgium, "2026-11-16", 600), (.zero, .belgium, "2026-11-16", 0),
  ])
  func `a rate is that of its day`(
    category: VATCategory, country: Country, on: String, hundredths: Int
  ) throws {
    let rate = VATTable.rate(for: category, country: country, on: try #require(CivilDate(on)))
    #expect(rate?.hundredthsOfPercent == hundredths)
  }

  @Test func `a country that the table does not know has no rate`() throws {
    let country = try #require(Country("FR"))
    let day = try #require(CivilDate("2026-11-16"))
    #expect(VATTable.rate(for: .standard, country: country, on: day) == nil)
  }
}
