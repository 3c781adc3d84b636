import JSON
import Outbound
import Primitives
import Testing

@testable import penning_sandbox

@Suite("What happens at the sandbox")
struct BehaviourTests {
  @Test("a first payment gives a mandate on which can be collected")
  func mandate() async throws {
    try await SandboxBench.with { bench in
      let customer = try await bench.customer()
      let first = try await bench.call(
        .post, "/v2/payments", SandboxBench.firstPayment(of: customer))
      let mandates = "/v2/customers/\(customer)/mandates"
      func status() async throws -> String? {
        try await bench.call(.get, mandates).json["_embedded"]?["mandates"]?[0]?["status"]?
          .stringValue
      }
      #expect(try await status() == "pending")
      let early = try await bench.call(
        .post, "/v2/payments", SandboxBench.recurring(of: customer, "30.00"))
      #expect(early.status == 422)
      try await bench.call(.post, "/sandbox/payments/\(first.id)/paid")
      #expect(try await status() == "valid")
      let second = try await bench.call(
        .post, "/v2/payments", SandboxBench.recurring(of: customer, "30.00"))
      #expect(second.json["status"] == "pending")
      #expect(second.json["method"] == "directdebit")
      #expect(second.json["_links"]?["checkout"] == nil)
      #expect(second.json["_links"]?["changePaymentState"] != nil)
      let id = first.json["mandateId"]?.stringValue ?? ""
      #expect(try await bench.call(.delete, "\(mandates)/\(id)").status == 204)
      let late = try await bench.call(
        .post, "/v2/payments", SandboxBench.recurring(of: customer, "30.00"))
      #expect(late.status == 422)
    }
  }

  struct Ruled: Sendable {
    let amount: String
    let days: [String]
  }

  /// The status after each day, by the rules and the two days that a bank takes.
  static let ruled: [Ruled] = [
    Ruled(amount: "30.00", days: ["pending", "pending", "paid"]),
    Ruled(amount: "30.13", days: ["pending", "pending", "failed AM04"]),
    Ruled(amount: "30.14", days: ["pending", "pending", "paid"]),
    Ruled(amount: "30.16", days: ["pending", "pending", "pending"]),
  ]

  @Test("a collection ends by its rule, when the clock says so", arguments: ruled)
  func rules(_ example: Ruled) async throws {
    try await SandboxBench.with { bench in
      _ = try await bench.moveClock(to: SandboxBench.start)
      let customer = try await bench.consentingCustomer()
      let payment = try await bench.call(
        .post, "/v2/payments", SandboxBench.recurring(of: customer, example.amount))
      for (day, expected) in example.days.enumerated() {
        _ = try await bench.moveClock(to: "2026-11-\(16 + day)T09:00:00Z")
        let now = try await bench.payment(payment.id)
        let code = now["details"]?["bankReasonCode"]?.stringValue.map { " \($0)" } ?? ""
        #expect((now["status"]?.stringValue ?? "") + code == expected)
        #expect((now["paidAt"] != nil) == (expected == "paid"))
      }
      _ = try await bench.moveClock(to: "2026-12-31T09:00:00Z")
      let end = try await bench.payment(payment.id)
      let back = end["amountChargedBack"]?["value"]?.stringValue
      #expect(back == (example.amount == "30.14" ? "30.14" : nil))
      let list = try await bench.call(.get, "/v2/payments/\(payment.id)/chargebacks").json
      let reason = list["_embedded"]?["chargebacks"]?[0]?["reason"]?["code"]?.stringValue
      #expect(reason == (back == nil ? nil : "MD06"))
    }
  }

