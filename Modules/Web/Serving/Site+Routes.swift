package import HTTPServer
import Primitives
package import Tenancy

// The forms in which pages are declared. `routes` is the server's router.
extension Site {
  /// A page for anyone.
  package func get<each Value: PathValue>(
    _ link: Link<repeat each Value>, in routes: inout Router,
    _ handler: @escaping @Sendable (Visit, repeat each Value) async throws -> HTTPResponse
  ) {
    routes.get(link) { (request: HTTPRequest, value: repeat each Value) in
      await answer(request) { visit in try await handler(visit, repeat each value) }
    }
  }

  /// A form that anyone may send, its token checked.
  package func post<each Value: PathValue>(
    _ link: Link<repeat each Value>, in routes: inout Router,
    options: RouteOptions = RouteOptions(),
    _ handler: @escaping @Sendable (Visit, repeat each Value) async throws -> HTTPResponse
  ) {
    routes.post(link, options) { (request: HTTPRequest, value: repeat each Value) in
      await answer(request) { visit in try await handler(visit, repeat each value) }
    }
  }

  /// A page for those who are signed in; others are sent to sign in and back.
  package func getSignedIn<each Value: PathValue>(
    _ link: Link<repeat each Value>, in routes: inout Router,
    _ handler:
      @escaping @Sendable (Visit, TenantScope, repeat each Value) async throws -> HTTPResponse
  ) {
    get(link, in: &routes) { (visit: Visit, value: repeat each Value) in
      try await handler(visit, visit.signedIn().scope, repeat each value)
    }
  }

  /// A form of those who are signed in.
  package func postSignedIn<each Value: PathValue>(
    _ link: Link<repeat each Value>, in routes: inout Router,
    options: RouteOptions = RouteOptions(),
    _ handler:
      @escaping @Sendable (Visit, TenantScope, repeat each Value) async throws -> HTTPResponse
  ) {
    post(link, in: &routes, options: options) { (visit: Visit, value: repeat each Value) in
      try await handler(visit, visit.signedIn().scope, repeat each value)
    }
  }

  /// The style sheets.
  package func serveAssets(in routes: inout Router) {
    let policy = policy
    routes.get(Self.assets) { _, name in policy.apply(to: Self.asset(name)) }
  }

  /// What the whole server answers with: the routes, and for what is none of them a page (or a
  /// problem, for programs), always with the security headers.
  package func respond(to request: HTTPRequest, with routes: Router) async throws -> HTTPResponse {
    let response = try await routes.respond(to: request)
    let isProblem = response.headers["Content-Type"]?.hasPrefix("application/problem") ?? false
    guard isProblem, prefersPage(request) else { return policy.apply(to: response) }
    var page = await answer(request, isUnknown: response.status)
    if let allow = response.headers["Allow"] { page.headers["Allow"] = allow }
    return page
  }

  static let assets = Link<String>("/assets/{name}")

  private static func asset(_ name: String) -> HTTPResponse {
    if name == iconName { return forGood(icon, type: "image/svg+xml") }
    let css: String
    if name == StyleSheet.fileName {
      css = StyleSheet.text
    } else if let accent = Accent(fileName: name) {
      css = accent.css
    } else {
      return Problem(status: 404).response
    }
    return forGood(css, type: "text/css; charset=utf-8")
  }

  private static func forGood(_ text: String, type: String) -> HTTPResponse {
    .bytes(Array(text.utf8), type: type)
      .with("Cache-Control", "public, max-age=31536000, immutable")
  }

  static let iconName = "icon-1.svg"
  private static let icon =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">"
    + "<circle cx=\"16\" cy=\"16\" r=\"15\" fill=\"#1d5c8a\"/>"
    + "<path d=\"M12 24V8h6a5 5 0 0 1 0 10h-6\" fill=\"none\" stroke=\"#fff\" "
    + "stroke-width=\"3\"/></svg>"

  private func prefersPage(_ request: HTTPRequest) -> Bool {
    guard !request.path.hasPrefix("/api/") else { return false }
    return request.headers["Accept"]?.contains("text/html") ?? false
  }
}
