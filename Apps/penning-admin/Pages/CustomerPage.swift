import Credits
import HTML
import HTTPServer
import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import Web

/// Everything about one customer on one page.
enum CustomerPage {
  struct Model: Sendable {
    let customer: Customer
    let today: CivilDate
    let subscriptions: [Subscription]
    let planNames: [Subscription.ID: String]
    let documents: Page<DocumentHead>
    let payments: Page<Payment>
    let credits: [Credit]
    let available: Money
    let mandates: [Mandate]
    /// Received, and on no document.
    let loose: Money
  }

  static func show(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let model = try await visit.read { shop in try load(id, shop) }
    return visit.page(
      model.customer.details.addressee, in: .customers, crumbs: [visit.crumb(.customers)]
    ) { view(model, visit) }
  }

  private static func load(_ id: Customer.ID, _ shop: ShopTransaction) throws -> Model {
    let customer = try shop.customers.find(id)
    let subscriptions = try shop.subscriptions.of(id)
    let few = try PageRequest(limit: 20)
    return Model(
      customer: customer, today: shop.today, subscriptions: subscriptions,
      planNames: try shop.planNames(of: subscriptions),
      documents: try shop.invoicing.page(few, filter: DocumentFilter(customer: id)),
      payments: try shop.payments.page(few, customer: id),
      credits: try shop.credits.credits(of: id),
      available: try shop.credits.available(for: [id], in: shop.currency)[id]
        ?? .zero(shop.currency),
      mandates: try shop.mandates.of(id), loose: try shop.invoicing.unallocated(of: id))
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    let customer = model.customer
    pageHead(customer.details.addressee, lead: customer.email.text) {
      if visit.may(.editCustomers) {
        linkButton(
          visit("Wijzigen", "Edit"), SafeURL(path: Links.editCustomer.path(customer.id)), .quiet)
      }
      if visit.may(.manageInvoices) {
        actionButton(
          visit("Factuur maken", "Make an invoice"), SafeURL(path: Links.newDraft.path()),
          visit.visit, .quiet, fields: [("customer", customer.id.description)])
        linkButton(
          visit("Tegoed geven", "Grant credit"),
          SafeURL(path: Links.grantCredit.path(customer.id)), .quiet)
      }
    }
    div(.class("columns")) {
      card(visit("Gegevens", "Details")) { details(customer, visit) }
      card(visit("Machtigingen en tegoed", "Mandates and credit")) { money(model, visit) }
    }
    SubscriptionTable(visit: visit, customers: nil, planNames: model.planNames)
      .markup(model.subscriptions, none: nothingBought(visit))
    DocumentTable(visit: visit, customers: nil, today: model.today)
      .markup(
        model.documents.items,
        none: emptyState(
          visit("Nog geen facturen", "No invoices yet"),
          visit("Er is deze klant nog niets gevraagd.", "Nothing was asked of this customer yet.")))
    if model.documents.next != nil {
      more(
        visit("Alle facturen van deze klant", "All invoices of this customer"),
        Links.invoices.path(), customer.id)
    }
    PaymentTable(visit: visit, customers: nil)
      .markup(
        model.payments.items,
        none: emptyState(
          visit("Nog geen betalingen", "No payments yet"),
          visit("Deze klant heeft nog niets betaald.", "This customer has not paid anything yet.")))
    if !model.credits.isEmpty {
      CreditTable(visit: visit, customers: nil, today: model.today).markup(model.credits)
      creditLinks(customer.id, visit)
    }
  }

  private static func more(_ text: String, _ path: String, _ id: Customer.ID) -> Markup {
    let query: QueryItems = ["customer": id.description]
    return nav(.class("pager")) {
      span {}
      linkButton(text, SafeURL(path: query.appended(to: path)), .small)
    }
  }

  private static func nothingBought(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Nog geen abonnementen", "No subscriptions yet"),
      visit("Deze klant heeft nog niets gekocht.", "This customer has not bought anything yet."))
  }

  private static func details(_ customer: Customer, _ visit: StaffVisit) -> Markup {
    let known = customer.details
    var pairs: [(String, Markup)] = [
      (visit(Texts.name), Markup(known.name)),
      (visit(Texts.email), Markup(known.email.text)),
      (visit("Soort", "Kind"), Markup(visit(customer.kind.label))),
    ]
    if let company = known.company { pairs.append((visit("Bedrijf", "Company"), Markup(company))) }
    if let number = known.vatNumber {
      pairs.append(
        (
          visit("Btw-nummer", "VAT number"),
          visit.link(number.text, Links.vatCheck.path(customer.id))
        ))
    }
    if let phone = known.phone { pairs.append((visit("Telefoon", "Phone"), Markup(phone))) }
    let lines = known.address.lines(visit.language).map { Markup($0) }
    pairs.append((visit("Adres", "Address"), Markup(joining: lines, separator: br())))
    pairs.append((visit(Texts.language), Markup(known.language.ownName)))
    if let reference = known.reference {
      pairs.append((visit("Uw kenmerk", "Your reference"), Markup(reference)))
    }
    pairs.append((visit("Nummer", "Id"), code { customer.id.description }))
    return facts(pairs)
  }

  @MarkupBuilder private static func money(_ model: Model, _ visit: StaffVisit) -> Markup {
    p {
      visit("Beschikbaar tegoed: ", "Available credit: ")
      strong { visit.show(model.available) }
    }
    if model.loose.isPositive {
      p {
        visit("Ontvangen, op geen document: ", "Received, on no document: ")
        strong { visit.show(model.loose) }
        if visit.may(.managePayments) {
          " "
          visit.link(visit("Verrekenen", "Lay it"), Links.layMoney.path(model.customer.id))
          " · "
          visit.link(
            visit("Terugbetalen", "Refund"), Links.refundCustomer.path(model.customer.id))
        }
      }
    }
    if model.mandates.isEmpty {
      p(.class("muted")) {
        visit(
          "Er is geen machtiging. De eerste betaling geeft er een.",
          "There is no mandate. The first payment gives one.")
      }
    }
    for mandate in model.mandates {
      facts([
        (visit("Machtiging", "Mandate"), code { mandate.reference }),
        (visit(Texts.status), badge(visit(mandate.status.label), mandate.status.tone)),
        (visit("Rekening", "Account"), Markup(mandate.accountMasked ?? "–")),
        (visit("Getekend", "Signed"), visit.show(mandate.signedOn)),
      ])
    }
  }

  private static func creditLinks(_ id: Customer.ID, _ visit: StaffVisit) -> Markup {
    let query: QueryItems = ["show": CreditsPage.Tab.history.rawValue, "customer": id.description]
    return nav(.class("pager")) {
      linkButton(
        visit("Geschiedenis van tegoeden", "History of credits"),
        SafeURL(path: query.appended(to: Links.credits.path())), .small)
      if visit.may(.manageInvoices) {
        linkButton(
          visit("Tegoed uitbetalen", "Pay credit out"),
          SafeURL(path: Links.payOutCredit.path(id)), .small)
      }
    }
  }
}
