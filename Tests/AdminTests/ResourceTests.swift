import Catalog
import HTTPServer
import Invoicing
import JSON
import Outbound
import Primitives
import Subscriptions
import Tenancy
import Testing
import Web

@testable import penning_admin

@Suite struct ResourceTests {
  @Test func describesEveryRoute() async throws {
    try await withAdmin { bench in
      let seen = try await bench.program(nil).get("/api/v1/openapi.json")
      #expect(seen.status == 200)
      let paths = seen.json["paths"]
      let doors = bench.app.routes().doors.filter { $0.template.hasPrefix("/api/") }
      for door in doors {
        let method = door.method.rawValue.lowercased()
        let operation = paths?[door.template]?[method]
        #expect(operation != nil, "\(method) \(door.template)")
        #expect(operation?["responses"] != nil, "\(method) \(door.template)")
      }
      #expect(bench.app.routes().router.conflicts.isEmpty)
      #expect(doors.count == bench.app.api().routes.count + 1)
    }
  }

  /// Every `$ref` of the description leads somewhere, and every operation has a name of its own.
  @Test func describesItselfConsistently() async throws {
    try await withAdmin { bench in
      let document = try await bench.program(nil).get("/api/v1/openapi.json").json
      var names: [String] = []
      for path in document["paths"]?.objectValue ?? [:] {
        for operation in path.value.objectValue ?? [:] {
          if let name = operation.value["operationId"]?.stringValue { names.append(name) }
        }
      }
      #expect(Set(names).count == names.count)
      for reference in references(in: document) {
        var place: JSONValue? = document
        for part in reference.dropFirst(2).split(separator: "/") { place = place?[String(part)] }
        #expect(place != nil, "\(reference)")
      }
    }
  }

  private func references(in value: JSONValue) -> [String] {
    switch value {
    case .array(let items): items.flatMap(references)
    case .object(let object):
      object.flatMap { member in
        member.key == "$ref"
          ? [member.value.stringValue ?? ""] : references(in: member.value)
      }
    default: []
    }
  }

  @Test func makesAPlanOncePerKey() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let body: JSONValue = [
        "name": "Thee", "slug": "thee", "price": ["amount": "12.50", "currency": "EUR"],
        "interval": ["unit": "month", "count": 1],
      ]
      let first = try await program.send(.post, "/api/v1/plans", body, idempotency: "one")
      #expect(first.status == 201)
      let again = try await program.send(.post, "/api/v1/plans", body, idempotency: "one")
      #expect(again.status == 201 && again.text == first.text)
      #expect(again.header("Idempotent-Replayed") == "true")
      var other = body.objectValue ?? [:]
      other["name"] = "Koffie"
      let conflict = try await program.send(
        .post, "/api/v1/plans", .object(other), idempotency: "one")
      #expect(conflict.status == 409)
      let taken = try await program.send(.post, "/api/v1/plans", body)
      #expect(taken.status == 409)
      #expect(taken.json["errors"]?[0]?["pointer"]?.stringValue == "/slug")
    }
  }

  /// Workflows open their own transaction; the key still gives one effect and one answer.
  @Test func cancelsAndGrantsOncePerKey() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let path = "/api/v1/subscriptions/\(bench.demo.active.id)/cancel"
      let cancelled = try await program.send(.post, path, [:], idempotency: "stop")
      #expect(cancelled.status == 200)
      #expect(cancelled.json["endsOn"]?.stringValue == "2026-12-16")
      let again = try await program.send(.post, path, [:], idempotency: "stop")
      #expect(again.text == cancelled.text)
      #expect(try await program.send(.post, path, [:], idempotency: "later").status == 409)
      let grant: JSONValue = [
        "customerId": .string(bench.demo.customer.id.description),
        "amount": ["amount": "5.00", "currency": "EUR"], "reason": "Excuses",
      ]
      let one = try await program.send(.post, "/api/v1/credits", grant, idempotency: "gift")
      let two = try await program.send(.post, "/api/v1/credits", grant, idempotency: "gift")
      #expect(one.status == 201 && two.text == one.text)
      let credits = try await program.get("/api/v1/credits").json["items"]?.arrayValue
      #expect(credits?.count == 2)
    }
  }

  @Test func givesNothingToAnothersCustomer() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let before = try await bench.rowCounts()
      let seen = try await program.send(
        .post, "/api/v1/credits",
        [
          "customerId": .string(bench.other.customer.id.description),
          "amount": ["amount": "5.00", "currency": "EUR"], "reason": "Excuses",
        ])
      #expect(seen.status == 404)
      let plan = try await program.send(
        .post, "/api/v1/previews/subscription",
        ["planId": .string(bench.other.plan.id.description), "purchaseDate": "2026-11-16"])
      #expect(plan.status == 404)
      let list = try await program.get("/api/v1/payments?customerId=\(bench.other.customer.id)")
      #expect(list.json["items"]?.arrayValue?.isEmpty == true)
      #expect(try await bench.rowCounts() == before)
    }
  }

  @Test func pagesThroughLists() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      for number in 0..<5 {
        _ = try await program.send(
          .post, "/api/v1/customers",
          [
            "name": "Klant \(number)", "email": "klant\(number)@example.nl",
            "address": ["country": "NL"],
          ])
      }
      var seen: [String] = []
      var path: String? = "/api/v1/customers?limit=2"
      while let next = path {
        let page = try await program.get(next)
        seen += (page.json["items"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
        path = page.json["next"]?.stringValue.map { "/api/v1/customers?limit=2&after=\($0)" }
        #expect((page.header("Link") != nil) == (path != nil))
      }
      #expect(seen == ["Klant 4", "Klant 3", "Klant 2", "Klant 1", "Klant 0", "Piet demo"])
    }
  }

  @Test func changesSettingsByKey() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let seen = try await program.send(
        .patch, "/api/v1/settings", ["collectionPolicy": ["policy": "fixedDay", "day": 15]])
      #expect(seen.json["collectionPolicy"] == ["policy": "fixedDay", "day": 15])
      let bad = try await program.send(
        .patch, "/api/v1/settings", ["collectionPolicy": ["policy": "fixedDay", "day": 31]])
      #expect(bad.status == 422)
      #expect(bad.json["errors"]?[0]?["pointer"]?.stringValue == "/collectionPolicy/day")
      let audit = try await program.get("/api/v1/audit")
      #expect(audit.json["items"]?[0]?["action"]?.stringValue == "settings.changed")
    }
  }

  @Test func givesTheDocumentAsPDF() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.readKey)
      let seen = try await program.get("/api/v1/invoices/\(bench.demo.invoice.id)/pdf")
      #expect(seen.status == 200)
      #expect(seen.header("Content-Type") == "application/pdf")
      #expect(seen.header("Cache-Control") == "no-store")
      #expect(seen.bytes.starts(with: "%PDF-".utf8))
    }
  }

  @Test func tellsMetricsToThisMachineAlone() async throws {
    try await withAdmin { bench in
      let seen = try await bench.program(nil).get("/metrics")
      #expect(seen.status == 200)
      let forwarded = try await bench.client.send(
        OutboundRequest(
          .get, bench.base + "/metrics", headers: [OutboundHeader("X-Forwarded-For", "8.8.8.8")]))
      #expect(forwarded.status == 404)
    }
  }
}
