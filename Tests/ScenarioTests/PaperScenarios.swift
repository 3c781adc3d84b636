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

/// Credit notes, credits, documents by hand and documents of several subscriptions.
@Suite struct PaperScenarios {
  @Test(arguments: Stage.all)
  func `R-15: credits settle a part, and the request says what is left to pay`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.grants("12.50", to: anna, because: "Coulance")
      try await world.day("2026-12-09")
      try await expect(
        world.documents(of: anna).suffix(1),
        is: ["PF000002 30.00 open, 17.50 due 2026-12-16, credits 12.50"])
      let mail = try await world.mail(.paymentRequest, to: anna)
      for amount in ["30,00", "12,50", "17,50"] { #expect(mail.contains(amount), "\(amount)") }
      #expect(try await world.credit(of: anna) == "0.00")
      try await world.day("2026-12-17")
      try await expect(
        world.attempts(of: anna).suffix(1), is: ["17.50 recurring paid 2026-12-16"])
      let invoice = try await world.head("2026-00002")
      #expect(invoice.total == .eur(3000) && invoice.creditsUsed == .eur(1250))
      #expect(try await world.balance(.customerCredits) == "0.00")
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-15: credits that cover a document leave nothing to pay and nothing to collect`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.grants("40.00", to: anna, because: "Coulance")
      try await world.day("2027-01-17")
      try await expect(
        world.attempts(of: anna),
        is: ["30.00 first paid", "20.00 recurring paid 2027-01-16"])
      #expect(try await world.credit(of: anna) == "0.00")
    }
  }

  @Test(arguments: Stage.each)
  func `R-16: a part of a paid invoice is credited, and the next document uses it`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      let note = try await world.credits("2026-00001", "10.00")
      #expect(note.document.number == "CN2026-00001" && note.document.total == .eur(1000))
      #expect(note.credited == .eur(1000) && note.lowered.isZero && note.paidBack.isZero)
      #expect(try await world.credit(of: anna) == "10.00")
      try await world.day("2026-12-17")
      try await expect(
        world.attempts(of: anna).suffix(1), is: ["20.00 recurring paid 2026-12-16"])
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-16: parts of an invoice are credited until nothing is left of it`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      for part in ["10.00", "10.01"] { try await world.credits("2026-00001", part) }
      await #expect(throws: InvoicingRefusal.self) {
        try await world.credits("2026-00001", "10.00")
      }
      try await world.credits("2026-00001")
      #expect(try await world.head("2026-00001").state.name == "credited")
      #expect(try await world.credit(of: anna) == "30.00")
      // VAT came back to the cent.
      #expect(try await world.balance(.vatPayable(.standard)) == "0.00")
      #expect(try await world.balance(.revenue(.standard)) == "0.00")
    }
  }

  @Test(arguments: Stage.each)
  func `R-16: a credited invoice is paid back on the payment that paid it`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      let note = try await world.credits("2026-00001", "12.00", freed: .paidBack)
      #expect(note.paidBack == .eur(1200) && note.credited.isZero)
      try await world.work()
      try await world.refundEnds(anna.payment, .refunded)
      try await expect(world.refunds(of: anna), is: ["12.00 done"])
      #expect(try await world.credit(of: anna) == "0.00")
      #expect(try await world.balance(.prepayments) == "0.00")
      #expect(try await world.booksAgreeWithBank())
      #expect(try await world.mail(.refundSent, to: anna).contains(note.document.number))
    }
  }

  @Test(arguments: Stage.each)
  func `R-16: an invoice that nobody paid is lowered, and only the rest is asked for`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.invoiceMode = .invoiceAtOnce }) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2026-12-10")
      let note = try await world.credits("2026-00002", "10.00")
      #expect(note.lowered == .eur(1000) && note.credited.isZero)
      #expect(try await world.head("2026-00002").toPay == .eur(2000))
      try await world.paysInPortal([try await world.head("2026-00002").id], by: anna)
      #expect(try await world.newestPayment(of: anna).amount == .eur(2000))
      #expect(try await world.head("2026-00002").isOpen == false)
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-16: an unpaid invoice that is credited whole is not collected or followed up`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.invoiceMode = .invoiceAtOnce }) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-10")
      try await world.credits("2026-00002")
      try await world.day("2027-01-08")
      try await expect(
        world.attempts(of: anna),
        is: ["30.00 first paid", "30.00 recurring cancelled 2026-12-16"])
      #expect(try await !world.mails(to: anna).contains { $0.hasSuffix("reminder") })
      #expect(world.bank.everyone.count == 1)
    }
  }

  @Test(arguments: Stage.each)
  func `R-23: a surplus settles the next document when the shop lays it there`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2026-12-17")
      let first = try await world.heads(of: anna).filter(\.isOpen).map(\.id)
      _ = try await world.paysTwice(first, by: anna)
      try await world.day("2027-01-10")
      let laid = try await MoneyAllocation(world.platform).lay(
        of: anna.customer, as: world.scope)
      #expect(laid.left.isZero && laid.paid.map(\.number) == ["2027-00001"])
      #expect(try await world.refundable(of: anna) == "0.00")
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-16: an invoice by hand has lines of each kind of VAT and is paid in the portal`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      let made = try await world.invoices(
        anna,
        [
          ("Advies", 10_000, .taxed(.standard)), ("Boek", 1000, .taxed(.reducedNL)),
          ("Korting", -500, .taxed(.standard)), ("Cursus", 5000, .exempt(.education)),
        ], reference: "PO-4711")
      #expect(made.customerReference == "PO-4711")
      try await expect(
        world.vat(of: made.number).sorted(),
        is: ["E:education: 50.00 + 0.00", "S21: 95.00 + 19.95", "S9: 10.00 + 0.90"])
      #expect(made.total == .eur(17_585))
      try await world.paysInPortal([made.id], by: anna)
      #expect(try await world.head(made.number).isOpen == false)
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-10: what one customer owes on a day for two subscriptions is one document`(
    stage: Stage
  ) async throws {
    try await World.with(
      stage,
      settings: {
        $0.combinesDocuments = true
        $0.collectionPolicy = .fixedDay(1)
      }
    ) { world in
      world.collectionsSucceed = true
      try await world.offers()
      try await world.sells("extra", .monthly(1000), vat: .reduced)
      let anna = try await world.buys("Anna")
      _ = try await world.buys("Anna", choice("extra"))
      try await world.day("2026-12-02")
      try await expect(
        world.documents(of: anna).filter { $0.hasPrefix("2026") },
        is: [
          "2026-00001 15.00 paid on 2026-11-16", "2026-00002 5.00 paid on 2026-11-16",
          "2026-00003 40.00 paid on 2026-12-01",
        ])
      try await expect(world.lines(of: "2026-00003"), is: ["basis 30.00 S21", "extra 10.00 S9"])
      try await expect(
        world.attempts(of: anna).suffix(1), is: ["40.00 recurring paid 2026-12-01"])
    }
  }

  @Test(arguments: Stage.each)
  func `I-16: more than fifteen charges on a day set a subscription aside for a person`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers("week", at: "5.00", every: .weekly)
      let anna = try await world.buys("Anna", "week")
      try world.nobodyWorksUntil("2027-06-01")
      try await world.work()
      let parked = try await world.subscription(of: anna)
      #expect(parked.parked == .tooManyCharges)
      let charged = try await world.charges(of: anna).count
      #expect(charged == 16, "the first, and fifteen on one day")
      try await world.day("2027-06-20")
      #expect(try await world.charges(of: anna).count == charged)
      let notice = try await world.database.read(as: world.scope) {
        try $0.settings.current().renewalNoticeDays
      }
      try await world.database.write(as: world.scope) { shop in
        _ = try shop.subscriptions.release(
          try shop.subscriptions.existing(anna.subscription), noticeDays: notice)
      }
      try await world.work()
      #expect(try await world.charges(of: anna).count > charged)
    }
  }

  @Test(arguments: Stage.each)
  func `R-06: an announced rise is paid from each customer's own renewal on`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-20")
      let bert = try await world.buys("Bert")
      let plan = try await world.plan("basis").id
      try await world.database.write(as: world.scope) { shop in
        let rise = try shop.priceRises.plan(
          plan, newPrice: .eur(3500), effectiveFrom: shop.today.adding(days: 40))
        _ = try shop.priceRises.announce(rise.id)
      }
      let carla = try await world.buys("Carla")
      #expect(carla.today == .eur(3500))
      try await world.day("2027-03-21")
      try await expect(
        world.charges(of: anna).suffix(3),
        is: [
          "2027-01-16/2027-02-16 30.00", "2027-02-16/2027-03-16 35.00",
          "2027-03-16/2027-04-16 35.00",
        ])
      try await expect(
        world.charges(of: bert),
        is: [
          "2026-12-20/2027-01-20 30.00", "2027-01-20/2027-02-20 30.00",
          "2027-02-20/2027-03-20 35.00", "2027-03-20/2027-04-20 35.00",
        ])
    }
  }
}
