import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web

/// Who is subscribed to what.
enum SubscriptionsPage {
  struct Model: Sendable {
    let page: Page<Subscription>
    let customers: [Customer.ID: Customer]
    let planNames: [Subscription.ID: String]
  }

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let request = try visit.visit.pageRequest()
    let filter = visit.visit.request.query["state"].flatMap(SubscriptionFilter.init(rawValue:))
    let model = try await visit.read { shop in
      let page = try shop.subscriptions.page(request, only: filter)
      return Model(
        page: page, customers: try shop.customers.find(page.items.map(\.customerID)),
        planNames: try shop.planNames(of: page.items))
    }
    return visit.page(visit(Texts.subscriptions), in: .subscriptions) {
      pageHead(visit(Texts.subscriptions))
      tabs(visit(Texts.status), filters(filter, visit))
      SubscriptionTable(visit: visit, customers: model.customers, planNames: model.planNames)
        .markup(
          model.page.items,
          none: filter != nil
            ? emptyState(
              visit("Geen abonnementen", "No subscriptions"),
              visit("Er is er geen in deze staat.", "There is none in this state."))
            : emptyState(
              visit("Nog geen abonnementen", "No subscriptions yet"),
              visit(
                "Ze ontstaan als een klant iets koopt op uw verkooppagina.",
                "They begin when a customer buys something on your checkout page.")
            ) { linkButton(visit("Naar het aanbod", "To the plans"), MenuPart.plans.url) })
      pager(model.page.next, visit.visit)
    }
  }

  private static func filters(
    _ current: SubscriptionFilter?, _ visit: StaffVisit
  ) -> [PageFrame.Item] {
    let path = Links.subscriptions.path()
    let all = PageFrame.Item(
      visit("Alle", "All"), SafeURL(path: path), isCurrent: current == nil)
    return [all]
      + SubscriptionFilter.allCases.map { filter in
        var query = QueryItems()
        query.add("state", filter.rawValue)
        return PageFrame.Item(
          visit(filter.label), SafeURL(path: query.appended(to: path)),
          isCurrent: filter == current)
      }
  }
}

extension SubscriptionFilter {
  fileprivate var label: Phrase {
    switch self {
    case .pending, .active, .ended, .abandoned: SubscriptionState.label(named: rawValue)
    case .cancelled: Phrase(nl: "Opgezegd", en: "Cancelled")
    case .parked: Phrase(nl: "Wacht op u", en: "Waiting for you")
    }
  }
}
