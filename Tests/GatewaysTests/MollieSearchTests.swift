import Payments
import Primitives
import TestPeers
import Testing

@testable import Gateways

@Suite struct MollieSearchTests {
  static let payment = MollieGatewayTests.payment

  private static func page(_ items: [(id: String, ours: Bool, at: String)], next: String? = nil)
    -> String
  {
    let payments = items.map { item in
      let metadata = item.ours ? #"{"payment":"\#(payment)"}"# : #""text""#
      return
        #"{"id":"\#(item.id)","status":"open","createdAt":"\#(item.at)","metadata":\#(metadata),"#
        + #""amount":{"currency":"EUR","value":"40.00"},"_links":{}}"#
    }
    let link = next.map { #"{"href":"\#($0)","type":"application/hal+json"}"# } ?? "null"
    return MollieScript.answer(
      200,
      #"{"count":\#(items.count),"_embedded":{"payments":[\#(payments.joined(separator: ","))]},"#
        + #""_links":{"previous":null,"next":\#(link)}}"#)
  }

  @Test("a customer's payments are read page by page until ours is found")
  func pages() async throws {
    let script = try MollieScript([
      Self.page(
        [("tr_1", false, "2026-01-03T10:00:00Z")],
        next: "https://evil.example/v2/payments?from=tr_2&limit=1"),
      Self.page([("tr_2", true, "2026-01-02T10:00:00Z")]),
    ])
    let outcome = await script.gateway.findPayment(Self.payment, customer: "cst_1")
    guard case .accepted(let found?) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(found.id == "tr_2" && found.reference == Self.payment)
    #expect(script.line(0) == "GET /v2/customers/cst_1/payments?limit=100 HTTP/1.1")
    // The link's own host is not called: it would get the key.
    #expect(script.line(1) == "GET /v2/customers/cst_1/payments?limit=100&from=tr_2 HTTP/1.1")
  }

  @Test("a list read to its end without ours says that there is none")
  func absent() async throws {
    let script = try MollieScript([Self.page([("tr_1", false, "2026-01-03T10:00:00Z")])])
    #expect(await script.gateway.findPayment(Self.payment, customer: "cst_1") == .accepted(nil))
  }

  @Test("an account's whole list is read two days back, no further")
  func account() async throws {
    let next = "https://api.mollie.com/v2/payments?from=tr_2"
    let script = try MollieScript([
      Self.page([("tr_1", false, "2026-01-09T10:00:00Z")], next: next),
      Self.page([("tr_2", false, "2026-01-07T10:00:00Z")], next: next),
    ])
    #expect(await script.gateway.findPayment(Self.payment, customer: nil) == .accepted(nil))
    #expect(script.line(0) == "GET /v2/payments?limit=100 HTTP/1.1")
  }

  @Test("a list that does not end leaves it unknown")
  func endless() async throws {
    let page = Self.page(
      [("tr_1", false, "2026-01-09T10:00:00Z")], next: "https://x.example/?from=tr_1")
    let script = try MollieScript(Array(repeating: page, count: 30))
    guard case .unknown = await script.gateway.findPayment(Self.payment, customer: "cst_1") else {
      Issue.record("not unknown")
      return
    }
    #expect(script.peer.requests.count == 20)
  }

  @Test("a customer id that is none is not asked for")
  func strangeCustomer() async throws {
    let script = try MollieScript([])
    #expect(
      await script.gateway.findPayment(Self.payment, customer: "../payments")
        == .refused(code: "not_found", field: nil))
    #expect(script.peer.requests.isEmpty)
  }
}

@Suite struct MollieWebhookTests {
  @Test("the id of a webhook call is read")
  func identifier() {
    #expect(MollieWebhook.paymentID(Array("id=tr_7UhSN1zuXS".utf8)) == "tr_7UhSN1zuXS")
  }

  @Test(
    "any other body is none",
    arguments: [
      "", "id=", "id=tr_", "id=cst_1", "id=tr_1&x=y", "id=tr_1\n", "x=1&id=tr_1", "id=tr_%31",
      "ID=tr_1", "id=tr_1 ", "id=tr_../x", "id=tr_é", #"{"id":"tr_1"}"#,
      "id=tr_" + String(repeating: "a", count: 65),
    ])
  func strict(body: String) {
    #expect(MollieWebhook.paymentID(Array(body.utf8)) == nil)
  }

  static let body = Array(
    (#"{"resource":"event","id":"event_GvJ8WHrp5isUdRub9CJyH","type":"payment.paid","#
      + #""entityId":"tr_5B8cwPMGnU"}"#).utf8)
  static let signature = "8b8a5579315de662e36246874edc964f1c4cf66562988746136521611893a7ed"

  @Test("a signature by any current secret is believed, with its prefix or without")
  func genuine() {
    for text in [Self.signature, "sha256=" + Self.signature] {
      #expect(
        MollieWebhook.isGenuine(
          Self.body, signature: text, secrets: ["old", "penning-docs-secret", "new"]))
    }
  }

  @Test("no other signature is believed, and none without a secret")
  func forged() {
    let right = ["penning-docs-secret"]
    let sha1 = "sha1=" + Self.signature
    for text in [
      nil, "", "sha256=", sha1, String(Self.signature.dropLast()), Self.signature + "00",
      String(repeating: "0", count: 64), String(repeating: "a", count: 10_000),
    ] {
      #expect(!MollieWebhook.isGenuine(Self.body, signature: text, secrets: right))
    }
    #expect(!MollieWebhook.isGenuine(Self.body + [32], signature: Self.signature, secrets: right))
    #expect(!MollieWebhook.isGenuine(Self.body, signature: Self.signature, secrets: []))
    let empty = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
    #expect(!MollieWebhook.isGenuine([], signature: empty, secrets: [""]))
  }
}
