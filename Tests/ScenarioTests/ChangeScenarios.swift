import Catalog
import Invoicing
import Ledger
import Notifications
import Payments
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

/// Upgrades, downgrades, pauses and endings in mid-period. November has thirty days,
/// everyone has paid for it on the 1st, and changes are made on the 16th: fifteen days are left.
@Suite struct ChangeScenarios {
  private func told(
    _ stage: Stage, buying plan: String = "basis",
    settings edit: @Sendable @escaping (inout ShopSettings) -> Void = { _ in },
    _ story: (World, Purchase) async throws -> Void
  ) async throws {
    try await World.with(
      stage, from: "2026-11-01",
      settings: {
        $0.collectionPolicy = .fixedDay(1)
        edit(&$0)
      }
    ) { world in
      world.collectionsSucceed = true
      try await world.sells("basis", .monthly())
      try await world.sells("pro", .monthly(6000))
      let anna = try await world.buys("Anna", plan)
      try await world.day("2026-11-16")
      try await story(world, anna)
      #expect(try await world.booksAgreeWithBank())
    }
  }

  // MARK: - Up

  @Test(arguments: Stage.all)
  func `R-06: an upgrade now credits the unused half and charges the same days anew`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      let pro = try await world.plan("pro").id
      let result = try await world.changes(anna, .plan(pro, quantity: nil))
      #expect(
        try ScenarioTests.told(result) == "credited 15.00, asked 30.00, to pay 15.00")
      try await world.paysFor(result, by: anna)
      #expect(try await world.credit(of: anna) == "0.00")
      try await world.day("2026-12-02")
      try await expect(
        world.chargesWithReturns(of: anna),
        is: [
          "2026-11-01/2026-12-01 30.00, 15.00 given back", "2026-11-16/2026-12-01 30.00",
          "2026-12-01/2027-01-01 60.00",
        ])
      #expect(try await world.mails(to: anna).contains("2026-11-16 subscriptionChanged"))
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: a quantity in mid-period is charged for its days alone`(stage: Stage) async throws {
    try await told(stage) { world, anna in
      let result = try await world.changes(anna, .quantity(3))
      // Three of the same: 15 days of 90.00 for 15 days of 30.00.
      #expect(try ScenarioTests.told(result) == "credited 15.00, asked 45.00, to pay 30.00")
      try await world.paysFor(result, by: anna)
      try await world.day("2026-12-02")
      try await expect(
        world.charges(of: anna).suffix(1), is: ["2026-12-01/2027-01-01 90.00"])
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: an add-on in mid-period is charged for its days, and ends with credits`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      let extra = try await world.sells("opslag", .monthly(500), .addOn)
      let result = try await world.changes(anna, .addOn(extra.id, quantity: 2))
      #expect(try ScenarioTests.told(result) == "asked 5.00, to pay 5.00")
      try await world.paysFor(result, by: anna)
      try await world.day("2026-12-02")
      try await expect(
        world.documents(of: anna).suffix(1), is: ["2026-00003 40.00 paid on 2026-12-01"])
      let addOn = try await world.database.read(as: world.scope) { shop in
        let subscription = try shop.subscriptions.existing(anna.subscription)
        return try shop.subscriptions.extras(of: subscription).addOns.first?.id
      }
      try await world.day("2026-12-17")
      let ended = try await world.changes(anna, .endAddOn(try #require(addOn)))
      // 15 of the 31 days of December, of 10.00.
      #expect(try ScenarioTests.told(ended) == "credited 4.84")
    }
  }

  // MARK: - Down

  @Test(arguments: Stage.each)
  func `R-06: a downgrade waits for the end of what is paid`(stage: Stage) async throws {
    try await told(stage, buying: "pro") { world, anna in
      let basis = try await world.plan("basis").id
      let result = try await world.changes(anna, .plan(basis, quantity: nil))
      #expect(result.isPlanned && result.from.description == "2026-12-01")
      #expect(try ScenarioTests.told(result).isEmpty)
      try await world.day("2027-01-02")
      try await expect(
        world.chargesWithReturns(of: anna),
        is: [
          "2026-11-01/2026-12-01 60.00", "2026-12-01/2027-01-01 30.00",
          "2027-01-01/2027-02-01 30.00",
        ])
    }
  }

  @Test(arguments: Stage.each)
  func `R-15: a downgrade now leaves credits, which settle the next document`(
    stage: Stage
  ) async throws {
    try await told(stage, buying: "pro", settings: { $0.downgradeTiming = .now }) { world, anna in
      let basis = try await world.plan("basis").id
      let result = try await world.changes(anna, .plan(basis, quantity: nil))
      // 30.00 back, 15.00 for the same days of the smaller plan, taken from the credits.
      #expect(try ScenarioTests.told(result) == "credited 30.00, asked 15.00")
      #expect(try await world.credit(of: anna) == "15.00")
      try await world.day("2026-12-02")
      try await expect(
        world.attempts(of: anna).suffix(1), is: ["15.00 recurring paid 2026-12-01"])
      #expect(try await world.credit(of: anna) == "0.00")
    }
  }

  @Test(arguments: Stage.each)
  func `R-15: a downgrade now can be paid back instead`(stage: Stage) async throws {
    try await told(
      stage, buying: "pro",
      settings: {
        $0.downgradeTiming = .now
        $0.unusedPart = .paidBack
      }
    ) { world, anna in
      let basis = try await world.plan("basis").id
      let result = try await world.changes(anna, .plan(basis, quantity: nil))
      #expect(result.receipt.paidBack == .eur(1500))
      try await world.work()
      try await world.refundEnds(anna.payment, .refunded)
      try await expect(world.refunds(of: anna), is: ["15.00 done"])
      #expect(try await world.credit(of: anna) == "0.00")
      #expect(try await world.balance(.customerCredits) == "0.00")
    }
  }

  // MARK: - Ending

  @Test(arguments: Stage.each)
  func `R-06: who cancels now gets the unused half as credits`(stage: Stage) async throws {
    try await told(stage) { world, anna in
      let result = try await world.changes(anna, .cancel(.now))
      #expect(try ScenarioTests.told(result) == "credited 15.00")
      #expect(try await world.subscription(of: anna).state.name == "ended")
      try await world.day("2027-01-02")
      #expect(try await world.charges(of: anna).count == 1)
      #expect(try await world.credit(of: anna) == "15.00")
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: a shop that wants a month's notice bills the last days by the day`(
    stage: Stage
  ) async throws {
    try await told(
      stage,
      settings: {
        $0.cancellationNoticeDays = 30
        $0.unusedPart = .paidBack
      }
    ) { world, anna in
      let result = try await world.changes(anna, .cancel(.now))
      #expect(result.after.state.endsOn?.description == "2026-12-16")
      try await world.day("2027-01-02")
      try await expect(
        world.charges(of: anna),
        is: ["2026-11-01/2026-12-01 30.00", "2026-12-01/2026-12-16 14.52"])
      #expect(try await world.subscription(of: anna).state.name == "ended")
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: at the end of the period nothing is given back and nothing more is asked`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      let result = try await world.changes(anna, .cancel(.periodEnd))
      #expect(try ScenarioTests.told(result).isEmpty)
      try await world.day("2027-01-02")
      #expect(try await world.charges(of: anna).count == 1)
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: a request that went out before is lowered or withdrawn by the cancellation`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      // The request for December is out since the 24th.
      try await world.day("2026-11-26")
      let result = try await world.changes(
        anna, .cancel(.on(try #require(CivilDate("2026-12-11")))))
      #expect(result.receipt.lowered == .eur(2032))
      try await world.day("2026-12-15")
      try await expect(
        world.attempts(of: anna),
        is: [
          "30.00 first paid", "30.00 recurring cancelled 2026-12-01",
          "9.68 recurring paid 2026-12-01",
        ])
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: a purchase is taken back whole within fourteen days, with a receipt`(
    stage: Stage
  ) async throws {
    try await told(stage, settings: { $0.unusedPart = .paidBack }) { world, anna in
      // Bought on the 1st: the fourteenth day is a Sunday, so the 16th would still do.
      try await world.day("2026-11-17")
      await #expect(throws: SubscriptionRefusal.self) {
        try await world.changes(anna, .withdraw(statement: "Te laat"))
      }
      let bert = try await world.buys("Bert")
      try await world.day("2026-11-20")
      let result = try await world.changes(bert, .withdraw(statement: "Bevalt niet"))
      #expect(try ScenarioTests.told(result) == "paid back 14.00")
      try await world.work()
      try await world.refundEnds(bert.payment, .refunded)
      #expect(try await world.mail(.withdrawalReceipt, to: bert).contains("Bevalt niet"))
      #expect(try await world.subscription(of: bert).state.name == "ended")
      try await world.day("2027-01-02")
      #expect(try await world.charges(of: bert).count == 1)
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: who left comes back on a new period, on the mandate of before`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      try await world.changes(anna, .cancel(.periodEnd))
      try await world.day("2027-01-15")
      try await world.changes(anna, .restart)
      try await world.day("2027-02-02")
      try await expect(
        world.charges(of: anna),
        is: [
          "2026-11-01/2026-12-01 30.00", "2027-01-15/2027-02-01 16.45",
          "2027-02-01/2027-03-01 30.00",
        ])
      #expect(try await world.subscription(of: anna).state == .active(endsOn: nil))
    }
  }

  // MARK: - Pause

  @Test(arguments: Stage.each)
  func `R-06: a pause begins where the billed part ends, and nothing is billed in it`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      try await world.changes(
        anna, .pause(from: nil, until: try #require(CivilDate("2027-01-16"))))
      try await world.day("2027-02-02")
      try await expect(
        world.charges(of: anna),
        is: [
          "2026-11-01/2026-12-01 30.00", "2027-01-16/2027-02-01 15.48",
          "2027-02-01/2027-03-01 30.00",
        ])
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: a pause is ended early and the rest of the month is billed`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      try await world.changes(
        anna, .pause(from: nil, until: try #require(CivilDate("2027-03-01"))))
      try await world.day("2026-12-21")
      try await world.changes(anna, .resume)
      try await world.day("2027-01-02")
      try await expect(
        world.charges(of: anna),
        is: [
          "2026-11-01/2026-12-01 30.00", "2026-12-21/2027-01-01 10.65",
          "2027-01-01/2027-02-01 30.00",
        ])
    }
  }

  // MARK: - Rules

  @Test(arguments: Stage.each)
  func `quote = charge: what was shown is what comes out, or nothing happens`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      let pro = try await world.plan("pro").id
      let change = SubscriptionChange(world.platform)
      var order = ChangeOrder(
        .plan(pro, quantity: nil), of: anna.subscription, by: anna.customer)
      order.shown = try await change.make(order, .rehearsed, as: world.scope).shown
      try await world.day("2026-11-17")
      let late = order
      await #expect(throws: SubscriptionChangeRefusal.self) {
        try await change.make(late, as: world.scope)
      }
      #expect(try await world.subscription(of: anna).price == .eur(3000))
    }
  }

  @Test(arguments: Stage.each)
  func `I-42: another customer's subscription is one that does not exist`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      let bert = try await world.buys("Bert")
      await #expect(throws: SubscriptionRefusal.unknown) {
        try await SubscriptionChange(world.platform).make(
          ChangeOrder(.cancel(.now), of: anna.subscription, by: bert.customer), as: world.scope)
      }
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: a rise that is announced replaces what was shown before`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      let bert = try await world.buys("Bert")
      let plan = try await world.plan("basis").id
      let rise = try await world.database.write(as: world.scope) { shop in
        try shop.priceRises.plan(
          plan, newPrice: .eur(3500), effectiveFrom: shop.today.adding(days: 30)
        ).id
      }
      let preview = try await PriceRiseRun(world.platform).preview(rise, as: world.scope)
      #expect(preview.met == 2 && preview.yearly == .eur(12_000))
      #expect(try await PriceRiseRun(world.platform).announce(rise, as: world.scope) == 2)
      try await world.day("2027-01-02")
      for buyer in [anna, bert] {
        try await expect(
          world.charges(of: buyer).suffix(2),
          is: ["2026-12-01/2027-01-01 30.00", "2027-01-01/2027-02-01 35.00"])
        #expect(try await world.mails(to: buyer).contains("2026-11-16 priceRise"))
      }
    }
  }

  @Test(arguments: Stage.each)
  func `R-01: a migration to another day bridges every customer, as its preview said`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna in
      let change = PolicyChange(world.platform)
      let preview = try await change.preview(.fixedDay(15), as: world.scope)
      #expect(preview.affected == 1 && preview.total.decimal == "14.00")
      try await world.changesSettings { $0.collectionPolicy = .fixedDay(15) }
      #expect(try await change.migrate(to: .fixedDay(15), as: world.scope) == 1)
      try await world.day("2026-12-16")
      try await expect(
        world.charges(of: anna),
        is: [
          "2026-11-01/2026-12-01 30.00", "2026-12-01/2026-12-15 14.00",
          "2026-12-15/2027-01-15 30.00",
        ])
    }
  }
}
