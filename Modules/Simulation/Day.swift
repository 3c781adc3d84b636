/// The auditor's own calendar, written anew and simply: it must not share a mistake with the
/// platform's.
struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  let year: Int
  let month: Int
  let day: Int
  /// Days since 1 January of the year 1.
  let number: Int

  init(_ year: Int, _ month: Int, _ day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
    let past = year - 1
    var number = past * 365 + past / 4 - past / 100 + past / 400 + day - 1
    for earlier in 1..<month { number += Day.length(earlier, year) }
    self.number = number
  }

  init(number: Int) {
    var year = number / 366 + 1
    while Day(year + 1, 1, 1).number <= number { year += 1 }
    var left = number - Day(year, 1, 1).number
    var month = 1
    while left >= Day.length(month, year) {
      left -= Day.length(month, year)
      month += 1
    }
    self.init(year, month, left + 1)
  }

  init?(_ text: String) {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, parts[0] > 0, (1...12).contains(parts[1]),
      (1...Day.length(parts[1], parts[0])).contains(parts[2])
    else { return nil }
    self.init(parts[0], parts[1], parts[2])
  }

  static func length(_ month: Int, _ year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  func plus(days: Int) -> Day { Day(number: number + days) }

  /// The same day so many months on, or that month's last.
  func plus(months: Int) -> Day {
    let index = year * 12 + month - 1 + months
    let (newYear, newMonth) = (index / 12, index % 12 + 1)
    return Day(newYear, newMonth, min(day, Day.length(newMonth, newYear)))
  }

  var description: String {
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    return "\(year)-\(two(month))-\(two(day))"
  }

  static func < (a: Day, b: Day) -> Bool { a.number < b.number }
}
