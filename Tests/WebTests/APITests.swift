import HTTPServer
import JSON
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing
import Web

private struct NewThing: Sendable {
  var name: String
  var price: Money
  var interval: CalendarInterval
  var startsOn: CivilDate?
}

private struct Thing: Sendable {
  var customer: Customer.ID
  var new: NewThing
}

private let newThing = Shape<NewThing>.object(
  .required("name", Shape.text(most: 20)),
  .required("price", Shape.money(.positive)),
  .required("interval", .interval),
  .optional("startsOn", Shape<CivilDate>.date)
) { (name, price, interval, startsOn) throws(ShapeFault) in
  NewThing(name: name, price: price, interval: interval, startsOn: startsOn)
}.titled("NewThing")

private let thing = Answer<Thing>.object(
  "Thing",
  [
    .init("customer", Answer<Customer.ID>.id) { $0.customer },
    .init("name", Answer<String>.text) { $0.new.name },
    .init("price", Answer<Money>.money) { $0.new.price },
    .init("startsOn", Answer<CivilDate>.date.orNull) { $0.new.startsOn },
  ])

private enum Links {
  static let things: Link<> = Link("/api/v1/things")
  static let thing = Link<Customer.ID>("/api/v1/things/{customer}")
  static let cancel = Link<Customer.ID>("/api/v1/things/{customer}/cancel")
  static let preview: Link<> = Link("/api/v1/previews/thing")
  static let description: Link<> = Link("/api/v1/openapi.json")
}

/// An API over one shop, with a key of each kind.
private struct APIBench {
  let shop: ShopBench
  let routes: Router
  let surface: APISurface
  let full: String
  let readOnly: String

  init(_ shop: ShopBench, perKey: RateLimit = RateLimit(burst: 9999, perMinute: 9999)) async throws
  {
    self.shop = shop
    full = try await Self.key(shop, [.read, .write])
    readOnly = try await Self.key(shop, [.read])
    let database = shop.database
    var gate = APIGate(database: database, perAddress: perKey, perKey: perKey) {
      try await database.admit($0, as: .apiKey)
    }
    gate.clock = { WebBench.now }
    let origin = try #require(PublicOrigin("https://admin.example"))
    var api = APISurface(title: "Penning", version: "1", origin: origin, gate: gate)
    Self.declare(&api)
    surface = api
    var routes = Router()
    api.register(in: &routes, describedAt: Links.description)
    self.routes = routes
  }

  private static func key(_ shop: ShopBench, _ scopes: Set<APIScope>) async throws -> String {
    let secret = NewSecret(for: .apiKey)
    _ = try await shop.database.write(as: shop.scope) {
      try $0.apiKeys.create(label: "test", scopes: scopes, secret: secret)
    }
    return secret.text.revealed
  }

  private static func declare(_ api: inout APISurface) {
    let customers = Answer<Customer>.object(
      "Customer", [.init("id", Answer<Customer.ID>.id) { $0.id }])
    let filter = Shape<String?>.object(.optional("search", Shape.text(most: 50))) {
      (search) throws(ShapeFault) in search
    }
    api.list(Links.things, About("Things", tag: "things"), filter: filter, item: customers) {
      call, page, search in
      try await call.database.read(as: call.scope) { shop in
        try shop.customers.page(page)
      }
    }
    api.get(Links.thing, About("A thing", tag: "things"), answer: customers) { call, id in
      try await call.database.read(as: call.scope) { try $0.customers.find(id) }
    }
    api.write(
      .post, Links.things, About("A new thing", tag: "things", scope: .write), body: newThing,
      answer: thing, status: 201
    ) { (shop: ShopTransaction, input: NewThing) in
      let customer = try shop.customers.create(try Demo.customer(input.name))
      return Thing(customer: customer.id, new: input)
    }
    api.write(
      .post, Links.cancel, About("The end of a thing", tag: "things", scope: .write),
      body: .nothing, answer: customers
    ) { (shop: ShopTransaction, _: Void, id: Customer.ID) in try shop.customers.find(id) }
    api.compute(
      Links.preview, About("What a thing would cost", tag: "previews"), body: newThing,
      answer: Answer<Money>.money
    ) { _, input in input.price }
  }

