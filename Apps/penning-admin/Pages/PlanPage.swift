import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// One plan: its address, what a buyer pays, what is offered along, and new terms.
enum PlanPage {
  static func show(_ visit: StaffVisit, _ id: Plan.ID) async throws -> HTTPResponse {
    try await page(visit, id, nil)
  }

  static func revise(_ visit: StaffVisit, _ id: Plan.ID) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let terms = form.planTerms(in: visit.shop.currency)
    guard form.isComplete(), let terms else { return try await page(visit, id, form.state, 422) }
    do {
      try await visit.write { try $0.revisePlan(id, terms: terms) }
    } catch let refusal as CatalogRefusal where refusal != .planUnknown {
      var state = form.state
      state.note(refusal, fields: FormState.termFields)
      return try await page(visit, id, state, HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(
      to: Links.plan.path(id),
      notice: Notice(
        visit(
          "De nieuwe voorwaarden gelden voor nieuwe klanten.",
          "The new terms hold for new customers.")))
  }

  static func askToArchive(_ visit: StaffVisit, _ id: Plan.ID) async throws -> HTTPResponse {
    let plan = try await visit.read { try $0.catalog.existingPlan(id) }
    let title = visit("\(plan.name) archiveren", "Archive \(plan.name)")
    return visit.page(title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans)]) {
      confirmation(
        title,
        visit(
          "Niemand kan het dan nog kopen. Wie het heeft, houdt het voor zijn eigen prijs.",
          "Nobody can buy it any more. Whoever has it keeps it at their own price."),
        confirm: visit("Archiveren", "Archive"), action: SafeURL(path: Links.archivePlan.path(id)),
        back: SafeURL(path: Links.plan.path(id)), visit.visit)
    }
  }

  static func archive(_ visit: StaffVisit, _ id: Plan.ID) async throws -> HTTPResponse {
    try await visit.write { try $0.setPlanState(.archived, of: id) }
    return visit.visit.redirect(
      to: Links.plan.path(id), notice: Notice(visit("Gearchiveerd.", "Archived.")))
  }

  static func reopen(_ visit: StaffVisit, _ id: Plan.ID) async throws -> HTTPResponse {
    try await visit.write { try $0.setPlanState(.active, of: id) }
    return visit.visit.redirect(
      to: Links.plan.path(id), notice: Notice(visit("Weer te koop.", "On sale again.")))
  }

  struct Model: Sendable {
    let plan: Plan
    let product: Product
    /// Nil for what is not sold now, or not by itself.
    let quote: CheckoutQuote?
    let policy: CollectionPolicy
    let offers: [Offer]
    let versions: [PlanVersion]
  }

  private static func page(
    _ visit: StaffVisit, _ id: Plan.ID, _ state: FormState?, _ status: Int = 200
  ) async throws -> HTTPResponse {
    let buyer = CheckoutBuyer(country: visit.shop.country, language: visit.language)
    let model = try await visit.read { shop in
      let plan = try shop.catalog.existingPlan(id)
      let policy = try shop.settings.current().collectionPolicy
      let isSold = plan.isSoldAlone && plan.state == .active
      return Model(
        plan: plan, product: try shop.catalog.existingProduct(plan.productID),
        quote: isSold
          ? try CheckoutQuote(
            CheckoutChoice(planSlug: plan.slug), for: buyer, periods: 4, in: shop) : nil,
        policy: policy, offers: try shop.catalog.offers(of: id),
        versions: try shop.catalog.versions(of: id, limit: 20))
    }
    return visit.page(
      model.plan.name, in: .plans, crumbs: [visit.crumb(.plans)], status: status
    ) {
      PlanView.whole(
        model, state ?? FormState(values: FormState.terms(of: model.plan.version, visit.language)),
        visit)
    }
  }
}
