package import Catalog
package import Primitives
package import Subscriptions
package import Tenancy

/// What a purchase made now would cost, today and from when on: the very rules that bill.
package struct CheckoutQuote: Hashable, Sendable {
  package let plan: Plan
  package let quantity: Int
  /// The periods from today on, the first with what is paid today.
  package let periods: [BillingPeriod]
  package let prices: [ProRata]

  package var today: ProRata? { prices.first }

  /// Reads plan and policy and applies the rules; writes nothing.
  /// - Throws: `CatalogRefusal.planUnknown` or `.planArchived`,
  ///   `SubscriptionRefusal.quantityOutOfRange`, `MoneyError` beyond bounds.
  package init(
    planSlug: Slug, quantity: Int = 1, periods count: Int = 3, in shop: ShopTransaction
  ) throws {
    let plan = try CheckoutQuote.plan(planSlug, in: shop)
    try self.init(
      plan, quantity: quantity, purchasedOn: shop.today,
      policy: shop.settings.current().collectionPolicy, periods: count)
  }

  package init(
    _ plan: Plan, quantity: Int, purchasedOn: CivilDate, policy: CollectionPolicy,
    periods count: Int
  ) throws {
    let quantity = try SubscriptionStore.checked(quantity: quantity)
    let price = try plan.version.price.times(Int64(quantity))
    let schedule = BillingSchedule(
      purchasedOn: purchasedOn, interval: plan.version.interval, policy: policy)
    let periods = (0..<max(count, 1)).compactMap(schedule.period)
    self.plan = plan
    self.quantity = quantity
    self.periods = periods
    prices = try periods.map { try $0.price(atFullPrice: price) }
  }

  /// A plan that can be bought.
  static func plan(_ slug: Slug, in shop: ShopTransaction) throws -> Plan {
    guard let plan = try shop.catalog.plan(slug: slug) else { throw CatalogRefusal.planUnknown }
    guard plan.state == .active else { throw CatalogRefusal.planArchived }
    return plan
  }
}
