import Primitives
import Testing

private func zone(_ name: String) throws -> CivilZone {
  try #require(CivilZone(identifier: name))
}

@Suite struct InstantTests {
  @Test(arguments: [
    ("2026-11-16T09:00:00Z", "2026-11-16T09:00:00Z"),
    ("2026-11-16T10:00:00+01:00", "2026-11-16T09:00:00Z"),
    ("2026-01-01T00:30:00-03:30", "2026-01-01T04:00:00Z"),
    ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z"),
    ("2024-02-29T12:00:00.123456Z", "2024-02-29T12:00:00.123Z"),
  ])
  func `RFC 3339 is read and written`(text: String, written: String) throws {
    #expect(try #require(Instant(rfc3339: text)).rfc3339 == written)
  }

  @Test(arguments: [
    "", "2026-11-16", "2026-11-16 09:00:00Z", "2026-11-16T09:00:00", "2026-11-16T24:00:00Z",
    "2026-02-30T09:00:00Z", "2026-11-16T09:60:00Z", "2026-11-16T09:00:00.Z",
    "2026-11-16T09:00:00+1:00",
  ])
  func `anything else is refused`(text: String) {
    #expect(Instant(rfc3339: text) == nil)
  }

  @Test func `moments stay within the calendar`() {
    #expect(
      Instant.last.adding(days: .max) == Instant.last || Instant.last.adding(seconds: 1) == .last)
    #expect(Instant.first.adding(milliseconds: .min) == .first)
  }
}

@Suite struct CivilZoneTests {
  @Test(arguments: [
    ("Europe/Amsterdam", "2026-03-28T23:30:00Z", "2026-03-29"),
    ("Europe/Amsterdam", "2026-06-30T22:00:00Z", "2026-07-01"),
    ("Pacific/Kiritimati", "2026-12-31T10:00:00Z", "2027-01-01"),
    ("America/St_Johns", "2026-01-01T03:29:59Z", "2025-12-31"),
    ("Asia/Kathmandu", "2026-05-05T18:15:00Z", "2026-05-06"),
  ])
  func `a moment has its civil date in the zone`(name: String, moment: String, date: String) throws
  {
    #expect(try zone(name).date(at: #require(Instant(rfc3339: moment))) == CivilDate(date))
  }

  @Test(arguments: [
    ("Europe/Amsterdam", "2026-03-29", "2026-03-28T23:00:00Z"),
    ("Europe/Amsterdam", "2026-03-30", "2026-03-29T22:00:00Z"),
    ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
    ("America/Havana", "2026-03-08", "2026-03-08T05:00:00Z"),
  ])
  func `a day starts at its first moment, also where midnight is skipped`(
    name: String, date: String, moment: String
  ) throws {
    let day = try #require(CivilDate(date))
    #expect(try zone(name).startOfDay(day).rfc3339 == moment)
  }

  @Test(arguments: ["Europe/Amsterdam", "Pacific/Kiritimati", "America/St_Johns", "Africa/Cairo"])
  func `the start of every day lies on it and the moment before does not`(name: String) throws {
    let zone = try zone(name)
    let start = try #require(CivilDate("2024-01-01"))
    for offset in 0..<1461 {
      let date = start.adding(days: offset)
      let moment = zone.startOfDay(date)
      #expect(zone.date(at: moment) == date)
      #expect(zone.date(at: moment.adding(milliseconds: -1)) == date.adding(days: -1))
    }
  }

  @Test(arguments: ["", "CET", "+01:00", "Mars/Base", "Europe/Amsterdam\u{0}"])
  func `an unknown zone is refused`(name: String) {
    #expect(CivilZone(identifier: name) == nil)
  }
}

private enum Parcel: Entity { static let idPrefix = "par" }
private enum Letter: Entity { static let idPrefix = "let" }

@Suite struct EntityIDTests {
  @Test(arguments: [1, 2, 31, 32, 1 << 31, (1 << 31) - 2, .max, .max - 1] as [Int64])
  func `an id reads back and keeps its order`(value: Int64) throws {
    let id = Parcel.ID(rawValue: value)
    #expect(Parcel.ID(id.description) == id)
    #expect(Letter.ID(id.description) == nil)
    if value > 1 { #expect(Parcel.ID(rawValue: value - 1).description < id.description) }
  }

  @Test(arguments: [
    "", "par_", "par_0", "par_0000000000000", "PAR_0000000000001", "par_zzzzzzzzzzzzz",
    "par_000000000000l", "1",
  ])
  func `no other text is an id`(text: String) {
    #expect(Parcel.ID(text) == nil)
  }

  @Test func `ids ascend while the clock stands still, goes on or goes back`() throws {
    let generator = IDGenerator(lane: 3)
    let moment = try #require(Instant(rfc3339: "2026-11-16T09:00:00Z"))
    var last: Int64 = 0
    for step in 0..<5000 {
      let id = generator.next(at: moment.adding(milliseconds: Int64(step % 7) - 3))
      #expect(id > last)
      last = id
    }
  }

  @Test func `two lanes never meet`() throws {
    let moment = try #require(Instant(rfc3339: "2026-11-16T09:00:00Z"))
    let (one, two) = (IDGenerator(lane: 1), IDGenerator(lane: 2))
    let first = Set((0..<3000).map { _ in one.next(at: moment) })
    let second = Set((0..<3000).map { _ in two.next(at: moment) })
    #expect(first.count == 3000)
    #expect(first.isDisjoint(with: second))
  }
}

@Suite struct RandomAndSecretTests {
  @Test func `the same seed gives the same numbers`() {
    let (one, two) = (SeededRandom(seed: 42), SeededRandom(seed: 42))
    #expect((0..<100).map { _ in one.next() } == (0..<100).map { _ in two.next() })
    #expect((0..<1000).allSatisfy { _ in one.below(6) < 6 })
    #expect(one.below(0) == 0)
  }

  @Test func `a secret never prints`() {
    let secret = Secret("live_abc")
    #expect("\(secret)" == "***")
    #expect(String(reflecting: secret) == "***")
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!dumped.contains("live_abc"))
  }
}
