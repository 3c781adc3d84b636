import Catalog
import HTTPServer
import JSON
import Primitives
import Tenancy
import Web
import Workflows

/// Plans with their prices, and the products behind them.
enum PlanResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    read(in: &api, platform)
    let answer = answer(platform)
    api.write(
      .post, APILinks.plans, About("A new plan with its product", tag: "plans", scope: .write),
      body: newPlan, answer: answer, status: 201
    ) { shop, draft in SoldPlan(plan: try shop.addPlan(draft), shop: shop.scope.shop) }
    api.write(
      .post, APILinks.planVersions,
      About(
        "A new price for purchases from now on", tag: "plans", scope: .write,
        detail: "Who has the plan keeps the version that was bought."),
      body: terms, answer: answer, status: 201
    ) { shop, terms, id in
      SoldPlan(plan: try shop.revisePlan(id, terms: terms), shop: shop.scope.shop)
    }
    api.write(
      .post, APILinks.archivePlan, About("Out of sale", tag: "plans", scope: .write),
      body: .nothing, answer: answer
    ) { shop, _, id in
      SoldPlan(plan: try shop.setPlanState(.archived, of: id), shop: shop.scope.shop)
    }
    api.write(
      .post, APILinks.reopenPlan, About("On sale again", tag: "plans", scope: .write),
      body: .nothing, answer: answer
    ) { shop, _, id in
      SoldPlan(plan: try shop.setPlanState(.active, of: id), shop: shop.scope.shop)
    }
  }

  private static func read(in api: inout APISurface, _ platform: Platform) {
    let answer = answer(platform)
    api.list(
      APILinks.products, About("Products, the newest first", tag: "products"), item: product
    ) { call, page in
      try await call.database.read(as: call.scope) { try $0.catalog.plans(page) }
    }
    api.list(APILinks.plans, About("Plans, the newest first", tag: "plans"), item: answer) {
      call, page in
      try await call.database.read(as: call.scope) { shop in
        try shop.catalog.plans(page).map { SoldPlan(plan: $0, shop: shop.scope.shop) }
      }
    }
    api.get(APILinks.plan, About("One plan", tag: "plans"), answer: answer) { call, id in
      try await call.database.read(as: call.scope) { shop in
        SoldPlan(plan: try shop.catalog.existingPlan(id), shop: shop.scope.shop)
      }
    }
  }

  /// A plan and whose it is: the address at which it is sold needs both.
  private struct SoldPlan: Sendable {
    let plan: Plan
    let shop: Shop
  }

  private static let terms = Shape<PlanTerms>.object(
    .required("price", .money(.positive)),
    .optional("pricesIncludeVAT", .bool, default: true), .required("interval", .interval)
  ) { PlanTerms(price: $0, pricesIncludeVAT: $1, interval: $2) }.titled("PlanTerms")

  private static let newPlan = Shape<PlanDraft>.object(
    .required("name", .text(most: 120)), .required("slug", .slug),
    .optional("summary", .text(TextRule(most: 2000, least: 0, lines: .multiple)), default: ""),
    .optional("vatCategory", Shape<VATCategory>.choice(), default: .standard),
    .required("price", .money(.positive)),
    .optional("pricesIncludeVAT", .bool, default: true), .required("interval", .interval)
  ) { name, slug, summary, category, price, includesVAT, interval in
    PlanDraft(
      name: name, slug: slug, summary: summary, vatCategory: category,
      terms: PlanTerms(price: price, pricesIncludeVAT: includesVAT, interval: interval))
  }.titled("NewPlan")

  private static func answer(_ platform: Platform) -> Answer<SoldPlan> {
    .object(
      "Plan",
      [
        .init("id", .id) { $0.plan.id }, .init("productId", .id) { $0.plan.productID },
        .init("slug", .text) { $0.plan.slug.text }, .init("name", .text) { $0.plan.name },
        .init("summary", .text) { $0.plan.summary },
        .init("state", Answer<PlanState>.choice()) { $0.plan.state },
        .init("vatCategory", Answer<VATCategory>.choice()) { $0.plan.vatCategory },
        .init("version", .integer) { $0.plan.version.number },
        .init("versionId", .id) { $0.plan.version.id },
        .init("price", .money) { $0.plan.version.price },
        .init("pricesIncludeVAT", .bool) { $0.plan.version.pricesIncludeVAT },
        .init("interval", .interval) { $0.plan.version.interval },
        .init("checkoutURL", .text) { platform.checkoutAddress(of: $0.plan, in: $0.shop) },
      ])
  }

  /// A product is made with its plan and named like it.
  private static let product = Answer<Plan>.object(
    "Product",
    [
      .init("id", .id) { $0.productID }, .init("name", .text) { $0.name },
      .init("vatCategory", Answer<VATCategory>.choice()) { $0.vatCategory },
      .init("planId", .id) { $0.id },
    ])
}
