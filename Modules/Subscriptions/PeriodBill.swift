package import Catalog
package import Primitives

/// What one component of a subscription costs for a period, or what a discount takes off it.
package struct ComponentCharge: Hashable, Sendable {
  package let component: ChargeComponent
  /// Whose product it is, for the name and the VAT: the component's plan, also of a discount.
  package let planID: Plan.ID
  package let versionID: PlanVersion.ID
  package let quantity: Int
  package let pricesIncludeVAT: Bool
  /// The days that are charged: those of the bill, or fewer for an add-on that came or went.
  package let period: Period
  /// Full price, days and amount; negative for a discount.
  package let price: ProRata
  /// What a discount is called; nil for what is sold.
  package let label: String?

  /// The component that a discount takes off.
  package var appliesTo: ChargeComponent? { component.isDiscount ? component.sold : nil }
}

/// The bill of one period: plan, add-ons, setup fee, less discounts. Pure: made of the
/// subscription and its extras alone.
///
/// - A stub takes the introduction's price and the discounts, but uses no period of them up: it
///   belongs to the period that follows.
/// - A discount never takes below zero.
package struct PeriodBill: Hashable, Sendable {
  package let subscriptionID: Subscription.ID
  package let period: BillingPeriod
  package let charges: [ComponentCharge]
  /// Whether it uses up a period of introduction, discounts and instalments: the bill that reaches
  /// a period's end does. A stub belongs to the period that follows.
  package let usesPeriod: Bool
  /// The sum of the charges, VAT included or not as the plan has it.
  package let total: Money

  /// The bill of the next period; nil when none will come.
  /// - Throws: `MoneyError` beyond the platform's bounds.
  package init?(_ subscription: Subscription, _ extras: Extras = .none) throws(MoneyError) {
    guard let next = subscription.nextPeriod else { return nil }
    try self.init(subscription, extras, period: next)
  }

  /// The bill of a period, as the subscription stands.
  package init(
    _ subscription: Subscription, _ extras: Extras = .none, period: BillingPeriod
  ) throws(MoneyError) {
    let parts = Pricing.parts(of: subscription, extras, in: period.period)
    var charges = try Pricing.charges(
      for: parts, discounts: extras.discounts.filter { !$0.isOver }, wholeDays: period.wholeDays)
    if let fee = subscription.setupFee {
      charges.append(try Pricing.setup(fee, of: subscription, in: period.period))
    }
    try self.init(
      subscription, period, charges, usesPeriod: subscription.countsPeriod(period))
  }

  init(
    _ subscription: Subscription, _ period: BillingPeriod, _ charges: [ComponentCharge],
    usesPeriod: Bool
  ) throws(MoneyError) {
    subscriptionID = subscription.id
    self.period = period
    self.charges = charges
    self.usesPeriod = usesPeriod
    total = try charges.lazy.map(\.price.amount).total(in: subscription.price.currency)
  }
}

/// Something that is sold for a stretch of time, before discounts.
struct PricedPart: Hashable, Sendable {
  let component: ChargeComponent
  let planID: Plan.ID
  let versionID: PlanVersion.ID
  let quantity: Int
  /// The full price of a whole period for the whole quantity.
  let price: Money
  let pricesIncludeVAT: Bool
  let period: Period
}

/// How parts and discounts become charges.
enum Pricing {
  /// Plan and add-ons, each with the days that it is charged for.
  static func parts(
    of subscription: Subscription, _ extras: Extras, in period: Period
  ) -> [PricedPart] {
    [plan(of: subscription, in: period)]
      + extras.addOns.compactMap { addOn in
        addOn.days(of: period).map { part(addOn, in: $0) }
      }
  }

  static func plan(of subscription: Subscription, in period: Period) -> PricedPart {
    PricedPart(
      component: .plan, planID: subscription.planID, versionID: subscription.versionID,
      quantity: subscription.quantity, price: subscription.currentPrice,
      pricesIncludeVAT: subscription.pricesIncludeVAT, period: period)
  }

  static func part(_ addOn: AddOn, in period: Period) -> PricedPart {
    PricedPart(
      component: .addOn(addOn.id), planID: addOn.planID, versionID: addOn.versionID,
      quantity: addOn.quantity, price: addOn.price, pricesIncludeVAT: addOn.pricesIncludeVAT,
      period: period)
  }

  /// What the parts cost by the day, each followed by what the discounts take off it.
  static func charges(
    for parts: [PricedPart], discounts: [RunningDiscount], wholeDays: Int
  ) throws(MoneyError) -> [ComponentCharge] {
    let cuts = try discounts.isEmpty ? [] : DiscountSpread(parts, discounts).cuts
    var charges: [ComponentCharge] = []
    charges.reserveCapacity(parts.count + cuts.count)
    for part in parts {
      let price = try ProRata(price: part.price, days: part.period.days, of: wholeDays)
      charges.append(charge(part, part.component, price, label: nil))
      var left = price.amount
      for cut in cuts where cut.component == part.component {
        let taken = try ProRata(
          price: cut.amount.negated, days: part.period.days, of: wholeDays, notBeyond: left)
        left = try left + taken.amount
        charges.append(
          charge(
            part, .discount(cut.discount.id, of: part.component), taken,
            label: cut.discount.label))
      }
    }
    return charges
  }

  /// The setup fee is no part of a period: it is never taken by the day.
  static func setup(
    _ fee: Money, of subscription: Subscription, in period: Period
  ) throws(MoneyError) -> ComponentCharge {
    charge(
      plan(of: subscription, in: period), .setup,
      try ProRata(price: fee, days: period.days, of: period.days), label: nil)
  }

  private static func charge(
    _ part: PricedPart, _ component: ChargeComponent, _ price: ProRata, label: String?
  ) -> ComponentCharge {
    ComponentCharge(
      component: component, planID: part.planID, versionID: part.versionID,
      quantity: component == .setup ? 1 : part.quantity,
      pricesIncludeVAT: part.pricesIncludeVAT, period: part.period, price: price, label: label)
  }
}

/// What each discount takes off each part's full price, one discount after the other.
struct DiscountSpread {
  struct Cut {
    let discount: RunningDiscount
    let component: ChargeComponent
    /// Positive.
    let amount: Money
  }

  private(set) var cuts: [Cut] = []
  private let parts: [PricedPart]
  /// What is left of each part's full price.
  private var left: [Money]

  init(_ parts: [PricedPart], _ discounts: [RunningDiscount]) throws(MoneyError) {
    self.parts = parts
    left = parts.map(\.price)
    for discount in discounts { try take(discount) }
  }

  private mutating func take(_ discount: RunningDiscount) throws(MoneyError) {
    let amounts = try amounts(of: discount.amount)
    for (index, amount) in amounts.enumerated() where amount.isPositive {
      left[index] = try left[index] - amount
      cuts.append(
        Cut(discount: discount, component: parts[index].component, amount: amount))
    }
  }

  private func amounts(of amount: Discount.Amount) throws(MoneyError) -> [Money] {
    switch amount {
    case .percent(let hundredths):
      let share = try Ratio(Int64(min(max(hundredths, 0), 10_000)), 10_000)
      var amounts: [Money] = []
      for money in left { amounts.append(try money.scaled(by: share)) }
      return amounts
    case .fixed(let money):
      guard let currency = left.first?.currency else { return [] }
      let sum = try left.total(in: currency)
      guard sum.isPositive else { return left.map { .zero($0.currency) } }
      // No part gives more than it has: the share of the sum is at most its share of the price.
      return try money.smaller(sum).allocated(over: left.map(\.minorUnits))
    }
  }
}
