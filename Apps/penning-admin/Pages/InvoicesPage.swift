import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web

/// The shop's pro formas, invoices and credit notes, by kind and state.
enum InvoicesPage {
  struct Model: Sendable {
    let page: Page<DocumentHead>
    let customers: [Customer.ID: Customer]
    let today: CivilDate
    let ofCustomer: Customer?
  }

  /// What the tabs show; the raw value stands in the address.
  enum Tab: String, CaseIterable {
    case all, open, overdue, proForma, invoice, creditNote

    var label: Phrase {
      switch self {
      case .all: Phrase(nl: "Alles", en: "All")
      case .open: Phrase(nl: "Openstaand", en: "Outstanding")
      case .overdue: Phrase(nl: "Te laat", en: "Overdue")
      case .proForma: Phrase(nl: "Pro forma’s", en: "Pro formas")
      case .invoice: Phrase(nl: "Facturen", en: "Invoices")
      case .creditNote: Phrase(nl: "Creditnota’s", en: "Credit notes")
      }
    }

    func filter(_ customer: Customer.ID?) -> DocumentFilter {
      switch self {
      case .all: DocumentFilter(customer: customer)
      case .open: DocumentFilter(status: .open, customer: customer)
      case .overdue: DocumentFilter(status: .overdue, customer: customer)
      case .proForma: DocumentFilter(kind: .proForma, customer: customer)
      case .invoice: DocumentFilter(kind: .invoice, customer: customer)
      case .creditNote: DocumentFilter(kind: .creditNote, customer: customer)
      }
    }
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let query = visit.visit.request.query
    guard let tab = Tab(rawValue: query["show"] ?? Tab.all.rawValue) else {
      throw WebRefusal.notFound
    }
    let customer = try query["customer"].map { text in
      guard let id = Customer.ID(text) else { throw TenancyRefusal.unknown(.customer) }
      return id
    }
    let model = try await visit.read { shop in
      let page = try shop.invoicing.page(request, filter: tab.filter(customer))
      return Model(
        page: page, customers: try shop.customers.find(page.items.map(\.customer)),
        today: shop.today, ofCustomer: try customer.map { try shop.customers.find($0) })
    }
    return visit.page(visit(Texts.invoices), in: .invoices) { view(model, tab, visit) }
  }

  @MarkupBuilder private static func view(
    _ model: Model, _ tab: Tab, _ visit: StaffVisit
  ) -> Markup {
    pageHead(visit(Texts.invoices), lead: model.ofCustomer.map(\.details.addressee))
    tabs(visit("Welke documenten", "Which documents"), items(tab, model.ofCustomer, visit))
    DocumentTable(visit: visit, customers: model.customers, today: model.today)
      .markup(
        model.page.items,
        none: emptyState(
          visit("Hier is niets", "There is nothing here"),
          visit(
            "Er zijn geen documenten van deze soort.", "There are no documents of this kind.")))
    pager(model.page.next, visit.visit)
  }

  private static func items(
    _ current: Tab, _ customer: Customer?, _ visit: StaffVisit
  ) -> [PageFrame.Item] {
    Tab.allCases.map { tab in
      var query: QueryItems = ["show": tab.rawValue]
      if let customer { query.add("customer", customer.id.description) }
      return PageFrame.Item(
        visit(tab.label), SafeURL(path: query.appended(to: Links.invoices.path())),
        isCurrent: tab == current)
    }
  }
}
