import HTTPServer
import Invoicing
import JSON
import Outbound
import Payments
import Primitives
import Tenancy
import Testing
import Web

@testable import penning_admin

/// Money back, and the proof of VAT numbers, as programs and people ask for them.
@Suite struct RefundTests {
  /// The demo shop's customer has 40.00 that lies on no document.
  private static func withSurplus(
    _ body: @Sendable @escaping (AdminBench, Payment) async throws -> Void
  ) async throws {
    try await withAdmin { bench in
      let demo = bench.demo
      let payment = try await bench.database.write(as: demo.scope) { shop -> Payment in
        let target = PaymentTarget(document: demo.proForma.id, amount: .eur(4000))
        let payment = try shop.payments.begin(
          NewPayment(
            customer: demo.customer.id, targets: [target], currency: .eur, method: .ideal,
            isFirst: false, gateway: .mollie, description: "PF-surplus"))
        _ = try shop.payments.markSent(payment.id)
        let told = GatewayPayment(
          id: "tr_surplus", status: .paid, amount: .eur(4000), paidAt: shop.now)
        let applied = try shop.payments.apply(told, to: payment.id)
        _ = try shop.invoicing.settle(
          IncomingMoney(
            payment: payment.id.description, cause: "paid", customer: demo.customer.id,
            amount: .eur(4000), paidOn: shop.today), on: [])
        return applied.payment
      }
      try await body(bench, payment)
    }
  }

  private static func wish(
    _ bench: AdminBench, _ amount: String, reason: String = "Dubbel betaald"
  ) -> JSONValue {
    [
      "customerId": .string(bench.demo.customer.id.description),
      "amount": ["amount": .string(amount), "currency": "EUR"], "reason": .string(reason),
    ]
  }

  @Test func refundsOncePerKeyAndListsIt() async throws {
    try await Self.withSurplus { bench, payment in
      let program = bench.program(bench.demo.writeKey)
      let body = Self.wish(bench, "12.50")
      let made = try await program.send(.post, "/api/v1/refunds", body, idempotency: "r1")
      #expect(made.status == 201)
      let refund = try #require(made.json["items"]?[0])
      #expect(refund["paymentId"]?.stringValue == payment.id.description)
      #expect(refund["state"] == "requested" && refund["cause"] == "unallocated")
      let again = try await program.send(.post, "/api/v1/refunds", body, idempotency: "r1")
      #expect(again.text == made.text)
      let list = try await program.get("/api/v1/refunds?customerId=\(bench.demo.customer.id)")
      #expect(list.json["items"]?.arrayValue?.count == 1)
      let id = refund["id"]?.stringValue ?? ""
      #expect(try await program.get("/api/v1/refunds/\(id)").json == refund)
      let taken = try await program.send(.post, "/api/v1/refunds/\(id)/withdraw", [:])
      #expect(taken.json["state"] == "cancelled")
      #expect(try await program.send(.post, "/api/v1/refunds/\(id)/withdraw", [:]).status == 409)
    }
  }

  struct Bad: Sendable {
    let amount: String
    let reason: String
    let status: Int
    let pointer: String?
  }

  static let bad: [Bad] = [
    Bad(amount: "40.01", reason: "x", status: 409, pointer: "/amount"),
    Bad(amount: "0.00", reason: "x", status: 422, pointer: "/amount/amount"),
    Bad(amount: "-1.00", reason: "x", status: 422, pointer: "/amount/amount"),
    Bad(amount: "1000000000.01", reason: "x", status: 422, pointer: "/amount/amount"),
    Bad(amount: "1.001", reason: "x", status: 422, pointer: "/amount/amount"),
    Bad(amount: "1.00", reason: "", status: 422, pointer: "/reason"),
    Bad(
      amount: "1.00", reason: String(repeating: "é", count: 201), status: 422, pointer: "/reason"),
  ]

  @Test func refusesWhatCannotBe() async throws {
    try await Self.withSurplus { bench, _ in
      let program = bench.program(bench.demo.writeKey)
      for bad in Self.bad {
        let seen = try await program.send(
          .post, "/api/v1/refunds", Self.wish(bench, bad.amount, reason: bad.reason))
        #expect(seen.status == bad.status, "\(bad.amount) \(seen.text)")
        let pointer = seen.json["errors"]?[0]?["pointer"]?.stringValue ?? ""
        #expect(bad.pointer.map { pointer.hasPrefix("/\($0.split(separator: "/")[0])") } ?? true)
      }
      let rights = try await bench.program(bench.demo.readKey)
        .send(.post, "/api/v1/refunds", Self.wish(bench, "1.00"))
      #expect(rights.status == 403)
      let foreign = bench.program(bench.other.writeKey)
      let other = try await foreign.send(.post, "/api/v1/refunds", Self.wish(bench, "1.00"))
      #expect(other.status == 404)
    }
  }

  @Test func aFormSentTwiceRefundsOnce() async throws {
    try await Self.withSurplus { bench, payment in
      var browser = try await bench.signedIn(as: .owner)
      let page = try await browser.get("/payments/\(payment.id)")
      #expect(page.text.contains("/payments/\(payment.id)/refund"))
      let form = try await browser.get("/payments/\(payment.id)/refund")
      #expect(form.text.contains("40,00"))
      let fields: QueryItems = [
        "csrf": form.value(of: "csrf") ?? "", "cause": form.value(of: "cause") ?? "",
        "amount": "15,00", "reason": "<b>Dubbel</b> {{7*7}}",
      ]
      for _ in 0..<2 {
        let sent = try await browser.post("/payments/\(payment.id)/refund", fields)
        #expect(sent.status == 303, "\(sent.text)")
      }
      let after = try await browser.get("/payments/\(payment.id)")
      #expect(after.text.contains("&lt;b&gt;Dubbel&lt;/b&gt; {{7*7}}"))
      let made = try await bench.database.read(as: bench.demo.scope) {
        try $0.refunds.list(of: payment.id)
      }
      #expect(made.map(\.amount) == [.eur(1500)])
    }
  }

  @Test func tellsThatTheRegisterIsSilent() async throws {
    try await withAdmin { bench in
      let id = bench.demo.customer.id
      let program = bench.program(bench.demo.writeKey)
      let none = try await program.send(.post, "/api/v1/customers/\(id)/vat-checks", [:])
      #expect(none.json["outcome"] == "noNumber")
      let list = try await program.get("/api/v1/customers/\(id)/vat-checks")
      #expect(list.json["items"]?.arrayValue?.isEmpty == true)
      let other = bench.other.customer.id
      #expect(try await program.get("/api/v1/customers/\(other)/vat-checks").status == 404)
      var browser = try await bench.signedIn(as: .owner)
      let page = try await browser.get("/customers/\(id)/vat-check")
      #expect(page.status == 200 && page.text.contains("VIES"))
    }
  }
}
