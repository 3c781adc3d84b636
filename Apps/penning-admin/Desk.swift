import Catalog
import HTTPServer
import Invoicing
import JSON
import Payments
import Primitives
import Subscriptions
import Tenancy
import Workflows

// What pages and API do alike: a change with its line in the audit log (I-45).
extension ShopTransaction {
  func addCustomer(_ details: CustomerDetails) throws -> Customer {
    let customer = try customers.create(details)
    try audit.record("customer.added", customer.id)
    return customer
  }

  @discardableResult
  func changeCustomer(
    _ id: Customer.ID, to details: CustomerDetails, expecting version: Int64?
  ) throws -> Customer {
    let customer = try customers.update(id, to: details, expecting: version)
    try audit.record("customer.changed", id, ["version": .integer(customer.version)])
    return customer
  }

  /// What each subscription's plan is called.
  func planNames(of subscriptions: [Subscription]) throws -> [Subscription.ID: String] {
    let plans = try catalog.plans(Set(subscriptions.map(\.planID)))
    let named = subscriptions.compactMap { item in
      plans[item.planID].map { (item.id, $0.name) }
    }
    return Dictionary(named) { first, _ in first }
  }
}

extension Platform {
  /// A document's file, as the customer gets it.
  func pdf(of document: IssuedDocument) async throws -> HTTPResponse {
    let bytes = try await outside.renderPDF(document)
    return .file(.bytes(bytes), name: "\(document.number).pdf", type: "application/pdf")
  }

  /// Where customers buy a plan.
  func checkoutAddress(of plan: Plan, in shop: Shop) -> String {
    "\(addresses.checkout)/\(shop.slug)/\(plan.slug)"
  }
}
