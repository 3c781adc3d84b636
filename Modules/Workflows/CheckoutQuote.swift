package import Catalog
import Invoicing
package import Primitives
package import Subscriptions
package import Tenancy

/// What a purchase made now would cost, today and from when on: the very rules that bill.
package struct CheckoutQuote: Hashable, Sendable {
  package let plan: Plan
  package let quantity: Int
  /// The periods from today on, the first with what is paid today.
  package let periods: [BillingPeriod]
  /// The plan's price of each period, with or without VAT as the plan has it.
  package let prices: [ProRata]
  /// What the document of each period will ask, VAT included.
  package let asked: [Money]

  package var today: ProRata? { prices.first }
  /// What is paid today, VAT included.
  package var askedToday: Money { asked.first ?? .zero(plan.version.price.currency) }

  /// Reads plan and policy and applies the rules; writes nothing.
  /// - Throws: `CatalogRefusal.planUnknown` or `.planArchived`,
  ///   `SubscriptionRefusal.quantityOutOfRange`, `MoneyError` beyond bounds.
  package init(
    planSlug: Slug, quantity: Int = 1, periods count: Int = 3, in shop: ShopTransaction
  ) throws {
    let plan = try CheckoutQuote.plan(planSlug, in: shop)
    try self.init(
      plan, quantity: quantity, purchasedOn: shop.today,
      policy: shop.settings.current().collectionPolicy, country: shop.scope.shop.country,
      periods: count)
  }

  package init(
    _ plan: Plan, quantity: Int, purchasedOn: CivilDate, policy: CollectionPolicy,
    country: Country, periods count: Int
  ) throws {
    let quantity = try SubscriptionStore.checked(quantity: quantity)
    let price = try plan.version.price.times(Int64(quantity))
    let schedule = BillingSchedule(
      purchasedOn: purchasedOn, interval: plan.version.interval, policy: policy)
    let periods = (0..<max(count, 1)).compactMap(schedule.period)
    self.plan = plan
    self.quantity = quantity
    self.periods = periods
    let prices = try periods.map { try $0.price(atFullPrice: price) }
    self.prices = prices
    asked = try zip(periods, prices).map { period, price in
      try CheckoutQuote.asked(price.amount, plan, in: country, on: period.period.from)
    }
  }

  /// The price itself, or with the VAT of the shop's country where the plan is priced without.
  private static func asked(
    _ price: Money, _ plan: Plan, in country: Country, on date: CivilDate
  ) throws -> Money {
    guard let rate = VATTable.rate(for: plan.vatCategory, country: country, on: date) else {
      throw BillingRefusal.noRate(country: country.code)
    }
    return try VATCalculation(
      lines: [VATCalculation.Line(quantity: .one, unitPrice: price, rate: rate)],
      pricesIncludeVAT: plan.version.pricesIncludeVAT, currency: price.currency
    ).gross
  }

  /// A plan that can be bought.
  static func plan(_ slug: Slug, in shop: ShopTransaction) throws -> Plan {
    guard let plan = try shop.catalog.plan(slug: slug) else { throw CatalogRefusal.planUnknown }
    guard plan.state == .active else { throw CatalogRefusal.planArchived }
    return plan
  }
}
