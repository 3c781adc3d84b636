import JSON
import Payments
import Primitives
import Tenancy
import TestPeers
import Testing

@testable import Gateways

@Suite struct MollieGatewayTests {
  static let payment = Payment.ID(rawValue: 77)
  static let shop = Shop.ID(rawValue: 5)

  static func request(
    _ sequence: PaymentSequence, method: PaymentMethod? = .ideal, amount: Money = .eur(4000),
    mandate: String? = nil, description: String = "PF2026-0042 abonnement"
  ) -> GatewayRequest {
    GatewayRequest(
      payment: payment, shop: shop, amount: amount, description: description, method: method,
      sequence: sequence, idempotencyKey: "0d6f2c1e", customer: "cst_kEn1PlbGa", mandate: mandate,
      returnURL: "https://pay.example.nl/terug/7f3a",
      webhookURL: "https://pay.example.nl/hooks/mollie/9c1e", language: .nl)
  }

  /// The answer of the fact sheet, section 3.
  static let created = """
    {"resource":"payment","id":"tr_7UhSN1zuXS","mode":"test","createdAt":"2026-01-01T10:00:00+00:00",
     "amount":{"currency":"EUR","value":"40.00"},"description":"PF2026-0042 abonnement",
     "method":"ideal","metadata":{"payment":"\(payment)","shop":"\(shop)"},"status":"open",
     "isCancelable":false,"expiresAt":"2026-01-01T10:15:00+00:00","profileId":"pfl_QkEhN94Ba",
     "customerId":"cst_kEn1PlbGa","sequenceType":"first",
     "_links":{"self":{"href":"https://api.mollie.com/v2/payments/tr_7UhSN1zuXS"},
     "checkout":{"href":"https://www.mollie.com/checkout/select-issuer/ideal/7UhSN1zuXS"}}}
    """

  @Test("a first payment is asked for and its checkout address comes back")
  func first() async throws {
    let script = try MollieScript([MollieScript.answer(201, Self.created)])
    let outcome = await script.gateway.createPayment(Self.request(.first))
    var expected = GatewayPayment(id: "tr_7UhSN1zuXS", status: .open, amount: .eur(4000))
    expected.method = .ideal
    expected.checkoutURL = "https://www.mollie.com/checkout/select-issuer/ideal/7UhSN1zuXS"
    expected.customer = "cst_kEn1PlbGa"
    expected.reference = Self.payment
    #expect(outcome == .accepted(expected))
    #expect(script.line(0) == "POST /v2/payments HTTP/1.1")
    #expect(script.peer.requests[0].contains("\nAuthorization: Bearer test_abcdefghij\n"))
    #expect(script.peer.requests[0].contains("\nIdempotency-Key: 0d6f2c1e\n"))
    #expect(script.peer.requests[0].contains("\nContent-Type: application/json\n"))
    let golden: JSONValue = [
      "amount": ["currency": "EUR", "value": "40.00"], "description": "PF2026-0042 abonnement",
      "sequenceType": "first",
      "metadata": ["payment": "\(Self.payment)", "shop": "\(Self.shop)"], "method": "ideal",
      "customerId": "cst_kEn1PlbGa", "webhookUrl": "https://pay.example.nl/hooks/mollie/9c1e",
      "redirectUrl": "https://pay.example.nl/terug/7f3a", "locale": "nl_NL",
    ]
    #expect(try script.body() == golden)
  }

