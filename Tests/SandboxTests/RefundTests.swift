import JSON
import Outbound
import Primitives
import Testing

@testable import penning_sandbox

@Suite("Refunds, the register and what is kept")
struct RefundTests {
  struct Ruled: Sendable {
    let amount: String
    let first: String
    let next: String
    /// What is counted as refunded in the end.
    let refunded: String
  }

  static let ruled: [Ruled] = [
    Ruled(amount: "5.00", first: "pending", next: "refunded", refunded: "5.00"),
    Ruled(amount: "5.17", first: "pending", next: "failed", refunded: "0.00"),
    Ruled(amount: "5.20", first: "pending", next: "pending", refunded: "5.20"),
  ]

  @Test("a refund ends by its rule, when the clock says so", arguments: ruled)
  func rules(_ example: Ruled) async throws {
    let receiver = try HookReceiver()
    defer { receiver.stop() }
    try await SandboxBench.with { bench in
      let payment = try await bench.paidPayment(webhook: receiver.url)
      let body: JSONValue = [
        "amount": SandboxBench.amount(example.amount), "metadata": ["refund": "rfd_1"],
      ]
      let refund = try await bench.call(.post, "/v2/payments/\(payment)/refunds", body)
      #expect(refund.status == 201 && refund.json["status"]?.stringValue == example.first)
      #expect(refund.json["metadata"]?["refund"] == "rfd_1")
      _ = try await bench.moveClock(to: "2026-11-17T10:00:00Z")
      let path = "/v2/payments/\(payment)/refunds/\(refund.id)"
      #expect(try await bench.call(.get, path).json["status"]?.stringValue == example.next)
      let now = try await bench.payment(payment)
      #expect(now["amountRefunded"]?["value"]?.stringValue == example.refunded)
      #expect(now["_links"]?["refunds"] != nil)
      #expect(receiver.hooks.count == (example.next == "pending" ? 2 : 3))
    }
  }

  @Test("x.19 is refused, and more than is left is too")
  func refused() async throws {
    try await SandboxBench.with { bench in
      let payment = try await bench.paidPayment()
      for amount in ["5.19", "40.01"] {
        let answer = try await bench.call(
          .post, "/v2/payments/\(payment)/refunds", ["amount": SandboxBench.amount(amount)])
        #expect(answer.status == 422 && answer.json["field"] == "amount")
      }
    }
  }

