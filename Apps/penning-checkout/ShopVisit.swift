import HTML
import HTTPServer
import Payments
import Primitives
import Tenancy
import Web
import Workflows

/// One request for a page of a shop.
struct ShopVisit: Sendable {
  let app: CheckoutApp
  let visit: Visit
  let door: ShopDoor

  /// The shop as its visitors may see it.
  var scope: TenantScope { door.scope }
  var shop: Shop { door.scope.shop }
  var settings: ShopSettings { door.settings }
  var language: Language { visit.language }

  func callAsFunction(_ phrase: Phrase) -> String { visit(phrase) }
}

/// What is read of a shop before any of its pages is made.
struct ShopDoor: Sendable {
  let scope: TenantScope
  let settings: ShopSettings
  /// Where the payment service's own pages are: forms may lead there.
  let paymentOrigin: String?

  /// The methods that the shop offers and this program knows, in the shop's order.
  var methods: [PaymentMethod] { settings.paymentMethods.compactMap(PaymentMethod.init) }
}

/// One request of a customer who is signed in.
struct PortalVisit: Sendable {
  let shop: ShopVisit
  let scope: TenantScope
  let user: CustomerUser
  let session: AccessToken

  var visit: Visit { shop.visit }
  var customer: Customer.ID { user.customer }
  var right: CustomerRight { user.right }
  var slug: Slug { shop.shop.slug }

  func callAsFunction(_ phrase: Phrase) -> String { visit(phrase) }
}

extension CheckoutApp {
  func door(_ slug: Slug) async throws -> ShopDoor? {
    guard let scope = try await platform.database.visitorScope(slug: slug) else { return nil }
    return try await platform.database.read(as: scope) { shop in
      let account = try shop.gatewayAccounts.find(.mollie)
      return ShopDoor(
        scope: scope, settings: try shop.settings.current(),
        paymentOrigin: sandboxOrigin ?? account.flatMap { WebOrigin(of: $0.baseURL)?.text })
    }
  }

  /// Answers with a page of the shop of that name, errors included.
  func answer(
    _ request: HTTPRequest, _ slug: Slug, _ handler: (ShopVisit) async throws -> HTTPResponse
  ) async -> HTTPResponse {
    let found: Result<ShopDoor?, any Error>
    do { found = .success(try await door(slug)) } catch { found = .failure(error) }
    let door = (try? found.get()) ?? nil  // The error is told within, as a page.
    return await CurrentShop.$door.withValue(door) {
      await site(speaking: door?.scope.language ?? .nl).answer(request) { visit in
        guard let door = try found.get() else { throw WebRefusal.notFound }
        let response = try await handler(ShopVisit(app: self, visit: visit, door: door))
        return SecurityPolicy(
          formTargets: [door.paymentOrigin].compactMap(\.self),
          isSecure: visit.site.options.origin.isSecure
        ).apply(to: response)
      }
    }
  }

  /// The customer behind the session, if it is one of this shop.
  func portal(_ shop: ShopVisit) async throws -> PortalVisit? {
    guard let admission = shop.visit.admission, admission.scope.shopID == shop.shop.id,
      case .customer(_, let user, _) = admission.scope.actor
    else { return nil }
    let known = try await platform.database.read(as: admission.scope) { inside in
      try inside.customerUsers.find(user)
    }
    return PortalVisit(
      shop: shop, scope: admission.scope, user: known, session: admission.token)
  }
}

/// The shop whose page is being answered, for the frame of an error page.
enum CurrentShop {
  @TaskLocal static var door: ShopDoor?
}

/// Scheme, host and port of an address: what a browser calls its origin.
struct WebOrigin: Hashable, Sendable {
  let text: String

  init?(of url: String) {
    guard let scheme = ["https://", "http://"].first(where: url.hasPrefix) else { return nil }
    let authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let origin = PublicOrigin(scheme + authority.lowercased()) else { return nil }
    text = origin.description
  }
}
