package import Primitives

/// Units by UNECE recommendation 20, as far as they occur.
package enum EInvoiceUnit: String, CaseIterable, Sendable {
  case piece = "C62"
  case week = "WEE"
  case month = "MON"
  case year = "ANN"

  /// One of something for a whole week, month or year is a week, month or year of it. Everything
  /// else, such as five seats or half a month, is counted in pieces.
  package init(quantity: Int64, period: Period?) {
    guard quantity == 1, let period else {
      self = .piece
      return
    }
    switch EInvoiceUnit.months(in: period) {
    case 1: self = .month
    case 12: self = .year
    default: self = period.days == 7 ? .week : .piece
    }
  }

  /// The whole months of a period that begins and ends on the same day of the month, or on the last
  /// day where that day is missing; nil of any other.
  private static func months(in period: Period) -> Int? {
    let (from, until) = (period.from, period.until)
    let fits =
      from.day == until.day || (until.day == until.daysInMonth && from.day > until.day)
      || (from.day == from.daysInMonth && until.day > from.day)
    guard fits else { return nil }
    return (until.year - from.year) * 12 + until.month - from.month
  }
}
