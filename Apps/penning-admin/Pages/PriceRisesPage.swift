import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// Planned price rises, and where one is planned.
enum PriceRisesPage {
  struct Model: Sendable {
    let rises: Page<PriceRise>
    let names: [Plan.ID: String]
    let today: CivilDate
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let model = try await visit.read { shop in
      let rises = try shop.priceRises.list(request)
      return Model(
        rises: rises,
        names: try shop.catalog.plans(Set(rises.items.map(\.planID))).mapValues(\.name),
        today: shop.today)
    }
    return visit.page(visit("Prijsverhogingen", "Price rises"), in: .plans) {
      catalogHead(.priceRises, visit) {
        if visit.may(.editCatalog) {
          linkButton(
            visit("Verhoging plannen", "Plan a rise"), SafeURL(path: Links.newRise.path()))
        }
      }
      table(model, visit).markup(model.rises.items, empty: none(visit))
      pager(model.rises.next, visit.visit)
    }
  }

  private static func table(_ model: Model, _ visit: StaffVisit) -> DataTable<PriceRise> {
    DataTable(
      visit("Prijsverhogingen", "Price rises"), showsCaption: false,
      columns: [
        .init(visit(Texts.plan), .rowHeader) { rise in
          visit.link(
            model.names[rise.planID] ?? rise.planID.description, Links.priceRise.path(rise.id))
        },
        .init(visit(Texts.status)) { rise in
          badge(visit(rise.label(on: model.today)), rise.tone(on: model.today))
        },
        .init(visit("Geldt vanaf", "Holds from")) { rise in visit.show(rise.effectiveFrom) },
        .init(visit("Van", "From"), .number) { rise in visit.show(rise.from.price) },
        .init(visit("Naar", "To"), .number) { rise in visit.show(rise.newPrice) },
      ])
  }

  private static func none(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Geen prijsverhogingen", "No price rises"),
      visit(
        "Plan een verhoging, zie wie het treft, en kondig haar dan minstens 30 dagen tevoren aan.",
        "Plan a rise, see whom it meets, and then announce it at least 30 days ahead."))
  }

  // Planning one.

  static func showNew(_ visit: StaffVisit) async throws -> HTTPResponse {
    let earliest = try await visit.read { $0.today.adding(days: PriceRise.noticeDays) }
    return try await form(
      visit, FormState(values: ["effectiveFrom": earliest.firstOfNextMonth.description]))
  }

  static func create(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let plan: Plan.ID? = form.id("plan")
    let price = form.money("price", visit.shop.currency)
    let from = form.date("effectiveFrom")
    guard form.isComplete(), let plan, let price, let from else {
      return try await self.form(visit, form.state, status: 422)
    }
    do {
      let rise = try await visit.write {
        try $0.planRise(of: plan, to: price, from: from)
      }
      return visit.visit.redirect(to: Links.priceRise.path(rise.id))
    } catch let refusal as CatalogRefusal {
      var state = form.state
      state.note(refusal, fields: ["/price/amount": "price", "/planId": "plan"])
      return try await self.form(visit, state, status: HTTPStatus.of(refusal.kind))
    }
  }

  private static func form(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) async throws -> HTTPResponse {
    let first = try PageRequest(limit: 200)
    let plans = try await visit.read { try $0.catalog.plans(first).items }
      .filter { $0.kind != .oneOff }
    let title = visit("Prijsverhoging plannen", "Plan a price rise")
    let rises = visit.crumb(visit("Prijsverhogingen", "Price rises"), Links.priceRises.path())
    return visit.page(
      title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans), rises], status: status
    ) {
      pageHead(
        title,
        lead: visit(
          "Niemand krijgt nog bericht: eerst ziet u wie het treft.",
          "Nobody is told yet: first you see whom it meets."))
      card {
        FormView(visit.visit, state, action: SafeURL(path: Links.newRise.path())).markup { form in
          form.select(
            "plan", visit(Texts.plan),
            plans.map { ($0.id.description, "\($0.name) (\($0.priceWords(visit)))") })
          form.money("price", visit("Nieuwe prijs", "New price"), visit.shop.currency)
          form.date(
            "effectiveFrom", visit("Geldt vanaf", "Holds from"),
            FieldLook(
              hint: visit(
                "Elke klant gaat over bij zijn eerste termijn op of na deze dag.",
                "Each customer moves with the first period on or after this day.")))
          form.submit(
            visit("Bekijken wie het treft", "See whom it meets"),
            cancel: SafeURL(path: Links.priceRises.path()))
        }
      }
    }
  }
}
