import Catalog
import Primitives
import Tenancy
import Testing

@Suite struct VATTableTests {
  @Test(arguments: [
    (VATCategory.standard, Country.netherlands, "2026-11-16", 2100),
    (.standard, .netherlands, "2012-09-30", 1900), (.standard, .netherlands, "2012-10-01", 2100),
    (.reduced, .netherlands, "2018-12-31", 600), (.reduced, .netherlands, "2019-01-01", 900),
    (.lodging, .netherlands, "2018-12-31", 600), (.lodging, .netherlands, "2019-01-01", 900),
    (.lodging, .netherlands, "2025-12-31", 900), (.lodging, .netherlands, "2026-01-01", 2100),
    (.zero, .netherlands, "2026-01-01", 0), (.standard, .belgium, "2026-11-16", 2100),
    (.reducedHigh, .belgium, "2026-11-16", 1200), (.reduced, .belgium, "2026-11-16", 600),
    (.zero, .belgium, "2026-11-16", 0),
  ])
  func `a rate is that of its day`(
    category: VATCategory, country: Country, on: String, hundredths: Int
  ) throws {
    let rate = VATTable.rate(for: category, country: country, on: try #require(CivilDate(on)))
    #expect(rate?.hundredthsOfPercent == hundredths)
  }

  @Test(arguments: [
    ("AT", "20"), ("BG", "20"), ("CY", "19"), ("CZ", "21"), ("DE", "19"), ("DK", "25"),
    ("EE", "24"), ("ES", "21"), ("FI", "25.5"), ("FR", "20"), ("GR", "24"), ("HR", "25"),
    ("HU", "27"), ("IE", "23"), ("IT", "22"), ("LT", "21"), ("LU", "17"), ("LV", "21"),
    ("MT", "18"), ("PL", "23"), ("PT", "23"), ("RO", "21"), ("SE", "25"), ("SI", "22"),
    ("SK", "23"), ("NL", "21"), ("BE", "21"),
  ])
  func `every member state has its standard rate`(code: String, percent: String) throws {
    let country = try #require(Country(code))
    let day = try #require(CivilDate("2026-11-16"))
    #expect(VATTable.rate(for: .standard, country: country, on: day)?.percent == percent)
  }

  @Test(arguments: [
    ("EE", "2023-12-31", "20"), ("EE", "2024-01-01", "22"), ("EE", "2025-06-30", "22"),
    ("EE", "2025-07-01", "24"), ("FI", "2024-08-31", "24"), ("FI", "2024-09-01", "25.5"),
    ("LU", "2022-12-31", "17"), ("LU", "2023-12-31", "16"), ("LU", "2024-01-01", "17"),
    ("RO", "2025-07-31", "19"), ("RO", "2025-08-01", "21"), ("SK", "2024-12-31", "20"),
    ("SK", "2025-01-01", "23"),
  ])
  func `a rate abroad is that of its day`(code: String, on: String, percent: String) throws {
    let country = try #require(Country(code))
    let day = try #require(CivilDate(on))
    #expect(VATTable.rate(for: .standard, country: country, on: day)?.percent == percent)
  }

  @Test(arguments: [
    (VATCategory.standard, "US", "2026-11-16"), (.standard, "GB", "2026-11-16"),
    (.standard, "DE", "2021-06-30"), (.reduced, "DE", "2026-11-16"),
    (.reducedHigh, "NL", "2026-11-16"), (.lodging, "BE", "2026-11-16"),
    (.exempt, "NL", "2026-11-16"), (.standard, "NL", "2000-12-31"),
    (.reduced, "BE", "1995-12-31"),
  ])
  func `what the table does not know has no rate`(
    category: VATCategory, code: String, on: String
  ) throws {
    let country = try #require(Country(code))
    let day = try #require(CivilDate(on))
    #expect(VATTable.rate(for: category, country: country, on: day) == nil)
  }
}
