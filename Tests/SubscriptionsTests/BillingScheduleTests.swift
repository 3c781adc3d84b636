import Primitives
import Subscriptions
import Tenancy
import Testing

/// One purchase and what its first periods must be: "from/until amount".
struct ScheduleCase: Sendable, CustomTestStringConvertible {
  let row: String
  let bought: String
  let price: Int64
  var unit = CalendarInterval.Unit.month
  var count = 1
  var policy = CollectionPolicy.purchaseDate
  let periods: [String]

  var testDescription: String { "\(row) bought \(bought)" }
}

@Suite struct BillingScheduleTests {
  static let cases: [ScheduleCase] = [
    ScheduleCase(
      row: "R-02", bought: "2026-02-17", price: 4000,
      periods: ["2026-02-17/2026-03-17 40.00", "2026-03-17/2026-04-17 40.00"]),
    ScheduleCase(
      row: "R-03 the 29th", bought: "2026-01-29", price: 3100,
      periods: ["2026-01-29/2026-02-01 3.00", "2026-02-01/2026-03-01 31.00"]),
    ScheduleCase(
      row: "R-03 the 30th", bought: "2026-11-30", price: 3000,
      periods: ["2026-11-30/2026-12-01 1.00", "2026-12-01/2027-01-01 30.00"]),
    ScheduleCase(
      row: "R-03 the 31st", bought: "2026-01-31", price: 4000,
      periods: ["2026-01-31/2026-02-01 1.29", "2026-02-01/2026-03-01 40.00"]),
    ScheduleCase(
      row: "R-03 29 February", bought: "2028-02-29", price: 2900,
      periods: ["2028-02-29/2028-03-01 1.00", "2028-03-01/2028-04-01 29.00"]),
    ScheduleCase(
      row: "R-03 not 28 February", bought: "2026-02-28", price: 4000,
      periods: ["2026-02-28/2026-03-28 40.00", "2026-03-28/2026-04-28 40.00"]),
    ScheduleCase(
      row: "R-04 the 1st", bought: "2026-11-16", price: 3000, policy: .fixedDay(1),
      periods: [
        "2026-11-16/2026-12-01 15.00", "2026-12-01/2027-01-01 30.00", "2027-01-01/2027-02-01 30.00",
      ]),
    ScheduleCase(
      row: "R-04 the 15th, over 31 days", bought: "2026-02-10", price: 3100, policy: .fixedDay(15),
      periods: ["2026-02-10/2026-02-15 5.00", "2026-02-15/2026-03-15 31.00"]),
    ScheduleCase(
      row: "R-04 after the day", bought: "2026-02-16", price: 2800, policy: .fixedDay(15),
      periods: ["2026-02-16/2026-03-15 27.00", "2026-03-15/2026-04-15 28.00"]),
    ScheduleCase(
      row: "R-04 on the day: no stub", bought: "2026-02-15", price: 2800, policy: .fixedDay(15),
      periods: ["2026-02-15/2026-03-15 28.00"]),
    ScheduleCase(
      row: "R-04 over the year's end", bought: "2026-12-29", price: 3100, policy: .fixedDay(28),
      periods: ["2026-12-29/2027-01-28 30.00", "2027-01-28/2027-02-28 31.00"]),
    ScheduleCase(
      row: "R-01 weeks follow the purchase", bought: "2026-01-31", price: 500, unit: .week,
      policy: .fixedDay(1),
      periods: ["2026-01-31/2026-02-07 5.00", "2026-02-07/2026-02-14 5.00"]),
    ScheduleCase(
      row: "R-01 quarters follow the purchase", bought: "2026-01-31", price: 9000, count: 3,
      policy: .fixedDay(1),
      periods: [
        "2026-01-31/2026-04-30 90.00", "2026-04-30/2026-07-31 90.00", "2026-07-31/2026-10-31 90.00",
      ]),
    ScheduleCase(
      row: "R-07 29 February, yearly", bought: "2024-02-29", price: 12000, unit: .year,
      periods: [
        "2024-02-29/2025-02-28 120.00", "2025-02-28/2026-02-28 120.00",
        "2026-02-28/2027-02-28 120.00", "2027-02-28/2028-02-29 120.00",
      ]),
    ScheduleCase(
      row: "two months are not one", bought: "2026-12-31", price: 2000, count: 2,
      policy: .fixedDay(1), periods: ["2026-12-31/2027-02-28 20.00", "2027-02-28/2027-04-30 20.00"]),
  ]

  @Test(arguments: cases)
  func `the sources' examples come out to the cent`(row: ScheduleCase) throws {
    let interval = try #require(CalendarInterval(unit: row.unit, count: row.count))
    let schedule = BillingSchedule(
      purchasedOn: try date(row.bought), interval: interval, policy: row.policy)
    for (index, expected) in row.periods.enumerated() {
      let period = try #require(schedule.period(index))
      let price = try period.price(atFullPrice: .eur(row.price))
      #expect("\(period.period) \(price.amount.decimal)" == expected)
      #expect(period.collectOn == period.period.from)
    }
  }

  static let policies: [CollectionPolicy] =
    [.purchaseDate] + CollectionPolicy.days.map { CollectionPolicy.fixedDay($0) }

  @Test(arguments: policies)
  func `every purchase day of eight years tiles for 48 months, without drift`(
    policy: CollectionPolicy
  ) throws {
    let first = try date("2024-01-01")
    for offset in 0..<2922 {
      let bought = first.adding(days: offset)
      let schedule = BillingSchedule(purchasedOn: bought, interval: .monthly, policy: policy)
      var expected = bought
      for index in 0..<49 {
        let period = try #require(schedule.period(index))
        guard period.period.from == expected, period.period.days <= period.wholeDays,
          index > 0 || period.period.from == bought,
          index == 0 || !period.isProRata
        else {
          Issue.record("\(policy) bought \(bought): period \(index) is \(period)")
          return
        }
        if index > 0, period.collectOn.day != wanted(policy, bought) {
          Issue.record("\(policy) bought \(bought): period \(index) is on \(period.collectOn)")
        }
        expected = period.period.until
      }
    }
  }

