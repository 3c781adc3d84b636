import Invoicing
import Ledger
import Payments
import Primitives
import Tenancy
import TestSupport
import Testing
import Workflows

/// Money on its way back: once, never too much, and always in the books.
@Suite struct RefundScenarios {
  /// Anna has paid 30.00 twice on 16 December; the day is the 17th.
  private func told(
    _ stage: Stage, _ story: (World, Purchase, Payment.ID) async throws -> Void
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2026-12-17")
      let open = try await world.heads(of: anna).filter(\.isOpen).map(\.id)
      let surplus = try await world.paysTwice(open, by: anna)
      try await story(world, anna, surplus)
    }
  }

  @Test(arguments: Stage.all)
  func `R-16: what was paid twice goes back on the payment that brought it`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna, surplus in
      #expect(try await world.refundable(of: anna) == "30.00")
      let refunds = try await world.refunds("30.00", to: anna, because: "Dubbel betaald")
      #expect(refunds.map(\.payment) == [surplus])
      #expect(try await world.balance(.refundsPayable) == "-30.00")
      try await world.work()
      try await expect(world.refunds(of: anna), is: ["30.00 pending"])
      #expect(world.bank.refunds.count == 1)
      #expect(world.bank.refunds.first?.description == "Dubbel betaald")
      try await world.refundEnds(surplus, .refunded)
      try await expect(world.refunds(of: anna), is: ["30.00 done"])
      #expect(try await world.refundable(of: anna) == "0.00")
      #expect(try await world.balance(.refundsPayable) == "0.00")
      #expect(try await world.balance(.prepayments) == "0.00")
      #expect(try await world.booksAgreeWithBank())
      #expect(try await world.heads(of: anna).allSatisfy { !$0.isOpen })
      #expect(try await world.mails(to: anna).count { $0.hasSuffix("refundSent") } == 1)
    }
  }

  @Test(arguments: Stage.each)
  func `R-16: a wish that comes twice is one refund, and never more than lies there`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna, _ in
      for _ in 0..<2 { try await world.refunds("12.50", to: anna, because: "Korting") }
      await #expect(throws: RefundRefusal.notEnough(available: .eur(1750))) {
        try await world.refunds("17.51", to: anna, because: "Te veel")
      }
      try await world.refunds("17.50", to: anna, because: "De rest")
      try await world.work()
      try await expect(world.refunds(of: anna), is: ["12.50 pending", "17.50 pending"])
      #expect(world.bank.refunds.map(\.amount) == [.eur(1250), .eur(1750)])
    }
  }

  @Test(arguments: Stage.each)
  func `I-23: a refund whose answer is lost is asked for with its key and made once`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna, surplus in
      world.bank.nextRefund(.losesItsAnswer)
      try await world.refunds("30.00", to: anna, because: "Dubbel")
      try await world.work()
      try await expect(world.refunds(of: anna), is: ["30.00 unknown"])
      world.clock.advance(seconds: 60)
      try await world.work()
      try await expect(world.refunds(of: anna), is: ["30.00 pending"])
      #expect(world.bank.refunds.count == 1)
      try await world.refundEnds(surplus, .refunded)
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `I-23: after hours without an answer the provider is asked first what it has`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna, surplus in
      world.bank.nextRefund(.losesItsAnswer)
      try await world.refunds("30.00", to: anna, because: "Dubbel")
      try await world.work()
      world.bank.setAway(true)
      world.clock.advance(seconds: 3 * 3600)
      try await world.work()
      let calls = world.bank.calls("createRefund")
      world.bank.setAway(false)
      world.clock.advance(seconds: 3 * 3600)
      try await world.work()
      try await expect(world.refunds(of: anna), is: ["30.00 pending"])
      #expect(world.bank.refunds.count == 1)
      #expect(world.bank.calls("createRefund") == calls, "it was asked for, not sent again")
      try await world.refundEnds(surplus, .refunded)
    }
  }

  @Test(arguments: Stage.each)
  func `I-25: a refund that the provider never got is sent once it answers again`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna, _ in
      world.bank.setAway(true)
      try await world.refunds("30.00", to: anna, because: "Dubbel")
      try await world.work()
      try await expect(world.refunds(of: anna), is: ["30.00 unknown"])
      world.clock.advance(seconds: 2 * 3600)
      world.bank.setAway(false)
      try await world.work()
      try await expect(world.refunds(of: anna), is: ["30.00 pending"])
      #expect(world.bank.refunds.count == 1)
    }
  }

  @Test(arguments: Stage.each)
  func `R-16: a refund that is refused or comes back is the customer's money again`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna, surplus in
      world.bank.nextRefund(.refuses(code: "invalid_data"))
      try await world.refunds("30.00", to: anna, because: "Eerste")
      try await world.work()
      try await world.refunds("30.00", to: anna, because: "Tweede")
      try await world.work()
      try await world.refundEnds(surplus, .refunded)
      try await world.refundEnds(surplus, .failed)
      try await expect(world.refunds(of: anna), is: ["30.00 failed", "30.00 failed"])
      #expect(try await world.refundable(of: anna) == "30.00")
      #expect(try await world.balance(.prepayments) == "-30.00")
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `I-09: nothing is refunded that the payer had taken back meanwhile`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna, surplus in
      try world.bank.chargeBack(surplus, code: "MD06")
      try await world.bankCalls(about: surplus)
      try await world.refunds("30.00", to: anna, because: "Dubbel")
      // The news of the chargeback is taken in before anything is sent.
      try await world.work()
      try await expect(world.refunds(of: anna), is: ["30.00 cancelled"])
      #expect(world.bank.refunds.isEmpty)
      #expect(try await world.refundable(of: anna) == "0.00")
      #expect(try await world.balance(.chargebackLoss) == "0.00")
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-25: money that went out twice is a loss, and made good when it is won back`(
    stage: Stage
  ) async throws {
    try await told(stage) { world, anna, surplus in
      try await world.refunds("30.00", to: anna, because: "Dubbel")
      try await world.work()
      try await world.refundEnds(surplus, .refunded)
      try await world.chargesBack(surplus)
      #expect(try await world.balance(.chargebackLoss) == "30.00")
      #expect(try await world.booksAgreeWithBank())
      try world.bank.change(surplus) { $0.chargebackReversed = $0.chargedBack }
      try await world.bankTells(surplus)
      #expect(try await world.balance(.chargebackLoss) == "0.00")
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `I-30: a refund made in the provider's dashboard opens the invoice again`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try world.bank.refundElsewhere(anna.payment, .eur(1000), .pending)
      for _ in 0..<2 { try await world.bankTells(anna.payment) }
      try await expect(world.refunds(of: anna), is: ["10.00 pending"])
      try await world.refundEnds(anna.payment, .refunded)
      try await expect(world.refunds(of: anna), is: ["10.00 done"])
      let invoice = try await world.heads(of: anna).first { $0.kind == .invoice }
      #expect(invoice?.toPay.decimal == "10.00")
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `I-30: a refund whose webhook never came is found by asking`(stage: Stage) async throws {
    try await told(stage) { world, anna, surplus in
      try await world.refunds("30.00", to: anna, because: "Dubbel")
      try await world.work()
      try world.bank.endRefund(of: surplus, .refunded)
      try await world.day("2026-12-19")
      try await expect(world.refunds(of: anna), is: ["30.00 done"])
    }
  }

  @Test(arguments: Stage.each)
  func `R-15: credits that are paid out go back by the payments, and are gone`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.grants("12.50", to: anna, because: "goodwill")
      let made = try await world.refunds(
        "12.50", to: anna, because: "Uitbetaald", outOf: .credits)
      #expect(made.map(\.payment) == [anna.payment])
      #expect(try await world.balance(.customerCredits) == "0.00")
      try await world.work()
      try await world.refundEnds(anna.payment, .refunded)
      let invoice = try await world.heads(of: anna).first { $0.kind == .invoice }
      #expect(invoice?.isOpen == false)
      #expect(try await world.booksAgreeWithBank())
      // It comes back: credits again.
      try await world.refundEnds(anna.payment, .failed)
      #expect(try await world.balance(.customerCredits) == "-12.50")
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-16: a refund that was not sent yet can be withdrawn`(stage: Stage) async throws {
    try await told(stage) { world, anna, _ in
      let refund = try await world.refunds("30.00", to: anna, because: "Vergissing")
      _ = try await RefundRun(world.platform).withdraw(refund[0].id, as: world.scope)
      try await world.work()
      try await expect(world.refunds(of: anna), is: ["30.00 cancelled"])
      #expect(world.bank.refunds.isEmpty)
      #expect(try await world.refundable(of: anna) == "30.00")
    }
  }
}