  @Test("a lost answer leaves one payment, found by its key or in the list (F-08)")
  func lostAnswer() async throws {
    try await SandboxBench.with { bench in
      try await bench.call(.put, "/sandbox/behaviour", ["lostAnswerSeconds": 2])
      let customer = try await bench.consentingCustomer()
      let body = SandboxBench.recurring(of: customer, "30.15")
      await #expect(throws: OutboundError.self) {
        try await bench.call(.post, "/v2/payments", body, idempotencyKey: "k1", seconds: 1)
      }
      let again = try await bench.call(.post, "/v2/payments", body, idempotencyKey: "k1")
      #expect(again.status == 201)
      #expect(again.header("Idempotent-Replayed") == "true")
      let list = try await bench.call(.get, "/v2/customers/\(customer)/payments").json
      #expect(list["count"] == 2)
    }
  }

  @Test("an idempotency key holds for an hour and for one request")
  func idempotency() async throws {
    try await SandboxBench.with { bench in
      _ = try await bench.moveClock(to: SandboxBench.start)
      let customer = try await bench.customer()
      let body = SandboxBench.firstPayment(of: customer)
      let first = try await bench.call(.post, "/v2/payments", body, idempotencyKey: "k1")
      #expect(first.header("Idempotent-Replayed") == nil)
      let second = try await bench.call(.post, "/v2/payments", body, idempotencyKey: "k1")
      #expect(second.bytes == first.bytes && second.status == 201)
      #expect(second.header("Idempotent-Replayed") == "true")
      let other = SandboxBench.firstPayment(of: customer, "16.00")
      let clash = try await bench.call(.post, "/v2/payments", other, idempotencyKey: "k1")
      #expect(clash.status == 400)
      let elsewhere = try await bench.call(
        .post, "/v2/customers", body, key: "test_other", idempotencyKey: "k1")
      #expect(elsewhere.status == 201)
      _ = try await bench.moveClock(to: "2026-11-16T10:00:01Z")
      let later = try await bench.call(.post, "/v2/payments", body, idempotencyKey: "k1")
      #expect(later.id != first.id)
    }
  }

  @Test("a call whose first is still running is told so")
  func inFlight() {
    var answers = KeptAnswers()
    let now = Instant(milliseconds: 0)
    #expect(answers.begin("k", request: "POST /", body: [1], at: now) == .proceed)
    #expect(answers.begin("k", request: "POST /", body: [1], at: now) == .inFlight)
    #expect(answers.begin("k", request: "POST /", body: [2], at: now) == .otherRequest)
    answers.finish("k", KeptAnswers.Answer(status: 503, body: []))
    #expect(answers.begin("k", request: "POST /", body: [1], at: now) == .proceed)
  }

  @Test("webhooks carry an id and nothing else, and are repeated until they are taken")
  func webhooks() async throws {
    let receiver = try HookReceiver(refusing: [500, 404])
    defer { receiver.stop() }
    try await SandboxBench.with { bench in
      _ = try await bench.moveClock(to: SandboxBench.start)
      let customer = try await bench.customer()
      let payment = try await bench.call(
        .post, "/v2/payments", SandboxBench.firstPayment(of: customer, webhook: receiver.url))
      #expect(receiver.hooks.isEmpty)
      try await bench.call(.post, "/sandbox/payments/\(payment.id)/paid")
      let moved = try await bench.moveClock(to: "2026-11-18T09:00:00Z")
      let hook = HookReceiver.Hook(
        type: "application/x-www-form-urlencoded", body: "id=\(payment.id)")
      #expect(receiver.hooks == [hook, hook, hook])
      #expect(moved.json["next"] == .null)
      let calls = try await bench.call(.get, "/sandbox/webhooks").json.arrayValue ?? []
      #expect(calls.reversed().map { $0["status"]?.intValue } == [500, 404, 200])
      #expect(
        calls.reversed().map { $0["at"]?.stringValue } == [
          "2026-11-16T09:00:00Z", "2026-11-16T09:01:00Z", "2026-11-16T09:03:00Z",
        ])
    }
  }

  @Test("a webhook that nobody takes ends after ten calls")
  func silence() async throws {
    try await SandboxBench.with { bench in
      _ = try await bench.moveClock(to: SandboxBench.start)
      let customer = try await bench.customer()
      let body = SandboxBench.firstPayment(of: customer, webhook: "http://127.0.0.1:1/hook")
      let payment = try await bench.call(.post, "/v2/payments", body)
      try await bench.call(.post, "/sandbox/payments/\(payment.id)/failed")
      _ = try await bench.moveClock(to: "2026-12-01T09:00:00Z")
      let calls = try await bench.call(.get, "/sandbox/webhooks").json.arrayValue ?? []
      #expect(calls.count == 10)
      #expect(calls.first?["at"] == "2026-11-17T11:00:00Z")
    }
  }

  @Test(
    "the payment page decides, and sends the browser back",
    arguments: [
      (Outcome.paid, "paid"), (.failed, "failed"), (.expired, "expired"),
      (.cancelled, "canceled"), (.later, "pending"),
    ])
  func page(outcome: Outcome, status: String) async throws {
    try await SandboxBench.with { bench in
      _ = try await bench.moveClock(to: SandboxBench.start)
      let customer = try await bench.customer("Łukasz <b>")
      let payment = try await bench.call(
        .post, "/v2/payments", SandboxBench.firstPayment(of: customer))
      let path = "/checkout/\(payment.id)"
      for (language, word) in [("nl", "Betaald"), ("en", "Paid")] {
        let page = try await bench.call(.get, "\(path)?lang=\(language)", key: nil)
        #expect(page.text.contains("<html lang=\"\(language)\">"))
        #expect(page.text.contains(word))
      }
      let decided = try await bench.submit(path, "method=ideal&outcome=\(outcome.rawValue)")
      #expect(decided.status == 303)
      #expect(decided.header("Location") == "http://127.0.0.1:9/terug")
      #expect(try await bench.payment(payment.id)["status"]?.stringValue == status)
      _ = try await bench.moveClock(to: "2026-11-16T11:00:00Z")
      let end = outcome == .later ? "paid" : status
      #expect(try await bench.payment(payment.id)["status"]?.stringValue == end)
      _ = try await bench.submit(path, "outcome=failed")
      #expect(try await bench.payment(payment.id)["status"]?.stringValue == end)
      let overview = try await bench.call(.get, "/", key: nil)
      #expect(overview.text.contains(payment.id))
      #expect(!overview.text.contains("<b>"))
      #expect(try await bench.call(.get, "/checkout/tr_none", key: nil).status == 404)
    }
  }

  @Test("a page that is left open expires by its method's patience")
  func expires() async throws {
    try await SandboxBench.with { bench in
      _ = try await bench.moveClock(to: SandboxBench.start)
      let customer = try await bench.customer()
      let payment = try await bench.call(
        .post, "/v2/payments", SandboxBench.firstPayment(of: customer))
      let clock = try await bench.call(.get, "/sandbox/clock").json
      #expect(clock["next"] == "2026-11-16T09:15:00Z")
      _ = try await bench.moveClock(to: "2026-11-16T09:14:59Z")
      #expect(try await bench.payment(payment.id)["status"] == "open")
      _ = try await bench.moveClock(to: "2026-11-16T09:15:00Z")
      #expect(try await bench.payment(payment.id)["status"] == "expired")
    }
  }

  @Test("a storno, in part and in whole, and its end")
  func storno() async throws {
    try await SandboxBench.with { bench in
      let customer = try await bench.consentingCustomer()
      let payment = try await bench.call(
        .post, "/v2/payments", SandboxBench.recurring(of: customer, "30.00"))
      let path = "/sandbox/payments/\(payment.id)"
      #expect(try await bench.call(.post, "\(path)/chargeback").status == 409)
      try await bench.call(.post, "\(path)/paid")
      let part: JSONValue = ["reason": "AC04", "amount": SandboxBench.amount("10.00")]
      #expect(try await bench.call(.post, "\(path)/chargeback", part).status == 200)
      #expect(try await bench.call(.post, "\(path)/chargeback").status == 200)
      #expect(try await bench.call(.post, "\(path)/chargeback").status == 409)
      let end = try await bench.payment(payment.id)
      #expect(end["amountChargedBack"]?["value"] == "30.00")
      #expect(end["status"] == "paid")
      let refund = try await bench.call(
        .post, "/v2/payments/\(payment.id)/refunds", ["amount": SandboxBench.amount("1.00")])
      #expect(refund.status == 422)
      #expect(try await bench.call(.post, "\(path)/chargeback-reversal").status == 200)
    }
  }

  @Test("the same seed gives the same ids")
  func seeds() async throws {
    let once = try await SandboxBench.with { try await $0.consentingCustomer() }
    let twice = try await SandboxBench.with { try await $0.consentingCustomer() }
    #expect(once == twice && once.hasPrefix("cst_"))
  }

  @Test(
    "bad orders to the control interface are refused",
    arguments: [
      [:], ["now": 5], ["now": "yesterday"],
    ] as [JSONValue])
  func badControl(clock: JSONValue) async throws {
    try await SandboxBench.with { bench in
      let refused = try await bench.call(.post, "/sandbox/clock", clock)
      #expect(refused.status == 422)
      let rules: JSONValue = ["rules": [["effect": "explode"]]]
      #expect(try await bench.call(.put, "/sandbox/behaviour", rules).status == 422)
      #expect(try await bench.call(.put, "/sandbox/behaviour", ["settleDays": -1]).status == 422)
      #expect(try await bench.call(.post, "/sandbox/payments/tr_x/paid").status == 404)
    }
  }
}
