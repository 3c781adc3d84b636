import Foundation

/// A time zone of the IANA database: the only way from a moment to a shop's civil date.
package struct CivilZone: Hashable, Sendable, CustomStringConvertible {
  /// `Europe/Amsterdam`.
  package let identifier: String
  private let zone: TimeZone

  /// Nil for a name that the IANA database does not know; abbreviations and offsets are refused.
  package init?(identifier: String) {
    guard identifier == "UTC" || identifier.contains("/"), identifier.utf8.count <= 64,
      !identifier.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }),
      let zone = TimeZone(identifier: identifier)
    else { return nil }
    self.identifier = identifier
    self.zone = zone
  }

  private init(utc: Void) {
    identifier = "UTC"
    zone = .gmt
  }

  package static let utc = CivilZone(utc: ())

  package var description: String { identifier }

  /// The civil date that clocks in the zone show at a moment.
  package func date(at instant: Instant) -> CivilDate {
    let local = instant.milliseconds + offset(at: instant) * 1000
    return CivilDate(clampingDayNumber: Int(local.flooredDivision(by: 86_400_000).quotient))
  }

  /// The first moment of a civil date in the zone, also where midnight does not exist.
  package func startOfDay(_ date: CivilDate) -> Instant {
    instant(of: date, secondOfDay: 0)
  }

  /// The first moment at which clocks in the zone show at least this second of the date. Where a
  /// time exists twice, the earlier one.
  package func instant(of date: CivilDate, secondOfDay: Int) -> Instant {
    let asUTC = Int64(date.dayNumber) * 86_400_000 + Int64(secondOfDay) * 1000
    let early = offset(at: Instant(milliseconds: asUTC - 93_600_000))
    let late = offset(at: Instant(milliseconds: asUTC + 93_600_000))
    let candidates = [max(early, late), min(early, late)].map { asUTC - $0 * 1000 }
    for candidate in candidates
    where candidate + offset(at: Instant(milliseconds: candidate)) * 1000 == asUTC {
      return Instant(milliseconds: candidate)
    }
    // In a gap: the moment at which the clocks jump.
    return transition(between: candidates[0], and: candidates[1])
  }

  private func transition(between low: Int64, and high: Int64) -> Instant {
    let before = offset(at: Instant(milliseconds: low - 1))
    var (low, high) = (low, high)
    while low < high {
      let middle = low + (high - low) / 2
      if offset(at: Instant(milliseconds: middle)) == before {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return Instant(milliseconds: low)
  }

  /// Seconds that clocks in the zone are ahead of UTC.
  private func offset(at instant: Instant) -> Int64 {
    let date = Date(timeIntervalSince1970: TimeInterval(instant.milliseconds) / 1000)
    return Int64(zone.secondsFromGMT(for: date))
  }
}
