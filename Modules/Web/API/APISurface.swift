package import HTTPServer
package import JSON
import Primitives
package import Tenancy

/// The whole API: each route declared once, from which come both what answers it and
/// `openapi.json`.
///
///     api.list(Links.plans, About("Plans", tag: "plans"), item: .plan) { call, page in … }
///     api.write(.post, Links.plans, About("A new plan", tag: "plans", scope: .write),
///       body: newPlan, answer: .plan, status: 201) { shop, input in … }
package struct APISurface: Sendable {
  package let title: String
  package let version: String
  package let origin: PublicOrigin
  package let gate: APIGate
  package private(set) var routes: [APIRoute] = []
  private var registrations: [@Sendable (inout Router) -> Void] = []

  package init(title: String, version: String, origin: PublicOrigin, gate: APIGate) {
    self.title = title
    self.version = version
    self.origin = origin
    var gate = gate
    gate.isSecure = origin.isSecure
    self.gate = gate
  }

  /// Puts all routes, and `openapi.json` at the link, into a server's router.
  package func register(in routes: inout Router, describedAt link: Link<>) {
    for registration in registrations { registration(&routes) }
    let document = document(describedAt: link.template).serialized()
    let policy = SecurityPolicy(isSecure: origin.isSecure)
    routes.get(link) { _ in
      policy.apply(to: .bytes(document, type: "application/json"))
    }
  }

  /// A route with its body already erased.
  mutating func declare<each Value: PathValue>(
    _ route: APIRoute, _ link: Link<repeat each Value>, _ options: RouteOptions = RouteOptions(),
    _ body: @escaping @Sendable (APICall, repeat each Value) async throws -> HTTPResponse
  ) {
    routes.append(route)
    let gate = gate
    registrations.append { (router: inout Router) in
      router.add(route.method, link, options) {
        (request: HTTPRequest, value: repeat each Value) in
        await gate.answer(request, route) { call in try await body(call, repeat each value) }
      }
    }
  }
}

// Reading routes.
extension APISurface {
  /// One thing.
  package mutating func get<Output: Sendable, each Value: PathValue>(
    _ link: Link<repeat each Value>, _ about: About, answer: Answer<Output>,
    _ handler: @escaping @Sendable (APICall, repeat each Value) async throws -> Output
  ) {
    get(link, about, query: .nothing, answer: answer) {
      (call: APICall, _: Void, value: repeat each Value) in
      try await handler(call, repeat each value)
    }
  }

  /// One thing, seen as a query asks.
  package mutating func get<Query: Sendable, Output: Sendable, each Value: PathValue>(
    _ link: Link<repeat each Value>, _ about: About, query: Shape<Query>, answer: Answer<Output>,
    _ handler: @escaping @Sendable (APICall, Query, repeat each Value) async throws -> Output
  ) {
    let route = APIRoute(
      method: .get, template: link.template, about: about, pathValues: describePath(link),
      query: query.schema, body: nil, isWriting: false, isPublic: false,
      answers: .init(schema: answer.schema))
    declare(route, link) { (call: APICall, value: repeat each Value) in
      let asked = try APIReading.query(call.request.query, query)
      return .json(answer.render(try await handler(call, asked, repeat each value)))
    }
  }

  /// A list, part by part.
  package mutating func list<Item: Sendable, each Value: PathValue>(
    _ link: Link<repeat each Value>, _ about: About, item: Answer<Item>,
    _ handler:
      @escaping @Sendable (APICall, PageRequest, repeat each Value) async throws -> Page<
        Item
      >
  ) {
    list(link, about, filter: .nothing, item: item) {
      (call: APICall, page: PageRequest, _: Void, value: repeat each Value) in
      try await handler(call, page, repeat each value)
    }
  }

  /// A list with a filter: an object shape whose fields read text.
  package mutating func list<Filter: Sendable, Item: Sendable, each Value: PathValue>(
    _ link: Link<repeat each Value>, _ about: About, filter: Shape<Filter>, item: Answer<Item>,
    _ handler:
      @escaping @Sendable (APICall, PageRequest, Filter, repeat each Value) async throws
      -> Page<Item>
  ) {
    let answer = Answer<Page<Item>>.page(of: item)
    let route = APIRoute(
      method: .get, template: link.template, about: about, pathValues: describePath(link),
      query: OpenAPI.merging(Shape<PageRequest>.page.schema, filter.schema), body: nil,
      isWriting: false, isPublic: false, answers: .init(schema: answer.schema))
    declare(route, link) { (call: APICall, value: repeat each Value) in
      let (request, filter) = try APIReading.list(call.request.query, filter)
      let page = try await handler(call, request, filter, repeat each value)
      let response = HTTPResponse.json(answer.render(page))
      guard let next = page.next else { return response }
      return response.with("Link", APISurface.nextLink(call.request, after: next))
    }
  }

