import Catalog
import Cryptography
import HTML
import HTTPServer
import Payments
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// `/{shop}/{plan}`: what you buy, what is paid today and when the rest is, and the buyer's form.
enum PlanPage {
  struct Model: Sendable {
    let quote: CheckoutQuote
    let methods: [PaymentMethod]
    let legal: LegalDetails
    /// Makes one order of this form, however often it is sent.
    let token: String
    let form: FormState
  }

  static func show(_ shop: ShopVisit, _ plan: Slug) async throws -> HTTPResponse {
    let quote = try await shop.quote(plan, quantity: 1)
    return page(shop, quote, OrderForm.empty(for: shop))
  }

  /// Places the order, and hands the buyer to the payment service; or shows the form again with
  /// what was typed and what is wrong.
  static func order(_ shop: ShopVisit, _ plan: Slug) async throws -> HTTPResponse {
    var form = OrderForm(shop)
    let quote = try await shop.quote(plan, quantity: form.quantity ?? 1)
    if form.asksForQuote { return page(shop, quote, form.withoutFaults) }
    guard let (order, token) = form.order(of: plan, quote, shop) else {
      return page(shop, quote, form.state, status: 422)
    }
    do {
      let payment = try await shop.app.orders.place(
        order, token: token, on: shop.app.platform, as: shop.scope,
        limit: { try shop.limit(order.details.email) })
      return try await shop.handOver(payment)
    } catch let refusal as WebRefusal {
      throw refusal
    } catch let refusal as any Refusal {
      form.refuse(refusal)
      let now = try await shop.quote(plan, quantity: order.quantity)
      return page(shop, now, form.state, status: HTTPStatus.of(refusal.kind))
    }
  }

  private static func page(
    _ shop: ShopVisit, _ quote: CheckoutQuote, _ form: FormState, status: Int = 200
  ) -> HTTPResponse {
    let model = Model(
      quote: quote, methods: shop.door.methods, legal: shop.shop.legal,
      token: Token.random(bytes: 16, from: shop.app.platform.random), form: form)
    return shop.page(quote.plan.name, width: .wide, status: status) { PlanView(model, shop).page }
  }
}

extension ShopVisit {
  /// What a purchase made now would cost.
  func quote(_ plan: Slug, quantity: Int) async throws -> CheckoutQuote {
    guard shop.state == .active else { throw OrderRefusal.shopClosed }
    return try await app.platform.database.read(as: scope) { inside in
      try CheckoutQuote(planSlug: plan, quantity: quantity, periods: 3, in: inside)
    }
  }

  /// Counts an order against its address, its mailbox and its shop (S-38).
  fileprivate func limit(_ email: EmailAddress) throws {
    try app.limits.take(
      [
        (app.limits.ordersFromAddress, visit.request.remoteAddress),
        (app.limits.ordersOfMailbox, "\(shop.id)/\(email.folded)"),
        (app.limits.ordersOfShop, shop.id.description),
      ], at: visit.now)
  }
}
