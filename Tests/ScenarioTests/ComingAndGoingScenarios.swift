import Catalog
import Credits
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

/// Customers are told beforehand, get just what they were shown, leave by the law and come back
/// each change is first shown by the call that then makes it.
@Suite struct ComingAndGoingScenarios {
  @Test(arguments: Stage.each)
  func `a preview leaves no trace, and the change comes out as it was shown`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2026-11-01") { world in
      try await world.offers()
      try await world.offers("plus", at: "50.00")
      let anna = try await world.buys("Anna")
      try await world.day("2026-11-16")
      let made = try await world.shows(
        .plan(try await world.plan("plus").id, quantity: nil), to: anna)
      #expect(made.lines.map(\.amount.decimal) == ["-15.00", "25.00"])
      #expect(made.lines.first?.explanation?(.en) == "15 of 30 days x 30.00 = 15.00")
      #expect(try made.receipt.toPay.decimal == "10.00")
      #expect(made.next?.bill.asked.decimal == "50.00")
      expect(
        try await world.documents(of: anna).suffix(2),
        is: [
          "CN2026-00001 15.00 issued",
          "PF000002 25.00 open, 10.00 due 2026-11-16, credits 15.00",
        ])
      try await world.day("2026-11-25")
      #expect(try await world.charges(of: anna).last == "2026-12-01/2027-01-01 50.00")
      #expect(try await world.mails(to: anna).contains("2026-11-16 subscriptionChanged"))
    }
  }

  @Test(arguments: Stage.each)
  func `R-15: what is not paid yet is lowered instead of credited`(stage: Stage) async throws {
    try await World.with(stage, from: "2026-11-01") { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-11-26")
      let made = try await world.shows(.cancel(.on(try day("2026-12-16"))), to: anna)
      #expect(made.lastDay == CivilDate("2026-12-15"))
      #expect(made.receipt.lowered.decimal == "15.48")
      expect(
        try await world.documents(of: anna).suffix(2),
        is: ["PF000002 30.00 replaced", "PF000003 14.52 open, 14.52 due 2026-12-01"])
    }
  }

  @Test(arguments: Stage.each)
  func `Wet van Dam: notice of at most a month, and a last bill by the day`(
    stage: Stage
  ) async throws {
    try await World.with(
      stage, from: "2026-11-01", settings: { $0.cancellationNoticeDays = 31 }
    ) { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-11-16")
      await #expect(throws: SubscriptionChangeRefusal.endTooEarly(try day("2026-12-16"))) {
        try await world.shows(.cancel(.on(try day("2026-12-15"))), to: anna)
      }
      let made = try await world.shows(.cancel(.now), to: anna)
      #expect(made.lastDay == CivilDate("2026-12-15"))
      try await world.day("2027-02-01")
      expect(
        try await world.charges(of: anna),
        is: ["2026-11-01/2026-12-01 30.00", "2026-12-01/2026-12-16 14.52"])
    }
  }

  @Test(arguments: Stage.each)
  func `BW 6:230o: withdrawn within 14 days, all is paid back and a receipt sent`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      let bert = try await world.buys("Bert")
      try await world.day("2026-11-26")
      let made = try await world.shows(.withdraw(statement: "Toch niet."), to: anna)
      #expect(made.receipt.paidBack.decimal == "30.00")
      #expect(made.after.state == .ended(on: try day("2026-11-26")))
      #expect(try await world.mails(to: anna).contains("2026-11-26 withdrawalReceipt"))
      try await world.day("2026-12-01")
      await #expect(throws: SubscriptionRefusal.withdrawalOver(try day("2026-11-30"))) {
        try await world.shows(.withdraw(statement: ""), to: bert)
      }
    }
  }

  @Test(arguments: Stage.each)
  func `a downgrade waits for the renewal, and can be dropped until then`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2026-11-01") { world in
      world.collectionsSucceed = true
      try await world.offers()
      try await world.offers("klein", at: "10.00")
      let small = try await world.plan("klein").id
      let anna = try await world.buys("Anna")
      let bert = try await world.buys("Bert")
      for buyer in [anna, bert] {
        let made = try await world.shows(.plan(small, quantity: nil), to: buyer)
        #expect(made.isPlanned && made.lines.isEmpty)
        #expect(made.from == CivilDate("2026-12-01"))
        #expect(made.next?.bill.asked.decimal == "10.00")
      }
      try await world.shows(.dropPlanned, to: bert)
      try await world.day("2026-12-02")
      #expect(try await world.charges(of: anna).last == "2026-12-01/2027-01-01 10.00")
      #expect(try await world.charges(of: bert).last == "2026-12-01/2027-01-01 30.00")
    }
  }

  @Test(arguments: Stage.each)
  func `ended and come back, with nothing charged for the time between`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2026-11-01") { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.shows(.cancel(.periodEnd), to: anna)
      try await world.day("2027-01-15")
      try await world.shows(.restart, to: anna)
      try await world.day("2027-01-16")
      expect(
        try await world.charges(of: anna),
        is: ["2026-11-01/2026-12-01 30.00", "2027-01-15/2027-02-15 30.00"])
      #expect(try await world.mails(to: anna).contains("2027-01-15 subscriptionReactivated"))
    }
  }

  @Test(arguments: Stage.each)
  func `quote = charge: a bill that is not what was shown is stopped and shown`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2026-11-01") { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.shows(.quantity(2), to: anna)
      try await world.database.write(as: world.scope) { shop in
        let subscription = try shop.subscriptions.existing(anna.subscription)
        try shop.subscriptions.put(
          quote: .eur(5900), calculation: "59.00", for: subscription.billedUntil, of: subscription)
      }
      try await world.day("2026-12-05")
      #expect(try await world.subscription(of: anna).parked == .quoteDiffers)
      #expect(try await world.charges(of: anna).count == 2)
    }
  }

  @Test(arguments: Stage.each)
  func `what was shown and what comes out differ: nothing happens`(stage: Stage) async throws {
    try await World.with(stage, from: "2026-11-01") { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      let change = SubscriptionChange(world.platform)
      var order = ChangeOrder(.quantity(2), of: anna.subscription, by: anna.customer)
      order.shown = try await change.make(order, .rehearsed, as: world.scope).shown
      try await world.day("2026-11-02")
      let stale = order
      await #expect(throws: SubscriptionChangeRefusal.self) {
        try await change.make(stale, as: world.scope)
      }
      #expect(try await world.subscription(of: anna).quantity == 1)
    }
  }

  @Test(arguments: Stage.each)
  func `I-42: nobody changes another customer's subscription`(stage: Stage) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      let bert = try await world.buys("Bert")
      await #expect(throws: SubscriptionRefusal.unknown) {
        try await SubscriptionChange(world.platform).make(
          ChangeOrder(.quantity(5), of: anna.subscription, by: bert.customer), as: world.scope)
      }
    }
  }

  @Test(arguments: Stage.each)
  func `a price rise is told in time and holds from each one's own renewal`(
    stage: Stage
  ) async throws {
    try await World.with(stage, from: "2026-11-01") { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-11-16")
      let bert = try await world.buys("Bert")
      let cees = try await world.buys("Cees")
      try await world.shows(.cancel(.periodEnd), to: cees)
      let plan = try await world.plan("basis").id
      let from = try day("2026-12-20")
      let rise = try await world.database.write(as: world.scope) { shop in
        try shop.priceRises.plan(plan, newPrice: .eur(3300), effectiveFrom: from).id
      }
      let run = PriceRiseRun(world.platform)
      let preview = try await run.preview(rise, as: world.scope)
      #expect(preview.met == 2 && preview.spared == 1)
      #expect(preview.yearly.decimal == "72.00")
      #expect(preview.examples.map(\.from.description) == ["2027-01-01", "2027-01-16"])
      #expect(try await run.announce(rise, as: world.scope) == 2)
      #expect(try await run.announce(rise, as: world.scope) == 2)
      try await world.day("2027-01-20")
      #expect(
        try await world.charges(of: anna).suffix(2)
          == ["2026-12-01/2027-01-01 30.00", "2027-01-01/2027-02-01 33.00"])
      #expect(try await world.charges(of: bert).last == "2027-01-16/2027-02-16 33.00")
      #expect(try await world.charges(of: cees).count == 1)
      let told = try await world.mails(to: bert).filter { $0.hasSuffix("priceRise") }
      #expect(told == ["2026-11-16 priceRise"])
    }
  }

  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }
}

extension World {
  /// Shows a change as a page does, then does what was shown.
  @discardableResult
  fileprivate func shows(_ wish: ChangeWish, to buyer: Purchase) async throws -> ChangeResult {
    var order = ChangeOrder(wish, of: buyer.subscription, by: buyer.customer)
    let change = SubscriptionChange(platform)
    let before = try await traces(of: buyer)
    let shown = try await change.make(order, .rehearsed, as: scope)
    #expect(try await traces(of: buyer) == before, "a preview left a trace")
    order.shown = try shown.shown
    let made = try await change.make(order, as: scope)
    #expect(made.after.state == shown.after.state)
    #expect(made.lines == shown.lines)
    #expect(made.next == shown.next)
    try await work()
    return made
  }

  private func traces(of buyer: Purchase) async throws -> [String] {
    try await documents(of: buyer) + charges(of: buyer) + mails(to: buyer)
  }
}
