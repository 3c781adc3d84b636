import Catalog
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// What the shop sells.
enum PlansPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let page = try await visit.read { try $0.catalog.plans(request) }
    return visit.page(visit(Texts.plans), in: .plans) {
      catalogHead(.plans, visit) { newButton(visit) }
      table(visit).markup(page.items, empty: none(visit))
      pager(page.next, visit.visit)
    }
  }

  @MarkupBuilder private static func newButton(_ visit: StaffVisit) -> Markup {
    if visit.may(.editCatalog) {
      linkButton(visit("Nieuw aanbod", "New plan"), SafeURL(path: Links.newPlan.path()))
    }
  }

  private static func table(_ visit: StaffVisit) -> DataTable<Plan> {
    DataTable(
      visit(Texts.plans), showsCaption: false,
      columns: [
        .init(visit(Texts.name), .rowHeader) { plan in
          visit.link(plan.name, Links.plan.path(plan.id))
        },
        .init(visit(Texts.status)) { plan in badge(visit(plan.state.label), plan.state.tone) },
        .init(visit("Soort", "Kind")) { plan in Markup(plan.kind.name(visit.language)) },
        .init(visit("Adres", "Address")) { plan in code { plan.slug.text } },
        .init(visit("Voorwaarden", "Terms")) { plan in
          Markup(plan.version.words(visit).joined(separator: ", "))
        },
        .init(visit(Texts.price), .number) { plan in Markup(plan.priceWords(visit)) },
      ])
  }

  private static func none(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Nog niets te koop", "Nothing on sale yet"),
      visit(
        "Maak een aanbod; het krijgt meteen een eigen verkooppagina.",
        "Make a plan; it gets a checkout page of its own at once.")
    ) { newButton(visit) }
  }
}
