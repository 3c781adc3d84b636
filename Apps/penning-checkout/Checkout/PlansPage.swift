import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web
import Workflows

/// `/{shop}`: what is on sale.
enum PlansPage {
  struct Model: Sendable {
    let shop: Shop
    let plans: [Plan]
  }

  static func show(_ shop: ShopVisit) async throws -> HTTPResponse {
    let plans =
      shop.shop.state == .active
      ? try await shop.app.platform.database.read(as: shop.scope) { inside in
        try inside.catalog.plans(PageRequest(limit: 200), includingArchived: false).items
          .filter(\.isSoldAlone)
      } : []
    let model = Model(shop: shop.shop, plans: plans.reversed())
    return shop.page(shop.shop.name, width: .wide) { view(model, shop) }
  }

  @MarkupBuilder static func view(_ model: Model, _ shop: ShopVisit) -> Markup {
    pageHead(shop(Text.heading(model.shop.name)), lead: model.plans.isEmpty ? nil : shop(Text.lead))
    if model.plans.isEmpty {
      card { emptyState(shop(Text.nothing), shop(Text.nothingYet)) }
    } else {
      div(.class("columns")) {
        for plan in model.plans { offer(plan, shop) }
      }
    }
  }

  private static func offer(_ plan: Plan, _ shop: ShopVisit) -> Markup {
    let price = plan.version.price.formatted(shop.language)
    let rhythm = shop(plan.rhythm)
    return card(plan.name) {
      if !plan.summary.isEmpty { p { plan.summary } }
      p {
        span(.class("amount-large")) { price }
        " "
        span(.class("muted")) { rhythm }
      }
      p(.class("muted")) {
        shop(plan.version.pricesIncludeVAT ? Texts.includingVAT : Texts.excludingVAT)
      }
      for term in plan.specialTerms { p { shop(term) } }
      linkButton(
        shop(Text.choose(price, rhythm)),
        SafeURL(path: Links.plan.path(shop.shop.slug, plan.slug)), .wide)
    }
  }

  private enum Text {
    static func heading(_ name: String) -> Phrase {
      Phrase(nl: "Abonnementen van \(name)", en: "Subscriptions of \(name)")
    }
    static let lead = Phrase(
      nl: "Kies wat bij u past. Opzeggen kan altijd.",
      en: "Choose what suits you. You can cancel at any time.")
    static let nothing = Phrase(nl: "Er is nu niets te koop", en: "Nothing is on sale now")
    static let nothingYet = Phrase(
      nl: "Zodra deze winkel een abonnement aanbiedt, vindt u het hier. Heeft u er al een? Dan "
        + "staat het onder Mijn account.",
      en: "As soon as this shop offers a subscription, you will find it here. Do you have one "
        + "already? Then it stands under My account.")

    static func choose(_ price: String, _ rhythm: String) -> Phrase {
      Phrase(nl: "Kies \(price) \(rhythm)", en: "Choose \(price) \(rhythm)")
    }
  }
}
