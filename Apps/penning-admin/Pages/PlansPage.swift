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
      pageHead(
        visit(Texts.plans),
        lead: visit("Wat klanten bij u kunnen kopen.", "What customers can buy from you.")
      ) {
        if visit.may(.editCatalog) {
          linkButton(visit("Nieuw aanbod", "New plan"), SafeURL(path: Links.newPlan.path()))
        }
      }
      table(visit).markup(page.items, empty: none(visit))
      pager(page.next, visit.visit)
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
        .init(visit("Adres", "Address")) { plan in code { plan.slug.text } },
        .init(visit("Btw", "VAT")) { plan in Markup(plan.vatCategory.name(visit.language)) },
        .init(visit(Texts.price), .number) { plan in
          Markup {
            visit.show(plan.version.price)
            " "
            small { plan.version.interval.formatted(visit.language) }
          }
        },
      ])
  }

  private static func none(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Nog niets te koop", "Nothing on sale yet"),
      visit(
        "Maak een aanbod; het krijgt meteen een eigen verkooppagina.",
        "Make a plan; it gets a checkout page of its own at once.")
    ) {
      if visit.may(.editCatalog) {
        linkButton(visit("Nieuw aanbod", "New plan"), SafeURL(path: Links.newPlan.path()))
      }
    }
  }
}
