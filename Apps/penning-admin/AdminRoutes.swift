import HTTPServer
import Primitives
import Tenancy
import Web

/// Who may ask for what: kept beside each route, so that a test can try all of them.
enum Access: Hashable, Sendable {
  case everyone
  case staff(Permission)
  case program(APIScope)
  /// Only from this machine.
  case loopback
}

/// The routes of this server as they are declared: each names the right that it needs.
struct AdminRoutes: Sendable {
  /// One route and who may use it.
  struct Door: Hashable, Sendable {
    let method: HTTPMethod
    let template: String
    let access: Access
  }

  let app: AdminApp
  var router = Router()
  private(set) var doors: [Door] = []

  init(_ app: AdminApp) { self.app = app }

  /// A page of the signed-in staff.
  mutating func get<each Value: PathValue>(
    _ link: Link<repeat each Value>, needs permission: Permission = .view,
    _ handler: @escaping @Sendable (StaffVisit, repeat each Value) async throws -> HTTPResponse
  ) {
    let app = app
    note(.get, link.template, .staff(permission))
    app.site.get(link, in: &router) { (visit: Visit, value: repeat each Value) in
      try await handler(app.staffVisit(visit, needs: permission), repeat each value)
    }
  }

  /// A form of the signed-in staff.
  mutating func post<each Value: PathValue>(
    _ link: Link<repeat each Value>, needs permission: Permission, bodyLimit: Int = smallForm,
    _ handler: @escaping @Sendable (StaffVisit, repeat each Value) async throws -> HTTPResponse
  ) {
    let app = app
    note(.post, link.template, .staff(permission))
    app.site.post(link, in: &router, options: RouteOptions(bodyLimit: bodyLimit)) {
      (visit: Visit, value: repeat each Value) in
      try await handler(app.staffVisit(visit, needs: permission), repeat each value)
    }
  }

  /// A page for anyone: what stands before sign-in.
  mutating func getOpen<each Value: PathValue>(
    _ link: Link<repeat each Value>,
    _ handler: @escaping @Sendable (AdminApp, Visit, repeat each Value) async throws -> HTTPResponse
  ) {
    let app = app
    note(.get, link.template, .everyone)
    app.site.get(link, in: &router) { (visit: Visit, value: repeat each Value) in
      try await handler(app, visit, repeat each value)
    }
  }

  mutating func postOpen<each Value: PathValue>(
    _ link: Link<repeat each Value>,
    _ handler: @escaping @Sendable (AdminApp, Visit, repeat each Value) async throws -> HTTPResponse
  ) {
    let app = app
    note(.post, link.template, .everyone)
    app.site.post(link, in: &router, options: RouteOptions(bodyLimit: Self.smallForm)) {
      (visit: Visit, value: repeat each Value) in
      try await handler(app, visit, repeat each value)
    }
  }

  /// What machines ask for: no page, no session.
  mutating func machine(
    _ link: FixedLink, _ access: Access,
    _ handler: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
  ) {
    note(.get, link.template, access)
    router.get(link) { request in try await handler(request) }
  }

  /// The whole API, described at the link.
  mutating func api(_ surface: APISurface, describedAt link: FixedLink) {
    for route in surface.routes {
      note(route.method, route.template, .program(route.about.scope))
    }
    note(.get, link.template, .everyone)
    surface.register(in: &router, describedAt: link)
  }

  private mutating func note(_ method: HTTPMethod, _ template: String, _ access: Access) {
    doors.append(Door(method: method, template: template, access: access))
  }

  /// Bytes that no form without an upload holds more of.
  static let smallForm = 64 * 1024
}
