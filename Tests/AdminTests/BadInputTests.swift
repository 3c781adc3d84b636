import HTTPServer
import JSON
import Outbound
import Tenancy
import Testing
import Web

@testable import penning_admin

/// Bad input on every route of the API that takes a body, made from the route's own schema: each
/// is a 4xx problem that names the field, and nothing is written (S-11, S-32, S-36).
@Suite struct BadInputTests {
  @Test func refusesBadBodiesByName() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let routes = bench.app.api().routes.filter { $0.body != nil }
      #expect(routes.count > 12)
      let before = try await bench.rowCounts()
      var tried = 0
      for route in routes {
        for bad in badBodies(of: route) {
          tried += 1
          let seen = try await program.send(
            OutboundRequest.Method(rawValue: route.method.rawValue) ?? .post,
            bench.path(route.template), bad.body)
          let place = "\(route.name) \(bad.what): \(seen.status) \(seen.text.prefix(300))"
          #expect((400..<500).contains(seen.status), "\(place)")
          #expect(seen.header("Content-Type") == "application/problem+json", "\(place)")
          let pointers = (seen.json["errors"]?.arrayValue ?? []).compactMap {
            $0["pointer"]?.stringValue
          }
          #expect(pointers.contains { $0.hasPrefix(bad.pointer) }, "\(place)")
        }
      }
      #expect(tried > 1000, "\(tried) bad bodies")
      #expect(try await bench.rowCounts() == before)
    }
  }

  /// The bodies that the bad ones are made from are good: what is refused is refused for its fault.
  @Test func takesTheBodiesThatBadOnesAreMadeFrom() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.readKey)
      for route in bench.app.api().routes where route.template.contains("/previews/") {
        let schema = try #require(route.body)
        let body = Sample.value(of: schema["oneOf"]?[0] ?? schema)
        let seen = try await program.send(.post, route.template, body)
        #expect(seen.status == 200, "\(route.name) \(body.text): \(seen.text)")
      }
    }
  }

  struct Bad {
    let what: String
    let body: JSONValue
    let pointer: String
  }

  /// Each field of the schema in turn left out, of every wrong kind, huge, doubled by an unknown.
  private func badBodies(of route: APIRoute) -> [Bad] {
    guard let schema = route.body else { return [] }
    var bodies: [Bad] = []
    for alternative in schema["oneOf"]?.arrayValue ?? [schema] {
      let good = Sample.value(of: alternative, route: route)
      guard let object = good.objectValue else { continue }
      for name in ["tenant_id", "id", "status", "number", "created_at", "__proto__"]
      where object[name] == nil && alternative["properties"]?[name] == nil {
        var more = object
        more[name] = 1
        bodies.append(Bad(what: "unknown \(name)", body: .object(more), pointer: "/\(name)"))
      }
      for name in (alternative["required"]?.arrayValue ?? []).compactMap(\.stringValue)
      where name != "planId" {
        bodies.append(
          Bad(
            what: "without \(name)", body: .object(object.removing(name)), pointer: "/\(name)"))
      }
      bodies += wrongValues(in: object, alternative)
    }
    for wrong: JSONValue in [nil, true, 1, "text", []] {
      bodies.append(Bad(what: "body \(wrong.kindInWords)", body: wrong, pointer: ""))
    }
    return bodies
  }

  private func wrongValues(in object: JSONObject, _ schema: JSONValue) -> [Bad] {
    var bodies: [Bad] = []
    for property in schema["properties"]?.objectValue ?? [:] {
      for wrong in Sample.wrong(for: property.value) {
        var changed = object
        changed[property.key] = wrong
        bodies.append(
          Bad(
            what: "\(property.key) = \(wrong.text.prefix(40))", body: .object(changed),
            pointer: "/\(property.key)"))
      }
    }
    return bodies
  }

  @Test func refusesWhatIsNoJSON() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
      let deepObject =
        String(repeating: "{\"a\":", count: 10_000) + "1" + String(repeating: "}", count: 10_000)
      let bodies: [(String, [UInt8])] = [
        ("broken UTF-8", [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]),
        ("nested arrays", Array(deep.utf8)), ("nested objects", Array(deepObject.utf8)),
        ("duplicate keys", Array("{\"price\":1,\"price\":1}".utf8)),
        ("lone surrogate", Array("{\"name\":\"\\ud800\"}".utf8)),
        ("BOM", [0xEF, 0xBB, 0xBF] + Array("{}".utf8)), ("empty", []),
        ("cut off", Array("{\"price\"".utf8)), ("NUL", Array("{\"name\":\"a\\u0000\"}".utf8)),
        ("huge number", Array("{\"price\":1e400}".utf8)),
      ]
      let before = try await bench.rowCounts()
      for route in bench.app.api().routes where route.body != nil {
        let method = OutboundRequest.Method(rawValue: route.method.rawValue) ?? .post
        for (what, body) in bodies {
          let seen = try await program.send(method, bench.path(route.template), raw: body)
          #expect((400..<500).contains(seen.status), "\(route.name) \(what): \(seen.status)")
        }
        let text = try await program.send(
          method, bench.path(route.template), raw: Array("{}".utf8), type: "text/plain")
        #expect(text.status == 415, "\(route.name): \(text.status)")
      }
      #expect(try await bench.rowCounts() == before)
    }
  }

  static let strangeIDs = [
    "' OR 1=1--", "1;DROP TABLE customers", "%00", "..%2f..", "cus_", "cus_zzzzzzzzzzzzzzzz",
    "9223372036854775808", "-1", "cus_0000000000000",
  ]

  @Test func answersStrangeIdsAndQueriesCalmly() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      var browser = try await bench.signedIn(as: .owner)
      for path in ["/customers", "/subscriptions", "/invoices", "/payments", "/plans"] {
        for id in Self.strangeIDs {
          let escaped = id.replacing("'", with: "%27").replacing(" ", with: "%20")
            .replacing(";", with: "%3B").replacing("=", with: "%3D")
          let api = try await program.get("/api/v1\(path)/\(escaped)").status
          #expect([400, 404].contains(api), "\(path)/\(id): \(api)")
          let page = try await browser.get("\(path)/\(escaped)").status
          #expect([400, 404].contains(page), "\(path)/\(id): \(page)")
        }
        for query in [
          "limit=0", "limit=-1", "limit=1000000000", "limit=all", "after=x", "sort=id",
          "limit=1&limit=2", "after=c%27",
        ] {
          let seen = try await program.get("/api/v1\(path)?\(query)")
          let name = query.prefix { $0 != "=" }
          #expect(seen.status == 422, "\(path)?\(query): \(seen.status)")
          #expect(seen.json["errors"]?[0]?["pointer"]?.stringValue == "/\(name)", "\(query)")
        }
        #expect(try await browser.get("\(path)?after=nonsense").status == 422)
      }
    }
  }

  @Test func refusesWithoutAGoodKey() async throws {
    try await withAdmin { bench in
      for key in [
        nil, "", "pk_", "pk_\(String(repeating: "a", count: 43))", "x' OR 1=1",
        bench.demo.readKey + "x",
      ] {
        let seen = try await bench.program(key).get("/api/v1/customers")
        #expect(seen.status == 401)
        #expect(seen.header("WWW-Authenticate")?.hasPrefix("Bearer") == true)
      }
    }
  }
}

