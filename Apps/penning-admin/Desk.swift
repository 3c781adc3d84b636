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

  func addPlan(_ draft: PlanDraft) throws -> Plan {
    let plan = try catalog.createPlan(draft)
    try audit.record("plan.added", plan.id, ["price": .string(plan.version.price.description)])
    return plan
  }

  @discardableResult
  func revisePlan(_ id: Plan.ID, terms: PlanTerms) throws -> Plan {
    let old = try catalog.existingPlan(id)
    let plan = try catalog.revise(id, terms: terms)
    try audit.record(
      "plan.revised", id,
      [
        "from": .string(old.version.price.description),
        "to": .string(plan.version.price.description),
        "version": JSONValue(plan.version.number),
      ])
    return plan
  }

  @discardableResult
  func setPlanState(_ state: PlanState, of id: Plan.ID) throws -> Plan {
    let plan = try catalog.setState(state, of: id)
    try audit.record("plan.\(state == .active ? "reopened" : "archived")", id)
    return plan
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
