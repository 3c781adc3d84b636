import JSON
import Outbound
import Testing

@testable import penning_sandbox

@Suite("The sandbox's answers have what the strict client demands")
struct MollieShapeTests {
  /// mollie.md section 12; names after a dot are links.
  static let members: [String: [String]] = [
    "payment": [
      "resource", "id", "mode", "description", "amount", "sequenceType", "profileId", "status",
      "createdAt", ".self", ".dashboard",
    ],
    "customer": [
      "resource", "id", "mode", "name", "email", "locale", "metadata", "createdAt", ".self",
      ".dashboard", ".documentation",
    ],
    "mandate": [
      "resource", "id", "mode", "method", "details", "signatureDate", "mandateReference", "status",
      "customerId", "createdAt", ".self", ".customer", ".documentation",
    ],
    "refund": [
      "resource", "id", "mode", "description", "amount", "metadata", "paymentId", "status",
      "createdAt", ".self", ".payment", ".documentation",
    ],
    "chargeback": [
      "resource", "id", "amount", "paymentId", "createdAt", ".self", ".payment", ".documentation",
    ],
  ]

  private func expectWhole(_ value: JSONValue, _ kind: String) {
    #expect(value["resource"]?.stringValue == kind)
    for member in Self.members[kind] ?? [] {
      let found =
        member.hasPrefix(".") ? value["_links"]?[String(member.dropFirst())] : value[member]
      #expect(found != nil, "\(kind) lacks \(member)")
    }
  }

  @Test("objects and lists are whole")
  func whole() async throws {
    try await SandboxBench.with { bench in
      let customer = try await bench.consentingCustomer()
      let recurring = try await bench.call(
        .post, "/v2/payments", SandboxBench.recurring(of: customer, "30.00"))
      #expect(recurring.status == 201)
      #expect(recurring.header("Content-Type") == "application/hal+json")
      try await bench.call(.post, "/sandbox/payments/\(recurring.id)/paid")
      let refund = try await bench.call(
        .post, "/v2/payments/\(recurring.id)/refunds", ["amount": SandboxBench.amount("5.00")])
      #expect(refund.status == 201)
      expectWhole(refund.json, "refund")
      try await bench.call(.post, "/sandbox/payments/\(recurring.id)/chargeback")
      for (path, name, kind) in [
        ("/v2/payments", "payments", "payment"), ("/v2/customers", "customers", "customer"),
        ("/v2/customers/\(customer)/payments", "payments", "payment"),
        ("/v2/customers/\(customer)/mandates", "mandates", "mandate"),
        ("/v2/payments/\(recurring.id)/refunds", "refunds", "refund"),
        ("/v2/payments/\(recurring.id)/chargebacks", "chargebacks", "chargeback"),
        ("/v2/refunds", "refunds", "refund"), ("/v2/chargebacks", "chargebacks", "chargeback"),
        ("/v2/methods", "methods", "method"),
      ] {
        let list = try await bench.call(.get, path)
        #expect(list.status == 200)
        let items = list.json["_embedded"]?[name]?.arrayValue ?? []
        #expect(!items.isEmpty, "\(path)")
        #expect(list.json["count"]?.intValue == items.count)
        for link in ["self", "previous", "next", "documentation"] {
          #expect(list.json["_links"]?[link] != nil, "\(path) lacks \(link)")
        }
        for item in items { expectWhole(item, kind) }
        for item in items {
          let own = item["_links"]?["self"]?["href"]?.stringValue ?? ""
          let again = try await bench.call(.get, String(own.dropFirst(bench.url.utf8.count)))
          #expect(again.status == 200, "\(own)")
        }
      }
    }
  }

  @Test("what has not happened is absent, and paid is told by its moment")
  func facts() async throws {
    try await SandboxBench.with { bench in
      let customer = try await bench.customer()
      let open = try await bench.call(
        .post, "/v2/payments", SandboxBench.firstPayment(of: customer))
      #expect(open.json["status"] == "open")
      for absent in ["paidAt", "failedAt", "expiredAt", "canceledAt", "amountRefunded", "details"] {
        #expect(open.json[absent] == nil, "\(absent)")
      }
      #expect(open.json["metadata"]?["payment"] == "pay_1")
      #expect(open.json["_links"]?["checkout"] != nil)
      try await bench.call(.post, "/sandbox/payments/\(open.id)/paid")
      let paid = try await bench.payment(open.id)
      #expect(paid["status"] == "paid" && paid["paidAt"] != nil)
      #expect(paid["amountChargedBack"] == nil)
      #expect(paid["_links"]?["checkout"] == nil)
      #expect(paid["details"]?["consumerAccount"]?.stringValue?.hasPrefix("NL") == true)
    }
  }

