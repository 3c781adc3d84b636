package import Primitives
package import Tenancy

/// The dated VAT rates: of the Netherlands and Belgium every category, of the other member states
/// the standard rate since the one-stop shop exists.
///
/// Sources: Wet op de omzetbelasting 1968 art. 9 (standard 21 % since 1 October 2012, reduced 9 %
/// since 1 January 2019, lodging out of table I since 1 January 2026); Belgian Royal Decree no. 20
/// (21 % since 1996, 12 %, 6 %); the member states' own rates since 1 July 2021.
package enum VATTable {
  /// The rate of a category in a country on a date; nil for a country, a category or a time that
  /// the table does not cover.
  package static func rate(
    for category: VATCategory, country: Country, on date: CivilDate
  ) -> VATRate? {
    switch category {
    case .zero: .zero
    case .exempt: nil
    default: entries(category, country).first { $0.from <= date }?.rate
    }
  }

  /// The dates after the first day of a period and within it from which another rate holds.
  static func changes(
    of category: VATCategory, in country: Country, within period: Period
  ) -> [CivilDate] {
    entries(category, country)
      .map(\.from)
      .filter { period.from < $0 && $0 < period.until }
      .reversed()
  }

  /// The same over every country: where no date is, no treatment of the category changes.
  package static func changes(of category: VATCategory, within period: Period) -> [CivilDate] {
    let countries = Array(ownRates.keys) + Array(standardRates.keys)
    let dates = countries.flatMap { changes(of: category, in: $0, within: period) }
    return Set(dates).sorted()
  }

  private static func entries(_ category: VATCategory, _ country: Country) -> [Entry] {
    if let own = ownRates[country] { return own[category] ?? [] }
    return category == .standard ? standardRates[country] ?? [] : []
  }

  private struct Entry {
    let from: CivilDate
    let rate: VATRate
  }

  /// Newest first.
  private static func entries(_ list: [(from: String, percent: String)]) -> [Entry] {
    list.compactMap { item in
      guard let from = CivilDate(item.from), let rate = VATRate(percent: item.percent) else {
        return nil
      }
      return Entry(from: from, rate: rate)
    }
  }

  private static let ownRates: [Country: [VATCategory: [Entry]]] = [
    .netherlands: [
      .standard: entries([("2012-10-01", "21"), ("2001-01-01", "19")]),
      .reduced: entries([("2019-01-01", "9"), ("1986-10-01", "6")]),
      .lodging: entries([("2026-01-01", "21"), ("2019-01-01", "9"), ("1986-10-01", "6")]),
    ],
    .belgium: [
      .standard: entries([("1996-01-01", "21")]),
      .reducedHigh: entries([("1996-01-01", "12")]),
      .reduced: entries([("1996-01-01", "6")]),
    ],
  ]

  private static let standardRates: [Country: [Entry]] = {
    let pairs = memberStates.compactMap { state in
      Country(state.code).map { ($0, entries(state.rates)) }
    }
    return Dictionary(pairs) { first, _ in first }
  }()

  /// The day on which the one-stop shop for services began: no rate before it matters.
  private static let start = "2021-07-01"

  private static let memberStates: [(code: String, rates: [(from: String, percent: String)])] = [
    ("AT", [(start, "20")]), ("BG", [(start, "20")]), ("CY", [(start, "19")]),
    ("CZ", [(start, "21")]), ("DE", [(start, "19")]), ("DK", [(start, "25")]),
    ("EE", [("2025-07-01", "24"), ("2024-01-01", "22"), (start, "20")]),
    ("ES", [(start, "21")]), ("FI", [("2024-09-01", "25.5"), (start, "24")]),
    ("FR", [(start, "20")]), ("GR", [(start, "24")]), ("HR", [(start, "25")]),
    ("HU", [(start, "27")]), ("IE", [(start, "23")]), ("IT", [(start, "22")]),
    ("LT", [(start, "21")]),
    ("LU", [("2024-01-01", "17"), ("2023-01-01", "16"), (start, "17")]),
    ("LV", [(start, "21")]), ("MT", [(start, "18")]), ("PL", [(start, "23")]),
    ("PT", [(start, "23")]), ("RO", [("2025-08-01", "21"), (start, "19")]),
    ("SE", [(start, "25")]), ("SI", [(start, "22")]),
    ("SK", [("2025-01-01", "23"), (start, "20")]),
  ]

  /// Whether a country is a member state of the European Union.
  static func isMemberState(_ country: Country) -> Bool {
    ownRates[country] != nil || standardRates[country] != nil
  }
}
