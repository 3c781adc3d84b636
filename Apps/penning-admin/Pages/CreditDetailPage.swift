import Credits
import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web
import Workflows

/// One credit: what is left of it, its last day, and its end by hand.
enum CreditDetailPage {
  struct Model: Sendable {
    let credit: Credit
    let customer: Customer
    let today: CivilDate
    let history: Page<CreditEvent>
  }

  static func show(_ visit: StaffVisit, _ id: Credit.ID) async throws -> HTTPResponse {
    let model = try await visit.read { shop in
      let credit = try shop.credits.credit(id)
      return Model(
        credit: credit, customer: try shop.customers.find(credit.customer), today: shop.today,
        history: try shop.credits.history(of: credit.customer, PageRequest(limit: 50)))
    }
    return visit.page(visit("Tegoed", "Credit"), in: .ledger, crumbs: crumbs(visit)) {
      view(model, visit)
    }
  }

  private static func crumbs(_ visit: StaffVisit) -> [PageFrame.Item] {
    [
      visit.crumb(.ledger),
      visit.crumb(visit(LedgerTab.credits.label), Links.credits.path()),
    ]
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    let credit = model.credit
    pageHead(credit.reason, lead: model.customer.details.addressee) {
      if visit.may(.manageInvoices), credit.available.isPositive {
        linkButton(
          visit("Laatste dag", "Last day"), SafeURL(path: Links.creditExpiry.path(credit.id)),
          .quiet)
        linkButton(
          visit("Laten vervallen", "Let it lapse"), SafeURL(path: Links.endCredit.path(credit.id)),
          .quiet)
      }
    }
    card {
      facts([
        (
          visit(Texts.customer),
          visit.link(model.customer.details.addressee, Links.customer.path(credit.customer))
        ),
        (visit("Gegeven op", "Granted on"), visit.show(credit.grantedOn)),
        (visit("Bruikbaar t/m", "Usable through"), lastDay(credit, visit)),
        (visit(Texts.amount), visit.show(credit.amount)),
        (visit("Gereserveerd", "Reserved"), visit.plain(credit.reserved)),
        (
          visit("Gebruikt, vervallen of uitbetaald", "Used, lapsed or paid out"),
          visit.plain(credit.consumed)
        ),
        (visit("Beschikbaar", "Available"), visit.plain(credit.available)),
      ])
    }
    CreditEventTable(visit: visit, customers: nil)
      .markup(model.history.items.filter { $0.credit == credit.id })
  }

  private static func lastDay(_ credit: Credit, _ visit: StaffVisit) -> Markup {
    credit.expiresOn.map { visit.show($0.adding(days: -1)) } ?? Markup(visit("altijd", "always"))
  }

  // MARK: The last day

  static func showExpiry(_ visit: StaffVisit, _ id: Credit.ID) async throws -> HTTPResponse {
    let credit = try await visit.read { try $0.credits.credit(id) }
    let last = credit.expiresOn.map { $0.adding(days: -1).description } ?? ""
    return expiryPage(visit, credit, FormState(values: ["lastDay": last]))
  }

  static func saveExpiry(_ visit: StaffVisit, _ id: Credit.ID) async throws -> HTTPResponse {
    let credit = try await visit.read { try $0.credits.credit(id) }
    var form = visit.visit.reader
    let last = form.optionalDate("lastDay")
    guard form.isComplete() else { return expiryPage(visit, credit, form.state, 422) }
    do {
      try await CreditExpiry(visit.app.platform).move(
        id, to: last?.adding(days: 1), as: visit.scope)
    } catch let refusal as CreditsRefusal {
      var state = form.state
      state.note(refusal, fields: ["/expiresOn": "lastDay"])
      return expiryPage(visit, credit, state, HTTPStatus.of(refusal.kind))
    }
    return visit.visit.redirect(to: Links.credit.path(id), notice: Notice(visit(Texts.saved)))
  }

  private static func expiryPage(
    _ visit: StaffVisit, _ credit: Credit, _ state: FormState, _ status: Int = 200
  ) -> HTTPResponse {
    let title = visit("Laatste dag van het tegoed", "Last day of the credit")
    let back = Links.credit.path(credit.id)
    return visit.page(
      title, in: .ledger, width: .narrow,
      crumbs: crumbs(visit) + [visit.crumb(credit.reason, back)], status: status
    ) {
      pageHead(title, lead: credit.reason)
      card {
        FormView(
          visit.visit, state, action: SafeURL(path: Links.creditExpiry.path(credit.id))
        ).markup { form in
          form.date(
            "lastDay", visit("Bruikbaar tot en met", "Usable through"),
            FieldLook(
              hint: visit("Leeg: het vervalt nooit.", "Empty: it never lapses."),
              isRequired: false))
          form.submit(visit.visit(WebText.save), cancel: SafeURL(path: back))
        }
      }
    }
  }

  // MARK: Ending it

  static func askToEnd(_ visit: StaffVisit, _ id: Credit.ID) async throws -> HTTPResponse {
    let credit = try await visit.read { try $0.credits.credit(id) }
    let left = credit.available.formatted(visit.language)
    let title = visit("Tegoed laten vervallen", "Let the credit lapse")
    let back = Links.credit.path(id)
    return visit.page(
      title, in: .ledger, width: .narrow,
      crumbs: crumbs(visit) + [visit.crumb(credit.reason, back)]
    ) {
      confirmation(
        title,
        visit(
          "De klant kan \(left) van dit tegoed niet meer gebruiken. Wat voor een document is "
            + "gereserveerd blijft staan. Terugdraaien kan niet.",
          "The customer can no longer use \(left) of this credit. What is reserved for a document "
            + "stays. It can't be undone."),
        confirm: visit("Laten vervallen", "Let it lapse"),
        action: SafeURL(path: Links.endCredit.path(id)), back: SafeURL(path: back), visit.visit)
    }
  }

  static func end(_ visit: StaffVisit, _ id: Credit.ID) async throws -> HTTPResponse {
    var form = visit.visit.reader
    guard form.isComplete() else { throw WebRefusal.forbidden }
    let ended = try await CreditExpiry(visit.app.platform).end(id, as: visit.scope)
    let told = ended.formatted(visit.language)
    return visit.visit.redirect(
      to: Links.credit.path(id),
      notice: Notice(visit("\(told) is vervallen.", "\(told) has lapsed.")))
  }
}

extension EntityID<CreditedDocument> {
  /// The document, which credits know by its raw id only.
  var invoice: Invoice.ID { Invoice.ID(rawValue: rawValue) }
}

extension CreditEvent.Kind {
  var label: Phrase {
    switch self {
    case .granted: Phrase(nl: "Gegeven", en: "Granted")
    case .reserved: Phrase(nl: "Gereserveerd", en: "Reserved")
    case .used: Phrase(nl: "Gebruikt", en: "Used")
    case .released: Phrase(nl: "Weer vrij", en: "Free again")
    case .lapsed: Phrase(nl: "Vervallen", en: "Lapsed")
    case .paidOut: Phrase(nl: "Uitbetaald", en: "Paid out")
    }
  }

  /// As it stands in the API.
  var name: String {
    switch self {
    case .granted: "granted"
    case .reserved: "reserved"
    case .used: "used"
    case .released: "released"
    case .lapsed: "lapsed"
    case .paidOut: "paidOut"
    }
  }
}
