/// TARGET2's calendar: the days on which euro payments settle between banks.
///
/// Closed on Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December
/// (European Central Bank, long-term calendar since 2002).
package enum BankCalendar {
  package static func isBusinessDay(_ date: CivilDate) -> Bool {
    guard date.weekday <= 5 else { return false }
    let (year, month, day) = date.components
    switch (month, day) {
    case (1, 1), (5, 1), (12, 25), (12, 26): return false
    default: break
    }
    guard (3...4).contains(month), let easter = easterSunday(of: year) else { return true }
    return date != easter.adding(days: -2) && date != easter.adding(days: 1)
  }

  /// The date itself when banks work, else the next day that they do.
  package static func onOrAfter(_ date: CivilDate) -> CivilDate {
    var day = date
    while !isBusinessDay(day), day < CivilDate.last { day = day.adding(days: 1) }
    return day
  }

  /// The date itself when banks work, else the last day before it that they did.
  package static func onOrBefore(_ date: CivilDate) -> CivilDate {
    var day = date
    while !isBusinessDay(day), day > CivilDate.first { day = day.adding(days: -1) }
    return day
  }

  /// So many business days after `date` (before it when negative); with 0 the date itself.
  package static func adding(businessDays count: Int, to date: CivilDate) -> CivilDate {
    var day = date
    var left = count.magnitude
    let step = count < 0 ? -1 : 1
    while left > 0, day > CivilDate.first, day < CivilDate.last {
      day = day.adding(days: step)
      if isBusinessDay(day) { left -= 1 }
    }
    return day
  }

  /// Easter Sunday by the anonymous Gregorian computus; nil outside the calendar's years.
  package static func easterSunday(of year: Int) -> CivilDate? {
    let golden = year % 19
    let (century, rest) = year.quotientAndRemainder(dividingBy: 100)
    let correction = (century - (century + 8) / 25 + 1) / 3
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7
    let shift = (golden + 11 * epact + 22 * weekday) / 451
    let days = epact + weekday - 7 * shift + 114
    return CivilDate(year: year, month: days / 31, day: days % 31 + 1)
  }
}