  /// The day of the month of every whole period.
  private func wanted(_ policy: CollectionPolicy, _ bought: CivilDate) -> Int {
    if case .fixedDay(let day) = policy { return day }
    return bought.day >= 29 ? 1 : bought.day
  }

  @Test(arguments: policies)
  func `a stub and the days before it are the whole period, whatever the price`(
    policy: CollectionPolicy
  ) throws {
    let first = try date("2027-01-01")
    for offset in 0..<731 {
      let bought = first.adding(days: offset)
      let schedule = BillingSchedule(purchasedOn: bought, interval: .monthly, policy: policy)
      guard schedule.hasStub, let stub = schedule.period(0), let next = schedule.period(1) else {
        continue
      }
      #expect(stub.period.until == next.period.from)
      for cents in [Int64(1), 999, 3000, 4001, 99_999] {
        let paid = try stub.price(atFullPrice: .eur(cents)).amount.minorUnits
        let (whole, days) = (Int64(stub.wholeDays), Int64(stub.period.days))
        #expect(paid == (2 * cents * days + whole) / (2 * whole))
        #expect(paid <= cents)
      }
    }
  }

  @Test func `every split of every period into used and unused days conserves its price`() throws {
    for whole in [7, 14, 28, 29, 30, 31, 89, 90, 91, 92, 365, 366] {
      let period = try #require(
        Period(from: date("2027-03-01"), until: date("2027-03-01").adding(days: whole)))
      for used in 0...whole {
        for cents in [Int64(1), 2, 999, 3000, 4999] {
          let quote = try ChangeQuote(
            price: .eur(cents), period: period, changeOn: period.from.adding(days: used),
            change: .cancel)
          let credit = quote.credit.amount.minorUnits
          guard credit >= 0, credit <= cents, used > 0 || credit == cents,
            used < whole || credit == 0
          else {
            Issue.record("\(cents) over \(whole) days, \(used) used: \(credit)")
            return
          }
        }
      }
    }
  }

  @Test func `a stub and its missing part make the whole to the cent`() throws {
    for whole in 28...31 {
      for days in 1..<whole {
        let stub = try ProRata(price: .eur(3_333), days: days, of: whole).amount
        let rest = try ProRata(price: .eur(3_333), days: whole - days, of: whole).amount
        let sum = try stub + rest
        #expect(abs(sum.minorUnits - 3_333) <= 1)
      }
    }
  }

  @Test func `a pro rata explains itself in both languages`() throws {
    let price = try ProRata(price: .eur(3000), days: 15, of: 30)
    #expect(price.explanation?(.en) == "15 of 30 days x 30.00 = 15.00")
    #expect(price.explanation?(.nl) == "15 van 30 dagen x 30,00 = 15,00")
    #expect(try ProRata(price: .eur(3000), days: 30, of: 30).explanation == nil)
  }

  @Test(arguments: [
    ("2026-12-01", 7, "2026-11-24"), ("2026-12-01", 0, "2026-12-01"),
    ("2026-12-01", 60, "2026-11-16"),
  ])
  func `notice is given, at most half a period ahead`(from: String, notice: Int, on: String) throws
  {
    let schedule = BillingSchedule(
      purchasedOn: try date(from), interval: .monthly, policy: .purchaseDate)
    let period = try #require(schedule.period(0))
    #expect(BillingNotice.billOn(period, noticeDays: notice) == (try date(on)))
  }
}

@Suite struct ChangeQuoteTests {
  private func period() throws -> Period {
    try #require(Period(from: date("2026-11-01"), until: date("2026-12-01")))
  }

  @Test(arguments: [
    ("2026-11-16", 1500, 15), ("2026-11-01", 3000, 30), ("2026-11-30", 100, 1),
    ("2026-12-01", 0, 0),
  ])
  func `a cancellation gives the unused days back`(on: String, credit: Int64, days: Int) throws {
    let quote = try ChangeQuote(
      price: .eur(3000), period: period(), changeOn: date(on), change: .cancel)
    #expect(quote.credit.amount == .eur(credit))
    #expect(quote.charge.amount == .eur(0))
    #expect(quote.remainingDays == days)
    #expect(quote.periodDays == 30)
  }

  @Test func `a switch charges the same days at the new price`() throws {
    let quote = try ChangeQuote(
      price: .eur(3000), period: period(), changeOn: date("2026-11-16"),
      change: .switchPrice(to: .eur(5000)))
    #expect(quote.credit.amount == .eur(1500))
    #expect(quote.charge.amount == .eur(2500))
  }

  @Test(arguments: ["2026-10-31", "2026-12-02"])
  func `a day outside the period is refused`(on: String) throws {
    let period = try period()
    let day = try date(on)
    #expect(throws: ChangeRefusal.dayOutsidePeriod) {
      try ChangeQuote(price: .eur(3000), period: period, changeOn: day, change: .cancel)
    }
  }

  @Test func `another currency is refused`() throws {
    let period = try period()
    let day = try date("2026-11-16")
    #expect(throws: ChangeRefusal.otherCurrency) {
      try ChangeQuote(
        price: .eur(3000), period: period, changeOn: day,
        change: .switchPrice(to: Money(minorUnits: 1, currency: .usd)))
    }
  }
}
