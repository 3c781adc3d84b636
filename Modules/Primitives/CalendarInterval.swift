/// A recurring stretch of the calendar: 1 month, 2 weeks, 1 year.
package struct CalendarInterval: Hashable, Sendable, CustomStringConvertible {
  package enum Unit: String, CaseIterable, Hashable, Sendable {
    case week, month, year
  }

  package let unit: Unit
  package let count: Int

  package static let monthly = CalendarInterval(validUnit: .month, count: 1)
  package static let weekly = CalendarInterval(validUnit: .week, count: 1)
  package static let quarterly = CalendarInterval(validUnit: .month, count: 3)
  package static let yearly = CalendarInterval(validUnit: .year, count: 1)

  private init(validUnit: Unit, count: Int) {
    unit = validUnit
    self.count = count
  }

  /// The largest count that is sold: two years.
  package static func maximum(_ unit: Unit) -> Int {
    switch unit {
    case .week: 104
    case .month: 24
    case .year: 10
    }
  }

  /// Nil unless the count is at least 1 and at most `maximum(unit)`.
  package init?(unit: Unit, count: Int) {
    guard count >= 1, count <= CalendarInterval.maximum(unit) else { return nil }
    self.init(validUnit: unit, count: count)
  }

  package var isOneMonth: Bool { unit == .month && count == 1 }

  /// The start of period `index`, always counted from the anchor, so that dates never drift
  /// 31 January, 28 February, 31 March.
  /// - Parameter wantedDay: the day of month to keep when the anchor itself fell on a month's end.
  package func date(
    _ index: Int, from anchor: CivilDate, keepingDay wantedDay: Int? = nil
  ) -> CivilDate {
    let (steps, overflow) = count.multipliedReportingOverflow(by: index)
    guard !overflow, steps.magnitude < 1_000_000 else {
      return index < 0 ? CivilDate.first : CivilDate.last
    }
    switch unit {
    case .week: return anchor.adding(days: steps * 7)
    case .month: return anchor.adding(months: steps, keepingDay: wantedDay)
    case .year: return anchor.adding(months: steps * 12, keepingDay: wantedDay)
    }
  }

  /// Period `index` from the anchor; nil only at the end of the calendar.
  package func period(
    _ index: Int, from anchor: CivilDate, keepingDay wantedDay: Int? = nil
  ) -> Period? {
    Period(
      from: date(index, from: anchor, keepingDay: wantedDay),
      until: date(index + 1, from: anchor, keepingDay: wantedDay))
  }

  package var description: String { "\(count) \(unit.rawValue)" }

  /// `per maand`, `per 3 maanden`; `per month`, `per 3 months`.
  package func formatted(_ language: Language) -> String {
    if count == 1 { return "per \(unit.noun(language))" }
    return "per \(count) \(unit.pluralNoun(language))"
  }
}

extension CalendarInterval.Unit {
  fileprivate func noun(_ language: Language) -> String {
    switch self {
    case .week: Phrase(nl: "week", en: "week")(language)
    case .month: Phrase(nl: "maand", en: "month")(language)
    case .year: Phrase(nl: "jaar", en: "year")(language)
    }
  }

  fileprivate func pluralNoun(_ language: Language) -> String {
    switch self {
    case .week: Phrase(nl: "weken", en: "weeks")(language)
    case .month: Phrase(nl: "maanden", en: "months")(language)
    case .year: Phrase(nl: "jaar", en: "years")(language)
    }
  }
}
