import Catalog
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing

extension Life {
  /// Adds an add-on from a day on.
  @discardableResult
  mutating func add(
    _ plan: Plan, to main: Plan, quantity: Int = 1, on day: CivilDate, id: Int64 = 900
  ) throws -> Amendment {
    let addOn = AddOn(
      id: AddOn.ID(rawValue: id), planID: plan.id, versionID: plan.version.id, quantity: quantity,
      price: try plan.version.price.times(Int64(quantity)),
      pricesIncludeVAT: plan.version.pricesIncludeVAT, from: day)
    return try apply(
      Amendment.add(
        addOn, of: plan, to: subscription, version: main.version, extras, charged: charges))
  }

  @discardableResult
  mutating func end(_ id: Int64 = 900, on day: CivilDate) throws -> Amendment {
    try apply(
      Amendment.end(
        AddOn.ID(rawValue: id), of: subscription, extras, charged: charges, on: day))
  }
}

@Suite struct AddOnTests {
  /// The day it comes, the day it goes, what it charges, what it gives back.
  @Test(arguments: [
    ("2026-11-01", "2026-12-01", 1000, 0), ("2026-11-16", "2026-12-01", 500, 0),
    ("2026-11-16", "2026-11-16", 500, 500), ("2026-11-16", "2026-11-21", 500, 333),
    ("2026-11-30", "2026-11-30", 33, 33), ("2026-12-01", "2026-12-01", 0, 0),
    ("2027-01-15", "2027-01-15", 0, 0),
  ])
  func `an add-on is charged and given back by the day, the plan left alone`(
    from: String, until: String, charge: Int64, credit: Int64
  ) async throws {
    let shop = try await Catalogue.made()
    var life = try Life(shop.basic, on: date("2026-11-01"), Purchase(policy: .fixedDay(1)))
    let added = try life.add(shop.seats, to: shop.basic, on: date(from))
    #expect(try added.charge == .eur(charge))
    #expect(try added.credit == .eur(0))
    #expect(life.breaks == [])
    let ended = try life.end(on: date(until))
    #expect(try ended.credit == .eur(credit))
    #expect(ended.bills.isEmpty)
    #expect(life.breaks == [])
    let bills = try life.bill(through: date("2027-03-01"))
    #expect(bills.allSatisfy { $0.total == .eur(3000) })
    #expect(life.breaks == [])
  }

  @Test func `an add-on that begins in a later period is charged from its day`() async throws {
    let shop = try await Catalogue.made()
    var life = try Life(shop.basic, on: date("2026-11-01"), Purchase(policy: .fixedDay(1)))
    try life.add(shop.seats, to: shop.basic, on: date("2027-01-17"))
    let bills = try life.bill(through: date("2027-02-01"))
    #expect(bills.map(\.total) == [.eur(3000), .eur(3484), .eur(4000)])
    #expect(life.breaks == [])
  }

  @Test func `a percentage runs over the new add-on, a fixed amount is spread anew`() async throws {
    let shop = try await Catalogue.made()
    let discounts = [Discount(.percent(hundredths: 1000)), Discount(.fixed(.eur(400)))]
    for (discount, charge) in zip(discounts, [Int64(450), 1800]) {
      var life = try Life(
        shop.basic, on: date("2026-11-01"),
        Purchase(policy: .fixedDay(1), discounts: [Purchase.ChosenDiscount("Less", discount)]))
      let before = life.total
      let added = try life.add(shop.seats, to: shop.basic, on: date("2026-11-16"))
      #expect(try added.charge == .eur(charge))
      #expect(life.total - before == (charge == 450 ? 450 : 500))
      #expect(life.breaks == [])
    }
  }

  @Test func `an upgrade leaves the add-on alone, a cancellation gives both back`() async throws {
    let shop = try await Catalogue.made()
    var life = try Life(
      shop.basic, on: date("2026-11-01"),
      Purchase(policy: .fixedDay(1), addOns: [Purchase.ChosenAddOn(shop.seats, quantity: 2)]))
    let change = try life.change(to: shop.better, on: date("2026-11-16"))
    #expect(change.givenBack.map(\.charge.component) == [.plan])
    #expect(try change.charge == .eur(2500))
    let stop = try life.stop(on: date("2026-11-21"), today: date("2026-11-21"))
    #expect(try stop.credit == .eur(1667 + 667))
    #expect(life.breaks == [])
  }

  @Test func `another rhythm waits until the add-ons are gone`() async throws {
    let shop = try await Catalogue.made()
    var life = try Life(
      shop.basic, on: date("2026-11-01"),
      Purchase(policy: .fixedDay(1), addOns: [Purchase.ChosenAddOn(shop.seats)]))
    let day = try date("2026-11-16")
    #expect(throws: SubscriptionRefusal.addOnsInTheWay) {
      try life.change(to: shop.yearly, on: day)
    }
  }
}

@Suite struct ChangeRefusalTests {
  enum Moment: String, CaseIterable { case pending, cancelled, ended, instalments, paused }