  @Test("x.18 loses its answer and is made once, whatever comes again with its key")
  func lost() async throws {
    try await SandboxBench.with { bench in
      try await bench.call(.put, "/sandbox/behaviour", ["lostAnswerSeconds": 0])
      let payment = try await bench.paidPayment()
      let body: JSONValue = ["amount": SandboxBench.amount("5.18")]
      let path = "/v2/payments/\(payment)/refunds"
      await #expect(throws: (any Error).self) {
        try await bench.call(.post, path, body, idempotencyKey: "k")
      }
      let again = try await bench.call(.post, path, body, idempotencyKey: "k")
      #expect(again.status == 201)
      #expect(try await bench.call(.get, path).json["count"] == 1)
    }
  }

  @Test("one that is made in the dashboard is told like any other")
  func elsewhere() async throws {
    try await SandboxBench.with { bench in
      let payment = try await bench.paidPayment()
      let body: JSONValue = ["amount": SandboxBench.amount("1.50")]
      #expect(
        try await bench.call(.post, "/sandbox/payments/\(payment)/refund", body).status == 200)
      #expect(try await bench.call(.post, "/sandbox/payments/\(payment)/refund").status == 200)
      #expect(try await bench.call(.post, "/sandbox/payments/\(payment)/refund").status == 409)
      let now = try await bench.payment(payment)
      #expect(now["amountRefunded"]?["value"] == "40.00")
    }
  }

  @Test(
    "the register knows every number but those that it is told not to",
    arguments: [
      ("BE", "0428759497", "VALID", true), ("DE", "123456404", "INVALID", false),
      ("FR", "12345678503", "MS_UNAVAILABLE", false), ("BE", "0000000097", "INVALID", false),
      ("BE", "x", "INVALID_INPUT", false),
    ])
  func register(country: String, number: String, word: String, isValid: Bool) async throws {
    try await SandboxBench.with { bench in
      try await bench.call(.put, "/sandbox/behaviour", ["viesInvalid": ["BE0000000097"]])
      let path = "/vies/ms/\(country)/vat/\(number)"
      let answer = try await bench.call(.get, path, key: nil).json
      #expect(answer["userError"]?.stringValue == word && answer["isValid"]?.boolValue == isValid)
      #expect(answer["requestIdentifier"] == "")
      let asked = try await bench.call(
        .get, path + "?requesterMemberStateCode=NL&requesterNumber=123456782B90", key: nil
      ).json
      #expect((asked["requestIdentifier"]?.stringValue != "") == isValid)
      try await bench.call(.put, "/sandbox/behaviour", ["viesIsDown": true])
      #expect(try await bench.call(.get, path, key: nil).status == 503)
    }
  }

  @Test(
    "a behaviour that cannot be is refused",
    arguments: [
      ["refundDays": -1], ["refundRules": [["cents": 100, "effect": "fail"]]],
      ["refundRules": [["cents": 1, "effect": "vanish"]]], ["viesInvalid": "BE1"],
      ["viesIsDown": "no"],
    ] as [JSONValue])
  func bad(body: JSONValue) async throws {
    try await SandboxBench.with { bench in
      let answer = try await bench.call(.put, "/sandbox/behaviour", body)
      #expect(answer.status == 422 || answer.status == 400)
    }
  }

  @Test("mails outlive the process, a broken last line aside")
  func mails() async throws {
    try await StateTests.withFile { state in
      let file = "\(state).mails"
      defer { unlinkMails(file) }
      func send(_ subject: String, _ bench: SandboxBench) async throws {
        let client = SMTPClient(
          server: try SMTPServer("smtp://\(bench.running.mailAddress)"), policy: .development)
        let mail =
          "From: a@example.nl\r\nTo: b@example.nl\r\nSubject: \(subject)\r\n\r\nDag \u{1F600}\r\n"
        _ = try await client.send(
          envelopeFrom: "a@example.nl", to: "b@example.nl", message: Array(mail.utf8))
      }
      func subjects(_ bench: SandboxBench) async throws -> [String] {
        let list = try await bench.call(.get, "/sandbox/mails", key: nil).json
        return list["mails"]?.arrayValue?.compactMap { $0["subject"]?.stringValue } ?? []
      }
      try await SandboxBench.with(state: state) { bench in
        try await send("een", bench)
        try await send("twee", bench)
      }
      let whole = MailFile(path: file).load()
      #expect(whole.count == 2 && MailFile(path: file).append(whole[0]))
      breakOff(file)
      try await SandboxBench.with(state: state) { bench in
        let kept = try await subjects(bench)
        #expect(kept == ["twee", "een"])
        let mail = try await bench.call(.get, "/sandbox/mails/2", key: nil).json
        #expect(mail["text"]?.stringValue?.contains("\u{1F600}") == true)
        try await send("na de breuk", bench)
        #expect(MailFile(path: file).load().count == 3)
        #expect(try await bench.call(.delete, "/sandbox/mails", key: nil).status == 204)
        try await send("drie", bench)
      }
      try await SandboxBench.with(state: state) { bench in
        let left = try await subjects(bench)
        #expect(left == ["drie"])
      }
    }
  }
}

extension SandboxBench {
  /// 40.00, paid on the morning on which everything begins.
  fileprivate func paidPayment(webhook: String? = nil) async throws -> String {
    _ = try await moveClock(to: Self.start)
    let customer = try await customer()
    let payment = try await call(
      .post, "/v2/payments", Self.firstPayment(of: customer, "40.00", webhook: webhook)
    ).id
    try await call(.post, "/sandbox/payments/\(payment)/paid")
    return payment
  }
}
