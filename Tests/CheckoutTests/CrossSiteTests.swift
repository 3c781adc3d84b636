import Outbound
import TestSupport
import Testing

/// A form counts only when it came from our own page, in this browser (S-12, S-14).
@Suite struct CrossSiteTests {
  @Test(arguments: ["/demo/basis", "/demo/portal/sign-in", "/demo/portal/pay"])
  func withoutATokenNothingHappens(_ path: String) async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      _ = try await browser.get("/demo/basis")
      let page = try await browser.post(path, Buyer().fields)
      #expect(page.status == 403)
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test(arguments: ["https://evil.example", "null", "http://127.0.0.1.evil.example"])
  func aForeignOriginIsRefused(_ origin: String) async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      let fields = try Buyer().filledIn(page)
      let answer = try await browser.post(
        "/demo/basis", fields,
        headers: [
          OutboundHeader("Origin", origin),
          OutboundHeader("Content-Type", "application/x-www-form-urlencoded"),
        ])
      #expect(answer.status == 403)
      #expect(answer.header("Access-Control-Allow-Origin") == nil)
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test func anotherBrowsersTokenIsRefused() async throws {
    try await withCheckout { bench in
      var mine = bench.browser()
      var other = bench.browser()
      _ = try await mine.get("/demo/basis")
      let page = try await other.get("/demo/basis")
      let answer = try await mine.post("/demo/basis", try Buyer().filledIn(page))
      #expect(answer.status == 403)
      #expect(try await bench.subscriptions() == 0)
    }
  }
}