  /// A file, such as a PDF.
  package mutating func file<each Value: PathValue>(
    _ link: Link<repeat each Value>, _ about: About, type: String,
    _ handler: @escaping @Sendable (APICall, repeat each Value) async throws -> HTTPResponse
  ) {
    let route = APIRoute(
      method: .get, template: link.template, about: about, pathValues: describePath(link),
      query: nil, body: nil, isWriting: false, isPublic: false,
      answers: .init(type: type, schema: nil))
    declare(route, link) { (call: APICall, value: repeat each Value) in
      try APIReading.query(call.request.query, Shape<Void>.nothing)
      return try await handler(call, repeat each value)
    }
  }

  /// A file, made as a query asks.
  package mutating func file<Query: Sendable, each Value: PathValue>(
    _ link: Link<repeat each Value>, _ about: About, query: Shape<Query>, type: String,
    _ handler: @escaping @Sendable (APICall, Query, repeat each Value) async throws -> HTTPResponse
  ) {
    let route = APIRoute(
      method: .get, template: link.template, about: about, pathValues: describePath(link),
      query: query.schema, body: nil, isWriting: false, isPublic: false,
      answers: .init(type: type, schema: nil))
    declare(route, link) { (call: APICall, value: repeat each Value) in
      let asked = try APIReading.query(call.request.query, query)
      return try await handler(call, asked, repeat each value)
    }
  }

  private static func nextLink(_ request: HTTPRequest, after cursor: Cursor) -> String {
    var query = QueryItems()
    for item in request.query.items where item.name != "after" { query.add(item.name, item.value) }
    query.add("after", cursor.description)
    let path = request.target.prefix { $0 != "?" && $0 != "#" }
    return "<\(query.appended(to: String(path)))>; rel=\"next\""
  }
}

// Routes with a body.
extension APISurface {
  /// Computes without writing: a preview.
  package mutating func compute<Input: Sendable, Output: Sendable, each Value: PathValue>(
    _ link: Link<repeat each Value>, _ about: About, body: Shape<Input>, answer: Answer<Output>,
    _ handler: @escaping @Sendable (APICall, Input, repeat each Value) async throws -> Output
  ) {
    let route = APIRoute(
      method: .post, template: link.template, about: about, pathValues: describePath(link),
      query: nil, body: body.schema, isWriting: false, isPublic: false,
      answers: .init(schema: answer.schema))
    declare(route, link) { (call: APICall, value: repeat each Value) in
      try APIReading.query(call.request.query, Shape<Void>.nothing)
      let input = try APIReading.body(call.request, body)
      return .json(answer.render(try await handler(call, input, repeat each value)))
    }
  }

  /// Writes in one transaction of the shop, together with the answer that the same
  /// `Idempotency-Key` gets again. The closure may run again after a conflict.
  package mutating func write<Input: Sendable, Output: Sendable, each Value: PathValue>(
    _ method: HTTPMethod, _ link: Link<repeat each Value>, _ about: About, body: Shape<Input>,
    answer: Answer<Output>, status: Int = 200,
    _ handler: @escaping @Sendable (ShopTransaction, Input, repeat each Value) throws -> Output
  ) {
    perform(method, link, about, body: body, answer: answer, status: status) {
      (call: APICall, input: Input, value: repeat each Value) in
      try await call.once(answer, status: status) { shop in
        try handler(shop, input, repeat each value)
      }
    }
  }

  /// Writes through something that opens the transaction itself: it gets the call, and gives the
  /// answer as `APICall.once` makes it.
  package mutating func perform<Input: Sendable, Output: Sendable, each Value: PathValue>(
    _ method: HTTPMethod, _ link: Link<repeat each Value>, _ about: About, body: Shape<Input>,
    answer: Answer<Output>, status: Int = 200,
    _ handler: @escaping @Sendable (APICall, Input, repeat each Value) async throws -> APIReply
  ) {
    let route = APIRoute(
      method: method, template: link.template, about: about, pathValues: describePath(link),
      query: nil, body: body.schema, isWriting: true, isPublic: false,
      answers: .init(status: status, schema: answer.schema))
    declare(route, link) { (call: APICall, value: repeat each Value) in
      try APIReading.query(call.request.query, Shape<Void>.nothing)
      let input = try APIReading.body(call.request, body)
      return try await handler(call, input, repeat each value).response
    }
  }
}
