import HTTPServer
import Tenancy
import Web

// The forms in which a shop's pages are declared: every link begins with the shop's name.
extension CheckoutApp {
  func get(
    _ link: Link<Slug>, in routes: inout Router,
    _ handler: @escaping @Sendable (ShopVisit) async throws -> HTTPResponse
  ) {
    routes.get(link) { request, slug in await answer(request, slug, handler) }
  }

  func get<Value: PathValue>(
    _ link: Link<Slug, Value>, in routes: inout Router,
    _ handler: @escaping @Sendable (ShopVisit, Value) async throws -> HTTPResponse
  ) {
    routes.get(link) { request, slug, value in
      await answer(request, slug) { try await handler($0, value) }
    }
  }

  func post(
    _ link: Link<Slug>, in routes: inout Router,
    _ handler: @escaping @Sendable (ShopVisit) async throws -> HTTPResponse
  ) {
    routes.post(link, Self.smallForm) { request, slug in await answer(request, slug, handler) }
  }

  func post<Value: PathValue>(
    _ link: Link<Slug, Value>, in routes: inout Router,
    _ handler: @escaping @Sendable (ShopVisit, Value) async throws -> HTTPResponse
  ) {
    routes.post(link, Self.smallForm) { request, slug, value in
      await answer(request, slug) { try await handler($0, value) }
    }
  }

  // The same for those who are signed in.

  func getPortal(
    _ link: Link<Slug>, in routes: inout Router,
    _ handler: @escaping @Sendable (PortalVisit) async throws -> HTTPResponse
  ) {
    get(link, in: &routes) { shop in try await signedIn(shop, handler) }
  }

  func getPortal<Value: PathValue>(
    _ link: Link<Slug, Value>, in routes: inout Router,
    _ handler: @escaping @Sendable (PortalVisit, Value) async throws -> HTTPResponse
  ) {
    get(link, in: &routes) { shop, value in
      try await signedIn(shop) { try await handler($0, value) }
    }
  }

  func postPortal(
    _ link: Link<Slug>, in routes: inout Router,
    _ handler: @escaping @Sendable (PortalVisit) async throws -> HTTPResponse
  ) {
    post(link, in: &routes) { shop in try await signedIn(shop, handler) }
  }

  func postPortal<Value: PathValue>(
    _ link: Link<Slug, Value>, in routes: inout Router,
    _ handler: @escaping @Sendable (PortalVisit, Value) async throws -> HTTPResponse
  ) {
    post(link, in: &routes) { shop, value in
      try await signedIn(shop) { try await handler($0, value) }
    }
  }

  /// A page goes on at the shop's sign-in; a form without a session is refused.
  private func signedIn(
    _ shop: ShopVisit, _ handler: (PortalVisit) async throws -> HTTPResponse
  ) async throws -> HTTPResponse {
    if let portal = try await portal(shop) { return try await handler(portal) }
    guard shop.visit.request.method.isSafe else { throw WebRefusal.signInRequired }
    return shop.visit.redirect(to: Links.signIn.path(shop.shop.slug))
  }

  /// No form of this server holds more.
  private static let smallForm = RouteOptions(bodyLimit: 64 * 1024)
}
