import Invoicing
import Ledger
import Notifications
import Outbox
import Payments
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

/// What the outside world tells twice, late, out of order, falsely or not at all.
@Suite struct UncertaintyScenarios {
  @Test(arguments: Stage.all)
  func `R-26: a webhook told five times pays once`(stage: Stage) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.orders("Anna")
      try world.bank.pay(anna.payment)
      for _ in 0..<4 { try await world.bankCalls(about: anna.payment) }
      try await world.work()
      try await world.bankTells(anna.payment)
      expect(
        try await world.documents(of: anna),
        is: ["PF000001 30.00 settled on 2026-11-16", "2026-00001 30.00 paid on 2026-11-16"])
      expect(
        try await world.mails(to: anna),
        is: ["2026-11-16 invoicePaid", "2026-11-16 subscriptionConfirmed"])
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-26: a webhook that comes nine days late, or never, finds the payment paid by a question`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.orders("Anna")
      try world.bank.pay(anna.payment)
      try await world.day("2026-11-17")
      expect(
        try await world.documents(of: anna),
        is: ["PF000001 30.00 settled on 2026-11-16", "2026-00001 30.00 paid on 2026-11-16"])
      try await world.day("2026-11-25")
      try await world.bankTells(anna.payment)
      #expect(try await world.documents(of: anna).count == 2)
    }
  }

  @Test(arguments: Stage.each)
  func `R-26: told out of order, the later word stands`(stage: Stage) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-16")
      let collection = try await world.newestPayment(of: anna)
      // Paid and charged back before we hear a word of either.
      try world.bank.pay(collection.id)
      try world.bank.chargeBack(collection.id)
      try await world.bankTells(collection.id)
      #expect(try await world.newestPayment(of: anna).state == .chargedBack)
      // An answer that was on its way since before the payment.
      try world.bank.change(collection.id) { payment in
        payment.status = .pending
        payment.paidAt = nil
        payment.chargedBack = .zero(payment.amount.currency)
      }
      try await world.bankTells(collection.id)
      #expect(try await world.newestPayment(of: anna).state == .chargedBack)
      #expect(try await world.documents(of: anna).last?.contains("2026-00002 30.00 open") == true)
      try world.bank.pay(collection.id)
      try world.bank.chargeBack(collection.id)
    }
  }

  @Test(arguments: Stage.each)
  func `R-26: an unknown payment, a forged id and a false address change nothing`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.orders("Anna")
      let other = try await world.foundsShop("tweede")
      try await world.offers(of: other)
      let bert = try await world.orders("Bert", at: other)
      try world.bank.pay(bert.payment)
      let url = try world.bank.request(of: anna.payment).webhookURL ?? ""
      #expect(try await world.bankCalls(about: "tr_forged", at: url))
      #expect(try await world.bankCalls(about: try world.bank.gatewayID(of: bert.payment), at: url))
      #expect(try await !world.bankCalls(about: "tr_1000", at: url + "x"))
      try await world.work()
      expect(
        try await world.documents(of: anna), is: ["PF000001 30.00 open, 30.00 due 2026-11-16"])
      let berts = try await world.database.read(as: other) { try $0.payments.get(bert.payment) }
      #expect(berts.state == .sent)
      let waiting = try await world.database.nextInboxDue()
      #expect(waiting == nil)
    }
  }

  @Test(arguments: Stage.all)
  func `R-26: the answer is lost after the payment was made: one payment, not two`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      world.bank.next(.losesItsAnswer)
      try await world.day("2026-12-16")
      #expect(world.bank.everyone.count == 2)
      try await world.day("2026-12-17")
      try await world.everyCollectionSucceeds()
      expect(
        try await world.attempts(of: anna),
        is: ["30.00 first paid", "30.00 recurring paid 2026-12-16"])
      #expect(world.bank.everyone.count == 2)
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-26: the answer is lost and nothing was made: failed only after asking`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      world.bank.next(.neverHears)
      try await world.until(
        world.scope.zone.startOfDay(try #require(CivilDate("2026-12-16"))).adding(seconds: 60))
      #expect(try await world.attempts(of: anna).last == "30.00 recurring unknown 2026-12-16")
      try await world.day("2026-12-16")
      #expect(try await world.attempts(of: anna).last == "30.00 recurring failed 2026-12-16")
      #expect(world.bank.everyone.count == 1)
      #expect(world.bank.calls("findPayment") >= 1)
    }
  }

  @Test(arguments: Stage.each)
  func `R-26: while it is pending a second checkout is refused, and nobody is reminded`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2026-12-16")
      let open = try await world.heads(of: anna).filter(\.isOpen).map(\.id)
      let payment = try await world.opensPortalPayment(open, by: anna)
      try world.bank.end(payment.id, .pending)
      try await world.bankTells(payment.id)
      await #expect(throws: PaymentRefusal.liveAttempt(payment.id, .pending)) {
        _ = try await world.opensPortalPayment(open, by: anna)
      }
      try await world.day("2026-12-28")
      #expect(try await !world.mails(to: anna).contains { $0.hasSuffix("reminder") })
      try await world.pays(payment.id)
      #expect(
        try await world.documents(of: anna).contains { $0.hasPrefix("2026-00002 30.00 paid") })
    }
  }

  @Test(arguments: Stage.each)
  func `R-26: the provider is away for two days and everything ends as it should`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-15")
      world.bank.setAway(true)
      try await world.day("2026-12-17")
      #expect(try await world.attempts(of: anna).last == "30.00 recurring unknown 2026-12-16")
      world.bank.setAway(false)
      try await world.day("2026-12-18")
      #expect(world.bank.everyone.count == 1)
      #expect(try await world.attempts(of: anna).last == "30.00 recurring failed 2026-12-16")
    }
  }

  @Test(arguments: Stage.each)
  func `R-26: the provider asks to come back in ten minutes, and gets the same key again`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      world.bank.next(.asksToComeBack(after: 600))
      try await world.day("2026-12-16")
      let collection = try await world.newestPayment(of: anna)
      #expect(collection.state == .pending)
      #expect(
        try world.bank.request(of: collection.id).idempotencyKey == collection.idempotencyKey)
      #expect(world.bank.everyone.count == 2)
    }
  }

  @Test(arguments: Stage.each)
  func `I-24: a portal page left open on the collection day ends in one payment`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-12")
      let open = try await world.heads(of: anna).filter(\.isOpen).map(\.id)
      let page = try await world.opensPortalPayment(open, by: anna)
      try await world.day("2026-12-17")
      try await world.pays(page.id)
      try await world.day("2026-12-20")
      #expect(try await world.documents(of: anna).last?.hasPrefix("2026-00002 30.00 paid") == true)
      #expect(try await world.booksAgreeWithBank())
      #expect(try await world.balance(.prepayments) == "0.00")
    }
  }
}
