/// A day of the proleptic Gregorian calendar, without time or zone.
package struct CivilDate: Hashable, Comparable, Sendable, LosslessStringConvertible {
  /// Days since 1970-01-01.
  package let dayNumber: Int

  /// The years a date may lie in: what SQL text `YYYY-MM-DD` sorts rightly.
  package static let years = 1...9999
  package static let first = CivilDate(dayNumber: -719_162)
  package static let last = CivilDate(dayNumber: 2_932_896)

  private init(dayNumber: Int) { self.dayNumber = dayNumber }

  /// The day so many days after 1970-01-01, kept within the years 1 to 9999.
  package init(clampingDayNumber number: Int) {
    dayNumber = min(max(number, CivilDate.first.dayNumber), CivilDate.last.dayNumber)
  }

  /// Nil for a day that does not exist, such as 30 February.
  package init?(year: Int, month: Int, day: Int) {
    guard CivilDate.years.contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.days(inMonth: month, of: year)
    else { return nil }
    dayNumber = CivilDate.dayNumber(year, month, day)
  }

  /// Reads `2026-11-16`, exactly ten characters.
  package init?(_ text: String) {
    var text = text
    let parsed: (Int, Int, Int)? = text.withUTF8 { bytes in
      guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
        let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
        let day = number(bytes[8..<10])
      else { return nil }
      return (year, month, day)
    }
    guard let (year, month, day) = parsed else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// `2026-11-16`.
  package var description: String {
    let (year, month, day) = components
    return String(unsafeUninitializedCapacity: 10) { buffer in
      write(year, digits: 4, to: buffer, at: 0)
      buffer[4] = UInt8(ascii: "-")
      write(month, digits: 2, to: buffer, at: 5)
      buffer[7] = UInt8(ascii: "-")
      write(day, digits: 2, to: buffer, at: 8)
      return 10
    }
  }

  package static func < (a: CivilDate, b: CivilDate) -> Bool { a.dayNumber < b.dayNumber }
}

// MARK: - Parts of a date

extension CivilDate {
  /// Year, month and day, by Howard Hinnant's published algorithm over 400-year eras.
  package var components: (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  package var year: Int { components.year }
  package var month: Int { components.month }
  package var day: Int { components.day }

  /// 1 for Monday to 7 for Sunday (ISO 8601).
  package var weekday: Int { ((dayNumber % 7) + 10) % 7 + 1 }

  package var daysInMonth: Int {
    let (year, month, _) = components
    return CivilDate.days(inMonth: month, of: year)
  }

  package var isLastOfMonth: Bool { day == daysInMonth }

  package var firstOfMonth: CivilDate { adding(days: 1 - day) }
  package var firstOfNextMonth: CivilDate { adding(days: daysInMonth - day + 1) }

  package static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  package static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

// MARK: - Calendar arithmetic

extension CivilDate {
  /// The date so many days later, or earlier, kept within the years 1 to 9999.
  package func adding(days: Int) -> CivilDate {
    let (sum, overflow) = dayNumber.addingReportingOverflow(days)
    return CivilDate(clampingDayNumber: overflow ? (days < 0 ? .min : .max) : sum)
  }

  /// How many days later `other` is; negative when it is earlier.
  package func days(until other: CivilDate) -> Int { other.dayNumber - dayNumber }

  /// The same day of the month so many months later, or that month's last day where it lacks one
  /// (31 January + 1 month = 28 February). Always ask from the anchor, never from the last result.
  /// - Parameter wantedDay: the day of month to keep; this date's own when left out.
  package func adding(months: Int, keepingDay wantedDay: Int? = nil) -> CivilDate {
    let (year, month, day) = components
    let (index, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    guard !overflow, index >= 12, index < 120_000 else {
      return months < 0 ? CivilDate.first : CivilDate.last
    }
    let (newYear, newMonth) = index.quotientAndRemainder(dividingBy: 12)
    let last = CivilDate.days(inMonth: newMonth + 1, of: newYear)
    let kept = min(max(wantedDay ?? day, 1), last)
    return CivilDate(dayNumber: CivilDate.dayNumber(newYear, newMonth + 1, kept))
  }
}

// MARK: - For people

extension CivilDate {
  /// `16 november 2026` in Dutch, `16 November 2026` in English.
  package func formatted(_ language: Language) -> String {
    let (year, month, day) = components
    return "\(day) \(CivilDate.monthNames[month - 1](language)) \(year)"
  }

  private static let monthNames: [Phrase] = [
    Phrase(nl: "januari", en: "January"), Phrase(nl: "februari", en: "February"),
    Phrase(nl: "maart", en: "March"), Phrase(nl: "april", en: "April"),
    Phrase(nl: "mei", en: "May"), Phrase(nl: "juni", en: "June"),
    Phrase(nl: "juli", en: "July"), Phrase(nl: "augustus", en: "August"),
    Phrase(nl: "september", en: "September"), Phrase(nl: "oktober", en: "October"),
    Phrase(nl: "november", en: "November"), Phrase(nl: "december", en: "December"),
  ]
}

private func number(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
  var value = 0
  for byte in bytes {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    value = value * 10 + Int(byte - UInt8(ascii: "0"))
  }
  return value
}

private func write(
  _ value: Int, digits: Int, to buffer: UnsafeMutableBufferPointer<UInt8>, at offset: Int
) {
  var rest = value
  for index in (0..<digits).reversed() {
    buffer[offset + index] = UInt8(ascii: "0") + UInt8(rest % 10)
    rest /= 10
  }
}
