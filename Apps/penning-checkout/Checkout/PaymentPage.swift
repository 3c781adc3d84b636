import HTML
import HTTPServer
import Invoicing
import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy
import Web
import Workflows

/// `/{shop}/payments/{token}`: where the browser returns to from the payment service. What it
/// says comes from the service, asked anew, never from the address (S-43).
enum PaymentPage {
  static func show(_ shop: ShopVisit, _ token: PathToken) async throws -> HTTPResponse {
    let id = try await payment(of: token, shop)
    _ = try await HostedPayment(shop.app.platform).refresh(id, as: shop.scope)
    let story = try await shop.app.platform.database.read(as: shop.scope) { inside in
      try PaymentStory(id, in: inside)
    }
    let order = try await orderToken(story, shop)
    return page(
      story, token, shop, FormState(values: ["method": story.firstMethod(shop)]), order: order)
  }

  /// A new attempt for the same documents, or the same one once more while it is not yet with the
  /// payment service. What is paid already is never asked again.
  static func tryAgain(_ shop: ShopVisit, _ token: PathToken) async throws -> HTTPResponse {
    let platform = shop.app.platform
    let id = try await payment(of: token, shop)
    try shop.app.limits.take(
      [(shop.app.limits.ordersFromAddress, shop.visit.request.remoteAddress)], at: shop.visit.now)
    let payment = try await HostedPayment(platform).refresh(id, as: shop.scope)
    if payment.state.isLive || payment.state.isCaptured {
      return try await shop.handOver(HostedPayment(platform).open(id, as: shop.scope))
    }
    var form = shop.visit.reader
    let method = form.choice("method") { text in
      shop.door.methods.first { $0.rawValue == text }
    }
    let story = try await platform.database.read(as: shop.scope) { try PaymentStory(id, in: $0) }
    guard form.isComplete(), let method else {
      return page(story, token, shop, form.state, status: 422)
    }
    let next = try await PortalPayment(platform).start(
      story.openDocuments.map(\.id), of: payment.customer, by: method, as: shop.scope)
    return try await shop.handOver(HostedPayment(platform).open(next, as: shop.scope))
  }

  private static func payment(
    of token: PathToken, _ shop: ShopVisit
  ) async throws -> Payment.ID {
    let now = try await shop.app.platform.database.read { $0.now }
    let id = shop.app.platform.payment(returning: token.text, to: shop.shop, at: now)
    guard let id else { throw WebRefusal.notFound }
    return id
  }

  /// The address at which the offers after this purchase are taken.
  private static func orderToken(
    _ story: PaymentStory, _ shop: ShopVisit
  ) async throws -> PathToken? {
    guard !story.offers.isEmpty, let main = story.bought.first else { return nil }
    return try await shop.orderToken(of: main.subscription.id)
  }

  private static func page(
    _ story: PaymentStory, _ token: PathToken, _ shop: ShopVisit, _ form: FormState,
    order: PathToken? = nil, status: Int = 200
  ) -> HTTPResponse {
    let view = PaymentView(story, token, shop, form, order: order)
    let response = shop.page(shop(view.title), status: status) { view.page }
    guard story.isMoving, status == 200, let next = nextLook(shop) else { return response }
    return response.with("Refresh", "\(secondsBetweenLooks); url=\(next)")
  }

  /// The page looks again by itself for about two minutes; after that there is a button.
  private static func nextLook(_ shop: ShopVisit) -> String? {
    let looks = shop.visit.request.query["looks"].flatMap(Int.init) ?? 0
    guard (0..<mostLooks).contains(looks) else { return nil }
    return "\(shop.visit.request.path)?looks=\(looks + 1)"
  }

  private static let mostLooks = 30
  private static let secondsBetweenLooks = 4
}

extension PaymentStory {
  /// The method that was tried, where it is still offered.
  fileprivate func firstMethod(_ shop: ShopVisit) -> String {
    let methods = shop.door.methods
    return (methods.first { $0 == payment.method } ?? methods.first)?.rawValue ?? ""
  }
}
