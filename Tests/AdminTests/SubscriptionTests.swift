import HTTPServer
import JSON
import Outbound
import Primitives
import Subscriptions
import Tenancy
import Testing

@testable import penning_admin

extension Seen {
  /// The fields of a preview's own form, as its button sends them.
  var confirmation: QueryItems {
    let forms = text.matches(of: #/<form[\s\S]*?<\/form>/#).map { String($0.output) }
    let form = forms.first { $0.contains("name=\"step\"") } ?? ""
    var fields = QueryItems()
    for tag in form.matches(of: #/<input[^>]*>/#).map({ String($0.output) }) {
      guard let name = tag.firstMatch(of: #/ name="([^"]*)"/#).map({ String($0.output.1) }) else {
        continue
      }
      fields.add(name, tag.firstMatch(of: #/ value="([^"]*)"/#).map { String($0.output.1) } ?? "")
    }
    return fields
  }
}

/// The shop changes subscriptions, in pages and by program.
@Suite struct SubscriptionTests {
  /// A form, what its preview must say, and what the page says when it is done.
  @Test(arguments: [
    ("quantity", ["quantity": "2", "timing": "now"], "60.00", "Quantity"),
    ("quantity", ["quantity": "3", "timing": "periodEnd"], "16 December 2026", "From 16 December"),
    ("pause", ["from": "", "until": "2027-02-01"], "1 February 2027", "31 January 2027"),
    ("day", ["day": "20"], "16 December 2026", "Own collection day"),
    (
      "cancel", ["moment": "now", "lastDay": "", "unusedPart": "credits"], "at once",
      "has ended"
    ),
    (
      "cancel", ["moment": "on", "lastDay": "2026-11-30", "unusedPart": "paidBack"],
      "30 November 2026", "30 November 2026"
    ),
    ("withdraw", ["statement": "By phone"], "at once", "Start again"),
  ])
  func `a change is previewed and then made`(
    act: String, fields: [String: String], shown: String, after: String
  ) async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner, language: "en")
      let path = "/subscriptions/\(bench.demo.active.id)"
      let before = try await bench.rowCounts()
      var items = QueryItems()
      for (name, value) in fields.sorted(by: { $0.key < $1.key }) { items.add(name, value) }
      let preview = try await browser.submit("\(path)/\(act)", items)
      #expect(preview.status == 200)
      #expect(preview.text.contains(shown))
      #expect(try await bench.rowCounts() == before, "looking changes nothing")
      #expect(try await browser.post("\(path)/\(act)", preview.confirmation).status == 303)
      #expect(try await browser.get(path).text.contains(after))
    }
  }

  @Test(arguments: SubscriptionFilter.allCases)
  func `the list can be narrowed to one state`(filter: SubscriptionFilter) async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .readOnly)
      let page = try await browser.get("/subscriptions?state=\(filter.rawValue)")
      #expect(page.status == 200)
      #expect(page.text.contains("\(bench.demo.active.id)") == (filter == .active))
      let program = bench.program(bench.demo.readKey)
      let list = try await program.get("/api/v1/subscriptions?state=\(filter.rawValue)")
      #expect(list.json["items"]?.arrayValue?.count == (filter == .active ? 1 : 0))
    }
  }

  @Test func `a program sees a change before it makes it, and makes it once`() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let path = "/api/v1/subscriptions/\(bench.demo.active.id)/changes"
      let order: JSONValue = ["change": ["kind": "quantity", "quantity": 2]]
      let before = try await bench.rowCounts()
      let preview = try await program.send(.post, "\(path)/preview", order)
      #expect(preview.status == 200)
      #expect(try await bench.rowCounts() == before)
      let shown: JSONValue = [
        "toPay": preview.json["toPay"] ?? .null, "givenBack": preview.json["givenBack"] ?? .null,
        "from": preview.json["from"] ?? .null,
      ]
      let stale: JSONValue = [
        "toPay": ["amount": "0.01", "currency": "EUR"],
        "givenBack": preview.json["givenBack"] ?? .null, "from": preview.json["from"] ?? .null,
      ]
      let refused = try await program.send(
        .post, path, ["change": ["kind": "quantity", "quantity": 2], "shown": stale])
      #expect(refused.status == 409)
      let confirmed: JSONValue = [
        "change": ["kind": "quantity", "quantity": 2], "shown": shown,
      ]
      let made = try await program.send(.post, path, confirmed, idempotency: "two")
      #expect(made.status == 200)
      #expect(made.json["subscription"]?["quantity"]?.intValue == 2)
      let again = try await program.send(.post, path, confirmed, idempotency: "two")
      #expect(again.text == made.text)
      let extras = try await program.get(
        "/api/v1/subscriptions/\(bench.demo.active.id)/extras")
      #expect(extras.json["addOns"]?.arrayValue?.isEmpty == true)
    }
  }

  @Test(arguments: [
    #"{"change": {"kind": "quantity", "quantity": 0}}"#,
    #"{"change": {"kind": "quantity", "quantity": 2147483648}}"#,
    #"{"change": {"kind": "quantity", "quantity": "2"}}"#,
    #"{"change": {"kind": "quantity", "quantity": 1.5}}"#,
    #"{"change": {"kind": "plan"}}"#,
    #"{"change": {"kind": "plan", "planId": "cus_0000000000001"}}"#,
    #"{"change": {"kind": "cancelOn", "on": "2026-02-30"}}"#,
    #"{"change": {"kind": "cancelOn", "on": "1999-01-01"}}"#,
    #"{"change": {"kind": "pause", "until": "2026-11-01"}}"#,
    #"{"change": {"kind": "pause"}}"#,
    #"{"change": {"kind": "collectionDay", "day": 29}}"#,
    #"{"change": {"kind": "explode"}}"#,
    #"{"change": {"kind": "resume", "extra": 1}}"#,
    #"{"change": {"kind": "cancelNow"}, "timing": "later"}"#,
    #"{"change": {"kind": "cancelNow"}, "unusedPart": "kept"}"#,
    #"{"change": null}"#, "{}", "[]",
  ])
  func `a wrong order is told and changes nothing`(body: String) async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let path = "/api/v1/subscriptions/\(bench.demo.active.id)/changes"
      let before = try await bench.rowCounts()
      let order = try JSONValue(parsing: Array(body.utf8))
      for address in [path, "\(path)/preview"] {
        let told = try await program.send(.post, address, order)
        #expect((400..<500).contains(told.status), "\(address)")
        #expect(told.header("Content-Type") == "application/problem+json")
      }
      #expect(try await bench.rowCounts() == before)
    }
  }
}