  /// What each moment answers to each wish; nil: it goes.
  @Test(arguments: Moment.allCases)
  func `what cannot be, is refused and changes nothing`(moment: Moment) async throws {
    let shop = try await Catalogue.made()
    let today = try date("2026-11-16")
    let life = try await life(at: moment, shop)
    var copy = life
    let change = #expect(throws: SubscriptionRefusal.self) {
      // A pause stops another rhythm alone.
      try copy.change(to: moment == .paused ? shop.yearly : shop.better, on: today)
    }
    let pause = #expect(throws: SubscriptionRefusal.self) {
      try copy.pause(today, today.adding(days: 30), today: today)
    }
    #expect(change == expected(moment))
    #expect(pause == expected(moment))
    #expect(copy.subscription == life.subscription)
    #expect(copy.charges == life.charges)
  }

  private func expected(_ moment: Moment) -> SubscriptionRefusal {
    switch moment {
    case .pending: .impossible(state: "pending", event: "changed")
    case .cancelled: .cancelled
    case .ended: .impossible(state: "ended", event: "changed")
    case .instalments: .paidInInstalments
    case .paused: .paused
    }
  }

  private func life(at moment: Moment, _ shop: Catalogue) async throws -> Life {
    let bought = try date("2026-11-01")
    let today = try date("2026-11-10")
    let purchase = Purchase(policy: .purchaseDate)
    var life = try Life(shop.basic, on: bought, purchase)
    switch moment {
    case .pending:
      life.subscription = try Subscription.bought(
        shop.basic, purchase, by: Customer.ID(rawValue: 1), on: bought,
        id: Subscription.ID(rawValue: 1))
    case .cancelled: try life.stop(on: date("2026-12-01"), today: today)
    case .ended: try life.stop(on: today, today: today)
    case .paused: try life.pause(today, date("2027-01-01"), today: today)
    case .instalments:
      let plan = try await DatabaseKind.memory.withShop(migrations) { bench in
        try await bench.plan(
          terms: PlanTerms(price: .eur(3000), interval: .monthly, instalments: 3))
      }
      life = try Life(plan, on: bought, purchase)
    }
    return life
  }

  @Test func `the same terms again change nothing and are refused`() async throws {
    let shop = try await Catalogue.made()
    var life = try Life(shop.basic, on: date("2026-11-01"), Purchase(policy: .purchaseDate))
    let day = try date("2026-11-16")
    #expect(throws: SubscriptionRefusal.nothingChanges) { try life.change(to: shop.basic, on: day) }
  }

  @Test(arguments: [0, -1, 10_001, Int(Int32.max), Int.max])
  func `a quantity out of range is refused`(quantity: Int) async throws {
    let shop = try await Catalogue.made()
    #expect(throws: SubscriptionRefusal.quantityOutOfRange) {
      try SubscriptionTerms(shop.basic.version, quantity: quantity)
    }
    let day = try date("2026-11-01")
    #expect(throws: SubscriptionRefusal.quantityOutOfRange) {
      try Life(shop.basic, on: day, Purchase(quantity: quantity, policy: .purchaseDate))
    }
  }

  @Test(arguments: [0, 29, 31, -1])
  func `a day of one's own lies between the 1st and the 28th`(day: Int) async throws {
    let shop = try await Catalogue.made()
    let bought = try date("2026-11-01")
    #expect(throws: SubscriptionRefusal.collectionDayOutOfRange) {
      try Life(shop.basic, on: bought, Purchase(policy: .purchaseDate, collectionDay: day))
    }
  }

  @Test func `an add-on is an add-on of the same rhythm`() async throws {
    let shop = try await Catalogue.made()
    let bought = try date("2026-11-01")
    for (main, extra) in [(shop.yearly, shop.seats), (shop.basic, shop.better)] {
      #expect(throws: SubscriptionRefusal.addOnNotPossible) {
        try Life(
          main, on: bought,
          Purchase(policy: .purchaseDate, addOns: [Purchase.ChosenAddOn(extra)]))
      }
    }
    #expect(throws: SubscriptionRefusal.planNotPossible) {
      try Life(shop.seats, on: bought, Purchase(policy: .purchaseDate))
    }
  }

  @Test(arguments: [
    ChargeComponent.plan, .setup, .addOn(AddOn.ID(rawValue: 77)),
    .discount(RunningDiscount.ID(rawValue: 5), of: .plan),
    .discount(RunningDiscount.ID(rawValue: 5), of: .addOn(AddOn.ID(rawValue: 77))),
  ])
  func `a component's code is read back`(component: ChargeComponent) {
    #expect(ChargeComponent(code: component.code) == component)
  }

  @Test(arguments: [
    "", "Plan", "addon:", "addon:sub_0000000000001", "discount:", "discount:dsc_0000000000005",
    "discount:dsc_0000000000005/", "discount:dsc_0000000000005/discount:dsc_0000000000005/plan",
    "setup ", "plan/plan",
  ])
  func `any other text is no component`(code: String) {
    #expect(ChargeComponent(code: code) == nil)
  }
}
