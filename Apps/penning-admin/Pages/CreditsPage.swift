import Credits
import HTML
import HTTPServer
import Ledger
import Primitives
import Tenancy
import Web

/// The credits of all customers, or what happened to them; narrowed to one customer by the
/// address.
enum CreditsPage {
  struct Model: Sendable {
    let credits: Page<Credit>?
    let events: Page<CreditEvent>?
    let customers: [Customer.ID: Customer]
    let ofCustomer: Customer?
    let today: CivilDate
    let usable: Money
  }

  /// What the tabs show; the raw value stands in the address.
  enum Tab: String, CaseIterable {
    case credits, history

    var label: Phrase {
      switch self {
      case .credits: Phrase(nl: "Gegeven", en: "Granted")
      case .history: Phrase(nl: "Geschiedenis", en: "History")
      }
    }
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let query = visit.visit.request.query
    let request = try visit.visit.pageRequest()
    guard let tab = Tab(rawValue: query["show"] ?? Tab.credits.rawValue) else {
      throw WebRefusal.notFound
    }
    let customer = try query["customer"].map { text in
      guard let id = Customer.ID(text) else { throw TenancyRefusal.unknown(.customer) }
      return id
    }
    let model = try await visit.read { try load(tab, customer, request, $0) }
    return visit.page(visit(LedgerTab.credits.label), in: .ledger) { view(model, tab, visit) }
  }

  private static func load(
    _ tab: Tab, _ customer: Customer.ID?, _ request: PageRequest, _ shop: ShopTransaction
  ) throws -> Model {
    let credits = tab == .credits ? try shop.credits.page(request, of: customer) : nil
    let events = tab == .history ? try shop.credits.history(of: customer, request) : nil
    let owners =
      (credits?.items.map(\.customer) ?? []) + (events?.items.map(\.customer) ?? [])
    return Model(
      credits: credits, events: events,
      customers: try shop.customers.find(Array(Set(owners))),
      ofCustomer: try customer.map { try shop.customers.find($0) }, today: shop.today,
      usable: try shop.ledger.balance(of: .customerCredits, in: shop.currency).negated)
  }

  @MarkupBuilder private static func view(
    _ model: Model, _ tab: Tab, _ visit: StaffVisit
  ) -> Markup {
    LedgerTab.credits.head(visit, lead: model.ofCustomer.map(\.details.addressee)) {
      if let customer = model.ofCustomer, visit.may(.manageInvoices) {
        linkButton(
          visit("Tegoed geven", "Grant credit"),
          SafeURL(path: Links.grantCredit.path(customer.id)), .quiet)
        linkButton(
          visit("Uitbetalen", "Pay out"), SafeURL(path: Links.payOutCredit.path(customer.id)),
          .quiet)
      }
    }
    tabs(visit("Wat", "What"), items(tab, model.ofCustomer, visit))
    if model.ofCustomer == nil {
      tiles([
        Tile(
          visit("Nog te gebruiken door klanten", "Still to be used by customers"),
          model.usable.formatted(visit.language))
      ])
    }
    if let credits = model.credits {
      CreditTable(visit: visit, customers: model.customers, today: model.today)
        .markup(credits.items, none: nothing(visit))
      pager(credits.next, visit.visit)
    }
    if let events = model.events {
      CreditEventTable(visit: visit, customers: model.customers)
        .markup(events.items, none: nothing(visit))
      pager(events.next, visit.visit)
    }
  }

  private static func nothing(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Nog geen tegoeden", "No credits yet"),
      visit(
        "Tegoed ontstaat als een klant omlaag gaat of opzegt, of als u het geeft bij de klant.",
        "Credit comes from downgrades and cancellations, or when you grant it at the customer."))
  }

  private static func items(
    _ current: Tab, _ customer: Customer?, _ visit: StaffVisit
  ) -> [PageFrame.Item] {
    Tab.allCases.map { tab in
      var query: QueryItems = ["show": tab.rawValue]
      if let customer { query.add("customer", customer.id.description) }
      return PageFrame.Item(
        visit(tab.label), SafeURL(path: query.appended(to: Links.credits.path())),
        isCurrent: tab == current)
    }
  }
}

/// Credits as several pages list them.
struct CreditTable {
  let visit: StaffVisit
  /// Nil where they are all of one customer.
  let customers: [Customer.ID: Customer]?
  let today: CivilDate

  func markup(_ rows: [Credit], none: Markup = .empty) -> Markup {
    var columns: [DataTable<Credit>.Column] = [
      .init(visit("Reden", "Reason"), .rowHeader) { credit in
        visit.link(credit.reason, Links.credit.path(credit.id))
      }
    ]
    if let customers {
      columns.append(
        .init(visit(Texts.customer)) { credit in
          visit.link(
            customers[credit.customer]?.details.addressee ?? credit.customer.description,
            Links.customer.path(credit.customer))
        })
    }
    columns += [
      .init(visit("Gegeven op", "Granted on")) { visit.show($0.grantedOn) },
      .init(visit("Bruikbaar", "Usable")) { usable($0) },
      .init(visit(Texts.amount), .number) { visit.show($0.amount) },
      .init(visit("Gereserveerd", "Reserved"), .number) { visit.plain($0.reserved) },
      .init(visit("Beschikbaar", "Available"), .number) { visit.plain($0.available) },
    ]
    return DataTable(
      visit("Tegoeden", "Credits"), showsCaption: customers == nil, columns: columns
    ).markup(rows, empty: none)
  }

  private func usable(_ credit: Credit) -> Markup {
    guard let day = credit.expiresOn else { return Markup(visit("altijd", "always")) }
    if credit.isExpired(on: today) { return badge(visit("Verlopen", "Expired"), .neutral) }
    return span {
      visit("t/m ", "through ")
      visit.show(day.adding(days: -1))
    }
  }
}

struct CreditEventTable {
  let visit: StaffVisit
  /// Nil where they are all of one customer.
  let customers: [Customer.ID: Customer]?

  func markup(_ rows: [CreditEvent], none: Markup = .empty) -> Markup {
    var columns: [DataTable<CreditEvent>.Column] = [
      .init(visit(Texts.date)) { visit.show($0.day) },
      .init(visit("Wat", "What"), .rowHeader) { event in
        visit.link(visit(event.kind.label), Links.credit.path(event.credit))
      },
    ]
    if let customers {
      columns.append(
        .init(visit(Texts.customer)) { event in
          visit.link(
            customers[event.customer]?.details.addressee ?? event.customer.description,
            Links.customer.path(event.customer))
        })
    }
    columns += [
      .init(visit("Document", "Document")) { event in
        guard let document = event.document else { return Markup("–") }
        return visit.link(visit("Bekijken", "View"), Links.invoice.path(document.invoice))
      },
      .init(visit("Reden", "Reason")) { Markup($0.reason) },
      .init(visit(Texts.amount), .number) { event in
        span {
          event.kind.sign > 0 ? "+ " : event.kind.sign < 0 ? "− " : ""
          visit.show(event.amount)
        }
      },
    ]
    return DataTable(
      visit("Geschiedenis van tegoeden", "History of credits"), showsCaption: customers == nil,
      columns: columns
    ).markup(rows, empty: none)
  }
}
