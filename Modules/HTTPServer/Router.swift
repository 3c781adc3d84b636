/// Which handler answers what. A server's routes are declared in one place:
///
///     var routes = Router()
///     routes.get(Links.invoice) { request, id in … }
///     routes.post(Links.upload, RouteOptions(bodyLimit: 10_000_000)) { request in … }
///
/// HEAD is answered by the GET route, without a body; OPTIONS by the list of methods; another
/// method by 405 with `Allow`; another path by 404.
package struct Router: Sendable {
  private var tree = RouteTree()
  /// What is routed, in the order of declaration; for tests and documentation.
  package private(set) var routes: [(method: HTTPMethod, template: String)] = []
  /// Routes declared at a place already taken, which never answer: a test wants none.
  package private(set) var conflicts: [String] = []

  package init() {}

  package mutating func get<each V: PathValue>(
    _ link: Link<repeat each V>, _ options: RouteOptions = RouteOptions(),
    _ handler: @escaping @Sendable (HTTPRequest, repeat each V) async throws -> HTTPResponse
  ) { add(.get, link, options, handler) }

  package mutating func post<each V: PathValue>(
    _ link: Link<repeat each V>, _ options: RouteOptions = RouteOptions(),
    _ handler: @escaping @Sendable (HTTPRequest, repeat each V) async throws -> HTTPResponse
  ) { add(.post, link, options, handler) }

  package mutating func put<each V: PathValue>(
    _ link: Link<repeat each V>, _ options: RouteOptions = RouteOptions(),
    _ handler: @escaping @Sendable (HTTPRequest, repeat each V) async throws -> HTTPResponse
  ) { add(.put, link, options, handler) }

  package mutating func patch<each V: PathValue>(
    _ link: Link<repeat each V>, _ options: RouteOptions = RouteOptions(),
    _ handler: @escaping @Sendable (HTTPRequest, repeat each V) async throws -> HTTPResponse
  ) { add(.patch, link, options, handler) }

  package mutating func delete<each V: PathValue>(
    _ link: Link<repeat each V>, _ options: RouteOptions = RouteOptions(),
    _ handler: @escaping @Sendable (HTTPRequest, repeat each V) async throws -> HTTPResponse
  ) { add(.delete, link, options, handler) }

  /// Any method; the named ones above are this.
  package mutating func add<each V: PathValue>(
    _ method: HTTPMethod, _ link: Link<repeat each V>, _ options: RouteOptions = RouteOptions(),
    _ handler: @escaping @Sendable (HTTPRequest, repeat each V) async throws -> HTTPResponse
  ) {
    let route = Route(
      method: method, template: link.template, parts: link.parts, options: options,
      secrets: link.secrets, accepts: { link.values(from: $0) != nil },
      run: { request, captured in
        guard let values = link.values(from: captured) else { return nil }
        return try await handler(request, repeat each values)
      })
    if tree.add(route, at: link.parts[...]) {
      routes.append((method, link.template))
    } else {
      conflicts.append("\(method.rawValue) \(link.template)")
    }
  }

  /// The handler's answer, or 404, 405, or the answer to OPTIONS; throws what the handler throws.
  package func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    switch find(request) {
    case .route(let route, let values):
      try await route.run(request, values) ?? RouteSearch.unknown
    case .otherwise(let response): response
    }
  }

  func find(_ request: HTTPRequest) -> RouteSearch {
    guard let (node, values) = tree.find(request.segments[...]),
      node.routes.values.contains(where: { $0.accepts(values) })
    else { return .otherwise(RouteSearch.unknown) }
    let method = request.method == .head ? .get : request.method
    if let route = node.routes[method] {
      return route.accepts(values) ? .route(route, values) : .otherwise(RouteSearch.unknown)
    }
    let allowed = allow(node.routes.keys)
    guard request.method == .options else {
      return .otherwise(Problem(status: 405).response.with("Allow", allowed))
    }
    return .otherwise(HTTPResponse.noContent.with("Allow", allowed))
  }

  private func allow(_ methods: some Sequence<HTTPMethod>) -> String {
    var methods = Set(methods)
    if methods.contains(.get) { methods.insert(.head) }
    methods.insert(.options)
    return methods.map(\.rawValue).sorted().joined(separator: ", ")
  }
}

/// What a request's path and method lead to.
enum RouteSearch {
  case route(Route, [String])
  case otherwise(HTTPResponse)

  static var unknown: HTTPResponse { Problem(status: 404).response }
}
