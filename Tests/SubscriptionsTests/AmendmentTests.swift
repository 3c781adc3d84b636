import Catalog
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing

/// Bought on 1 November 2026 for 30.00 a month and paid. What changes, when, and what it moves.
struct AmendmentCase: Sendable, CustomTestStringConvertible {
  enum Act: Sendable {
    case quantity(Int)
    case better
    case yearly
    case cancel
    case pause(until: String)
  }

  let testDescription: String
  var bought = "2026-11-01"
  var policy = CollectionPolicy.purchaseDate
  var quantity = 1
  var discount: Discount?
  /// The day up to which renewals are billed, a week ahead.
  var billedOn: String?
  let act: Act
  let on: String
  let credit: Int64
  let charge: Int64
  /// The next unbilled day after it.
  let next: String?
}

@Suite struct AmendmentTests {
  static let half = Discount(.percent(hundredths: 5000))
  static let cases: [AmendmentCase] = [
    AmendmentCase(
      testDescription: "the contract's example: cancelled half way", act: .cancel,
      on: "2026-11-16", credit: 1500, charge: 0, next: nil),
    AmendmentCase(
      testDescription: "cancelled on the first day: all back", act: .cancel, on: "2026-11-01",
      credit: 3000, charge: 0, next: nil),
    AmendmentCase(
      testDescription: "cancelled on the last day", act: .cancel, on: "2026-11-30", credit: 100,
      charge: 0, next: nil),
    AmendmentCase(
      testDescription: "cancelled at the period's end: nothing", act: .cancel, on: "2026-12-01",
      credit: 0, charge: 0, next: nil),
    AmendmentCase(
      testDescription: "cancelled with the next period billed", billedOn: "2026-11-24",
      act: .cancel, on: "2026-11-25", credit: 3600, charge: 0, next: nil),
    AmendmentCase(
      testDescription: "cancelled in a stub", bought: "2026-11-16", policy: .fixedDay(1),
      act: .cancel, on: "2026-11-21", credit: 1000, charge: 0, next: nil),
    AmendmentCase(
      testDescription: "the contract's example: switched half way", act: .better,
      on: "2026-11-16", credit: 1500, charge: 2500, next: "2026-12-01"),
    AmendmentCase(
      testDescription: "switched on the first day", act: .better, on: "2026-11-01", credit: 3000,
      charge: 5000, next: "2026-12-01"),
    AmendmentCase(
      testDescription: "switched with the next period billed", billedOn: "2026-11-24",
      act: .better, on: "2026-11-25", credit: 3600, charge: 6000, next: "2027-01-01"),
    AmendmentCase(
      testDescription: "switched after what is billed: nothing now", act: .better,
      on: "2026-12-01", credit: 0, charge: 0, next: "2026-12-01"),
    AmendmentCase(
      testDescription: "one more", act: .quantity(2), on: "2026-11-16", credit: 1500, charge: 3000,
      next: "2026-12-01"),
    AmendmentCase(
      testDescription: "one less", quantity: 3, act: .quantity(2), on: "2026-11-16", credit: 4500,
      charge: 3000, next: "2026-12-01"),
    AmendmentCase(
      testDescription: "more at half price", discount: half, act: .quantity(2), on: "2026-11-16",
      credit: 750, charge: 1500, next: "2026-12-01"),
    AmendmentCase(
      testDescription: "cancelled at half price", discount: half, act: .cancel, on: "2026-11-16",
      credit: 750, charge: 0, next: nil),
    AmendmentCase(
      testDescription: "to a year: its periods begin on the day", act: .yearly, on: "2026-11-16",
      credit: 1500, charge: 30_000, next: "2027-11-16"),
    AmendmentCase(
      testDescription: "to a year once what is billed is over", act: .yearly, on: "2026-12-01",
      credit: 0, charge: 0, next: "2026-12-01"),
    AmendmentCase(
      testDescription: "a pause gives its days back", act: .pause(until: "2027-01-01"),
      on: "2026-11-16", credit: 1500, charge: 0, next: "2027-01-01"),
    AmendmentCase(
      testDescription: "a pause from the next period", act: .pause(until: "2027-02-01"),
      on: "2026-12-01", credit: 0, charge: 0, next: "2027-02-01"),
    AmendmentCase(
      testDescription: "a pause that ends on the 31st", act: .pause(until: "2026-12-31"),
      on: "2026-12-01", credit: 0, charge: 0, next: "2026-12-31"),
    AmendmentCase(
      testDescription: "a pause beyond the next period leaves it", act: .pause(until: "2027-04-01"),
      on: "2027-02-01", credit: 0, charge: 0, next: "2026-12-01"),
  ]

