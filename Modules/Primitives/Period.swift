/// The days from `from` up to, not including, `until`; at least one day.
package struct Period: Hashable, Sendable, CustomStringConvertible {
  package let from: CivilDate
  /// The first day that no longer belongs to the period.
  package let until: CivilDate

  /// Nil when `until` is not after `from`.
  package init?(from: CivilDate, until: CivilDate) {
    guard from < until else { return nil }
    self.from = from
    self.until = until
  }

  package var days: Int { from.days(until: until) }
  /// The last day that belongs to the period, as people write it.
  package var lastDay: CivilDate { until.adding(days: -1) }

  package func contains(_ date: CivilDate) -> Bool { from <= date && date < until }

  package var description: String { "\(from)/\(until)" }

  /// `1 december 2026 t/m 31 december 2026`, `1 December 2026 to 31 December 2026`.
  package func formatted(_ language: Language) -> String {
    let word = Phrase(nl: "t/m", en: "to")
    return "\(from.formatted(language)) \(word(language)) \(lastDay.formatted(language))"
  }
}
