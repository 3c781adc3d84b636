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
    let model = try await visit.read { shop in
      let page = try shop.subscriptions.page(request)
      return Model(
        page: page, customers: try shop.customers.find(page.items.map(\.customerID)),
        planNames: try shop.planNames(of: page.items))
    }
    return visit.page(visit(Texts.subscriptions), in: .subscriptions) {
      pageHead(visit(Texts.subscriptions))
      SubscriptionTable(visit: visit, customers: model.customers, planNames: model.planNames)
        .markup(
          model.page.items,
          none: emptyState(
            visit("Nog geen abonnementen", "No subscriptions yet"),
            visit(
              "Ze ontstaan als een klant iets koopt op uw verkooppagina.",
              "They begin when a customer buys something on your checkout page.")
          ) { linkButton(visit("Naar het aanbod", "To the plans"), MenuPart.plans.url) })
      pager(model.page.next, visit.visit)
    }
  }
}
