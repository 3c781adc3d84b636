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

/// Money that comes, money that goes back (seeds 000, 001, 002 and 004).
@Suite struct PaymentScenarios {
  @Test(arguments: Stage.each)
  func `R-20: the first payment gives the mandate that the next one is collected on`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.orders("Anna")
      #expect(try await world.subscription(of: anna).state == .pending)
      #expect(try await world.mandates(of: anna).isEmpty)
      try await world.pays(anna.payment)
      #expect(try await world.subscription(of: anna).state == .active(endsOn: nil))
      let mandate = try #require(try await world.mandates(of: anna).first)
      #expect(mandate.method == .directDebit && mandate.signedOn.description == "2026-11-16")
      try await world.day("2026-12-16")
      let collection = try await world.newestPayment(of: anna)
      #expect(collection.mandate == mandate.id)
      #expect(try world.bank.request(of: collection.id).mandate == mandate.gatewayMandateID)
    }
  }

  @Test(arguments: Stage.each)
  func `R-23: three open documents paid at once in the portal settle each in full`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna", by: .ideal)
      try await world.endsMandates(of: anna)
      try await world.day("2027-02-16")
      let open = try await world.heads(of: anna).filter(\.isOpen)
      #expect(open.map(\.number) == ["PF000002", "PF000003", "PF000004"])
      try await world.paysInPortal(open.map(\.id), by: anna)
      let after = try await world.heads(of: anna)
      #expect(after.allSatisfy { !$0.isOpen })
      #expect(after.count { $0.kind == .invoice } == 4)
      #expect(try await world.newestPayment(of: anna).amount.decimal == "90.00")
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-25: a chargeback opens the invoice again and the follow-up begins`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-16")
      let collection = try await world.newestPayment(of: anna)
      try await world.pays(collection.id)
      try await world.day("2026-12-21")
      try await world.chargesBack(collection.id)
      #expect(
        try await world.documents(of: anna).last == "2026-00002 30.00 open, 30.00 due 2026-12-16")
      #expect(try await world.attempts(of: anna).last == "30.00 recurring chargedBack 2026-12-16")
      #expect(try await world.balance(.receivable) == "30.00")
      try await world.day("2027-01-05")
      let mails = try await world.mails(to: anna)
      #expect(mails.contains("2026-12-21 paymentFailed"))
      #expect(mails.count { $0.hasSuffix(" reminder") } == 1, "\(mails)")
      let invoice = try #require(try await world.heads(of: anna).first { $0.isOpen })
      try await world.paysInPortal([invoice.id], by: anna)
      #expect(
        try await world.documents(of: anna).contains { $0.hasPrefix("2026-00002 30.00 paid") })
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-25: a failed collection leaves the request open and tells the customer`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-16")
      try await world.collectionFails(try await world.newestPayment(of: anna).id)
      #expect(
        try await world.documents(of: anna).last == "PF000002 30.00 open, 30.00 due 2026-12-16")
      #expect(try await world.mails(to: anna).contains("2026-12-16 paymentFailed"))
      try await world.day("2026-12-24")
      #expect(try await world.mails(to: anna).contains("2026-12-23 reminder"))
    }
  }

  @Test(arguments: Stage.each)
  func `R-25: a chargeback that is won back settles the invoice again`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-16")
      let collection = try await world.newestPayment(of: anna)
      try await world.pays(collection.id)
      try await world.chargesBack(collection.id)
      try world.bank.change(collection.id) { $0.chargebackReversed = $0.amount }
      try await world.bankTells(collection.id)
      #expect(try await world.documents(of: anna).last == "2026-00002 30.00 paid on 2026-12-16")
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `I-31: a mandate that was ended before the day collects nothing`(stage: Stage) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-12-10")
      try await world.endsMandates(of: anna)
      try await world.day("2026-12-17")
      #expect(try await world.attempts(of: anna).last == "30.00 recurring cancelled 2026-12-16")
      #expect(world.bank.everyone.count == 1)
    }
  }

  @Test(arguments: Stage.each)
  func `I-08: paid by an old page and by a new one, the surplus lies on the customer`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await world.day("2026-12-16")
      let open = try await world.heads(of: anna).filter(\.isOpen).map(\.id)
      let old = try await world.opensPortalPayment(open, by: anna)
      let new = try await world.opensPortalPayment(open, by: anna)
      try await world.pays(new.id)
      try await world.pays(old.id)
      #expect(try await world.documents(of: anna).last == "2026-00002 30.00 paid on 2026-12-16")
      #expect(try await world.balance(.prepayments) == "-30.00")
      #expect(try await world.booksAgreeWithBank())
    }
  }
}

extension World {
  func mandates(of buyer: Purchase) async throws -> [Mandate] {
    try await database.read(as: scope) { try $0.mandates.of(buyer.customer) }
  }

  func endsMandates(of buyer: Purchase) async throws {
    let mandates = try await mandates(of: buyer)
    try await database.write(as: scope) { shop in
      for mandate in mandates { try shop.mandates.end(mandate.id, as: .revoked, reason: "test") }
    }
  }
}