  @Test("a collection names its mandate and no page to return to")
  func recurring() async throws {
    let answer = #"""
      {"id":"tr_2","status":"pending","amount":{"currency":"EUR","value":"40.00"},
       "method":"directdebit","mandateId":"mdt_1","customerId":"cst_kEn1PlbGa","metadata":null,
       "paidAt":null,"amountRefunded":null,"amountChargedBack":null,"_links":{},
       "details":{"consumerName":"J. Jansen","consumerAccount":"NL91ABNA0417164300",
       "dueDate":"2026-01-05"}}
      """#
    let script = try MollieScript([MollieScript.answer(201, answer)])
    let outcome = await script.gateway.createPayment(
      Self.request(.recurring, method: .directDebit, mandate: "mdt_1"))
    var expected = GatewayPayment(id: "tr_2", status: .pending, amount: .eur(4000))
    expected.method = .directDebit
    expected.customer = "cst_kEn1PlbGa"
    expected.mandate = "mdt_1"
    expected.payer = GatewayPayer(name: "J. Jansen", account: "NL91ABNA0417164300")
    expected.debitOn = CivilDate("2026-01-05")
    #expect(outcome == .accepted(expected))
    let body = try script.body()
    #expect(body["sequenceType"] == "recurring" && body["mandateId"] == "mdt_1")
    #expect(body["method"] == "directdebit")
    #expect(body["redirectUrl"] == nil && body["locale"] == nil)
  }

  @Test(
    "amounts are texts with the currency's own decimals",
    arguments: [
      (Money.eur(1), "0.01"), (Money(minorUnits: 1500, currency: .jpy), "1500"),
      (Money.eur(123_456_789), "1234567.89"),
    ])
  func amounts(money: Money, text: String) {
    #expect(MollieWriting.amount(money)["value"] == .string(text))
  }

  @Test("a description is cut to 255 characters and has no control characters")
  func description() {
    #expect(MollieWriting.description("a\r\nb\0c") == "a  b c")
    #expect(MollieWriting.description(String(repeating: "é", count: 300)).count == 255)
  }

  @Test("a customer is made and its id comes back")
  func customer() async throws {
    let script = try MollieScript([
      MollieScript.answer(201, #"{"resource":"customer","id":"cst_8wmqcHMN4U","name":"J"}"#)
    ])
    let request = GatewayCustomerRequest(
      shop: Self.shop, customer: Customer.ID(rawValue: 9), name: "Łukasz", email: "l@example.nl",
      language: .en, idempotencyKey: "k")
    #expect(await script.gateway.createCustomer(request) == .accepted("cst_8wmqcHMN4U"))
    #expect(script.line(0) == "POST /v2/customers HTTP/1.1")
    let body = try script.body()
    #expect(body["name"] == "Łukasz" && body["locale"] == "en_GB")
    #expect(body["metadata"]?["customer"] == .string("\(Customer.ID(rawValue: 9))"))
  }

  @Test("a paid payment says when, by whom and with which mandate")
  func paid() async throws {
    let answer = #"""
      {"id":"tr_3","status":"paid","paidAt":"2026-01-01T11:02:03+01:00",
       "amount":{"currency":"EUR","value":"40.00"},"amountRefunded":{"currency":"EUR","value":"5.00"},
       "method":"ideal","mandateId":"mdt_9","_links":{},"details":{"consumerName":"J"}}
      """#
    let refunds = #"""
      {"count":2,"_embedded":{"refunds":[
       {"id":"re_1","status":"processing","amount":{"currency":"EUR","value":"4.00"},
        "description":"Te veel","metadata":{"refund":"\#(Refund.ID(rawValue: 9))","shop":"x"}},
       {"id":"re_2","status":"refunded","amount":{"currency":"EUR","value":"1.00"},
        "metadata":null}]},"_links":{"next":null}}
      """#
    let script = try MollieScript([
      MollieScript.answer(200, answer), MollieScript.answer(200, refunds),
    ])
    guard case .accepted(let payment) = await script.gateway.fetchPayment("tr_3") else {
      Issue.record("not accepted")
      return
    }
    #expect(script.line(0) == "GET /v2/payments/tr_3 HTTP/1.1")
    #expect(payment.status == .paid && payment.mandate == "mdt_9")
    #expect(payment.paidAt == Instant(rfc3339: "2026-01-01T10:02:03Z"))
    #expect(payment.refunded == .eur(500) && payment.chargedBack == .eur(0))
    #expect(script.line(1) == "GET /v2/payments/tr_3/refunds?limit=250 HTTP/1.1")
    #expect(
      payment.refunds == [
        GatewayRefund(
          id: "re_1", status: .processing, amount: .eur(400), reference: Refund.ID(rawValue: 9),
          description: "Te veel"),
        GatewayRefund(id: "re_2", status: .refunded, amount: .eur(100)),
      ])
    #expect(payment.payer == GatewayPayer(name: "J", account: nil))
  }

  @Test("chargebacks are read with their reasons and what was won back")
  func chargebacks() async throws {
    let answer = #"""
      {"id":"tr_3","status":"paid","paidAt":"2026-01-01T10:00:00+00:00",
       "amount":{"currency":"EUR","value":"40.00"},"method":"directdebit",
       "_links":{"chargebacks":{"href":"https://elsewhere.example/x"}}}
      """#
    let list = #"""
      {"count":2,"_embedded":{"chargebacks":[
       {"id":"chb_1","amount":{"currency":"EUR","value":"40.00"},"createdAt":"2026-01-09T10:00:00Z",
        "reversedAt":"2026-01-20T10:00:00Z","reason":{"code":"AC01"}},
       {"id":"chb_2","amount":{"currency":"EUR","value":"40.00"},"createdAt":"2026-02-09T10:00:00Z",
        "reversedAt":null,"reason":{"code":"MD06","description":"x"}}]}}
      """#
    let script = try MollieScript([
      MollieScript.answer(200, answer), MollieScript.answer(200, list),
    ])
    guard case .accepted(let payment) = await script.gateway.fetchPayment("tr_3") else {
      Issue.record("not accepted")
      return
    }
    #expect(script.line(1) == "GET /v2/payments/tr_3/chargebacks?limit=250 HTTP/1.1")
    #expect(payment.chargedBack == .eur(8000) && payment.chargebackReversed == .eur(4000))
    #expect(payment.reasonCode == "MD06")
  }

  @Test(
    "a failure has its reason, wherever it stands",
    arguments: [
      (#""details":{"bankReasonCode":"AM04"}"#, "AM04"),
      (#""details":{"failureReason":"card_declined"}"#, "card_declined"),
      (#""statusReason":{"code":"x","message":"y"},"details":null"#, "x"), (#""details":{}"#, nil),
    ] as [(String, String?)])
  func failure(member: String, reason: String?) throws {
    let object = try JSONValue(
      parsing:
        #"{"id":"tr_3","status":"failed","amount":{"currency":"EUR","value":"1.00"},\#(member)}"#)
    let payment = try MollieReading.payment(object)
    #expect(payment.status == .failed && payment.reasonCode == reason)
  }

  @Test("Mollie's word for cancelled has one l", arguments: GatewayStatus.allCases)
  func statuses(status: GatewayStatus) {
    #expect(MollieReading.status(status == .cancelled ? "canceled" : status.rawValue) == status)
  }

  @Test(
    "each status means what the fact sheet says",
    arguments: [
      (400, "bad", nil, .refused(code: "http_400", field: nil)),
      (404, "none", nil, .refused(code: "not_found", field: nil)),
      (410, "gone", nil, .refused(code: "not_found", field: nil)),
      (409, "busy", nil, .retryLater(after: nil)), (429, "slow", nil, .retryLater(after: nil)),
      (422, "too low", "amount", .refused(code: "invalid_data", field: "amount")),
      (422, "No suitable mandates found", nil, .refused(code: "no_mandate", field: nil)),
      (422, "x", "mandateId", .refused(code: "no_mandate", field: "mandateId")),
      (401, "no", nil, .accountDisabled(reason: "HTTP 401: no")),
      (403, "no", nil, .accountDisabled(reason: "HTTP 403: no")),
      (500, "oops", nil, .unknown(reason: "HTTP 500: oops")),
      (503, "oops", nil, .unknown(reason: "HTTP 503: oops")),
      (302, "oops", nil, .unknown(reason: "HTTP 302: oops")),
    ] as [(Int, String, String?, GatewayOutcome<GatewayPayment>)])
  func errors(
    status: Int, detail: String, field: String?, expected: GatewayOutcome<GatewayPayment>
  ) async throws {
    let script = try MollieScript([MollieScript.problem(status, detail, field: field)])
    #expect(await script.gateway.createPayment(Self.request(.first)) == expected)
    #expect(script.peer.requests.count == 1)
  }

  @Test("the provider's wish to wait is passed on")
  func retryAfter() async throws {
    let script = try MollieScript([MollieScript.answer(429, "{}", "Retry-After: 17\r\n")])
    #expect(
      await script.gateway.createPayment(Self.request(.first)) == .retryLater(after: 17))
  }

  @Test(
    "an answer that cannot be read leaves the outcome unknown",
    arguments: [
      "", "x", "[]", "{}", #"{"id":"tr_1"}"#, #"{"id":"tr_1","status":"paid"}"#,
      #"{"id":"../x","status":"paid","amount":{"currency":"EUR","value":"1.00"}}"#,
      #"{"id":"tr_1","status":"odd","amount":{"currency":"EUR","value":"1.00"}}"#,
      #"{"id":"tr_1","status":"paid","amount":{"currency":"EUR","value":1.00}}"#,
      #"{"id":"tr_1","status":"paid","amount":{"currency":"XXX","value":"1.00"}}"#,
      #"{"id":"tr_1","status":"paid","amount":{"currency":"EUR","value":"1.00"},"paidAt":"now"}"#,
      #"{"id":"tr_1","status":"paid","amount":{"currency":"EUR","value":"1.00"},"amountRefunded":{"currency":"USD","value":"1.00"}}"#,
      #"{"id":"tr_1","id":"tr_2","status":"paid","amount":{"currency":"EUR","value":"1.00"}}"#,
    ])
  func unreadable(body: String) async throws {
    let script = try MollieScript([MollieScript.answer(201, body)])
    guard case .unknown = await script.gateway.createPayment(Self.request(.first)) else {
      Issue.record("not unknown")
      return
    }
  }

  @Test("a connection lost after the request leaves the outcome unknown, once")
  func lost() async throws {
    let script = try MollieScript([nil])
    guard case .unknown = await script.gateway.createPayment(Self.request(.first)) else {
      Issue.record("not unknown")
      return
    }
    #expect(script.peer.requests.count == 1)
  }

  @Test("when nobody listens, nothing happened")
  func nobody() async throws {
    let gateway = MollieScript.gateway(at: try Peer { _ in }.url)
    #expect(await gateway.createPayment(Self.request(.first)) == .retryLater(after: nil))
  }

  @Test(
    "a key of another form or mode stops the account before anything is sent",
    arguments: [
      ("", GatewayMode.test), ("abc", .test), ("access_abc", .live), ("live_", .live),
      ("live_a b", .live), ("live_a\r\nX: y", .live), ("test_abc", .live), ("live_abc", .test),
    ])
  func keys(key: String, mode: GatewayMode) async throws {
    let script = try MollieScript([], key: key, mode: mode)
    guard case .accountDisabled(let reason) = await script.gateway.fetchPayment("tr_1") else {
      Issue.record("not disabled")
      return
    }
    #expect(key.count < 6 || !reason.contains(key))
    #expect(script.peer.requests.isEmpty)
  }

  @Test("an address that may not be called stops the account")
  func address() async {
    let gateway = MollieScript.gateway(at: "http://169.254.169.254")
    guard case .accountDisabled = await gateway.fetchPayment("tr_1") else {
      Issue.record("not disabled")
      return
    }
  }

  @Test(
    "an id that was never Mollie's is not asked for",
    arguments: ["", "tr_", "cst_1", "tr_1/../x", "tr_1?x", "tr_é", "TR_1"])
  func foreignID(id: String) async throws {
    let script = try MollieScript([])
    #expect(
      await script.gateway.fetchPayment(id) == .refused(code: "not_found", field: nil))
    #expect(script.peer.requests.isEmpty)
  }
}
