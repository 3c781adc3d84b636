package import Primitives
import Storage
package import Tenancy

/// How a product is taxed. The rate itself depends on the country and the date.
package enum VATCategory: String, CaseIterable, Hashable, Sendable, SQLBindable, SQLReadable {
  case standard
  case reduced
  case zero

  package func name(_ language: Language) -> String {
    switch self {
    case .standard: Phrase(nl: "Hoog tarief", en: "Standard rate")(language)
    case .reduced: Phrase(nl: "Laag tarief", en: "Reduced rate")(language)
    case .zero: Phrase(nl: "Nultarief", en: "Zero rate")(language)
    }
  }
}

/// The dated VAT rates of the countries whose shops Penning serves.
///
/// Sources: Wet op de omzetbelasting 1968 art. 9 (standard 21 % since 1 October 2012, reduced 9 %
/// since 1 January 2019); Belgian Royal Decree no. 20 (21 % since 1996, 6 %).
package enum VATTable {
  private struct Entry {
    let category: VATCategory
    let from: CivilDate
    let hundredths: Int
  }

  private static func entry(_ category: VATCategory, _ from: String, _ hundredths: Int) -> Entry {
    Entry(category: category, from: CivilDate(from) ?? .first, hundredths: hundredths)
  }

  /// Newest first within a category.
  private static let netherlands = [
    entry(.standard, "2012-10-01", 2100), entry(.standard, "2001-01-01", 1900),
    entry(.reduced, "2019-01-01", 900), entry(.reduced, "1986-10-01", 600),
  ]
  private static let belgium = [
    entry(.standard, "1996-01-01", 2100), entry(.reduced, "1996-01-01", 600),
  ]

  /// The rate of a category in a country on a date; nil for a country or a time that the table
  /// does not cover.
  package static func rate(
    for category: VATCategory, country: Country, on date: CivilDate
  ) -> VATRate? {
    if category == .zero { return .zero }
    let entries = country == .netherlands ? netherlands : country == .belgium ? belgium : []
    return
      entries
      .first { $0.category == category && $0.from <= date }
      .flatMap { VATRate(hundredthsOfPercent: $0.hundredths) }
  }
}
