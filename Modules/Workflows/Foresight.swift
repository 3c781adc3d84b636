import Catalog
package import Primitives
package import Subscriptions
package import Tenancy

/// What a running subscription will be asked next, by the very rules that will bill it: for pages
/// and mails that tell a customer beforehand.
package struct Foresight {
  /// A period and what its document will ask.
  package struct Next: Hashable, Sendable {
    package let period: BillingPeriod
    package let bill: QuotedBill
  }

  private let subscription: Subscription
  private let extras: Extras
  private let plan: Plan
  private let outlook: CheckoutOutlook

  package init(of subscription: Subscription, in shop: ShopTransaction) throws {
    try self.init(
      of: subscription, try shop.catalog.existingPlan(subscription.planID), in: shop)
  }

  /// What is planned and announced for the next period is foreseen too.
  init(of current: Subscription, _ plan: Plan, in shop: ShopTransaction) throws {
    let settings = try shop.settings.current()
    let subscription = try current.renewed(
      shop.subscriptions.planned(of: [current])[current.id],
      shop.catalog.risesInForce(for: [current.planID]), policy: settings.collectionPolicy)
    let plan =
      subscription.planID == plan.id ? plan : try shop.catalog.existingPlan(subscription.planID)
    let customer = try shop.customers.find(subscription.customerID)
    let extras = try shop.subscriptions.extras(of: subscription)
    var plans = try shop.catalog.plans(Set(extras.addOns.map(\.planID)))
    plans[plan.id] = plan
    self.subscription = subscription
    self.extras = extras
    self.plan = plan
    outlook = CheckoutOutlook(
      plans: plans, customer: customer,
      taxation: try Taxation(of: [customer], settings, in: shop),
      today: shop.today)
  }

  /// Nil where nothing will be asked any more.
  package func next() throws -> Next? { try next(1).first }

  /// At most so many of the next periods, in their order.
  package func next(_ count: Int) throws -> [Next] {
    try outlook.next(count, of: subscription, extras, after: nil).map { due in
      Next(
        period: due.bill.period,
        bill: try QuotedBill(due.charges, in: subscription.price.currency))
    }
  }

  /// What the plan alone would ask for a whole period at a price, VAT included.
  func planPrice(at price: Money) throws -> Money {
    try outlook.asked(price, pricesIncludeVAT: subscription.pricesIncludeVAT, for: plan)
  }

  /// What a whole period asks, VAT included, once introduction and passing discounts are over.
  package func wholePrice() throws -> Money {
    try outlook.steady(subscription, extras, after: nil)
      ?? outlook.asked(
        subscription.price, pricesIncludeVAT: subscription.pricesIncludeVAT, for: plan)
  }
}
