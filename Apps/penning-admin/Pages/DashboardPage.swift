import Catalog
import HTML
import HTTPServer
import Invoicing
import Outbox
import Payments
import Primitives
import Reports
import Subscriptions
import Tenancy
import Web
import Workflows

/// What the shop's owner sees first: what is owed, what came in, what needs a decision (R-37).
enum DashboardPage {
  struct Model: Sendable {
    let today: CivilDate
    let figures: ShopFigures
    let totals: [MonthTotal]
    let subscriptions: [String: Int]
    let decisions: Decisions
    let hasPlans: Bool
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let model = try await visit.read { shop in try load(shop) }
    return visit.page(visit.shop.name, in: .dashboard) { view(model, visit) }
  }

  static func load(_ shop: ShopTransaction) throws -> Model {
    let today = shop.today
    let first = today.firstOfMonth.adding(months: -11)
    return Model(
      today: today, figures: try ShopFigures(of: shop),
      totals: try shop.invoicing.totals(from: month(of: first), through: month(of: today)),
      subscriptions: try shop.subscriptions.counts(), decisions: try Decisions(of: shop),
      hasPlans: try !shop.catalog.plans(PageRequest(limit: 1)).items.isEmpty)
  }

  /// "2026-11"
  static func month(of date: CivilDate) -> String { String(date.description.prefix(7)) }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    pageHead(
      visit("Overzicht", "Dashboard"), lead: model.today.formatted(visit.language)
    ) {
      if visit.may(.editCustomers) {
        linkButton(
          visit("Nieuwe klant", "New customer"), SafeURL(path: Links.newCustomer.path()), .quiet)
      }
    }
    if !model.hasPlans { firstSteps(visit) }
    tiles(money(model, visit))
    decisions(model.decisions, visit)
    DashboardCharts(visit: visit, model: model).markup
  }

  private static func firstSteps(_ visit: StaffVisit) -> Markup {
    card {
      emptyState(
        visit("Welkom bij Penning", "Welcome to Penning"),
        visit(
          "Maak eerst een abonnement dat klanten kunnen kopen, en verbind uw betaaldienst.",
          "First make a plan that customers can buy, and connect your payment service.")
      ) {
        div(.class("actions")) {
          linkButton(visit("Eerste aanbod maken", "Make the first plan"), MenuPart.plans.url)
          linkButton(
            visit("Betaaldienst verbinden", "Connect payments"),
            SafeURL(path: Links.gateway.path()), .quiet)
        }
      }
    }
  }

  private static func money(_ model: Model, _ visit: StaffVisit) -> [Tile] {
    let now = month(of: model.today)
    let before = month(of: model.today.firstOfMonth.adding(months: -1))
    func tile(_ label: String, _ measure: Measure) -> Tile {
      let last = total(measure, before, model, visit).formatted(visit.language)
      return Tile(
        label, total(measure, now, model, visit).formatted(visit.language),
        note: visit("vorige maand \(last)", "\(last) last month"))
    }
    return [
      Tile(
        visit(Texts.open), model.figures.outstanding.amount.formatted(visit.language),
        note: documents(model.figures.outstanding.documents, visit)),
      Tile(
        visit("Waarvan te laat", "Of which overdue"),
        model.figures.overdue.amount.formatted(visit.language),
        note: late(model.figures, visit)),
      tile(visit("Omzet deze maand, zonder btw", "Revenue this month, without VAT"), .revenue),
      tile(visit("Ontvangen deze maand", "Received this month"), .received),
    ]
  }

  private static func documents(_ count: Int64, _ visit: StaffVisit) -> String {
    visit(
      "\(count) \(count == 1 ? "document" : "documenten")",
      "\(count) \(count == 1 ? "document" : "documents")")
  }

  /// A debit that the bank is still to decide on is not late; it is told beside.
  private static func late(_ figures: ShopFigures, _ visit: StaffVisit) -> String {
    let late = documents(figures.overdue.documents, visit)
    guard figures.underWay.documents > 0 else { return late }
    let amount = figures.underWay.amount.formatted(visit.language)
    return late + visit("; \(amount) is onderweg", "; \(amount) is under way")
  }

  /// Of the shop's own currency; nothing is ever added over currencies.
  static func sum(_ amounts: [Money], _ visit: StaffVisit) -> Money {
    let own = amounts.filter { $0.currency == visit.shop.currency }
    // Totals that were kept within the bounds fit when added again.
    return (try? own.total(in: visit.shop.currency)) ?? .zero(visit.shop.currency)
  }

  static func total(
    _ measure: Measure, _ month: String, _ model: Model, _ visit: StaffVisit
  ) -> Money {
    sum(model.totals.filter { $0.measure == measure && $0.month == month }.map(\.amount), visit)
  }

  private static func decisions(_ decisions: Decisions, _ visit: StaffVisit) -> Markup {
    guard !decisions.isEmpty else { return .empty }
    return card(visit("Wacht op een beslissing", "Needs a decision")) {
      ul {
        if !decisions.parked.isEmpty {
          li { decisions.parkedText(visit) }
        }
        if !decisions.failed.isEmpty { li { decisions.failedText(visit) } }
        if !decisions.unpaid.isEmpty { li { decisions.unpaidText(visit) } }
      }
      div(.class("actions")) {
        linkButton(visit("Bekijken", "Have a look"), SafeURL(path: Links.decisions.path()))
      }
    }
  }
}

/// The months' names as they fit under a bar.
enum MonthNames {
  static let short: [Language: [String]] = [
    .nl: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    .en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  ]
}
