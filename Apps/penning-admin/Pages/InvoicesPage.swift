import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web

/// The archive: the shop's pro formas, invoices and credit notes, by kind and state, with a
/// search.
enum InvoicesPage {
  struct Model: Sendable {
    let page: Page<DocumentHead>
    let customers: [Customer.ID: Customer]
    let today: CivilDate
    let ofCustomer: Customer?
    let question: Question
  }

  /// What the tabs show; the raw value stands in the address.
  enum Tab: String, CaseIterable {
    case all, open, overdue, proForma, invoice, creditNote, writtenOff

    var label: Phrase {
      switch self {
      case .all: Phrase(nl: "Alles", en: "All")
      case .open: Phrase(nl: "Openstaand", en: "Outstanding")
      case .overdue: Phrase(nl: "Te laat", en: "Overdue")
      case .proForma: Phrase(nl: "Pro forma’s", en: "Pro formas")
      case .invoice: Phrase(nl: "Facturen", en: "Invoices")
      case .creditNote: Phrase(nl: "Creditnota’s", en: "Credit notes")
      case .writtenOff: Phrase(nl: "Afgeboekt", en: "Written off")
      }
    }

    var filter: DocumentFilter {
      switch self {
      case .all: DocumentFilter()
      case .open: DocumentFilter(status: .open)
      case .overdue: DocumentFilter(status: .overdue)
      case .proForma: DocumentFilter(kind: .proForma)
      case .invoice: DocumentFilter(kind: .invoice)
      case .creditNote: DocumentFilter(kind: .creditNote)
      case .writtenOff: DocumentFilter(status: .state(.invoice(.writtenOff)))
      }
    }
  }

  /// What the address asks for.
  struct Question: Sendable {
    let tab: Tab
    let text: String
    let from: String
    /// The last day wanted, as people say it.
    let through: String
    let customer: Customer.ID?

    var isSearch: Bool { !(text + from + through).isEmpty }

    init(_ query: QueryItems) throws {
      guard let tab = Tab(rawValue: query["show"] ?? Tab.all.rawValue) else {
        throw WebRefusal.notFound
      }
      self.tab = tab
      text = String((query["q"] ?? "").prefix(100))
      from = String((query["from"] ?? "").prefix(10))
      through = String((query["through"] ?? "").prefix(10))
      customer = try query["customer"].map { text in
        guard let id = Customer.ID(text) else { throw TenancyRefusal.unknown(.customer) }
        return id
      }
    }

    /// A date that is none filters nothing, and stays to be seen in its field.
    var filter: DocumentFilter {
      var filter = tab.filter
      filter.customer = customer
      let words = text.split(whereSeparator: \.isWhitespace)
      if !words.isEmpty { filter.text = text }
      filter.issuedFrom = CivilDate(from)
      filter.issuedUntil = CivilDate(through)?.adding(days: 1)
      return filter
    }

    func query(showing tab: Tab) -> QueryItems {
      var query: QueryItems = ["show": tab.rawValue]
      for (name, value) in [("q", text), ("from", from), ("through", through)] where !value.isEmpty
      { query.add(name, value) }
      if let customer { query.add("customer", customer.description) }
      return query
    }
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let question = try Question(visit.visit.request.query)
    let model = try await visit.read { shop in
      let page = try shop.invoicing.page(request, filter: question.filter)
      return Model(
        page: page, customers: try shop.customers.find(page.items.map(\.customer)),
        today: shop.today,
        ofCustomer: try question.customer.map { try shop.customers.find($0) },
        question: question)
    }
    return visit.page(visit(Texts.invoices), in: .invoices) { view(model, visit) }
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    pageHead(visit(Texts.invoices), lead: model.ofCustomer.map(\.details.addressee)) {
      if visit.may(.exportData) {
        linkButton(visit("Exporteren", "Export"), SafeURL(path: Links.exports.path()), .quiet)
      }
      if visit.may(.manageInvoices) {
        linkButton(visit("Concepten", "Drafts"), SafeURL(path: Links.drafts.path()), .quiet)
        linkButton(visit("Nieuwe factuur", "New invoice"), SafeURL(path: Links.newDraft.path()))
      }
    }
    searchForm(model.question, visit)
    tabs(
      visit("Welke documenten", "Which documents"),
      Tab.allCases.map { tab in
        PageFrame.Item(
          visit(tab.label),
          SafeURL(path: model.question.query(showing: tab).appended(to: Links.invoices.path())),
          isCurrent: tab == model.question.tab)
      })
    DocumentTable(visit: visit, customers: model.customers, today: model.today)
      .markup(model.page.items, none: nothing(model.question, visit))
    pager(model.page.next, visit.visit)
  }

  private static func nothing(_ question: Question, _ visit: StaffVisit) -> Markup {
    if question.isSearch {
      return emptyState(
        visit("Niets gevonden", "Nothing found"),
        visit(
          "Zoek op nummer, betalingskenmerk, kenmerk van de klant, of het begin van een naam.",
          "Search by number, payment reference, the customer's reference, or how a name begins."))
    }
    return emptyState(
      visit("Hier is niets", "There is nothing here"),
      visit("Er zijn geen documenten van deze soort.", "There are no documents of this kind."))
  }

  private static func searchForm(_ question: Question, _ visit: StaffVisit) -> Markup {
    card {
      form(
        .method(.get), .action(SafeURL(path: Links.invoices.path())), .class("inline-form"),
        .role("search")
      ) {
        input(.type("hidden"), .name("show"), .value(question.tab.rawValue))
        if let customer = question.customer {
          input(.type("hidden"), .name("customer"), .value(customer.description))
        }
        field("q", visit("Nummer, kenmerk of naam", "Number, reference or name")) {
          input(
            .type("search"), .id("q"), .name("q"), .value(question.text), .maxlength(100),
            .autocomplete("off"))
        }
        field("from", visit("Van", "From")) {
          input(.type("date"), .id("from"), .name("from"), .value(question.from))
        }
        field("through", visit("Tot en met", "Through")) {
          input(.type("date"), .id("through"), .name("through"), .value(question.through))
        }
        button(.class(ButtonLook.plain.rawValue), .type("submit")) { visit.visit(WebText.search) }
        if question.isSearch {
          linkButton(
            visit("Alles", "All"), SafeURL(path: Links.invoices.path()), .quiet)
        }
      }
    }
  }

  private static func field(
    _ id: String, _ text: String, @MarkupBuilder _ control: () -> Markup
  ) -> Markup {
    div(.class("field")) {
      label(.for(id)) { text }
      control()
    }
  }
}
