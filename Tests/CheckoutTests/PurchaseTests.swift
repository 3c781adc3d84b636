import Catalog
import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

@testable import penning_checkout

/// From the list of plans to the thanks page, as a browser without JavaScript goes.
@Suite struct PurchaseTests {
  @Test(arguments: TestDatabase.kinds)
  func aPersonBuysOn16NovemberAndPays15(_ kind: DatabaseKind) async throws {
    try await withCheckout(kind) { bench in
      var browser = bench.browser()
      let list = try await browser.get("/demo")
      #expect(list.text.contains("€ 30,00 per maand"))
      #expect(list.links("/demo/basis").count == 1)

      let plan = try await browser.get("/demo/basis")
      #expect(plan.text.contains("15 van 30 dagen x 30,00 = 15,00"))
      #expect(plan.text.contains("1 december 2026 € 30,00 1 januari 2027 € 30,00"))
      #expect(plan.text.contains("demo B.V. (incassant-ID NL98ZZZ123456780000)"))

      let sent = try await browser.post("/demo/basis", try Buyer().filledIn(plan))
      #expect(sent.status == 303)
      #expect(sent.location == "http://psp.test:9099/checkout/tr_test1")
      #expect(plan.header("Content-Security-Policy")?.contains("http://psp.test:9099") == true)
      let request = try #require(bench.bank.requests.first)
      #expect(request.amount == .eur(1500))
      #expect(request.sequence == .first)

      bench.bank.settle(.paid)
      let thanks = try await browser.get(try bench.returnPath())
      #expect(thanks.status == 200)
      #expect(thanks.text.contains("Bedankt, er is betaald"))
      #expect(thanks.text.contains("2026-00001"))
      #expect(thanks.text.contains("Volgende betaling 1 december 2026"))
      #expect(thanks.text.contains("NL91 •••• 4300"))
      #expect(thanks.header("Refresh") == nil)
    }
  }

