import Catalog
import Invoicing
import Ledger
import Payments
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

/// Requests that were lowered once, or paid in part, and change again. Found by reading; each of
/// these was wrong before.
@Suite struct LoweredRequestScenarios {
  /// The request for December is out since 24 November; it asks 31.00, a euro a day.
  private func told(
    _ stage: Stage, _ story: (World, Purchase) async throws -> Void
  ) async throws {
    try await World.with(
      stage, from: "2026-11-01", settings: { $0.collectionPolicy = .fixedDay(1) }
    ) { world in
      world.collectionsSucceed = true
      try await world.sells("basis", .monthly(3100))
      let anna = try await world.buys("Anna", "basis")
      try await world.day("2026-11-26")
      try await story(world, anna)
    }
  }

  private func open(_ world: World, _ anna: Purchase) async throws -> [String] {
    try await world.heads(of: anna).filter(\.isOpen).map(\.toPay.decimal)
  }

  @Test(arguments: Stage.each)
  func `R-06: a request that a pause lowered is given back whole by a cancellation`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      let (from, until) = (CivilDate("2026-12-21"), try #require(CivilDate("2027-02-01")))
      try await world.changes(anna, .pause(from: from, until: until))
      try await expect(open(world, anna), is: ["20.00"])
      try await world.shopChanges(anna, .cancel(.on(try #require(CivilDate("2026-12-01")))))
      try await expect(open(world, anna), is: [])
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: what was paid of a request that gives way is laid on what takes its place`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      let request = try #require(try await world.heads(of: anna).first { $0.isOpen })
      try await world.database.write(as: world.scope) { shop in
        let money = IncomingMoney(
          payment: "transfer-1", cause: "paid", customer: anna.customer, amount: .eur(800),
          paidOn: shop.today, account: .bank)
        _ = try shop.invoicing.settle(
          money, on: [SettledPart(document: request.id, amount: .eur(800))])
      }
      let (from, until) = (CivilDate("2026-12-21"), try #require(CivilDate("2027-02-01")))
      try await world.changes(anna, .pause(from: from, until: until))
      // 20.00 are left to ask, of which 8.00 are paid.
      try await expect(open(world, anna), is: ["12.00"])
      try await world.shopChanges(anna, .cancel(.on(try #require(CivilDate("2026-12-01")))))
      try await expect(open(world, anna), is: [])
      #expect(try await world.credit(of: anna) == "8.00")
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: an add-on is added once, however often the form is sent`(stage: Stage) async throws {
    try await told(stage) { world, anna in
      try await world.sells("extra", .monthly(500), .addOn)
      let extra = try await world.plan("extra").id
      try await world.changes(anna, .addOn(extra, quantity: 1))
      await #expect(throws: SubscriptionRefusal.nothingChanges) {
        try await world.shopChanges(anna, .addOn(extra, quantity: 1))
      }
    }
  }
}
