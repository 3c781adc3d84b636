import Outbound
import Payments
import Storage
import Tenancy
import TestSupport
import Testing

/// The payment service's calls: stored raw and answered, believed in nothing.
@Suite struct WebhookTests {
  @Test func aCallIsStoredAndAppliedLater() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      _ = try await browser.order()
      bench.bank.settle(.paid)
      let path = try await bench.webhookPath()
      for _ in 0..<2 {
        let answer = try await browser.postRaw(path, Array("id=tr_test1".utf8))
        #expect(answer.status == 200)
      }
      #expect(try await bench.stored() == 1)
      try await bench.work()
      see("Bedankt", in: try await browser.get(try bench.returnPath()).text)
    }
  }

  @Test(arguments: [
    "", "id=", "id=tr_", "id=tr_a b", "tr_test1", "id=tr_test1&x=1", "id=tr_test1\n", "ID=tr_test1",
    "id=pay_1", "id=tr_../../x", "{\"id\":\"tr_test1\"}",
    "id=tr_" + String(repeating: "a", count: 200),
  ])
  func aMalformedCallIsRefused(_ body: String) async throws {
    try await withCheckout { bench in
      let path = try await bench.webhookPath()
      var browser = bench.browser()
      #expect(try await browser.postRaw(path, Array(body.utf8)).status == 400)
      #expect(try await bench.stored() == 0)
    }
  }

  @Test func anUnknownOrForgedAddressIsNobodys() async throws {
    try await withCheckout { bench in
      let path = try await bench.webhookPath()
      var browser = bench.browser()
      let body = Array("id=tr_test1".utf8)
      for address in [
        path + "x", String(path.dropLast()), "/webhooks/mollie/gwa_0000000000001-abc",
        "/webhooks/mollie/abc", "/webhooks/stripe/abc",
      ] {
        #expect(try await browser.postRaw(address, body).status == 404)
      }
      #expect(try await bench.stored() == 0)
      #expect(try await browser.get(path).status == 405)
    }
  }

  @Test func aHugeCallIsRefusedUnread() async throws {
    try await withCheckout { bench in
      let path = try await bench.webhookPath()
      var browser = bench.browser()
      let body = [UInt8](repeating: 97, count: 5000)
      #expect(try await browser.postRaw(path, body).status == 413)
    }
  }
}

extension CheckoutBench {
  func webhookPath() async throws -> String {
    let address = try await database.read(as: scope) { shop in
      try shop.gatewayAccounts.webhookAddress(of: .mollie)
    }
    return "/webhooks/mollie/\(try #require(address))"
  }

  /// How many calls wait or were looked at.
  func stored() async throws -> Int {
    try await database.read { transaction in
      try transaction.first("SELECT COUNT(*) FROM inbox") { try $0(0) } ?? 0
    }
  }
}
