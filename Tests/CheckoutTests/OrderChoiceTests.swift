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

/// The order form with all that can be chosen on it, as a browser without JavaScript sends it.
@Suite struct OrderChoiceTests {
  @Test(arguments: TestDatabase.kinds)
  func `extras and a code are chosen, shown, ordered and charged`(
    kind: DatabaseKind
  ) async throws {
    try await withCheckout(kind) { bench in
      let extras = try await bench.offerExtras()
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      see("Verzekering: € 6,00 per maand", in: page.text)
      see("Handboek: € 12,50 eenmalig", in: page.text)
      let chosen = extras.map { ("extras", $0) } + [("coupon", "welkom")]
      let quoted = try await browser.post(
        "/demo/basis", try Buyer().filledIn(page) + chosen + [("step", "quote")])
      #expect(quoted.status == 200)
      // Half of 30.00 and of 6.00 less a tenth, and the book: 16.20 and 12.50.
      #expect(quoted.value(of: "shown") == "28.70")
      for words in [
        "Verzekering € 3,00 15 van 30 dagen x 6,00 = 3,00", "Handboek € 12,50",
        "Korting Welkomstkorting € -1,50", "Welkomstkorting: 10 % korting",
        "1 december 2026 € 32,40", "En zo verder: € 32,40 per maand, inclusief btw, tot u opzegt.",
      ] {
        see(words, in: quoted.text)
      }
      #expect(quoted.html.ticked.count == 2)
      let sent = try await browser.post(
        "/demo/basis", try Buyer().filledIn(quoted) + chosen)
      #expect(sent.status == 303)
      #expect(bench.bank.requests.last?.amount == .eur(2870))
      #expect(bench.bank.requests.last?.sequence == .first)
      bench.bank.settle(.paid)
      let thanks = try await browser.get(try bench.returnPath())
      see("€ 28,70", in: thanks.text)
      see("Volgende betaling 1 december 2026", in: thanks.text)
      see("€ 32,40", in: thanks.text)
    }
  }

