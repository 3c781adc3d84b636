/// The routes as a tree of path segments: looking one up costs the depth of the path, however
/// many routes there are. A constant segment wins over a value.
struct RouteTree: Sendable {
  private var constants: [String: RouteTree] = [:]
  /// Holds one tree, or none.
  private var value: [RouteTree] = []
  private(set) var routes: [HTTPMethod: Route] = [:]

  /// Adds a route; false when its place is taken.
  mutating func add(_ route: Route, at parts: ArraySlice<LinkPart>) -> Bool {
    guard let part = parts.first else {
      guard routes[route.method] == nil else { return false }
      routes[route.method] = route
      return true
    }
    switch part {
    case .constant(let text):
      return constants[text, default: RouteTree()].add(route, at: parts.dropFirst())
    case .value:
      if value.isEmpty { value.append(RouteTree()) }
      return value[0].add(route, at: parts.dropFirst())
    }
  }

  /// The place that the segments lead to and the values on the way; nil when there is none.
  func find(_ segments: ArraySlice<String>) -> (node: RouteTree, values: [String])? {
    guard let segment = segments.first else { return routes.isEmpty ? nil : (self, []) }
    if let found = constants[segment]?.find(segments.dropFirst()) { return found }
    guard let found = value.first?.find(segments.dropFirst()) else { return nil }
    return (found.node, [segment] + found.values)
  }
}

/// One route with its handler, the value types no longer visible.
struct Route: Sendable {
  let method: HTTPMethod
  let template: String
  let parts: [LinkPart]
  let options: RouteOptions
  /// For each value in the path whether the log must not show it.
  let secrets: [Bool]
  /// Whether the values can be read.
  let accepts: @Sendable ([String]) -> Bool
  /// Nil when a value can't be read.
  let run: @Sendable (HTTPRequest, [String]) async throws -> HTTPResponse?

  /// The path for the log: secret values masked.
  func loggedPath(_ values: [String]) -> String {
    var rest = zip(values, secrets).map { $1 ? "***" : $0 }[...]
    return parts.map { part in
      switch part {
      case .constant(let text): "/" + text
      case .value: "/" + (rest.popFirst() ?? "")
      }
    }.joined()
  }
}

/// What a route wants different from the server.
package struct RouteOptions: Sendable, Hashable {
  /// The largest body in bytes; nil: the server's limit.
  package var bodyLimit: Int?

  package init(bodyLimit: Int? = nil) { self.bodyLimit = bodyLimit }
}
