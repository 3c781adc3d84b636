import Invoicing
import Ledger
import Notifications
import Payments
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing

/// What a customer is asked with, and what comes when it is paid (seeds 000 and 001).
@Suite struct DocumentScenarios {
  @Test(arguments: Stage.each)
  func `R-10, R-11: the pro forma claims without VAT; paid, it is the invoice that names it`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(1) }) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.day("2026-11-24")
      let asked = try #require(try await world.document("PF000002"))
      #expect(asked.kind == .proForma)
      #expect(asked.rates.isEmpty && asked.seller.vatNumber == nil)
      #expect(asked.collectOn == CivilDate("2026-12-01"))
      try await world.day("2026-12-01")
      try await world.everyCollectionSucceeds()
      let invoice = try #require(try await world.document("2026-00002"))
      #expect(invoice.proFormaNumber == "PF000002")
      #expect(invoice.paymentReference == asked.paymentReference)
      #expect(invoice.paidOn == CivilDate("2026-12-01"))
      #expect(invoice.vat?.decimal == "5.21" && invoice.net?.decimal == "24.79")
      let mail = try #require(world.post.mails.last)
      #expect(mail.to.address.text == "anna@example.nl")
      #expect(mail.attachments.map(\.fileName) == ["2026-00002.pdf"])
      #expect(try await world.heads(of: anna).count == 4)
    }
  }

  @Test(arguments: Stage.each)
  func `R-12: invoice at once stands unpaid from its day and turns paid with the money`(
    stage: Stage
  ) async throws {
    try await World.with(
      stage,
      settings: {
        $0.collectionPolicy = .fixedDay(1)
        $0.invoiceMode = .invoiceAtOnce
      }
    ) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      expect(
        try await world.documents(of: anna), is: ["2026-00001 15.00 paid on 2026-11-16"])
      try await world.day("2026-11-24")
      expect(
        try await world.documents(of: anna),
        is: [
          "2026-00001 15.00 paid on 2026-11-16", "2026-00002 30.00 open, 30.00 due 2026-12-01",
        ])
      #expect(try await world.balance(.receivable) == "30.00")
      try await world.day("2026-12-01")
      try await world.everyCollectionSucceeds()
      expect(
        try await world.documents(of: anna),
        is: ["2026-00001 15.00 paid on 2026-11-16", "2026-00002 30.00 paid on 2026-12-01"])
      expect(
        try await world.mails(to: anna),
        is: [
          "2026-11-16 invoicePaid", "2026-11-16 subscriptionConfirmed", "2026-11-24 invoiceDue",
          "2026-12-01 invoicePaid",
        ])
      #expect(try await world.balance(.receivable) == "0.00")
    }
  }

  @Test(arguments: Stage.all)
  func `R-13: forty of two shops paid in one minute, numbered without gap or double`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(1) }) { world in
      try await world.offers()
      let other = try await world.foundsShop("tweede")
      try await world.offers(of: other)
      var buyers: [Purchase] = []
      for number in 0..<20 {
        let name = "Klant " + String(UnicodeScalar(UInt8(97 + number)))
        buyers.append(try await world.orders(name))
        _ = try await world.orders(name, at: other)
      }
      for made in world.bank.everyone { try world.bank.pay(made.request.payment) }
      for made in world.bank.everyone { try await world.bankCalls(about: made.request.payment) }
      try await world.work()
      try await world.day("2026-12-01")
      try await world.everyCollectionSucceeds()
      // The second shop follows the purchase date: its next collection is on the 16th.
      for (scope, count) in [(world.scope, 40), (other, 20)] {
        let numbers = try await world.numbers(of: scope)
        #expect(numbers.invoices == (1...count).map { "2026-" + padded($0, 5) })
        #expect(numbers.proFormas == (1...count).map { "PF" + padded($0, 6) })
      }
      #expect(try await world.documents(of: buyers[7]).count == 4)
    }
  }

  @Test(arguments: Stage.each)
  func `R-15: credits of 12.50 leave 17.50 to collect; of 60.00 the whole next document`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.collectionPolicy = .fixedDay(1) }) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      let bert = try await world.buys("Bert")
      try await world.grants("12.50", to: anna, because: "Storing")
      try await world.grants("60.00", to: bert, because: "Verhuizing")
      try await world.day("2026-11-24")
      let (annas, berts) = (
        try await world.documents(of: anna).last, try await world.documents(of: bert).last
      )
      #expect(annas == "PF000003 30.00 open, 17.50 due 2026-12-01, credits 12.50")
      // Nothing is left to pay, so nothing is asked: the invoice comes at once (I-22).
      #expect(berts == "2026-00003 30.00 paid on 2026-11-24, credits 30.00")
      try await world.day("2026-12-01")
      try await world.everyCollectionSucceeds()
      expect(
        try await world.attempts(of: anna),
        is: ["15.00 first paid", "17.50 recurring paid 2026-12-01"])
      expect(try await world.attempts(of: bert), is: ["15.00 first paid"])
      try await world.day("2026-12-26")
      #expect(
        try await world.documents(of: bert).last
          == "2026-00005 30.00 paid on 2026-12-25, credits 30.00")
      #expect(try await world.balance(.customerCredits) == "0.00")
      #expect(try await world.booksAgreeWithBank())
    }
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = "\(number)"
  return String(repeating: "0", count: width - digits.count) + digits
}

extension World {
  /// All numbers of a shop, in order.
  func numbers(
    of scope: TenantScope
  ) async throws -> (invoices: [String], proFormas: [String]) {
    try await database.read(as: scope) { shop in
      func all(_ kind: DocumentKind) throws -> [String] {
        let filter = DocumentFilter(kind: kind)
        return try shop.invoicing.page(try PageRequest(limit: 200), filter: filter)
          .items.map(\.number).sorted()
      }
      return (try all(.invoice), try all(.proForma))
    }
  }
}
