import Catalog
import Invoicing
import Notifications
import Payments
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

/// One click after the payment (R-06): bought once, by the mandate just given.
@Suite struct UpsellTests {
  /// A shop that offers these after a purchase, and a buyer at the thanks page.
  private func thanks(
    _ bench: CheckoutBench, _ kinds: [Offer.Kind] = [.upsell, .upsell]
  ) async throws -> (Browser, SeenPage) {
    _ = try await bench.offerExtras(kinds)
    var browser = bench.browser()
    _ = try await browser.order()
    bench.bank.settle(.paid)
    return (browser, try await browser.get(try bench.returnPath()))
  }

  private func click(_ page: SeenPage, _ name: String) throws -> (String, [(String, String)]) {
    let form = try #require(
      page.html.matches(of: #/<form[^>]*action="([^"]*\/add)"[^>]*>(?<body>.*?)<\/form>/#)
        .first { page.html[page.html.startIndex..<$0.range.lowerBound].contains(name) })
    let fields = ["csrf", "plan", "shown"].map { field in
      (field, SeenPage.value(of: field, in: String(form.output.body)) ?? "")
    }
    return (String(form.output.1), fields)
  }

  @Test(arguments: TestDatabase.kinds)
  func `a one-off is bought with one click and collected once`(
    kind: DatabaseKind
  ) async throws {
    try await withCheckout(kind) { bench in
      var (browser, page) = try await thanks(bench)
      see("Ook interessant: Handboek", in: page.text)
      see("Nu € 12,50, inclusief btw.", in: page.text)
      see("rond 19 november 2026 afgeschreven", in: page.text)
      let (path, fields) = try click(page, "Handboek")
      let answers = [
        try await browser.post(path, fields), try await browser.post(path, fields),
      ]
      #expect(answers.map(\.status) == [303, 303])
      page = try await browser.follow(answers[0])
      #expect(!page.text.contains("Handboek"), "what was taken is offered no more")
      let planned = try await bench.planned()
      #expect(planned.map(\.amount) == [.eur(1250)])
      #expect(planned.first?.debitOn == CivilDate("2026-11-19"))
      #expect(try await bench.subscriptions() == 2)
      #expect(bench.bank.requests.count == 1, "no second page of the payment service")
      try await bench.work()
      see(
        "Aankondiging incasso",
        in: bench.mailbox.mails.map(\.subject).joined(separator: "\n"))
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `many clicks at once buy once`(kind: DatabaseKind) async throws {
    try await withCheckout(kind) { bench in
      let (browser, page) = try await thanks(bench)
      let (path, fields) = try click(page, "Handboek")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            var copy = browser
            _ = try await copy.post(path, fields)
          }
        }
        try await group.waitForAll()
      }
      #expect(try await bench.planned().count == 1)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `an add-on is billed from the next period on, as shown`(kind: DatabaseKind) async throws {
    try await withCheckout(kind) { bench in
      var (browser, page) = try await thanks(bench)
      see("Vanaf 1 december 2026 € 6,00 per maand, tot u opzegt.", in: page.text)
      let (path, fields) = try click(page, "Verzekering")
      page = try await browser.follow(try await browser.post(path, fields))
      see("Volgende betaling 1 december 2026", in: page.text)
      see("€ 36,00", in: page.text)
      #expect(try await bench.planned().isEmpty, "nothing is due now")
      bench.clock.set(Demo.start.adding(days: 8))
      try await bench.work()
      #expect(try await bench.planned().map(\.amount) == [.eur(3600)])
    }
  }

  @Test func `without a mandate it is paid at once`() async throws {
    try await withCheckout { bench in
      try await bench.addPlan("boek", .oneOff) { _ in }
      let slugs = try ["boek", "handboek"].map { try #require(Slug($0)) }
      _ = try await bench.offerExtras([])
      try await bench.database.write(as: bench.scope) { shop in
        let host = try #require(try shop.catalog.plan(slug: slugs[0]))
        let book = try #require(try shop.catalog.plan(slug: slugs[1]))
        _ = try shop.catalog.setOffers(of: host.id, [OfferDraft(.upsell, book.id)])
      }
      var browser = bench.browser()
      let form = try await browser.get("/demo/boek")
      _ = try await browser.post("/demo/boek", try Buyer().filledIn(form))
      #expect(bench.bank.requests.last?.sequence == .oneOff)
      bench.bank.settle(.paid)
      let page = try await browser.get(try bench.returnPath())
      let (path, fields) = try click(page, "Handboek")
      let sent = try await browser.post(path, fields)
      #expect(sent.location == "http://psp.test:9099/checkout/tr_test2")
      #expect(bench.bank.requests.last?.amount == .eur(1250))
    }
  }

  @Test func `before the payment, long after it and for a stranger nothing is offered`()
    async throws
  {
    try await withCheckout { bench in
      _ = try await bench.offerExtras([.upsell, .upsell])
      var browser = bench.browser()
      _ = try await browser.order()
      let waiting = try await browser.get(try bench.returnPath())
      #expect(!waiting.text.contains("Handboek"))
      bench.bank.settle(.paid)
      let page = try await browser.get(try bench.returnPath())
      let (path, fields) = try click(page, "Handboek")
      let forged = path.replacing("/orders/", with: "/orders/x")
      #expect(try await browser.post(forged, fields).status == 404)
      let other = fields.map { $0.0 == "shown" ? ($0.0, "0.01") : $0 }
      see("is veranderd", in: try await browser.follow(try await browser.post(path, other)).text)
      #expect(try await bench.planned().isEmpty)
      bench.clock.set(Demo.start.adding(days: 2))
      let late = try await browser.follow(try await browser.post(path, fields))
      see("alleen direct na uw bestelling", in: late.text)
      #expect(try await bench.subscriptions() == 1)
    }
  }

  @Test func `another shop's token and offers are nobody's`() async throws {
    try await withCheckout { bench in
      let (_, page) = try await thanks(bench)
      let (path, fields) = try click(page, "Handboek")
      _ = try await bench.database.foundShop(try Demo.shop("other"))
      var browser = bench.browser()
      let foreign = path.replacing("/demo/", with: "/other/")
      #expect(try await browser.get(String(foreign.dropLast(4))).status == 404)
      let form = try await browser.get("/other/portal/sign-in")
      let own = fields.map { $0.0 == "csrf" ? ("csrf", form.value(of: "csrf") ?? "") : $0 }
      #expect(try await browser.post(foreign, own).status == 404)
    }
  }
}

extension CheckoutBench {
  /// The collections that are planned or were made on a mandate, the first first.
  func planned() async throws -> [Payment] {
    try await database.read(as: scope) { shop in
      try shop.payments.page(.first).items.filter { $0.mandate != nil }.reversed()
    }
  }
}

extension SeenPage {
  /// The value of the first field of a name in a part of a page.
  static func value(of name: String, in html: String) -> String? {
    for tag in html.matches(of: #/<input[^>]*>/#).map({ String($0.output) })
    where tag.contains("name=\"\(name)\"") {
      return tag.firstMatch(of: #/ value="([^"]*)"/#).map { String($0.output.1) }
    }
    return nil
  }
}
