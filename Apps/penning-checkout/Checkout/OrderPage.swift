import Catalog
import HTML
import HTTPServer
import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy
import Web
import Workflows

/// `/{shop}/orders/{token}`: what was bought where nothing was to be paid, and after every
/// purchase what can be added with one click.
enum OrderPage {
  struct Model: Sendable {
    let plan: Plan
    let subscription: Subscription
    let next: Foresight.Next?
    let offers: [UpsellOffer]

    init(_ id: Subscription.ID, in shop: ShopTransaction) throws {
      subscription = try shop.subscriptions.existing(id)
      plan = try shop.catalog.existingPlan(subscription.planID)
      next = try Foresight(of: subscription, in: shop).next()
      offers = try Upsell.offers(after: id, in: shop)
    }
  }

  static func show(_ shop: ShopVisit, _ token: PathToken) async throws -> HTTPResponse {
    let id = try await shop.purchase(token)
    let model = try await shop.app.platform.database.read(as: shop.scope) { inside in
      try Model(id, in: inside)
    }
    return shop.page(shop(Text.title)) {
      card {
        h1 { shop(Text.title) }
        p { shop(Text.bought(model.plan, model.subscription)) }
        outlook(model, shop)
        p { shop(Text.mail) }
        linkButton(shop(Texts.toPortal), SafeURL(path: Links.portal.path(shop.shop.slug)))
      }
      UpsellView(model.offers, token, shop).markup
    }
  }

  @MarkupBuilder private static func outlook(_ model: Model, _ shop: ShopVisit) -> Markup {
    if let next = model.next {
      facts([
        (shop(Texts.nextCollection), day(next.period.collectOn, shop.language)),
        (shop(Texts.amount), money(next.bill.asked, shop.language)),
      ])
    }
  }

  /// One click: bought by the mandate that was just given, or paid at once. Sent twice it is
  /// bought once.
  static func add(_ shop: ShopVisit, _ token: PathToken) async throws -> HTTPResponse {
    let platform = shop.app.platform
    let id = try await shop.purchase(token)
    var form = shop.visit.reader
    let plan = form.id("plan", of: Plan.self)
    let shown = form.money("shown", shop.shop.currency)
    guard form.isComplete(), let plan, let shown else { throw WebRefusal.notFound }
    try shop.app.limits.take(
      [(shop.app.limits.ordersFromAddress, shop.visit.request.remoteAddress)], at: shop.visit.now)
    do {
      let outcome = try await Upsell(platform).take(
        plan, after: id, by: shop.door.methods.first, shown: shown, as: shop.scope)
      switch outcome {
      case .taken: return back(shop, token, Text.added)
      case .toPay(let payment):
        return try await shop.handOver(HostedPayment(platform).open(payment, as: shop.scope))
      }
    } catch let refusal as CatalogRefusal where refusal == .offerTaken {
      return back(shop, token, refusal.phrase)
    } catch let refusal as CheckoutRefusal {
      return back(shop, token, refusal.phrase)
    }
  }

  private static func back(
    _ shop: ShopVisit, _ token: PathToken, _ words: Phrase
  ) -> HTTPResponse {
    shop.visit.redirect(
      to: Links.order.path(shop.shop.slug, token), notice: Notice(shop(words)))
  }

  private enum Text {
    static let title = Phrase(nl: "Bedankt voor uw bestelling", en: "Thank you for your order")
    static let added = Phrase(nl: "Toegevoegd aan uw bestelling.", en: "Added to your order.")
    static let mail = Phrase(
      nl: "De bevestiging komt per e-mail. In uw account ziet u alles terug en kunt u opzeggen; u "
        + "logt in met uw e-mailadres.",
      en: "The confirmation comes by e-mail. In your account you find everything and can cancel; "
        + "you sign in with your e-mail address.")

    static func bought(_ plan: Plan, _ subscription: Subscription) -> Phrase {
      if let paidFrom = subscription.trialUntil {
        let last = paidFrom.adding(days: -1)
        return Phrase(
          nl: "\(plan.name) is ingegaan. U gebruikt het gratis tot en met \(last.formatted(.nl)).",
          en: "\(plan.name) has started. You use it for free until \(last.formatted(.en)).")
      }
      return Phrase(nl: "\(plan.name) is ingegaan.", en: "\(plan.name) has started.")
    }
  }
}

extension ShopVisit {
  /// Where the buyer of something that cost nothing today goes on.
  func welcome(_ subscription: Subscription.ID) async throws -> HTTPResponse {
    visit.redirect(to: Links.order.path(shop.slug, try await orderToken(of: subscription)))
  }

  /// The token of a purchase's own page.
  func orderToken(of subscription: Subscription.ID) async throws -> PathToken {
    let now = try await app.platform.database.read { $0.now }
    return PathToken(app.platform.orderToken(of: subscription, in: shop, at: now))
  }

  fileprivate func purchase(_ token: PathToken) async throws -> Subscription.ID {
    let now = try await app.platform.database.read { $0.now }
    guard let id = app.platform.order(token.text, of: shop, at: now) else {
      throw WebRefusal.notFound
    }
    return id
  }
}