  @Test func theSameFormTwiceStartsOneSubscription() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      let fields = try Buyer().filledIn(page)
      let first = try await browser.post("/demo/basis", fields)
      let second = try await browser.post("/demo/basis", fields)
      #expect(first.location == second.location)
      #expect(try await bench.subscriptions() == 1)
      #expect(bench.bank.requests.count == 1)
    }
  }

  @Test func manyCopiesOfOneFormAtOnceStartOneSubscription() async throws {
    try await withCheckout { bench in
      var first = bench.browser()
      let fields = try Buyer().filledIn(try await first.get("/demo/basis"))
      let browser = first
      let places = try await withThrowingTaskGroup(of: String?.self) { group in
        for _ in 0..<20 {
          group.addTask {
            var copy = browser
            return try await copy.post("/demo/basis", fields).location
          }
        }
        return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
      }
      #expect(places == ["http://psp.test:9099/checkout/tr_test1"])
      #expect(try await bench.subscriptions() == 1)
    }
  }

  /// Back from the bank's page, the address corrected, sent once more: what was typed counts.
  @Test func aCorrectedFormIsAnotherOrder() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      let wrong = try Buyer(email: "piet@exmaple.nl").filledIn(page)
      let right = try Buyer(email: "piet@example.nl").filledIn(page)
      let first = try await browser.post("/demo/basis", wrong).location
      let second = try await browser.post("/demo/basis", right).location
      #expect(first == "http://psp.test:9099/checkout/tr_test1")
      #expect(second == "http://psp.test:9099/checkout/tr_test2")
      #expect(try await browser.post("/demo/basis", right).location == second)
      #expect(try await bench.subscriptions() == 2)
    }
  }

  @Test func anotherProcessRefusesTheSameForm() async throws {
    try await withCheckout { bench in
      let email = try #require(EmailAddress("piet@example.nl"))
      let order = CheckoutOrder(
        planSlug: try #require(Slug("basis")), quantity: 1,
        details: try CustomerDetails(
          name: "Piet Jansen", email: email, address: try Demo.address(), language: .nl),
        method: .ideal, shownToday: .eur(1500))
      _ = try await OrderDesk().place(
        order, token: "0123456789abcdef", on: bench.platform, as: bench.scope)
      await #expect(throws: OrderRefusal.placedBefore) {
        try await OrderDesk().place(
          order, token: "0123456789abcdef", on: bench.platform, as: bench.scope)
      }
      #expect(try await bench.subscriptions() == 1)
    }
  }

  @Test func oneMailboxOrdersOnlySoOften() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      var statuses: [Int] = []
      for _ in 0..<7 { statuses.append(try await browser.order().status) }
      #expect(statuses.prefix(5) == [303, 303, 303, 303, 303])
      #expect(statuses.suffix(1) == [429])
    }
  }

  @Test func comingBackWithoutPayingIsNotPaid() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      _ = try await browser.order()
      let page = try await browser.get(try bench.returnPath())
      #expect(page.text.contains("Nog niet betaald"))
      #expect(!page.text.contains("Bedankt"))
      #expect(page.links("http://psp.test:9099/checkout/tr_test1").count == 1)
      #expect(page.header("Refresh")?.contains("looks=1") == true)
    }
  }

  @Test(arguments: [
    (GatewayStatus.pending, "Uw betaling is onderweg"), (.failed, "niet gelukt"),
    (.expired, "De betaalpagina is verlopen"), (.cancelled, "De betaling is afgebroken"),
  ])
  func theReturnPageTellsWhatTheServiceSays(_ status: GatewayStatus, _ words: String) async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      _ = try await browser.order()
      bench.bank.settle(status)
      let page = try await browser.get(try bench.returnPath())
      #expect(page.text.contains(words))
      #expect(!page.text.contains("Bedankt"))
    }
  }

  @Test func aFailedPaymentIsTriedAgainForTheSameDocument() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      _ = try await browser.order()
      let path = try bench.returnPath()
      bench.bank.settle(.failed)
      let page = try await browser.get(path)
      let csrf = try #require(page.value(of: "csrf"))
      let again = try await browser.post(
        path + "/again", [("csrf", csrf), ("method", "creditcard")])
      #expect(again.location == "http://psp.test:9099/checkout/tr_test2")
      bench.bank.settle(.paid)
      see("Bedankt", in: try await browser.get(try bench.returnPath()).text)
      let old = try await browser.get(path)
      #expect(old.text.contains("Hier valt niets meer te betalen"))
      #expect(try await bench.subscriptions() == 1)
      let late = try await browser.post(path + "/again", [("csrf", csrf), ("method", "ideal")])
      #expect(late.status >= 400)
      #expect(bench.bank.requests.count == 2)
    }
  }

  @Test func whenTheServiceCannotBeReachedThePageTellsTheTruth() async throws {
    try await withCheckout { bench in
      bench.bank.set(.unreachable)
      var browser = bench.browser()
      let sent = try await browser.order()
      let page = try await browser.follow(sent)
      #expect(page.text.contains("De betaaldienst is nog niet bereikt"))
      #expect(page.text.contains("er is niets afgeschreven"))
      bench.bank.set(.open)
      bench.clock.advance(seconds: 3600)
      let csrf = try #require(page.value(of: "csrf"))
      let path = try #require(sent.location)
      let again = try await browser.post(path + "/again", [("csrf", csrf)])
      #expect(again.location == "http://psp.test:9099/checkout/tr_test1")
      // The page before and after the service's own is one and the same address.
      #expect(try bench.returnPath() == path)
      #expect(try await bench.subscriptions() == 1)
    }
  }

  @Test func aLostAnswerBlocksASecondAttempt() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let form = try await browser.get("/demo/basis")
      bench.bank.set(.silent)
      // The customer is made known first, and that is repeated safely.
      let sent = try await browser.post("/demo/basis", try Buyer().filledIn(form))
      let page = try await browser.follow(sent)
      #expect(!page.text.contains("Bedankt"))
      #expect(try await bench.subscriptions() == 1)
    }
  }

  @Test func aForgedOrForeignReturnTokenIsUnknown() async throws {
    try await withCheckout { bench in
      _ = try await bench.database.foundShop(try Demo.shop("other"))
      var browser = bench.browser()
      _ = try await browser.order()
      let path = try bench.returnPath()
      let token = try #require(path.split(separator: "/").last)
      for address in ["/demo/payments/\(token)x", "/demo/payments/abc", "/other/payments/\(token)"]
      {
        #expect(try await browser.get(address).status == 404)
      }
    }
  }

  @Test func anArchivedPlanAndAnUnknownOneAreNotSold() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      #expect(try await browser.get("/demo/premium").status == 404)
      #expect(try await browser.get("/nobody").status == 404)
      try await bench.database.write(as: bench.scope) { shop in
        let plans = try shop.catalog.plans(PageRequest.first).items
        for plan in plans { _ = try shop.catalog.setState(.archived, of: plan.id) }
      }
      #expect(try await browser.get("/demo/basis").status == 409)
      see("Er is nu niets te koop", in: try await browser.get("/demo").text)
    }
  }
}

extension CheckoutBench {
  func subscriptions() async throws -> Int {
    try await database.read(as: scope) { try $0.subscriptions.counts().values.reduce(0, +) }
  }
}
