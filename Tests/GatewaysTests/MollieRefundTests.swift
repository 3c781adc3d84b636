import JSON
import Payments
import Primitives
import Tenancy
import TestPeers
import Testing

@testable import Gateways

@Suite struct MollieRefundTests {
  static let refund = Refund.ID(rawValue: 99)

  static func request(
    _ amount: Money = .eur(1250), description: String = "Te veel betaald", payment: String = "tr_3"
  ) -> GatewayRefundRequest {
    GatewayRefundRequest(
      refund: refund, shop: Shop.ID(rawValue: 5), payment: payment, amount: amount,
      description: description, idempotencyKey: "penning-rfd")
  }

  static func answer(_ status: String, id: String = "re_4qqhO89gsT") -> String {
    """
    {"resource":"refund","id":"\(id)","mode":"test","description":"Te veel betaald",
     "amount":{"currency":"EUR","value":"12.50"},"status":"\(status)","paymentId":"tr_3",
     "metadata":{"refund":"\(refund)","shop":"x"},"createdAt":"2026-01-01T10:00:00+00:00",
     "_links":{}}
    """
  }

  @Test("a refund is asked for with its key, its amount as text and our id")
  func creates() async throws {
    let script = try MollieScript([MollieScript.answer(201, Self.answer("pending"))])
    let told = await script.gateway.createRefund(Self.request())
    #expect(
      told
        == .accepted(
          GatewayRefund(
            id: "re_4qqhO89gsT", status: .pending, amount: .eur(1250), reference: Self.refund,
            description: "Te veel betaald")))
    #expect(script.line(0) == "POST /v2/payments/tr_3/refunds HTTP/1.1")
    #expect(script.peer.requests[0].contains("\nIdempotency-Key: penning-rfd\n"))
    let golden: JSONValue = [
      "amount": ["currency": "EUR", "value": "12.50"], "description": "Te veel betaald",
      "metadata": ["refund": "\(Self.refund)", "shop": "\(Shop.ID(rawValue: 5))"],
    ]
    #expect(try script.body() == golden)
  }

  @Test(
    "each of the provider's words is one of ours",
    arguments: [
      ("queued", GatewayRefundStatus.queued), ("pending", .pending), ("processing", .processing),
      ("refunded", .refunded), ("failed", .failed), ("canceled", .cancelled),
    ])
  func statuses(word: String, status: GatewayRefundStatus) async throws {
    let script = try MollieScript([MollieScript.answer(200, Self.answer(word))])
    guard case .accepted(let told) = await script.gateway.fetchRefund("re_1", of: "tr_3") else {
      Issue.record("not accepted")
      return
    }
    #expect(told.status == status)
    #expect(script.line(0) == "GET /v2/payments/tr_3/refunds/re_1 HTTP/1.1")
  }

  struct Bad: Sendable {
    let answer: String?
    let outcome: GatewayOutcome<GatewayRefund>
  }

  static let bad: [Bad] = [
    Bad(
      answer: MollieScript.problem(422, "The amount is higher than the maximum", field: "amount"),
      outcome: .refused(code: GatewayCode.invalidData, field: "amount")),
    Bad(
      answer: MollieScript.problem(404, "No payment exists"),
      outcome: .refused(code: GatewayCode.notFound, field: nil)),
    Bad(answer: MollieScript.problem(409, "in progress"), outcome: .retryLater(after: nil)),
    Bad(
      answer: MollieScript.problem(401, "no"),
      outcome: .accountDisabled(reason: "HTTP 401: no")),
    Bad(
      answer: MollieScript.problem(503, "busy"), outcome: .unknown(reason: "HTTP 503: busy")),
    Bad(
      answer: MollieScript.answer(201, #"{"id":"re_1","status":"new","amount":null}"#),
      outcome: .unknown(reason: "the answer has no readable refund amount")),
    Bad(
      answer: MollieScript.answer(201, Self.answer("astray")),
      outcome: .unknown(reason: "the answer has no readable refund status")),
    Bad(
      answer: MollieScript.answer(201, Self.answer("pending", id: "../x")),
      outcome: .unknown(reason: "the answer has no readable refund id")),
  ]

  @Test("every way in which it gives no refund has its own meaning", arguments: bad.indices)
  func failures(index: Int) async throws {
    let script = try MollieScript([Self.bad[index].answer])
    #expect(await script.gateway.createRefund(Self.request()) == Self.bad[index].outcome)
  }

  @Test("an answer that never comes is unknown, not failed (I-25)")
  func lost() async throws {
    let script = try MollieScript([nil])
    guard case .unknown = await script.gateway.createRefund(Self.request()) else {
      Issue.record("not unknown")
      return
    }
  }

  @Test("an id that is none never reaches a path", arguments: ["", "tr_", "tr_1/../x", "pay_1"])
  func paths(payment: String) async throws {
    let script = try MollieScript([])
    let refused = GatewayOutcome<GatewayRefund>.refused(code: GatewayCode.notFound, field: nil)
    #expect(await script.gateway.createRefund(Self.request(payment: payment)) == refused)
    #expect(await script.gateway.fetchRefund("re_1", of: payment) == refused)
    #expect(script.peer.requests.isEmpty)
  }

  @Test("a description is cut to what banks show, without control characters")
  func description() {
    let long = MollieWriting.refund(Self.request(description: String(repeating: "é", count: 200)))
    #expect(long["description"]?.stringValue?.count == 140)
    let lines = MollieWriting.refund(Self.request(description: "a\r\nb"))
    #expect(lines["description"] == "a  b")
  }
}
