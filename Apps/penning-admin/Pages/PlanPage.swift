import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// One plan: its address, what a buyer pays today, and a new price for those who come.
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
      state.note(refusal, fields: ["/price/amount": "price"])
      return try await page(visit, id, state, HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(
      to: Links.plan.path(id),
      notice: Notice(
        visit(
          "De nieuwe prijs geldt voor nieuwe klanten.", "The new price holds for new customers.")))
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
    let quote: CheckoutQuote
    let policy: CollectionPolicy
  }

  private static func page(
    _ visit: StaffVisit, _ id: Plan.ID, _ state: FormState?, _ status: Int = 200
  ) async throws -> HTTPResponse {
    let model = try await visit.read { shop in
      let plan = try shop.catalog.existingPlan(id)
      let policy = try shop.settings.current().collectionPolicy
      return Model(
        plan: plan,
        quote: try CheckoutQuote(
          plan, quantity: 1, purchasedOn: shop.today, policy: policy,
          country: shop.scope.shop.country, periods: 3),
        policy: policy)
    }
    return visit.page(
      model.plan.name, in: .plans, crumbs: [visit.crumb(.plans)], status: status
    ) { view(model, state ?? values(of: model.plan), visit) }
  }

  private static func values(of plan: Plan) -> FormState {
    FormState(values: [
      "price": plan.version.price.decimal, "unit": plan.version.interval.unit.rawValue,
      "count": "\(plan.version.interval.count)",
      "pricesIncludeVAT": plan.version.pricesIncludeVAT ? "on" : "",
    ])
  }

  @MarkupBuilder private static func view(
    _ model: Model, _ state: FormState, _ visit: StaffVisit
  ) -> Markup {
    let plan = model.plan
    pageHead(plan.name, lead: plan.summary.isEmpty ? nil : plan.summary) {
      badge(visit(plan.state.label), plan.state.tone)
      if visit.may(.editCatalog) { stateButton(plan, visit) }
    }
    div(.class("columns")) {
      card(visit("Gegevens", "Details")) { details(plan, visit) }
      card(visit("Wie vandaag koopt", "Who buys today")) { quote(model, visit) }
    }
    if visit.may(.editCatalog) { priceForm(plan, state, visit) }
  }

  private static func stateButton(_ plan: Plan, _ visit: StaffVisit) -> Markup {
    switch plan.state {
    case .active:
      linkButton(
        visit("Archiveren", "Archive"), SafeURL(path: Links.archivePlan.path(plan.id)), .quiet)
    case .archived:
      actionButton(
        visit("Weer verkopen", "Sell again"), SafeURL(path: Links.reopenPlan.path(plan.id)),
        visit.visit)
    }
  }

  private static func details(_ plan: Plan, _ visit: StaffVisit) -> Markup {
    let address = visit.app.platform.checkoutAddress(of: plan, in: visit.shop)
    return facts([
      (
        visit("Verkooppagina", "Checkout page"),
        SafeURL(external: address).map { url in a(.href(url)) { address } } ?? code { address }
      ),
      (
        visit(Texts.price),
        Markup {
          visit.show(plan.version.price)
          " \(plan.version.interval.formatted(visit.language)), "
          plan.version.pricesIncludeVAT
            ? visit("btw inbegrepen", "VAT included") : visit("zonder btw", "without VAT")
        }
      ),
      (visit("Btw", "VAT"), Markup(plan.vatCategory.name(visit.language))),
      (visit("Versie", "Version"), Markup("\(plan.version.number)")),
      (visit("Sinds", "Since"), visit.show(plan.version.createdAt)),
      (visit("Nummer", "Id"), code { plan.id.description }),
    ])
  }

  private static func quote(_ model: Model, _ visit: StaffVisit) -> Markup {
    let quote = model.quote
    let rows = zip(zip(quote.periods, quote.prices), quote.asked)
    return Markup {
      // The shop's day works on plans of one month; others follow the purchase.
      let follows = model.plan.version.interval.isOneMonth ? model.policy : .purchaseDate
      p(.class("muted")) { visit(follows.label) }
      ul {
        for ((period, price), asked) in rows {
          li {
            visit.show(period.collectOn)
            ": "
            strong { visit.show(asked) }
            if let explanation = price.explanation {
              " "
              small { "(\(visit(explanation)))" }
            }
          }
        }
      }
    }
  }

  private static func priceForm(
    _ plan: Plan, _ state: FormState, _ visit: StaffVisit
  ) -> Markup {
    card(visit("Nieuwe prijs", "New price")) {
      p {
        visit(
          "Een nieuwe versie geldt voor wie vanaf nu koopt. Lopende abonnementen houden hun prijs.",
          "A new version holds for who buys from now on. Running subscriptions keep their price.")
      }
      FormView(visit.visit, state, action: SafeURL(path: Links.planPrice.path(plan.id)))
        .markup { form in
          form.termFields(visit)
          form.submit(visit("Nieuwe versie maken", "Make a new version"))
        }
    }
  }
}
