import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// The shop's customers, with a search by how name or address begins.
enum CustomersPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let search = String((visit.visit.request.query["q"] ?? "").prefix(100))
    let page = try await visit.read { shop in
      try shop.customers.page(request, matching: search)
    }
    return visit.page(visit(Texts.customers), in: .customers) { view(page, search, visit) }
  }

  @MarkupBuilder private static func view(
    _ page: Page<Customer>, _ search: String, _ visit: StaffVisit
  ) -> Markup {
    pageHead(visit(Texts.customers)) {
      if visit.may(.editCustomers) {
        linkButton(
          visit("Nieuwe klant", "New customer"), SafeURL(path: Links.newCustomer.path()))
      }
    }
    searchForm(search, visit)
    table(visit).markup(page.items, empty: none(search, visit))
    pager(page.next, visit.visit)
  }

  private static func searchForm(_ search: String, _ visit: StaffVisit) -> Markup {
    card {
      form(
        .method(.get), .action(SafeURL(path: Links.customers.path())), .class("inline-form"),
        .role("search")
      ) {
        div(.class("field")) {
          label(.for("q")) {
            visit(
              "Naam, bedrijf of e-mailadres begint met",
              "Name, company or e-mail address begins with")
          }
          input(
            .type("search"), .id("q"), .name("q"), .value(search), .maxlength(100),
            .autocomplete("off"))
        }
        button(.class(ButtonLook.plain.rawValue), .type("submit")) { visit.visit(WebText.search) }
        if !search.isEmpty {
          linkButton(
            visit("Alle klanten", "All customers"), SafeURL(path: Links.customers.path()), .quiet)
        }
      }
    }
  }

  private static func table(_ visit: StaffVisit) -> DataTable<Customer> {
    DataTable(
      visit(Texts.customers), showsCaption: false,
      columns: [
        .init(visit(Texts.name), .rowHeader) { customer in
          visit.link(customer.details.addressee, Links.customer.path(customer.id))
        },
        .init(visit(Texts.email)) { customer in Markup(customer.email.text) },
        .init(visit("Plaats", "City")) { customer in Markup(customer.details.address.city) },
        .init(visit("Soort", "Kind")) { customer in Markup(visit(customer.kind.label)) },
        .init(visit("Klant sinds", "Customer since")) { customer in
          visit.show(visit.shop.today(at: customer.createdAt))
        },
      ])
  }

  private static func none(_ search: String, _ visit: StaffVisit) -> Markup {
    if search.isEmpty {
      return emptyState(
        visit("Nog geen klanten", "No customers yet"),
        visit(
          "Klanten komen hier zodra zij iets kopen, of als u ze zelf toevoegt.",
          "Customers appear here when they buy something, or when you add them."))
    }
    return emptyState(
      visit("Niemand gevonden", "Nobody found"),
      visit(
        "Er is geen klant van wie naam of e-mailadres zo begint.",
        "There is no customer whose name or e-mail address begins like this."))
  }
}