  @Test(arguments: cases)
  func `a change gives back and charges the same days`(row: AmendmentCase) async throws {
    let shop = try await Catalogue.made()
    var life = try Life(
      shop.basic, on: date(row.bought),
      Purchase(
        quantity: row.quantity, policy: row.policy,
        discounts: row.discount.map { [Purchase.ChosenDiscount("Half", $0)] } ?? []))
    if let day = row.billedOn { try life.bill(through: date(day), noticeDays: 7) }
    let amendment = try act(row, on: &life, shop)
    #expect(try amendment.credit == .eur(row.credit))
    #expect(try amendment.charge == .eur(row.charge))
    if let next = row.next { #expect(life.subscription.billedUntil == CivilDate(next)) }
    #expect(life.breaks == [])
  }

  private func act(
    _ row: AmendmentCase, on life: inout Life, _ shop: Catalogue
  ) throws -> Amendment {
    let day = try date(row.on)
    switch row.act {
    case .quantity(let count): return try life.change(to: shop.basic, quantity: count, on: day)
    case .better: return try life.change(to: shop.better, quantity: row.quantity, on: day)
    case .yearly: return try life.change(to: shop.yearly, on: day)
    case .cancel: return try life.stop(on: day, today: day)
    case .pause(let until): return try life.pause(day, date(until), today: day)
    }
  }

  @Test func `a credit explains itself`() async throws {
    var life = try Life(
      try await Catalogue.made().basic, on: date("2026-11-01"), Purchase(policy: .purchaseDate))
    let amendment = try life.stop(on: date("2026-11-16"), today: date("2026-11-16"))
    #expect(amendment.givenBack.first?.explanation?(.en) == "15 of 30 days x 30.00 = 15.00")
    #expect(life.subscription.state == .ended(on: try date("2026-11-16")))
  }

  @Test func `with notice the last bill is by the day`() async throws {
    var life = try Life(
      try await Catalogue.made().basic, on: date("2026-11-01"), Purchase(policy: .purchaseDate))
    try life.stop(on: date("2026-12-16"), today: date("2026-11-16"))
    let bills = try life.bill(through: date("2027-03-01"))
    #expect(bills.map(\.total) == [.eur(1452)])
    #expect(bills.first?.charges.first?.price.explanation?(.en) == "15 of 31 days x 30.00 = 14.52")
    #expect(life.breaks == [])
  }

  @Test func `a cancellation taken back bills the days again that it gave back`() async throws {
    var life = try Life(
      try await Catalogue.made().basic, on: date("2026-11-01"), Purchase(policy: .purchaseDate))
    try life.stop(on: date("2026-11-21"), today: date("2026-11-11"))
    #expect(life.total == 2000)
    try life.apply(
      Amendment.keep(life.subscription, life.extras, today: date("2026-11-20")))
    let bills = try life.bill(through: date("2026-12-01"))
    #expect(bills.map(\.total) == [.eur(1000), .eur(3000)])
    #expect(life.breaks == [])
  }

  @Test func `an ended one starts again from the day`() async throws {
    var life = try Life(
      try await Catalogue.made().basic, on: date("2026-11-01"), Purchase(policy: .fixedDay(1)))
    try life.stop(on: date("2026-11-16"), today: date("2026-11-16"))
    try life.apply(
      Amendment.restart(
        life.subscription, life.extras, on: date("2027-01-17"), policy: life.policy))
    let bills = try life.bill(through: date("2027-02-01"))
    #expect(bills.map(\.total) == [.eur(1452), .eur(3000)])
    #expect(life.breaks == [])
  }

  @Test func `a withdrawal within 14 days gives everything back, the setup fee too`() async throws {
    let plan = try await DatabaseKind.memory.withShop(migrations) { bench in
      try await bench.plan(
        terms: PlanTerms(price: .eur(3000), interval: .monthly, setupFee: .eur(2500)))
    }
    var life = try Life(plan, on: date("2026-11-16"), Purchase(policy: .fixedDay(1)))
    #expect(life.total == 4000)
    let amendment = try life.apply(
      Amendment.withdraw(
        life.subscription, life.extras, charged: life.charges, today: date("2026-11-30"),
        policy: life.policy))
    #expect(try amendment.credit == .eur(4000))
    #expect(life.total == 0)
    #expect(life.breaks == [])
  }

  @Test(arguments: [("2026-11-16", "2026-11-30"), ("2026-11-14", "2026-11-30")])
  func `the last day to withdraw is a working day`(bought: String, last: String) async throws {
    let life = try Life(
      try await Catalogue.made().basic, on: date(bought), Purchase(policy: .purchaseDate))
    #expect(life.subscription.withdrawableUntil == CivilDate(last))
    let after = try date(last).adding(days: 1)
    #expect(throws: SubscriptionRefusal.withdrawalOver(try date(last))) {
      try Amendment.withdraw(
        life.subscription, life.extras, charged: life.charges, today: after, policy: life.policy)
    }
  }

  @Test func `a pause that is ended early goes on from the day`() async throws {
    var life = try Life(
      try await Catalogue.made().basic, on: date("2026-11-01"), Purchase(policy: .fixedDay(1)))
    try life.pause(date("2026-12-01"), date("2027-03-01"), today: date("2026-11-10"))
    #expect(life.subscription.nextPeriod?.period.from == CivilDate("2027-03-01"))
    try life.resume(on: date("2026-12-17"))
    let bills = try life.bill(through: date("2027-01-01"))
    #expect(bills.map(\.total) == [.eur(1452), .eur(3000)])
    #expect(life.breaks == [])
  }

  @Test func `a pause given up before it begins changes nothing`() async throws {
    var life = try Life(
      try await Catalogue.made().basic, on: date("2026-11-01"), Purchase(policy: .fixedDay(1)))
    let before = life.subscription.upcoming(3)
    try life.pause(date("2027-01-15"), date("2027-03-01"), today: date("2026-11-10"))
    #expect(
      life.subscription.upcoming(2).map(\.period.until.description) == ["2027-01-01", "2027-01-15"])
    try life.resume(on: date("2026-11-11"))
    #expect(life.subscription.upcoming(3) == before)
    #expect(life.breaks == [])
  }
}
