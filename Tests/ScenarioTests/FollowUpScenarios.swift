import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

/// What happens when nobody pays (seeds 001 and 002).
@Suite struct FollowUpScenarios {
  @Test(arguments: Stage.all)
  func `R-30: due on 16 December, aid on the 13th, one reminder on the 23rd, and no more`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2027-01-07")
      expect(
        try await world.mails(to: anna),
        is: [
          "2026-11-16 invoicePaid", "2026-11-16 subscriptionConfirmed",
          "2026-12-09 paymentRequest", "2026-12-13 memoryAid", "2026-12-23 reminder",
        ])
    }
  }

  @Test(arguments: Stage.each)
  func `R-30: paid the day before, there is no reminder`(stage: Stage) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2026-12-22")
      let open = try await world.heads(of: anna).filter(\.isOpen).map(\.id)
      try await world.paysInPortal(open, by: anna)
      try await world.day("2027-01-07")
      #expect(try await !world.mails(to: anna).contains { $0.hasSuffix("reminder") })
    }
  }

  @Test(arguments: Stage.each)
  func `I-34: paid between the reminder's decision and its sending, nothing is sent`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2026-12-22")
      let open = try await world.heads(of: anna).filter(\.isOpen).map(\.id)
      let page = try await world.opensPortalPayment(open, by: anna)
      try world.nobodyWorksUntil("2026-12-23")
      // The step is decided; before its mail leaves, the payment is booked.
      #expect(try await DunningRun(world.platform).run(as: world.scope) == 1)
      try world.bank.pay(page.id)
      _ = try await HostedPayment(world.platform).refresh(page.id, as: world.scope)
      try await world.day("2027-01-01")
      #expect(try await !world.mails(to: anna).contains { $0.hasSuffix("reminder") })
    }
  }

  @Test(arguments: Stage.each)
  func `R-39: while a collection is planned or under way nobody is reminded`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-30")
      expect(
        try await world.mails(to: anna),
        is: [
          "2026-11-16 invoicePaid", "2026-11-16 subscriptionConfirmed",
          "2026-12-09 paymentRequest",
        ])
      try await world.everyCollectionSucceeds()
      try await world.day("2027-01-05")
      #expect(try await !world.mails(to: anna).contains { $0.hasSuffix("reminder") })
    }
  }

  @Test(arguments: Stage.each)
  func `R-30: a shop that wants neither aid nor reminder sends neither`(
    stage: Stage
  ) async throws {
    try await World.with(
      stage,
      settings: {
        $0.memoryAidDays = 0
        $0.reminderDays = 0
      }
    ) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2027-01-07")
      #expect(try await world.mails(to: anna).count == 3)
    }
  }

  @Test(arguments: Stage.each)
  func `I-35: after a month of downtime one reminder goes out, not three`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2026-12-10")
      try world.nobodyWorksUntil("2027-01-08")
      try await world.day("2027-01-12")
      let mails = try await world.mails(to: anna)
      #expect(mails.count { $0.hasSuffix(" reminder") } == 1)
      #expect(mails.count { $0.hasSuffix(" memoryAid") } == 0)
    }
  }

  @Test(arguments: Stage.each)
  func `I-38: a mail server that says later gets the same mail again, once`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      world.post.refuseNext(3)
      let anna = try await world.buys("Anna")
      #expect(world.post.mails.isEmpty)
      try await world.day("2026-11-18")
      expect(
        try await world.mails(to: anna).map { String($0.dropFirst(11)) },
        is: ["invoicePaid", "subscriptionConfirmed"])
    }
  }
}
