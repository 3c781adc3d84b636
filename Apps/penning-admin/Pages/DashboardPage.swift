import Catalog
import HTML
import HTTPServer
import Invoicing
import Outbox
import Payments
import Primitives
import Subscriptions
import Tenancy
import Web

/// What the shop's owner sees first: what is owed, what came in, what needs a decision.
enum DashboardPage {
  struct Model: Sendable {
    let today: CivilDate
    let outstanding: [Outstanding]
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
      today: today, outstanding: try shop.invoicing.outstanding(),
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
    div(.class("columns")) {
      card(visit("Omzet en ontvangsten", "Revenue and receipts")) { chart(model, visit) }
      card(visit(Texts.subscriptions)) { subscriptions(model, visit) }
    }
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
    let open = sum(model.outstanding.map(\.open), visit)
    let overdue = sum(model.outstanding.map(\.overdue), visit)
    let openCount = model.outstanding.reduce(0) { $0 + $1.openDocuments }
    let lateCount = model.outstanding.reduce(0) { $0 + $1.overdueDocuments }
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
        visit(Texts.open), open.formatted(visit.language),
        note: visit("\(openCount) documenten", "\(openCount) documents")),
      Tile(
        visit("Waarvan te laat", "Of which overdue"), overdue.formatted(visit.language),
        note: visit("\(lateCount) documenten", "\(lateCount) documents")),
      tile(visit("Omzet deze maand, zonder btw", "Revenue this month, without VAT"), .revenue),
      tile(visit("Ontvangen deze maand", "Received this month"), .received),
    ]
  }

  /// Of the shop's own currency; nothing is ever added over currencies.
  private static func sum(_ amounts: [Money], _ visit: StaffVisit) -> Money {
    let own = amounts.filter { $0.currency == visit.shop.currency }
    // Totals that were kept within the bounds fit when added again.
    return (try? own.total(in: visit.shop.currency)) ?? .zero(visit.shop.currency)
  }

  private static func total(
    _ measure: Measure, _ month: String, _ model: Model, _ visit: StaffVisit
  ) -> Money {
    sum(model.totals.filter { $0.measure == measure && $0.month == month }.map(\.amount), visit)
  }

  private static func chart(_ model: Model, _ visit: StaffVisit) -> Markup {
    let firsts = (0..<12).map { model.today.firstOfMonth.adding(months: $0 - 11) }
    let names = MonthNames.short[visit.language] ?? []
    let months = firsts.map { date in
      BarChart.Month(
        label: names.indices.contains(date.month - 1) ? names[date.month - 1] : "\(date.month)",
        first: total(.revenue, month(of: date), model, visit),
        second: total(.received, month(of: date), model, visit))
    }
    guard months.contains(where: { $0.first.isPositive || $0.second.isPositive }) else {
      return emptyState(
        visit("Nog geen omzet", "No revenue yet"),
        visit(
          "Zodra er facturen zijn, ziet u hier de laatste twaalf maanden.",
          "As soon as there are invoices, the last twelve months appear here."))
    }
    let chart = BarChart(
      title: visit(
        "Omzet zonder btw en ontvangsten per maand", "Revenue without VAT and receipts per month"),
      firstName: visit("omzet zonder btw", "revenue without VAT"),
      secondName: visit("ontvangen", "received"), months: months, language: visit.language)
    return Markup {
      chart.markup
      details {
        summary { visit("Dezelfde cijfers als tabel", "The same numbers as a table") }
        table(of: Array(zip(firsts, months)), visit)
      }
    }
  }

  private static func table(
    of rows: [(date: CivilDate, month: BarChart.Month)], _ visit: StaffVisit
  ) -> Markup {
    DataTable<(date: CivilDate, month: BarChart.Month)>(
      visit("Omzet en ontvangsten", "Revenue and receipts"), showsCaption: false,
      columns: [
        .init(visit("Maand", "Month"), .rowHeader) { row in
          Markup("\(row.month.label) \(row.date.year)")
        },
        .init(visit("Omzet zonder btw", "Revenue without VAT"), .number) { row in
          visit.show(row.month.first)
        },
        .init(visit("Ontvangen", "Received"), .number) { row in visit.show(row.month.second) },
      ]
    ).markup(rows)
  }

  private static func subscriptions(_ model: Model, _ visit: StaffVisit) -> Markup {
    Markup {
      tiles(
        SubscriptionState.names.map { name in
          Tile(visit(SubscriptionState.label(named: name)), "\(model.subscriptions[name] ?? 0)")
        })
      div(.class("actions")) {
        linkButton(
          visit("Alle abonnementen", "All subscriptions"), MenuPart.subscriptions.url, .quiet)
      }
    }
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