/// Values made from a schema.
enum Sample {
  static func value(of schema: JSONValue, route: APIRoute? = nil) -> JSONValue {
    if let constant = schema["const"] { return constant }
    if let first = schema["enum"]?[0] { return first }
    if let first = (schema["oneOf"] ?? schema["anyOf"])?[0] { return value(of: first) }
    switch schema["type"]?.stringValue {
    case "object":
      let required = schema["required"]?.arrayValue ?? []
      var object = JSONObject()
      for property in schema["properties"]?.objectValue ?? [:]
      where required.contains(.string(property.key)) {
        object[property.key] = value(of: property.value)
      }
      if object["from"] != nil, object["until"] != nil { object["until"] = "2026-12-16" }
      return .object(object)
    case "array": return [value(of: schema["items"] ?? [:])]
    case "integer": return schema["minimum"] ?? 1
    case "boolean": return true
    default: return .string(text(of: schema))
    }
  }

  private static func text(of schema: JSONValue) -> String {
    if let example = schema["examples"]?[0]?.stringValue { return example }
    switch schema["format"]?.stringValue {
    case "date": return "2026-11-16"
    case "email": return "piet@example.nl"
    default: break
    }
    let pattern = schema["pattern"]?.stringValue ?? ""
    if pattern.contains("_[0-9a-hjkmnp-tv-z]") {
      return pattern.dropFirst().prefix { $0 != "_" } + "_0000000000001"
    }
    if pattern.hasPrefix("^[A-Z]{2}") { return "NL" }
    return pattern.hasPrefix("^[0-9]") ? "21" : "tekst"
  }

  /// Values that the schema's field can't take.
  static func wrong(for schema: JSONValue) -> [JSONValue] {
    let long = JSONValue.string(String(repeating: "a", count: 50_000))
    let all: [(kind: String, value: JSONValue)] = [
      ("null", nil), ("boolean", true), ("integer", 7), ("number", .number("1.5")),
      ("integer", .integer(.max)), ("number", .number("1e400")), ("integer", -1),
      ("string", long), ("string", "a\u{202E}b"), ("string", ""), ("array", [[[]]]),
      ("object", ["a": ["b": 1]]),
    ]
    let kinds = takes(schema)
    var wrong = all.filter { !kinds.contains($0.kind) }.map(\.value)
    if schema["type"] == "integer" { wrong += [.integer(.max), -1_000_000] }
    if schema["type"] == "string" { wrong += [long, "\u{1}"] }
    if schema["format"] == "date" {
      wrong += ["2026-02-30", "2026-13-01", "0000-00-00", "16-11-2026", "1850-01-01", "9999-12-31"]
    }
    if schema["title"] == "Money" { wrong += money }
    return wrong
  }

  private static func takes(_ schema: JSONValue) -> Set<String> {
    if let alternatives = schema["anyOf"]?.arrayValue ?? schema["oneOf"]?.arrayValue {
      return alternatives.map(takes).reduce([]) { $0.union($1) }
    }
    return [schema["type"]?.stringValue ?? "string"]
  }

  private static let money: [JSONValue] = [
    ["amount": "1000000000.01", "currency": "EUR"], ["amount": "-0.01"], ["amount": "1,00"],
    ["amount": "1.005", "currency": "EUR"], ["amount": 15, "currency": "EUR"],
    ["amount": "NaN", "currency": "EUR"], ["amount": "0x10", "currency": "EUR"],
    ["amount": "١٥", "currency": "EUR"], ["amount": "15.00", "currency": "XXX"],
    ["amount": "15.00", "currency": "EUR", "more": 1],
    ["amount": "-1000000000.01", "currency": "EUR"],
    ["amount": .string(String(repeating: "9", count: 100_000)), "currency": "EUR"],
  ]
}
