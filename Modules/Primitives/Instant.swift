/// A moment in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let milliseconds: Int64

  /// Moments are kept within the years 1 to 9999.
  package static let first = Instant(unchecked: -62_135_596_800_000)
  package static let last = Instant(unchecked: 253_402_300_799_999)

  private init(unchecked milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The moment, kept within the years 1 to 9999.
  package init(milliseconds: Int64) {
    self.init(
      unchecked: min(max(milliseconds, Instant.first.milliseconds), Instant.last.milliseconds))
  }

  package func adding(milliseconds: Int64) -> Instant {
    let (sum, overflow) = self.milliseconds.addingReportingOverflow(milliseconds)
    return Instant(milliseconds: overflow ? (milliseconds < 0 ? .min : .max) : sum)
  }

  package func adding(seconds: Int64) -> Instant {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    return adding(milliseconds: overflow ? (seconds < 0 ? .min : .max) : product)
  }

  package func adding(hours: Int64) -> Instant { adding(seconds: hours &* 3600) }
  package func adding(days: Int64) -> Instant { adding(seconds: days &* 86_400) }

  /// Whole seconds since `earlier`, rounded down.
  package func seconds(since earlier: Instant) -> Int64 {
    (milliseconds - earlier.milliseconds) / 1000
  }

  package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

  package var description: String { rfc3339 }
}

// MARK: - Text

extension Instant {
  /// RFC 3339 in UTC, `2026-11-16T09:00:00Z`, with milliseconds where they are not zero.
  package var rfc3339: String {
    let (days, inDay) = milliseconds.flooredDivision(by: 86_400_000)
    let date = CivilDate(clampingDayNumber: Int(days))
    let (seconds, fraction) = inDay.quotientAndRemainder(dividingBy: 1000)
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    let tail = fraction == 0 ? "" : ".\(padded(fraction, 3))"
    return "\(date)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))\(tail)Z"
  }

  /// Reads RFC 3339 with `Z` or an offset; a fraction beyond milliseconds is cut off. Nil for
  /// anything else, a leap second included.
  package init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 40,
      let date = CivilDate(String(decoding: bytes[0..<10], as: UTF8.self)),
      bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
      let hour = digits(bytes, 11, 2), let minute = digits(bytes, 14, 2),
      let second = digits(bytes, 17, 2), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), hour < 24, minute < 60, second < 60
    else { return nil }
    var rest = bytes[19...]
    guard let fraction = takeFraction(&rest), let offset = zoneOffset(rest) else { return nil }
    let seconds = Int64(date.dayNumber) * 86_400 + hour * 3600 + minute * 60 + second - offset
    self.init(milliseconds: seconds * 1000 + fraction)
  }
}

extension Int64 {
  /// Quotient rounded down and a remainder that is never negative.
  func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

private func padded(_ value: Int64, _ width: Int) -> String {
  let text = "\(value)"
  return String(repeating: "0", count: Swift.max(width - text.utf8.count, 0)) + text
}

private func digits(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64? {
  guard start + count <= bytes.count else { return nil }
  var value: Int64 = 0
  for byte in bytes[start..<start + count] {
    guard (48...57).contains(byte) else { return nil }
    value = value * 10 + Int64(byte - 48)
  }
  return value
}

/// Milliseconds of `.123456`, taken off the front; 0 when there is no fraction, nil when malformed.
private func takeFraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
  guard rest.first == UInt8(ascii: ".") else { return 0 }
  rest = rest.dropFirst()
  let fraction = rest.prefix { (48...57).contains($0) }
  guard !fraction.isEmpty else { return nil }
  rest = rest.dropFirst(fraction.count)
  var value: Int64 = 0
  for index in 0..<3 {
    let position = fraction.startIndex + index
    value = value * 10 + (position < fraction.endIndex ? Int64(fraction[position] - 48) : 0)
  }
  return value
}

private func zoneOffset(_ rest: ArraySlice<UInt8>) -> Int64? {
  let bytes = Array(rest)
  if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
  guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = digits(bytes, 1, 2),
    let minutes = digits(bytes, 4, 2), hours < 24, minutes < 60
  else { return nil }
  switch bytes[0] {
  case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
  case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
  default: return nil
  }
}
