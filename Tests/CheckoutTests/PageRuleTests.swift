import HTTPServer
import Invoicing
import Outbound
import Primitives
import TestSupport
import Testing

@testable import penning_checkout

/// What every page keeps: its language, one heading, labels, no script, its headers.
@Suite struct PageRuleTests {
  @Test(arguments: ["nl", "en"])
  func everyPageKeepsTheRules(_ language: String) async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      bench.clock.advance(seconds: 10 * 86_400)
      try await bench.work()
      let things = try await bench.thingsOf("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl", language: language)
      for path in [
        "/", "/demo", "/demo/basis", try bench.returnPath(), "/demo/portal",
        "/demo/portal/invoices", "/demo/portal/invoices/\(things.invoice)",
        "/demo/portal/subscriptions/\(things.subscription)/cancel", "/demo/nothing",
      ] {
        check(try await browser.get(path), path, language)
      }
      var visitor = bench.browser(language)
      check(try await visitor.get("/demo/portal/sign-in"), "sign-in", language)
      check(try await visitor.get(try bench.mailedLink()), "link", language)
      check(try await visitor.order(Buyer().with("name", "")), "order with a fault", language)
    }
  }

  private func check(_ page: SeenPage, _ path: String, _ language: String) {
    #expect(page.html.contains("<html lang=\"\(language)\""), "\(path)")
    #expect(page.html.matches(of: #/<h1/#).count == 1, "\(path)")
    #expect(!page.html.contains("<script"), "\(path)")
    #expect(!page.html.contains("style=\""), "\(path)")
    let policy = page.header("Content-Security-Policy") ?? ""
    for rule in ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
      #expect(policy.contains(rule), "\(path)")
    }
    #expect(!policy.contains("unsafe-inline"), "\(path)")
    #expect(page.header("X-Content-Type-Options") == "nosniff", "\(path)")
    #expect(page.header("Cache-Control") == "no-store", "\(path)")
    for (id, tag) in fields(page) {
      #expect(page.html.contains("for=\"\(id)\""), "\(path): no label for \(tag)")
    }
    for cookie in page.setCookies { #expect(cookie.contains("HttpOnly"), "\(path)") }
  }

  /// The fields that need a label, by their id.
  private func fields(_ page: SeenPage) -> [(id: String, tag: String)] {
    page.html.matches(of: #/<(input|select|textarea)[^>]*>/#).map { String($0.output.0) }
      .filter { !$0.contains("type=\"hidden\"") }
      .map { tag in (tag.firstMatch(of: #/ id="([^"]*)"/#).map { String($0.output.1) } ?? "", tag) }
  }

  @Test func theLanguageIsTheVisitorsElseTheShops() async throws {
    try await withCheckout { bench in
      var browser = bench.browser("fr")
      see("lang=\"nl\"", in: try await browser.get("/demo").html)
      see("<html lang=\"en\"", in: try await browser.get("/demo?lang=en").html)
      see("<html lang=\"en\"", in: try await browser.get("/demo").html)
    }
  }

  @Test func theMachinesPagesAnswer() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      #expect(try await browser.get("/healthz").text == "alive")
      #expect(try await browser.get("/readyz").text == "ready")
      see("Disallow: /", in: try await browser.get("/robots.txt").text)
      see("http_requests_total", in: try await browser.get("/metrics").text)
      let forwarded = try await browser.get(
        "/metrics", headers: [OutboundHeader("X-Forwarded-For", "127.0.0.1")])
      #expect(forwarded.status == 404)
    }
  }

  @Test func readingAndAskingForHeadsChangesNothing() async throws {
    try await withCheckout { bench in
      _ = try await bench.customer("piet@example.nl")
      let things = try await bench.thingsOf("piet@example.nl")
      var browser = try await bench.signedIn("piet@example.nl")
      for path in [
        "/demo/portal/sign-out", "/demo/portal/pay",
        "/demo/portal/subscriptions/\(things.subscription)/keep",
      ] {
        #expect(try await browser.get(path + "?csrf=x&document=\(things.invoice)").status == 405)
      }
      #expect(try await browser.get("/demo/portal").status == 200)
    }
  }
}

/// Links print what they match.
@Suite struct LinkTests {
  @Test func anInvoicesAddressGoesRound() throws {
    let id = Invoice.ID(rawValue: 123_456_789)
    for address in [InvoiceAddress.page(id), .pdf(id), .ubl(id)] {
      #expect(InvoiceAddress(pathSegment: address.pathSegment) == address)
    }
    #expect(InvoiceAddress(pathSegment: "inv_x.css") == nil)
    #expect(InvoiceAddress(pathSegment: ".pdf") == nil)
  }

  @Test func noRouteStandsAtAPlaceAlreadyTaken() async throws {
    try await withCheckout { bench in
      #expect(bench.routes.conflicts.isEmpty)
    }
  }

  @Test(arguments: [
    ("https://www.psp.test/pay?x=1", "https://www.psp.test"),
    ("http://127.0.0.1:8090/checkout/tr_1", "http://127.0.0.1:8090"),
    ("https://PSP.test", "https://psp.test"), ("javascript:alert(1)", nil), ("//evil", nil),
  ])
  func anOriginIsSchemeHostAndPort(_ url: String, _ origin: String?) {
    #expect(WebOrigin(of: url)?.text == origin)
  }
}
