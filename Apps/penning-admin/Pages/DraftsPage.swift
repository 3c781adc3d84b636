import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web
import Workflows

/// Invoices that are prepared by hand.
enum DraftsPage {
  struct Model: Sendable {
    let page: Page<ManualDraft>
    let customers: [Customer.ID: Customer]
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let model = try await visit.read { shop in
      let page = try shop.invoicing.drafts.page(request)
      return Model(page: page, customers: try shop.customers.find(page.items.map(\.customer)))
    }
    let title = visit("Concepten", "Drafts")
    return visit.page(title, in: .invoices, crumbs: [visit.crumb(.invoices)]) {
      pageHead(title) {
        if visit.may(.manageInvoices) {
          linkButton(
            visit("Nieuwe factuur", "New invoice"), SafeURL(path: Links.newDraft.path()))
        }
      }
      table(model, visit).markup(
        model.page.items,
        empty: emptyState(
          visit("Geen concepten", "No drafts"),
          visit(
            "Een factuur die u zelf maakt begint hier, en wordt een document als u haar verstuurt.",
            "An invoice that you make yourself starts here, and becomes a document when you send "
              + "it.")))
      pager(model.page.next, visit.visit)
    }
  }

  private static func table(_ model: Model, _ visit: StaffVisit) -> DataTable<ManualDraft> {
    DataTable(
      visit("Concepten", "Drafts"), showsCaption: false,
      columns: [
        .init(visit(Texts.customer), .rowHeader) { draft in
          visit.link(
            model.customers[draft.customer]?.details.addressee ?? draft.id.description,
            Links.draft.path(draft.id))
        },
        .init(visit("Eerste regel", "First line")) { draft in
          Markup(draft.content.lines.first?.description ?? "–")
        },
        .init(visit("Gewijzigd", "Changed")) { draft in visit.show(draft.updatedAt) },
      ])
  }

  // MARK: - A new one

  /// Who gets it: found by how name or address begins.
  static func chooseCustomer(_ visit: StaffVisit) async throws -> HTTPResponse {
    let search = String((visit.visit.request.query["q"] ?? "").prefix(100))
    let found = try await visit.read { shop in
      try shop.customers.page(try PageRequest(limit: 20), matching: search).items
    }
    let title = visit("Nieuwe factuur", "New invoice")
    return visit.page(
      title, in: .invoices, width: .narrow, crumbs: [visit.crumb(.invoices)]
    ) {
      pageHead(title, lead: visit("Voor welke klant?", "For which customer?"))
      card { searchForm(search, visit) }
      if found.isEmpty {
        card {
          emptyState(
            visit("Niemand gevonden", "Nobody found"),
            visit(
              "Er is geen klant van wie naam of e-mailadres zo begint.",
              "There is no customer whose name or e-mail address begins like this.")
          ) {
            if visit.may(.editCustomers) {
              linkButton(
                visit("Nieuwe klant", "New customer"), SafeURL(path: Links.newCustomer.path()))
            }
          }
        }
      }
      for customer in found {
        card {
          p {
            strong { customer.details.addressee }
            " "
            small { customer.email.text }
          }
          actionButton(
            visit("Factuur maken", "Make an invoice"), SafeURL(path: Links.newDraft.path()),
            visit.visit, .quiet, fields: [("customer", customer.id.description)])
        }
      }
    }
  }

  private static func searchForm(_ search: String, _ visit: StaffVisit) -> Markup {
    form(
      .method(.get), .action(SafeURL(path: Links.newDraft.path())), .class("inline-form"),
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
    }
  }

  static func create(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let customer = form.id("customer", of: Customer.self)
    guard form.isComplete(), let customer else { throw TenancyRefusal.unknown(.customer) }
    let content = ManualContent(lines: [DraftForm.blankLine(visit)])
    let draft = try await ManualInvoice(visit.app.platform)
      .create(for: customer, content, as: visit.scope)
    return visit.visit.redirect(to: Links.draft.path(draft.id))
  }

  // MARK: - Away with one

  static func askToDelete(_ visit: StaffVisit, _ id: ManualDraft.ID) async throws -> HTTPResponse {
    let draft = try await visit.read { try $0.invoicing.drafts.find(id) }
    let title = visit("Concept weggooien", "Delete the draft")
    return visit.page(
      title, in: .invoices, width: .narrow,
      crumbs: [
        visit.crumb(.invoices), visit.crumb(visit("Concepten", "Drafts"), Links.drafts.path()),
      ]
    ) {
      confirmation(
        title,
        visit(
          "Het concept en zijn bijlagen verdwijnen. De klant heeft er niets van gezien.",
          "The draft and its attachments disappear. The customer has seen nothing of it."),
        confirm: visit("Weggooien", "Delete"), action: SafeURL(path: Links.deleteDraft.path(id)),
        back: SafeURL(path: Links.draft.path(id)), visit.visit,
        fields: [("version", "\(draft.version)")])
    }
  }

  static func delete(_ visit: StaffVisit, _ id: ManualDraft.ID) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let version = form.parsed("version", most: 20) { Int64($0) }
    guard form.isComplete() else { throw WebRefusal.forbidden }
    try await ManualInvoice(visit.app.platform).delete(id, expecting: version, as: visit.scope)
    return visit.visit.redirect(
      to: Links.drafts.path(),
      notice: Notice(visit("Het concept is weg.", "The draft is gone.")))
  }
}