  @Test("lists go on by their links, in both directions")
  func pages() async throws {
    try await SandboxBench.with { bench in
      for index in 0..<5 { _ = try await bench.customer("Customer \(index)") }
      var path: String? = "/v2/customers?limit=2"
      var seen: [String] = []
      while let next = path {
        let list = try await bench.call(.get, next).json
        seen += (list["_embedded"]?["customers"]?.arrayValue ?? []).compactMap {
          $0["name"]?.stringValue
        }
        path = list["_links"]?["next"]?["href"]?.stringValue
          .map { String($0.dropFirst(bench.url.utf8.count)) }
      }
      #expect(seen == (0..<5).reversed().map { "Customer \($0)" })
      let first = try await bench.call(.get, "/v2/customers?sort=asc&limit=1").json
      #expect(first["_embedded"]?["customers"]?[0]?["name"] == "Customer 0")
      for bad in ["limit=0", "limit=251", "limit=x", "from=cst_none"] {
        #expect(try await bench.call(.get, "/v2/customers?\(bad)").status == 400)
      }
    }
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let change: (key: String, value: JSONValue?)
    let status: Int
    let field: String?
    var testDescription: String { "\(change.key) \(String(describing: change.value?.text))" }
  }

  static let refusals: [Refused] = [
    Refused(change: ("amount", ["currency": "EUR", "value": "15"]), status: 422, field: "amount"),
    Refused(change: ("amount", ["currency": "EUR", "value": 15]), status: 422, field: "amount"),
    Refused(
      change: ("amount", ["currency": "EUR", "value": "0.00"]), status: 422, field: "amount"),
    Refused(
      change: ("amount", ["currency": "EUR", "value": "-1.00"]), status: 422, field: "amount"),
    Refused(
      change: ("amount", ["currency": "XXX", "value": "1.00"]), status: 422, field: "amount"),
    Refused(
      change: ("amount", ["currency": "JPY", "value": "1.00"]), status: 422, field: "amount"),
    Refused(change: ("amount", nil), status: 422, field: "amount"),
    Refused(change: ("description", nil), status: 422, field: "description"),
    Refused(change: ("redirectUrl", nil), status: 422, field: "redirectUrl"),
    Refused(change: ("redirectUrl", "javascript:alert(1)"), status: 422, field: "redirectUrl"),
    Refused(change: ("webhookUrl", "ftp://x"), status: 422, field: "webhookUrl"),
    Refused(change: ("method", "sofort"), status: 422, field: "method"),
    Refused(change: ("sequenceType", "second"), status: 422, field: "sequenceType"),
    Refused(change: ("customerId", nil), status: 422, field: "customerId"),
    Refused(change: ("customerId", "cst_none"), status: 404, field: nil),
    Refused(change: ("sequenceType", "recurring"), status: 422, field: "customerId"),
  ]

  @Test("bad input is told in the interface's own form", arguments: refusals)
  func refuses(_ example: Refused) async throws {
    try await SandboxBench.with { bench in
      let customer = try await bench.customer()
      var object = SandboxBench.firstPayment(of: customer).objectValue ?? [:]
      object[example.change.key] = example.change.value
      let answer = try await bench.call(.post, "/v2/payments", .object(object))
      #expect(answer.status == example.status)
      #expect(answer.header("Content-Type") == "application/hal+json")
      #expect(answer.json["field"]?.stringValue == example.field)
      for member in ["status", "title", "detail"] { #expect(answer.json[member] != nil) }
      #expect(answer.json["_links"]?["documentation"] != nil)
      #expect(try await bench.call(.get, "/v2/payments").json["count"] == 0)
    }
  }

  @Test(
    "only keys of the right shape are let in, and each sees its own world",
    arguments: [nil, "", "abc", "test_", "live_a b", "sk_test"] as [String?])
  func keys(bad: String?) async throws {
    try await SandboxBench.with { bench in
      let refused = try await bench.call(.get, "/v2/payments", key: bad)
      #expect(refused.status == 401)
      #expect(refused.json["status"] == 401)
      let customer = try await bench.customer()
      #expect(try await bench.call(.get, "/v2/customers/\(customer)", key: "live_x").status == 404)
      #expect(try await bench.call(.get, "/v2/customers/\(customer)").status == 200)
    }
  }

  @Test("unknown routes and methods are answered in the interface's form")
  func unknown() async throws {
    try await SandboxBench.with { bench in
      for (method, path, status) in [
        (.get, "/v2/nothing", 404), (.put, "/v2/payments", 405), (.get, "/v2/payments/tr_x", 404),
      ] as [(OutboundRequest.Method, String, Int)] {
        let answer = try await bench.call(method, path)
        #expect(answer.status == status)
        #expect(answer.json["_links"]?["documentation"] != nil)
      }
    }
  }
}