  func send(
    _ method: HTTPMethod, _ target: String, _ body: String? = nil, key: String? = nil,
    _ headers: HTTPHeaders = [:]
  ) async throws -> HTTPResponse {
    var headers = headers
    if let key { headers.add("Authorization", "Bearer \(key)") }
    if body != nil { headers.setIfMissing("Content-Type", "application/json") }
    let request = try #require(
      HTTPRequest(method, target, headers: headers, body: Array((body ?? "").utf8)))
    return try await routes.respond(to: request)
  }

  func count() async throws -> Int {
    try await shop.database.read(as: shop.scope) { shop in
      try shop.customers.page(PageRequest(limit: 200)).items.count
    }
  }
}

extension HTTPResponse {
  fileprivate var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
  fileprivate var pointers: [String] {
    (json["errors"]?.arrayValue ?? []).compactMap { $0["pointer"]?.stringValue }
  }
}

private let good =
  #"{"name":"Piet","price":{"amount":"15.00","currency":"EUR"},"#
  + #""interval":{"unit":"month","count":1}}"#

@Suite struct APITests {
  @Test func `a good request is answered and written once per key`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let api = try await APIBench(shop)
      let key: HTTPHeaders = ["Idempotency-Key": "\"a1\""]
      let first = try await api.send(.post, "/api/v1/things", good, key: api.full, key)
      #expect(first.status == 201)
      #expect(first.json["price"] == ["amount": "15.00", "currency": "EUR"])
      #expect(first.json["startsOn"] == .null)
      #expect(first.headers["Cache-Control"] == "no-store")
      let again = try await api.send(
        .post, "/api/v1/things", good, key: api.full, ["Idempotency-Key": "a1"])
      #expect(again.status == 201)
      #expect(again.text == first.text)
      #expect(again.headers["Idempotent-Replayed"] == "true")
      let other = try await api.send(.post, "/api/v1/things", good + " ", key: api.full, key)
      #expect(other.status == 409)
      #expect(try await api.count() == 1)
      let id = try #require(first.json["customer"]?.stringValue)
      #expect(try await api.send(.get, "/api/v1/things/\(id)", key: api.full).json["id"] != nil)
      let cancelled = try await api.send(.post, "/api/v1/things/\(id)/cancel", key: api.full)
      #expect(cancelled.status == 200)
    }
  }

  @Test(
    arguments: [
      (#"{"name":1}"#, 422, ["/name", "/price", "/interval"]),
      (#"[]"#, 422, [""]), ("", 400, [""]), ("{", 400, [""]), (#"{"a":1,"a":2}"#, 400, ["/a"]),
      (String(repeating: "[", count: 100_000), 400, [String(repeating: "/0", count: 64)]),
      ("\u{FEFF}{}", 400, [""]), (#"{"name":"\ud800"}"#, 400, ["/name"]),
      (good.replacing("15.00", with: "15.001"), 422, ["/price/amount"]),
      (good.replacing("15.00", with: "0.00"), 422, ["/price/amount"]),
      (good.replacing("15.00", with: "-1"), 422, ["/price/amount"]),
      (good.replacing("15.00", with: "1000000000.01"), 422, ["/price/amount"]),
      (good.replacing("15.00", with: "9223372036854775808"), 422, ["/price/amount"]),
      (good.replacing("15.00", with: "1,5"), 422, ["/price/amount"]),
      (good.replacing("\"15.00\"", with: "15.00"), 422, ["/price/amount"]),
      (good.replacing("EUR", with: "eur"), 422, ["/price/currency"]),
      (good.replacing("month", with: "day"), 422, ["/interval/unit"]),
      (good.replacing("\"count\":1", with: "\"count\":0"), 422, ["/interval/count"]),
      (good.replacing("\"count\":1", with: "\"count\":25"), 422, ["/interval/count"]),
      (good.replacing("\"count\":1", with: "\"count\":1e999"), 422, ["/interval/count"]),
      (good.replacing("Piet", with: "a\\nb"), 422, ["/name"]),
      (good.replacing("Piet", with: String(repeating: "x", count: 21)), 422, ["/name"]),
      (
        good.replacing("{\"name\"", with: "{\"startsOn\":\"2026-02-30\",\"name\""), 422,
        ["/startsOn"]
      ),
      (
        good.replacing("{\"name\"", with: "{\"startsOn\":\"0001-01-01\",\"name\""), 422,
        ["/startsOn"]
      ),
      (good.replacing("{\"name\"", with: "{\"tenant_id\":7,\"name\""), 422, ["/tenant_id"]),
      (good.replacing("\"currency\"", with: "\"x\":{},\"currency\""), 422, ["/price/x"]),
    ] as [(String, Int, [String])])
  func `a bad body is refused by the name of its field`(
    body: String, status: Int, pointers: [String]
  ) async throws {
    try await DatabaseKind.memory.withShop { shop in
      let api = try await APIBench(shop)
      for target in ["/api/v1/things", "/api/v1/previews/thing"] {
        let response = try await api.send(.post, target, body, key: api.full)
        #expect(response.status == status)
        #expect(response.headers["Content-Type"] == "application/problem+json")
        #expect(response.pointers == pointers)
        #expect(response.json["status"]?.intValue == status)
        #expect(response.json["request_id"] == "test")
      }
      #expect(try await api.count() == 0)
    }
  }

  @Test func `invalid UTF-8, a wrong type and a query are refused`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let api = try await APIBench(shop)
      for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
        let response = try await api.send(
          .post, "/api/v1/things", good, key: api.full, ["Content-Type": type])
        #expect(response.status == 415)
      }
      let query = try await api.send(.post, "/api/v1/things?name=x", good, key: api.full)
      #expect(query.status == 422)
      #expect(query.pointers == ["/name"])
      let request = try #require(
        HTTPRequest(
          .post, "/api/v1/things",
          headers: ["Authorization": "Bearer \(api.full)", "Content-Type": "application/json"],
          body: [0x22, 0xFF, 0x22]))
      #expect(try await api.routes.respond(to: request).status == 400)
    }
  }

  @Test func `a list is read strictly and goes on`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let api = try await APIBench(shop)
      for name in ["A", "B", "C"] { _ = try await shop.customer(name) }
      let first = try await api.send(.get, "/api/v1/things?limit=2", key: api.readOnly)
      #expect(first.json["items"]?.arrayValue?.count == 2)
      let next = try #require(first.json["next"]?.stringValue)
      #expect(first.headers["Link"] == "</api/v1/things?limit=2&after=\(next)>; rel=\"next\"")
      let second = try await api.send(
        .get, "/api/v1/things?limit=2&after=\(next)", key: api.readOnly)
      #expect(second.json["items"]?.arrayValue?.count == 1)
      #expect(second.json["next"] == .null)
      for (query, pointer) in [
        ("limit=0", "/limit"), ("limit=201", "/limit"), ("limit=-1", "/limit"),
        ("limit=1e3", "/limit"), ("limit=all", "/limit"), ("limit=01", "/limit"),
        ("limit=99999999999999999999", "/limit"), ("after=x", "/after"), ("after=c0", "/after"),
        ("limit=1&limit=2", "/limit"), ("sort=name", "/sort"), ("search=", "/search"),
        ("search=a%0Ab", "/search"), ("a%2Fb=1", "/a~1b"),
      ] {
        let response = try await api.send(.get, "/api/v1/things?\(query)", key: api.readOnly)
        #expect(response.status == 422, "\(query)")
        #expect(response.pointers == [pointer], "\(query)")
      }
    }
  }

  @Test func `without the right key nothing is told`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let api = try await APIBench(shop)
      let headers: [HTTPHeaders] = [
        [:], ["Authorization": "Bearer"], ["Authorization": "Bearer x"],
        ["Authorization": "Basic \(api.full)"], ["Authorization": "Bearer \(api.full) x"],
        ["Authorization": "Bearer \(api.full)", "Authorization": "Bearer \(api.full)"],
        ["Cookie": "__Host-penning_staff=\(api.full)"],
        ["Authorization": "Bearer pk_" + String(repeating: "a", count: 9000)],
        ["Authorization": "Bearer ' OR 1=1--"],
      ]
      for header in headers {
        let response = try await api.send(.post, "/api/v1/things", good, header)
        #expect(response.status == 401)
        #expect(response.headers["WWW-Authenticate"] == "Bearer realm=\"penning\"")
      }
      let response = try await api.send(.post, "/api/v1/things", good, key: api.readOnly)
      #expect(response.status == 403)
      #expect(try await api.send(.get, "/api/v1/things", key: api.readOnly).status == 200)
      #expect(try await api.count() == 0)
    }
  }

  @Test func `another shop's id is as unknown as one that does not exist`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let api = try await APIBench(shop)
      let other = try await shop.customer("Other", of: try await shop.otherShop())
      let foreign = try await api.send(.get, "/api/v1/things/\(other.id)", key: api.full)
      let unknown = try await api.send(
        .get, "/api/v1/things/\(Customer.ID(rawValue: 77))", key: api.full)
      #expect(foreign.status == 404)
      #expect(foreign.text == unknown.text)
      #expect(try await api.send(.get, "/api/v1/things/xyz", key: api.full).status == 404)
    }
  }

  @Test(arguments: ["", "\u{7F}", String(repeating: "k", count: 256), "é"])
  func `an idempotency key that is none is refused`(key: String) async throws {
    try await DatabaseKind.memory.withShop { shop in
      let api = try await APIBench(shop)
      let response = try await api.send(
        .post, "/api/v1/things", good, key: api.full, ["Idempotency-Key": key])
      #expect(response.status == 422)
      #expect(try await api.count() == 0)
    }
  }

  @Test func `a key that asks too often has to wait`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let api = try await APIBench(shop, perKey: RateLimit(burst: 2, perMinute: 6))
      #expect(try await api.send(.get, "/api/v1/things", key: api.full).status == 200)
      #expect(try await api.send(.get, "/api/v1/things", key: api.full).status == 200)
      let third = try await api.send(.get, "/api/v1/things", key: api.full)
      #expect(third.status == 429)
      #expect(third.headers["Retry-After"] == "10")
    }
  }

  @Test func `errors speak the asker's language`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let api = try await APIBench(shop)
      let target = "/api/v1/things/\(Customer.ID(rawValue: 77))"
      let dutch = try await api.send(.get, target, key: api.full, ["Accept-Language": "nl"])
      #expect(dutch.json["detail"] == "Deze klant bestaat niet.")
      #expect(
        try await api.send(.get, target, key: api.full).json["detail"]
          == "This customer does not exist.")
    }
  }

  @Test func `the description is complete`() async throws {
    try await DatabaseKind.memory.withShop { shop in
      let api = try await APIBench(shop)
      let document = try await api.send(.get, "/api/v1/openapi.json").json
      #expect(document["openapi"] == "3.1.0")
      #expect(document["servers"]?[0]?["url"] == "https://admin.example")
      #expect(document["components"]?["securitySchemes"]?["apiKey"]?["scheme"] == "bearer")
      for route in api.routes.routes {
        let operation = document["paths"]?[route.template]?[route.method.rawValue.lowercased()]
        #expect(operation?["responses"]?["200"] != nil || operation?["responses"]?["201"] != nil)
        #expect(operation?["operationId"] != nil)
      }
      let post = document["paths"]?["/api/v1/things"]?["post"]
      #expect(
        post?["requestBody"]?["content"]?["application/json"]?["schema"]
          == ["$ref": "#/components/schemas/NewThing"])
      #expect(post?["parameters"] == [["$ref": "#/components/parameters/IdempotencyKey"]])
      let schemas = document["components"]?["schemas"]
      #expect(
        schemas?["NewThing"]?["properties"]?["price"] == ["$ref": "#/components/schemas/Money"])
      #expect(schemas?["Thing"]?["required"] == ["customer", "name", "price", "startsOn"])
      #expect(schemas?["Problem"] != nil)
      let list = document["paths"]?["/api/v1/things"]?["get"]?["parameters"]?.arrayValue
      #expect(list?.compactMap { $0["name"]?.stringValue } == ["limit", "after", "search"])
      let references = Set(references(in: document))
      for reference in references {
        var place: JSONValue? = document
        for step in reference.dropFirst(2).split(separator: "/") { place = place?[String(step)] }
        #expect(place != nil, "\(reference)")
      }
    }
  }

  private func references(in value: JSONValue) -> [String] {
    switch value {
    case .array(let items): items.flatMap(references)
    case .object(let object):
      object.flatMap { member in
        member.key == "$ref" ? [member.value.stringValue ?? ""] : references(in: member.value)
      }
    default: []
    }
  }
}
