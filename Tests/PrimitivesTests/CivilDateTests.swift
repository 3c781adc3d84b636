import Primitives
import Testing

@Suite struct CivilDateTests {
  @Test func `every date from 1900 to 2200 round-trips and follows the day before`() throws {
    var expected = try #require(CivilDate(year: 1899, month: 12, day: 31))
    for year in 1900...2200 {
      for month in 1...12 {
        for day in 1...CivilDate.days(inMonth: month, of: year) {
          let date = try #require(CivilDate(year: year, month: month, day: day))
          expected = expected.adding(days: 1)
          let (y, m, d) = date.components
          guard date == expected, (y, m, d) == (year, month, day),
            CivilDate(date.description) == date
          else {
            Issue.record("\(date) does not round-trip")
            return
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("2026-11-16", 1), ("2026-11-22", 7), ("1970-01-01", 4), ("1969-12-31", 3), ("2000-02-29", 2),
    ("1900-01-01", 1), ("2200-12-31", 3),
  ])
  func `the weekday is ISO's`(text: String, weekday: Int) throws {
    #expect(try #require(CivilDate(text)).weekday == weekday)
  }

  @Test(arguments: [
    "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-1", "20261116", "2026-11-16 ",
    "2026/11/16", "", "0000-01-01", "-026-01-01", "２０２６-01-01", "2026-11-1a",
  ])
  func `a date that does not exist is refused`(text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2026-01-31", 2, "2026-03-31"),
    ("2024-01-31", 1, "2024-02-29"),
    ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
    ("2026-03-15", -1, "2026-02-15"),
    ("2026-01-31", 3, "2026-04-30"), ("2026-01-31", -2, "2025-11-30"),
  ])
  func `months keep the day or fall on the last`(from: String, months: Int, to: String) throws {
    #expect(try #require(CivilDate(from)).adding(months: months) == CivilDate(to))
  }

  @Test func `arithmetic beyond the calendar stays inside it`() {
    #expect(CivilDate.last.adding(days: .max) == .last)
    #expect(CivilDate.first.adding(days: .min) == .first)
    #expect(CivilDate.last.adding(months: .max) == .last)
    #expect(CivilDate.first.adding(months: -1) == .first)
  }

  @Test func `dates read as people write them`() throws {
    let date = try #require(CivilDate("2026-11-16"))
    #expect(date.formatted(.nl) == "16 november 2026")
    #expect(date.formatted(.en) == "16 November 2026")
  }
}

@Suite struct CalendarIntervalTests {
  /// Every anchor day of a four-year cycle, by every kind of interval.
  static let intervals: [CalendarInterval] = CalendarInterval.Unit.allCases.flatMap { unit in
    (1...CalendarInterval.maximum(unit)).compactMap { CalendarInterval(unit: unit, count: $0) }
  }

  @Test(arguments: intervals)
  func `periods tile from every anchor of four years`(interval: CalendarInterval) throws {
    let start = try #require(CivilDate("2024-01-01"))
    for offset in 0..<1461 {
      let anchor = start.adding(days: offset)
      var previous = anchor
      for index in 0..<24 {
        guard let period = interval.period(index, from: anchor), period.from == previous,
          interval.unit == .week || period.from.day == min(anchor.day, period.from.daysInMonth)
        else {
          Issue.record("\(interval) from \(anchor): period \(index) drifts")
          return
        }
        previous = period.until
      }
    }
  }

  @Test(arguments: [(0, "2026-01-31"), (1, "2026-02-28"), (2, "2026-03-31"), (13, "2027-02-28")])
  func `31 January never drifts`(index: Int, date: String) throws {
    let anchor = try #require(CivilDate("2026-01-31"))
    #expect(CalendarInterval.monthly.date(index, from: anchor) == CivilDate(date))
  }

  @Test(arguments: [("week", 0), ("week", 105), ("month", 25), ("year", -1), ("year", 11)])
  func `a count out of range is refused`(unit: String, count: Int) throws {
    let unit = try #require(CalendarInterval.Unit(rawValue: unit))
    #expect(CalendarInterval(unit: unit, count: count) == nil)
  }
}

@Suite struct BankCalendarTests {
  @Test(arguments: [
    (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"),
    (2038, "2038-04-25"), (2285, "2285-03-22"),
  ])
  func `Easter is computed`(year: Int, date: String) {
    #expect(BankCalendar.easterSunday(of: year) == CivilDate(date))
  }

  @Test(arguments: [
    ("2026-01-01", false), ("2026-04-03", false), ("2026-04-06", false), ("2026-05-01", false),
    ("2026-12-25", false), ("2026-12-26", false), ("2026-11-21", false), ("2026-11-22", false),
    ("2026-04-27", true), ("2026-12-24", true), ("2026-12-31", true), ("2026-11-23", true),
  ])
  func `TARGET2 is open or closed`(date: String, open: Bool) throws {
    #expect(BankCalendar.isBusinessDay(try #require(CivilDate(date))) == open)
  }

  @Test func `business days count over a long weekend`() throws {
    let thursday = try #require(CivilDate("2026-04-02"))
    #expect(BankCalendar.adding(businessDays: 1, to: thursday) == CivilDate("2026-04-07"))
    let tuesday = try #require(CivilDate("2026-04-07"))
    #expect(BankCalendar.adding(businessDays: -1, to: tuesday) == thursday)
    #expect(BankCalendar.onOrAfter(try #require(CivilDate("2026-04-03"))) == tuesday)
  }

  @Test func `a weekday is closed on exactly the six holidays of any year`() throws {
    for year in 1900...2200 {
      var day = try #require(CivilDate(year: year, month: 1, day: 1))
      var closed = 0
      while day.year == year {
        if day.weekday <= 5, !BankCalendar.isBusinessDay(day) { closed += 1 }
        day = day.adding(days: 1)
      }
      #expect((2...6).contains(closed), "\(year)")
    }
  }
}
