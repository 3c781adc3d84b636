import Invoicing
import Notifications
import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy
import TestSupport
import Testing

/// Signing in by mail, and what a customer sees and does.
@Suite struct PortalTests {
  @Test(arguments: TestDatabase.kinds)
  func theLinkSignsInOnce(_ kind: DatabaseKind) async throws {
    try await withCheckout(kind) { bench in
      _ = try await bench.customer("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      see("Welkom, Piet Jansen", in: try await browser.get("/demo/portal").text)

      var second = bench.browser()
      let link = try bench.mailedLink()
      let page = try await second.get(link)
      #expect(page.status == 200)
      let refused = try await second.post(link, [("csrf", page.value(of: "csrf") ?? "")])
      #expect(refused.status == 410)
      #expect(try await second.get("/demo/portal").status == 303)
    }
  }

  @Test func openingTheLinkDoesNotUseItUp() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      try await bench.askForLink("piet@example.nl")
      let link = try bench.mailedLink()
      for _ in 0..<3 {
        var scanner = bench.browser()
        #expect(try await scanner.get(link).status == 200)
      }
      var browser = bench.browser()
      let page = try await browser.get(link)
      #expect(try await browser.post(link, [("csrf", page.value(of: "csrf") ?? "")]).status == 303)
    }
  }

  @Test func anOldLinkIsRefused() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      try await bench.askForLink("piet@example.nl")
      let link = try bench.mailedLink()
      bench.clock.advance(seconds: 3601)
      var browser = bench.browser()
      let page = try await browser.get(link)
      #expect(try await browser.post(link, [("csrf", page.value(of: "csrf") ?? "")]).status == 410)
    }
  }

  @Test func knownAndUnknownMailboxesGetTheSameAnswer() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      let known = try await bench.askForLink("piet@example.nl")
      let unknown = try await bench.askForLink("nobody@example.nl")
      #expect(known.status == unknown.status)
      let same = unknown.text.replacing("nobody@example.nl", with: "piet@example.nl")
      #expect(known.text == same)
    }
  }

  @Test func oneMailboxGetsAtMostThreeMailsAnHour() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      let before = bench.mailbox.mails.count
      for _ in 0..<6 {
        #expect(try await bench.askForLink("piet@example.nl").status == 200)
      }
      let links = bench.mailbox.mails.dropFirst(before).filter { $0.text.contains("/sign-in/") }
      #expect(links.count == 3)
    }
  }

  @Test func afterSigningOutTheCookieOpensNothing() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      let page = try await browser.get("/demo/portal")
      let session = try #require(browser.cookies["penning_portal"])
      let out = try await browser.post(
        "/demo/portal/sign-out", [("csrf", page.value(of: "csrf") ?? "")])
      #expect(out.status == 303)
      browser.setCookie("penning_portal", session)
      #expect(try await browser.get("/demo/portal").location == "/demo/portal/sign-in")
    }
  }

  @Test func anotherShopsSessionOpensNothing() async throws {
    try await withCheckout { bench in
      _ = try await bench.database.foundShop(try Demo.shop("other"))
      _ = try await bench.customer("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      #expect(try await browser.get("/other/portal").location == "/other/portal/sign-in")
    }
  }

  @Test func thePaidInvoiceIsThereWithItsPDF() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      let overview = try await browser.get("/demo/portal")
      #expect(overview.text.contains("Er staat niets open"))
      #expect(overview.text.contains("NL91 •••• 4300"))
      let link = try #require(overview.links("/demo/portal/invoices/inv_").first)
      let page = try await browser.get(link)
      #expect(page.text.contains("15 van 30 dagen x 30,00 = 15,00"))
      #expect(page.text.contains("Betaald op 16 november 2026"))
      #expect(page.text.contains("PF000001"))
      let pdf = try await browser.get(link + ".pdf")
      #expect(pdf.body.starts(with: Array("%PDF-".utf8)))
      #expect(pdf.header("Content-Disposition")?.hasPrefix("attachment") == true)
      #expect(pdf.header("Cache-Control") == "no-store")
      #expect(page.links(link).contains(link + ".xml"))
      let invoice = try await browser.get(link + ".xml")
      #expect(invoice.header("Content-Type") == "application/xml")
      #expect(invoice.header("Content-Disposition")?.hasPrefix("attachment") == true)
      let file = String(decoding: invoice.body, as: UTF8.self)
      #expect(file.contains("<cbc:DocumentCurrencyCode>EUR<"))
    }
  }

  @Test func anotherCustomersThingsAreUnknown() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      _ = try await bench.customer("anna@example.nl")
      let annas = try await bench.thingsOf("anna@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      let nobody = try await browser.get("/demo/portal/invoices/inv_0000000000001")
      for path in [
        "/demo/portal/invoices/\(annas.invoice)", "/demo/portal/invoices/\(annas.invoice).pdf",
        "/demo/portal/invoices/\(annas.invoice).xml",
        "/demo/portal/subscriptions/\(annas.subscription)/cancel",
      ] {
        let page = try await browser.get(path)
        #expect(page.status == 404)
        #expect(nobody.status == 404)
      }
      let csrf = try #require(try await browser.get("/demo/portal").value(of: "csrf"))
      for verb in ["cancel", "keep"] {
        let path = "/demo/portal/subscriptions/\(annas.subscription)/\(verb)"
        #expect(try await browser.post(path, [("csrf", csrf)]).status == 404)
      }
      let paying = try await browser.post(
        "/demo/portal/pay",
        [("csrf", csrf), ("document", annas.invoice), ("method", "ideal")])
      #expect(paying.status == 404)
    }
  }

  @Test func aSubscriptionIsCancelledAndTheCancellationWithdrawn() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      let things = try await bench.thingsOf("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      let path = "/demo/portal/subscriptions/\(things.subscription)"
      let question = try await browser.get(path + "/cancel")
      #expect(question.text.contains("tot en met 30 november 2026"))
      let preview = try await browser.post(
        path + "/cancel",
        [("csrf", question.value(of: "csrf") ?? ""), ("moment", "periodEnd"), ("lastDay", "")])
      #expect(preview.text.contains("Uw abonnement loopt dan tot en met 30 november 2026"))
      let overview = try await browser.follow(
        try await browser.confirm(preview, at: path + "/cancel"))
      #expect(overview.text.contains("Opgezegd. Uw abonnement loopt tot en met 30 november 2026"))
      #expect(!overview.text.contains("Volgende betaling"))
      let again = try await browser.follow(
        try await browser.post(path + "/keep", [("csrf", overview.value(of: "csrf") ?? "")]))
      #expect(again.text.contains("Volgende betaling 1 december 2026"))
    }
  }

  @Test func theRenewalStandsOpenAtFirstGlanceAndIsPaidAtOnce() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      bench.clock.advance(seconds: 10 * 86_400)
      try await bench.work()
      var browser = try await bench.signedIn("piet@example.nl")
      let overview = try await browser.get("/demo/portal")
      #expect(overview.text.contains("PF000002 · € 30,00 Onbetaald"))
      #expect(overview.text.contains("Wordt afgeschreven op 1 december 2026"))
      let document = try #require(overview.value(of: "document"))
      let csrf = try #require(overview.value(of: "csrf"))
      let none = try await browser.post("/demo/portal/pay", [("csrf", csrf), ("method", "ideal")])
      #expect(none.status == 422)
      #expect(none.text.contains("Kies minstens één document"))
      let sent = try await browser.post(
        "/demo/portal/pay", [("csrf", csrf), ("document", document), ("method", "ideal")])
      #expect(sent.status == 303)
      #expect(bench.bank.requests.last?.amount == .eur(3000))
      bench.bank.settle(.paid, at: Instant(milliseconds: 1_795_700_000_000))
      _ = try await browser.get(try bench.returnPath())
      see("Er staat niets open", in: try await browser.get("/demo/portal").text)
    }
  }

  @Test(arguments: [(CustomerRight.mayPay, true), (.viewer, false)])
  func limitedUsersSeeAndChangeNothing(_ right: CustomerRight, _ mayPay: Bool) async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      bench.clock.advance(seconds: 10 * 86_400)
      try await bench.work()
      let things = try await bench.thingsOf("piet@example.nl")
      try await bench.addUser("books@example.nl", right, of: "piet@example.nl")
      var browser = try await bench.signedIn("books@example.nl")
      let overview = try await browser.get("/demo/portal")
      #expect(overview.text.contains("PF000002"))
      #expect(overview.text.contains("Gekozen documenten betalen") == mayPay)
      #expect(!overview.text.contains("Opzeggen"))
      let csrf = try #require(overview.value(of: "csrf"))
      let cancel = "/demo/portal/subscriptions/\(things.subscription)/cancel"
      #expect(try await browser.get(cancel).status == 403)
      #expect(try await browser.post(cancel, [("csrf", csrf)]).status == 403)
      let paying = try await browser.post(
        "/demo/portal/pay", [("csrf", csrf), ("document", things.invoice), ("method", "ideal")])
      #expect(paying.status == (mayPay ? 303 : 403))
    }
  }
}

