import Catalog
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing

/// Bought on 16 November 2026 at 30.00 on the purchase date; the shop moves to a day.
struct BridgeCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var bought = "2026-11-16"
  var discount: Discount?
  var addOn = false
  var collectionDay: Int?
  var trial = false
  var pause: (String, String)?
  let day: Int
  /// The stub and what it costs with all; nil: the shop's policy changes nothing for it.
  let bridge: String?
  let amount: Int64
}

@Suite struct PolicyBridgeTests {
  static let cases: [BridgeCase] = [
    BridgeCase(
      testDescription: "to the 1st", day: 1, bridge: "2026-12-16/2027-01-01", amount: 1548),
    BridgeCase(
      testDescription: "to the 20th", day: 20, bridge: "2026-12-16/2026-12-20", amount: 400),
    BridgeCase(testDescription: "to its own day", day: 16, bridge: nil, amount: 0),
    BridgeCase(
      testDescription: "at half price", discount: Discount(.percent(hundredths: 5000)), day: 1,
      bridge: "2026-12-16/2027-01-01", amount: 774),
    BridgeCase(
      testDescription: "with an add-on", addOn: true, day: 1, bridge: "2026-12-16/2027-01-01",
      amount: 1548 + 516),
    BridgeCase(
      testDescription: "a day of the customer's own stays", collectionDay: 5, day: 1, bridge: nil,
      amount: 0),
    BridgeCase(
      testDescription: "paused: from the end of the pause", pause: ("2026-12-16", "2027-02-10"),
      day: 1, bridge: "2027-02-10/2027-03-01", amount: 2036),
    BridgeCase(
      testDescription: "a pause to come cuts the bridge", pause: ("2026-12-20", "2027-02-10"),
      day: 1, bridge: "2026-12-16/2026-12-20", amount: 387),
    BridgeCase(
      testDescription: "in its trial: from the trial's end", trial: true, day: 1,
      bridge: "2026-11-30/2026-12-01", amount: 100),
  ]

  @Test(arguments: cases)
  func `R-01 a bridge respects pauses, trials, discounts and own days`(row: BridgeCase) async throws
  {
    let shop = try await Catalogue.made()
    let trial = try await DatabaseKind.memory.withShop(migrations) { bench in
      try await bench.plan(
        terms: PlanTerms(price: .eur(3000), interval: .monthly, trialDays: 14))
    }
    var purchase = Purchase(policy: .purchaseDate, collectionDay: row.collectionDay)
    if row.addOn { purchase.addOns = [Purchase.ChosenAddOn(shop.seats)] }
    if let discount = row.discount {
      purchase.discounts = [Purchase.ChosenDiscount("Half", discount)]
    }
    // The trial ends on the 30th: it would be billed from the 1st by itself.
    if row.trial { purchase.policy = .fixedDay(15) }
    var life = try Life(row.trial ? trial : shop.basic, on: date(row.bought), purchase)
    if let pause = row.pause {
      try life.pause(date(pause.0), date(pause.1), today: date("2026-11-20"))
    }
    let bridge = try PolicyBridge(life.subscription, life.extras, to: .fixedDay(row.day))
    #expect(bridge?.bridge?.period.description == row.bridge)
    #expect(bridge?.amount == row.bridge.map { _ in .eur(row.amount) })
    guard let bridge else { return }
    life.move(bridge)
    life.policy = .fixedDay(row.day)
    #expect(try PolicyBridge(life.subscription, life.extras, to: life.policy) == nil)
    let bills = try life.bill(through: date("2027-06-01"))
    #expect(bills.first?.total == .eur(row.amount))
    #expect(bills.dropFirst(2).allSatisfy { $0.period.collectOn.day == row.day })
    #expect(life.breaks == [])
  }

  @Test(arguments: TestDatabase.kinds)
  func `a customer takes a day of their own, and gives it back`(kind: DatabaseKind) async throws {
    try await kind.withShop(migrations) { bench in
      let life = try await bench.bought()
      let id = life.subscription.id
      func choose(_ day: Int?) async throws -> PolicyBridge? {
        try await bench.database.write(as: bench.scope) { shop in
          let subscription = try shop.subscriptions.existing(id)
          return try shop.subscriptions.setCollectionDay(
            day, of: subscription, .none, policy: .purchaseDate, noticeDays: 7)
        }
      }
      #expect(try await choose(25)?.amount == .eur(900))
      #expect(try await choose(25) == nil)
      let own = try await bench.database.read(as: bench.scope) {
        try $0.subscriptions.existing(id)
      }
      #expect(own.collectionDay == 25)
      #expect(own.upcoming(2).map(\.period.until.day) == [25, 25])
      #expect(try await choose(nil)?.bridge == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `the list shows those in one state alone`(kind: DatabaseKind) async throws {
    try await kind.withShop(migrations) { bench in
      let life = try await bench.bought()
      let plan = try await bench.plan(
        "other", terms: PlanTerms(price: .eur(100), interval: .monthly, trialDays: 7))
      let customer = try await bench.customer("Anna de Wit")
      try await bench.database.write(as: bench.scope) { shop in
        let basic = try shop.catalog.existingPlan(life.subscription.planID)
        _ = try shop.subscriptions.start(
          basic, for: customer.id, quantity: 1, policy: .purchaseDate)
        _ = try shop.subscriptions.start(plan, for: customer.id, Purchase(policy: .purchaseDate))
        _ = try shop.subscriptions.apply(
          .cancelled(endingOn: life.subscription.billedUntil), to: life.subscription,
          noticeDays: 7)
      }
      let expected: [SubscriptionFilter: Int] = [
        .pending: 1, .active: 2, .cancelled: 1, .ended: 0, .abandoned: 0, .parked: 0,
      ]
      for (filter, count) in expected {
        let page = try await bench.database.read(as: bench.scope) {
          try $0.subscriptions.page(.first, only: filter)
        }
        #expect(page.items.count == count)
      }
    }
  }
}