  @Test(arguments: [
    ("GEENIDEE", "Deze code kennen we niet"), ("<img onerror>", "Deze code kennen we niet"),
    ("{{7*7}}", "Deze code kennen we niet"), ("' OR 1=1 --", "Deze code kennen we niet"),
    ("\u{05D0}\u{05D1}\u{05D2}", "Deze code kennen we niet"),
    (String(repeating: "A", count: 61), "hoogstens 60"), ("OP", "Deze code kennen we niet"),
    ("VERLOPEN", "verlopen"), ("STRAKS", "geldt vanaf"), ("ANDERS", "geldt hier niet"),
  ])
  func `a code that does not work is marked, and the rest is counted`(
    code: String, words: String
  ) async throws {
    try await withCheckout { bench in
      try await bench.makeCoupons()
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      let fields = try Buyer().filledIn(page) + [("coupon", code)]
      let quoted = try await browser.post("/demo/basis", fields + [("step", "quote")])
      #expect(quoted.status == 200 && quoted.value(of: "shown") == "15.00")
      #expect(quoted.html.contains("href=\"#f-coupon\""))
      #expect(!quoted.html.contains("<img"))
      see(words, in: quoted.text)
      let refused = try await browser.post("/demo/basis", fields)
      #expect(refused.status == 422)
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test func `an extra that nobody offers is marked`() async throws {
    try await withCheckout { bench in
      _ = try await bench.offerExtras()
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      for extra in ["plan_1", "abc", "<img onerror>", ""] {
        let fields = try Buyer().filledIn(page) + [("extras", extra)]
        let refused = try await browser.post("/demo/basis", fields)
        #expect(refused.status == 422, "\(extra)")
        #expect(!refused.html.contains("<img"))
      }
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test(arguments: [("29", 422), ("0", 422), ("-1", 422), ("x", 422), ("20", 303), ("", 303)])
  func `a day is chosen where the shop allows it`(day: String, status: Int) async throws {
    try await withCheckout { bench in
      try await bench.database.write(as: bench.scope) {
        _ = try $0.settings.change { $0.customersChooseDay = true }
      }
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      see("Dag van afschrijven", in: page.text)
      var fields = try Buyer().filledIn(page) + [("collectionDay", day)]
      if day == "20" {
        let quoted = try await browser.post("/demo/basis", fields + [("step", "quote")])
        see("4 van 31 dagen x 30,00 = 3,87", in: quoted.text)
        fields = try Buyer().filledIn(quoted) + [("collectionDay", day)]
      }
      #expect(try await browser.post("/demo/basis", fields).status == status)
    }
  }

  @Test func `a day is refused where the shop lets nobody choose`() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      #expect(!page.text.contains("Dag van afschrijven"))
      let fields = try Buyer().filledIn(page) + [("collectionDay", "20")]
      #expect(try await browser.post("/demo/basis", fields).status == 422)
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a trial starts at once, asks nothing, and says what comes`(
    kind: DatabaseKind
  ) async throws {
    try await withCheckout(kind) { bench in
      try await bench.addPlan("proef") { $0.trialDays = 30 }
      var browser = bench.browser()
      let list = try await browser.get("/demo")
      see("De eerste 30 dagen zijn gratis.", in: list.text)
      let page = try await browser.get("/demo/proef")
      see("Gratis tot en met 15 december 2026", in: page.text)
      see("Bestellen met betalingsverplichting", in: page.text)
      #expect(!page.html.contains("name=\"method\""))
      let fields = try Buyer().with("method", nil).filledIn(page)
      let sent = try await browser.post("/demo/proef", fields)
      let again = try await browser.post("/demo/proef", fields)
      #expect(sent.status == 303 && sent.location == again.location)
      let welcome = try await browser.follow(sent)
      see("gratis tot en met 15 december 2026", in: welcome.text)
      #expect(bench.bank.requests.isEmpty)
      #expect(try await bench.subscriptions() == 1)
      try await bench.work()
      let mail = try #require(bench.mailbox.mails.last)
      see("Uw proefperiode van proef is ingegaan", in: mail.subject)
      see("zeg dan uiterlijk op 15 december 2026 op", in: mail.text.lowercased())
      bench.clock.set(Demo.start.adding(days: 27))
      try await bench.work()
      #expect(bench.mailbox.mails.contains { $0.subject.hasPrefix("Uw proefperiode eindigt op") })
    }
  }

  @Test func `a mailbox has one trial of a plan`() async throws {
    try await withCheckout { bench in
      try await bench.addPlan("proef") { $0.trialDays = 30 }
      var statuses: [Int] = []
      for email in ["piet@example.nl", "Piet@Example.nl", "jan@example.nl"] {
        var browser = bench.browser()
        let page = try await browser.get("/demo/proef")
        let answer = try await browser.post(
          "/demo/proef", try Buyer(email: email).with("method", nil).filledIn(page))
        statuses.append(answer.status)
        if answer.status == 409 { #expect(answer.html.contains("href=\"#f-email\"")) }
      }
      #expect(statuses == [303, 409, 303])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `who leaves during the trial hears no more of it`(kind: DatabaseKind) async throws {
    try await withCheckout(kind) { bench in
      try await bench.addPlan("proef") { $0.trialDays = 30 }
      var browser = bench.browser()
      let page = try await browser.get("/demo/proef")
      _ = try await browser.post(
        "/demo/proef", try Buyer().with("method", nil).filledIn(page))
      try await bench.work()
      try await bench.database.write(as: bench.scope) { shop in
        for subscription in try shop.subscriptions.page(.first).items {
          _ = try shop.subscriptions.apply(
            .cancelled(endingOn: shop.today.adding(days: 2)), to: subscription, noticeDays: 7)
        }
      }
      bench.clock.set(Demo.start.adding(days: 40))
      try await bench.work()
      #expect(!bench.mailbox.mails.contains { $0.subject.contains("eindigt") })
    }
  }

  @Test func `an add-on has no page of its own`() async throws {
    try await withCheckout { bench in
      _ = try await bench.offerExtras()
      var browser = bench.browser()
      #expect(try await browser.get("/demo/verzekering").status == 404)
      let list = try await browser.get("/demo")
      #expect(!list.text.contains("Verzekering") && list.text.contains("Handboek"))
    }
  }

  @Test(arguments: ["nl", "en"])
  func `each kind of terms is told`(language: String) async throws {
    try await withCheckout { bench in
      try await bench.addPlan("termijnen") { $0.instalments = 3 }
      try await bench.addPlan("kennismaking") {
        $0.introduction = Introduction(price: .eur(1000), periods: 3)
        $0.setupFee = .eur(2500)
      }
      try await bench.addPlan("boek", .oneOff) { _ in }
      var browser = bench.browser(language)
      let rows = [
        ("termijnen", "Na 3 termijnen is alles betaald", "After 3 payments all is paid"),
        ("kennismaking", "Eenmalige kosten kennismaking", "Set-up fee kennismaking"),
        ("kennismaking", "De eerste 3 termijnen kosten", "The first 3 periods cost"),
        ("boek", "Bestellen en € 30,00 betalen", "Order and pay €30.00"),
      ]
      for (plan, nl, en) in rows {
        let page = try await browser.get("/demo/\(plan)")
        #expect(page.status == 200)
        see(language == "nl" ? nl : en, in: page.text)
      }
      #expect(!(try await browser.get("/demo/boek")).text.contains("machtigt u"))
    }
  }
}

/// A business in another member state.
@Suite struct BusinessCheckoutTests {
  private func business(_ number: String = "BE0428759497", country: String = "BE") -> Buyer {
    Buyer().with("company", "Bakker").with("vatNumber", number).with("country", country)
  }

  @Test(arguments: TestDatabase.kinds)
  func `a checked number turns the VAT over to the buyer, with the proof kept`(
    kind: DatabaseKind
  ) async throws {
    let register = ScriptedRegister(valid: "BE0428759497")
    try await withCheckout(kind, register: register) { bench in
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      let quoted = try await browser.post(
        "/demo/basis", try business().filledIn(page) + [("step", "quote")])
      #expect(quoted.value(of: "shown") == "12.40")
      see("Er wordt u geen btw berekend", in: quoted.text)
      see("15 van 30 dagen x 30,00 = 15,00; € 15,00 zonder btw = € 12,40", in: quoted.text)
      see("En zo verder: € 24,79 per maand, zonder btw", in: quoted.text)
      let sent = try await browser.post("/demo/basis", try business().filledIn(quoted))
      #expect(sent.status == 303)
      #expect(register.questions == 1, "the form's two sendings are one question")
      bench.bank.settle(.paid)
      _ = try await browser.get(try bench.returnPath())
      let (invoice, checks) = try await bench.database.read(as: bench.scope) { shop in
        let email = try #require(EmailAddress("piet@example.nl"))
        let customer = try #require(try shop.customers.find(email: email).first)
        let head = try #require(try shop.invoicing.find(number: "2026-00001"))
        let document = try shop.invoicing.find(head.id)
        return (document, try shop.vatChecks.history(of: customer.id))
      }
      #expect(invoice.rates.map(\.treatment) == [.reverseCharge])
      #expect(checks.map(\.outcome) == [.valid] && checks.first?.consultation == "W1")
    }
  }

  @Test func `a number that nobody has is marked`() async throws {
    try await withCheckout(register: ScriptedRegister([:])) { bench in
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      let refused = try await browser.post("/demo/basis", try business().filledIn(page))
      #expect(refused.status == 422 && refused.html.contains("href=\"#f-vatNumber\""))
      see("staat niet in het register", in: refused.text)
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test func `while the register does not answer VAT is charged, and told so`() async throws {
    let register = ScriptedRegister(["BE0428759497": .unavailable(reason: "closed")])
    try await withCheckout(register: register) { bench in
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      let quoted = try await browser.post(
        "/demo/basis", try business().filledIn(page) + [("step", "quote")])
      #expect(quoted.value(of: "shown") == "15.00")
      see("kon nu niet worden gecontroleerd", in: quoted.text)
      #expect(try await browser.post("/demo/basis", try business().filledIn(quoted)).status == 303)
    }
  }

  @Test func `at home and for consumers the register is not asked`() async throws {
    let register = ScriptedRegister(valid: "NL123456782B90")
    try await withCheckout(register: register) { bench in
      var browser = bench.browser()
      for buyer in [business("NL123456782B90", country: "NL"), Buyer().with("country", "BE")] {
        let page = try await browser.get("/demo/basis")
        #expect(try await browser.post("/demo/basis", try buyer.filledIn(page)).status == 303)
      }
      #expect(register.questions == 0)
    }
  }

  /// A mailbox may order from home and for a business abroad: each is taxed as it is.
  @Test(arguments: TestDatabase.kinds)
  func `who is taxed otherwise is another customer of the mailbox`(
    kind: DatabaseKind
  ) async throws {
    try await withCheckout(kind, register: ScriptedRegister(valid: "BE0428759497")) { bench in
      var browser = bench.browser()
      for (buyer, amount) in [(Buyer(), "15.00"), (business(), "12.40"), (Buyer(), "15.00")] {
        let page = try await browser.get("/demo/basis")
        let quoted = try await browser.post(
          "/demo/basis", try buyer.filledIn(page) + [("step", "quote")])
        #expect(quoted.value(of: "shown") == amount)
        #expect(try await browser.post("/demo/basis", try buyer.filledIn(quoted)).status == 303)
      }
      let customers = try await bench.database.read(as: bench.scope) { shop in
        let email = try #require(EmailAddress("piet@example.nl"))
        return try shop.customers.find(email: email).count
      }
      #expect(customers == 2)
    }
  }
}

extension CheckoutBench {
  func addPlan(
    _ slug: String, _ kind: PlanKind = .subscription,
    _ change: @Sendable (inout PlanTerms) -> Void
  ) async throws {
    let address = try #require(Slug(slug))
    try await database.write(as: scope) { shop in
      try shop.settings.change { $0.collectionPolicy = .purchaseDate }
      var terms = PlanTerms(price: .eur(3000), interval: .monthly)
      change(&terms)
      _ = try shop.catalog.createPlan(
        PlanDraft(name: slug, slug: address, kind: kind, terms: terms))
    }
  }

  /// An add-on and a one-off beside the plan, and a code for a tenth off.
  /// - Returns: their ids.
  func offerExtras(_ kinds: [Offer.Kind] = [.addOn, .bump]) async throws -> [String] {
    let slugs = try ["basis", "verzekering", "handboek"].map { try #require(Slug($0)) }
    return try await database.write(as: scope) { shop in
      let host = try #require(try shop.catalog.plan(slug: slugs[0]))
      let more = try shop.catalog.createPlan(
        PlanDraft(
          name: "Verzekering", slug: slugs[1], kind: .addOn,
          terms: PlanTerms(price: .eur(600), interval: .monthly)))
      let book = try shop.catalog.createPlan(
        PlanDraft(
          name: "Handboek", slug: slugs[2], kind: .oneOff,
          terms: PlanTerms(price: .eur(1250), interval: .monthly)))
      _ = try shop.catalog.setOffers(
        of: host.id, zip(kinds, [more, book]).map { OfferDraft($0, $1.id) })
      _ = try shop.coupons.create(
        CouponDraft(
          code: "WELKOM", label: "Welkomstkorting",
          discount: Discount(.percent(hundredths: 1000))))
      return [more.id.description, book.id.description]
    }
  }

  func makeCoupons() async throws {
    try await database.write(as: scope) { shop in
      let other = try shop.catalog.createPlan(
        PlanDraft(
          name: "Anders", slug: try #require(Slug("anders")),
          terms: PlanTerms(price: .eur(100), interval: .monthly)))
      let tenth = Discount(.percent(hundredths: 1000))
      let drafts = [
        CouponDraft(
          code: "VERLOPEN", discount: tenth, validFrom: shop.today.adding(days: -9),
          lastDay: shop.today.adding(days: -1)),
        CouponDraft(code: "STRAKS", discount: tenth, validFrom: shop.today.adding(days: 1)),
        CouponDraft(code: "ANDERS", discount: tenth, plans: [other.id]),
      ]
      for draft in drafts { _ = try shop.coupons.create(draft) }
    }
  }
}

extension String {
  /// The boxes of a page that are ticked.
  fileprivate var ticked: [Substring] {
    matches(of: #/<input[^>]*type="checkbox"[^>]*>/#).map(\.output).filter {
      $0.contains(" checked")
    }
  }
}