extension CheckoutBench {
  @discardableResult
  func askForLink(_ email: String) async throws -> SeenPage {
    var browser = browser()
    let form = try await browser.get("/demo/portal/sign-in")
    let page = try await browser.post(
      "/demo/portal/sign-in", [("csrf", form.value(of: "csrf") ?? ""), ("email", email)])
    try await work()
    return page
  }

  /// The newest subscription and document of the customer of a mailbox.
  func thingsOf(_ email: String) async throws -> (subscription: String, invoice: String) {
    let email = try #require(EmailAddress(email))
    return try await database.read(as: scope) { shop in
      let customer = try #require(try shop.customers.find(email: email).first)
      let subscription = try #require(try shop.subscriptions.of(customer.id).first)
      let invoice = try #require(
        try shop.invoicing.page(.first, filter: DocumentFilter(customer: customer.id)).items.first)
      return (subscription.id.description, invoice.id.description)
    }
  }

  func addUser(_ email: String, _ right: CustomerRight, of owner: String) async throws {
    let (email, owner) = (try #require(EmailAddress(email)), try #require(EmailAddress(owner)))
    try await database.write(as: scope) { shop in
      let customer = try #require(try shop.customers.find(email: owner).first)
      let new = try NewCustomerUser(
        email: email, name: "Books", language: .nl, right: right, getsPaymentRequests: false)
      try shop.customerUsers.add(new, to: customer.id)
    }
  }
}
