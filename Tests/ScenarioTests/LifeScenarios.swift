import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

/// A subscription ends, goes on, moves; the platform sleeps and wakes.
@Suite struct LifeScenarios {
  @Test(arguments: Stage.all)
  func `I-17: cancelled on 20 December, served until 16 January, and never charged again`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-20")
      let cancelled = try await Cancellation(world.platform).cancel(
        anna.subscription, of: anna.customer, as: world.scope)
      #expect(cancelled.state == .active(endsOn: CivilDate("2027-01-16")))
      try await world.day("2027-03-01")
      expect(
        try await world.charges(of: anna),
        is: ["2026-11-16/2026-12-16 30.00", "2026-12-16/2027-01-16 30.00"])
      #expect(
        try await world.subscription(of: anna).state
          == .ended(on: try #require(CivilDate("2027-01-16"))))
      #expect(try await world.mails(to: anna).contains("2026-12-20 cancellationConfirmed"))
    }
  }

  @Test(arguments: Stage.each)
  func `I-17: cancelled after the next request was made, the billed period is the last`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-12")
      let cancelled = try await Cancellation(world.platform).cancel(
        anna.subscription, of: anna.customer, as: world.scope)
      #expect(cancelled.state == .active(endsOn: CivilDate("2027-01-16")))
      try await world.day("2027-02-01")
      #expect(try await world.charges(of: anna).count == 2)
    }
  }

  @Test(arguments: Stage.each)
  func `R-44: a cancellation taken back in time changes nothing`(stage: Stage) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-11-20")
      let cancellation = Cancellation(world.platform)
      _ = try await cancellation.cancel(anna.subscription, as: world.scope)
      try await world.day("2026-12-14")
      #expect(try await world.charges(of: anna).count == 1)
      _ = try await cancellation.withdraw(anna.subscription, of: anna.customer, as: world.scope)
      try await world.day("2027-01-17")
      expect(
        try await world.charges(of: anna),
        is: [
          "2026-11-16/2026-12-16 30.00", "2026-12-16/2027-01-16 30.00",
          "2027-01-16/2027-02-16 30.00",
        ])
    }
  }

  @Test(arguments: Stage.each)
  func `I-17: a preview of a cancellation leaves no trace`(stage: Stage) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      let shown = try await Cancellation(world.platform).cancel(
        anna.subscription, outcome: .rehearsed, as: world.scope)
      #expect(shown.state == .active(endsOn: CivilDate("2026-12-16")))
      #expect(try await world.subscription(of: anna).state == .active(endsOn: nil))
      try await world.work()
      #expect(try await world.mails(to: anna).count == 2)
    }
  }

  /// The same story, with and without three months in which no worker ran.
  @Test(arguments: Stage.all)
  func `I-16: three months of downtime end in the same periods and amounts`(
    stage: Stage
  ) async throws {
    let undisturbed = try await charged(on: stage) { try await $0.day("2027-03-20") }
    let disturbed = try await charged(on: stage) { world in
      try await world.day("2026-12-01")
      try world.nobodyWorksUntil("2027-03-01")
      try await world.day("2027-03-20")
    }
    #expect(undisturbed == disturbed)
    #expect(undisturbed.count == 3)
  }

  private func charged(
    on stage: Stage, _ story: (World) async throws -> Void
  ) async throws -> [String: [String]] {
    var told: [String: [String]] = [:]
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(15) }) { world in
      world.collectionsSucceed = true
      try await world.offers()
      try await world.offers("week", at: "8.00", every: .weekly)
      try await world.offers("kwartaal", at: "80.00", every: .quarterly)
      let buyers = [
        try await world.buys("Anna"), try await world.buys("Bert", "week"),
        try await world.buys("Cees", "kwartaal"),
      ]
      try await story(world)
      for buyer in buyers { told[buyer.name] = try await world.charges(of: buyer) }
    }
    return told
  }

  @Test(arguments: Stage.each)
  func `R-01: a new policy moves nobody until the shop says so, and then as it was shown`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.offers()
      try await world.offers("jaar", at: "300.00", every: .yearly)
      let anna = try await world.buys("Anna")
      let bert = try await world.buys("Bert", "jaar")
      try await world.changesSettings { $0.collectionPolicy = .fixedDay(1) }
      try await world.day("2026-12-17")
      #expect(try await world.charges(of: anna).last == "2026-12-16/2027-01-16 30.00")
      let change = PolicyChange(world.platform)
      let preview = try await change.preview(.fixedDay(1), as: world.scope)
      #expect(preview.affected == 1 && preview.unaffected == 1)
      // 16 January to 1 February, 16 of 31 days.
      #expect(preview.total.decimal == "15.48")
      #expect(try await world.charges(of: anna).count == 2)
      #expect(try await change.migrate(to: .fixedDay(1), as: world.scope) == 1)
      #expect(try await change.migrate(to: .fixedDay(1), as: world.scope) == 0)
      try await world.day("2027-03-01")
      expect(
        try await world.charges(of: anna),
        is: [
          "2026-11-16/2026-12-16 30.00", "2026-12-16/2027-01-16 30.00",
          "2027-01-16/2027-02-01 15.48", "2027-02-01/2027-03-01 30.00",
          "2027-03-01/2027-04-01 30.00",
        ])
      #expect(try await world.charges(of: bert).count == 1)
    }
  }

  @Test(arguments: Stage.crowded)
  func `I-13: a hundred of two shops fall due at once and three workers bill each once`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(1) }) { world in
      try await world.offers()
      let other = try await world.foundsShop("tweede")
      try await world.offers(of: other)
      for number in 0..<50 {
        let name = "Klant " + String(UnicodeScalar(UInt8(97 + number % 25)))
        let suffix = number < 25 ? " een" : " twee"
        _ = try await world.orders(name + suffix)
        _ = try await world.orders(name + suffix, at: other)
      }
      for made in world.bank.everyone {
        try world.bank.pay(made.request.payment)
        try await world.bankCalls(about: made.request.payment)
      }
      try await world.work()
      try await world.day("2026-12-17")
      let numbers = try await world.numbers(of: world.scope)
      #expect(numbers.invoices.count == 50)
      #expect(world.bank.everyone.count { $0.request.sequence == .recurring } == 100)
    }
  }
}
