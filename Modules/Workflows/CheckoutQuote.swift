package import Catalog
import Invoicing
package import Primitives
package import Subscriptions
package import Tenancy

/// One line of what is asked.
package struct QuotedLine: Hashable, Sendable {
  package let description: String
  /// The calculation in words: "15 of 30 days x 30.00 = 15.00".
  package let explanation: String?
  package let period: Period?
  /// With or without VAT, as the plan has its prices.
  package let amount: Money
}

/// What one document will ask.
package struct QuotedBill: Hashable, Sendable {
  package let lines: [QuotedLine]
  /// Comes on top of the lines where prices are without VAT; nil where they hold it.
  package let vat: Money?
  /// VAT included: just what the document will ask.
  package let asked: Money

  init(_ charges: [Charge], in currency: Currency) throws {
    lines = charges.map {
      QuotedLine(
        description: $0.description, explanation: $0.explanation, period: $0.period,
        amount: $0.unitPrice)
    }
    asked = try charges.total(in: currency)
    let added = try asked - lines.map(\.amount).total(in: currency)
    vat = charges.first?.pricesIncludeVAT == false ? added : nil
  }

  /// The lines in one text, as it is stored beside what was shown.
  package func calculation(_ language: Language) -> String {
    lines.map { line in
      let amount = "\(line.description): \(line.amount.formatted(language))"
      return line.explanation.map { "\(amount) (\($0))" } ?? amount
    }.joined(separator: "; ")
  }
}

/// Something that can be ticked beside the plan.
package struct QuotedOffer: Hashable, Sendable {
  package let plan: Plan
  package let kind: Offer.Kind
  /// For a whole period, or once; VAT included.
  package let price: Money
  package let isChosen: Bool
}

/// What a purchase made now would cost, today and from when on: the very rules that bill.
package struct CheckoutQuote: Hashable, Sendable {
  package let plan: Plan
  package let quantity: Int
  package let coupon: Coupon?
  package let offers: [QuotedOffer]
  /// What is bought, as it would begin.
  package let subscription: Subscription
  /// Today's document; nil where there is nothing to ask, as at the start of a trial.
  package let todaysBill: QuotedBill?
  /// The periods of the subscription from the first that is charged on.
  package let periods: [BillingPeriod]
  /// What the document of each period will ask; the first with all that is asked today.
  package let bills: [QuotedBill]
  /// The plan's own price of each period, with or without VAT as the plan has it.
  package let prices: [ProRata]
  /// What a whole period asks with its add-ons, VAT included, once introduction and passing
  /// discounts are over; of what is bought once, what it asks.
  package let wholePrice: Money
  /// Whether the VAT is the customer's own affair: reverse charge, or outside the union.
  package let chargesNoVAT: Bool

  /// What the document of each period will ask, VAT included.
  package var asked: [Money] { bills.map(\.asked) }
  /// The plan's own price today; nil where a trial begins.
  package var today: ProRata? { paidFrom == nil ? prices.first : nil }
  /// What is paid today, VAT included.
  package var askedToday: Money { todaysBill?.asked ?? .zero(plan.version.price.currency) }
  /// The first day that is charged for, after a trial.
  package var paidFrom: CivilDate? { subscription.trialUntil }
  /// Whether anything will be collected after today.
  package var goesOn: Bool { !later.isEmpty }

  /// The periods and bills after today's.
  package var later: [(period: BillingPeriod, bill: QuotedBill)] {
    let all = zip(periods, bills).map { (period: $0, bill: $1) }
    return paidFrom == nil ? Array(all.dropFirst()) : all
  }

  /// Reads plan, offers, coupon and settings and applies the rules; writes nothing.
  /// - Parameter buyer: a consumer in the shop's country where nobody is known yet.
  /// - Throws: refusals of catalog, coupon and subscription, `CheckoutRefusal`, `MoneyError`
  ///   beyond bounds.
  package init(
    _ choice: CheckoutChoice, for buyer: CheckoutBuyer? = nil, periods count: Int = 3,
    in shop: ShopTransaction
  ) throws {
    let basket = try CheckoutBasket(choice, in: shop)
    let buyer = buyer ?? CheckoutBuyer(country: shop.scope.shop.country)
    try self.init(
      basket, for: buyer, seller: SellerTax(shop.scope.shop, basket.settings), on: shop.today,
      periods: count)
  }

  /// The same of a plan alone.
  package init(
    planSlug: Slug, quantity: Int = 1, periods count: Int = 3, in shop: ShopTransaction
  ) throws {
    try self.init(
      CheckoutChoice(planSlug: planSlug, quantity: quantity), periods: count, in: shop)
  }

  /// Of a plan alone, on any day and under any policy.
  package init(
    _ plan: Plan, quantity: Int, purchasedOn: CivilDate, policy: CollectionPolicy,
    country: Country, periods count: Int
  ) throws {
    try self.init(
      CheckoutBasket(plan, Purchase(quantity: quantity, policy: policy), ShopSettings()),
      for: CheckoutBuyer(country: country), seller: SellerTax(country: country), on: purchasedOn,
      periods: count)
  }

  private init(
    _ basket: CheckoutBasket, for buyer: CheckoutBuyer, seller: SellerTax, on day: CivilDate,
    periods count: Int
  ) throws {
    let customer = try buyer.customer
    let outlook = CheckoutOutlook(
      plans: basket.plans, customer: customer,
      taxation: Taxation(
        seller: seller, checked: buyer.hasCheckedVATNumber ? [customer.id] : []),
      today: day)
    let bills = try ForeseenBills(basket, outlook, periods: max(count, 1))
    plan = basket.plan
    quantity = basket.purchase.quantity
    coupon = basket.coupon
    subscription = bills.subscription
    let currency = plan.version.price.currency
    let charges = bills.todaysCharges
    todaysBill = charges.isEmpty ? nil : try QuotedBill(charges, in: currency)
    periods = bills.all.map(\.bill.period)
    prices = bills.all.compactMap(\.planPrice)
    self.bills = try bills.all.map { try QuotedBill($0.charges, in: currency) }
    wholePrice = try bills.steady ?? outlook.asked(for: plan, quantity: quantity)
    let chosen = Set(basket.plans.keys)
    offers = try basket.offers.map { offer in
      QuotedOffer(
        plan: offer.plan, kind: offer.kind, price: try outlook.asked(for: offer.plan),
        isChosen: chosen.contains(offer.plan.id))
    }
    let treatments = (charges + bills.all.flatMap(\.charges)).map(\.treatment.category)
    chargesNoVAT = treatments.contains(.reverseCharge) || treatments.contains(.outsideScope)
  }
}

/// The bills of a basket as they would be.
struct ForeseenBills {
  let subscription: Subscription
  /// Of the subscription, today's first unless it begins with a trial.
  let all: [DueBill]
  /// Those after today's.
  let later: [DueBill]
  /// What a whole period asks in the long run; nil where no period follows.
  let steady: Money?
  /// What is paid today: the first bill and what is bought once.
  let todaysCharges: [Charge]

  init(_ basket: CheckoutBasket, _ outlook: CheckoutOutlook, periods count: Int) throws {
    let nobody = Customer.ID(rawValue: 0)
    func bought(_ plan: Plan, _ purchase: Purchase) throws -> (Subscription, Extras) {
      let subscription = try Subscription.bought(
        plan, purchase, by: nobody, on: outlook.today, id: Subscription.ID(rawValue: 0))
      var number: Int64 = 0
      let extras = try purchase.extras(of: subscription) {
        number += 1
        return number
      }
      return (subscription, extras)
    }
    let (subscription, extras) = try bought(basket.plan, basket.purchase)
    let first = try outlook.first(subscription, extras)
    let next = try outlook.next(
      first == nil ? count : count - 1, of: subscription, extras, after: first)
    let once = try basket.oneOffs.compactMap { plan in
      let (single, none) = try bought(plan, basket.purchaseOfOneOff)
      return try outlook.first(single, none)
    }
    self.subscription = subscription
    all = (first.map { [$0] } ?? []) + next
    later = next
    steady = try outlook.steady(subscription, extras, after: first)
    todaysCharges = ((first.map { [$0] } ?? []) + once).flatMap(\.charges)
  }
}

extension CheckoutBasket {
  /// How each of the one-offs is bought.
  var purchaseOfOneOff: Purchase {
    Purchase(quantity: 1, policy: settings.collectionPolicy, withTrial: false)
  }
}

extension DueBill {
  /// What the plan itself costs, without add-ons and discounts.
  fileprivate var planPrice: ProRata? {
    bill.charges.first { $0.component == .plan }?.price
  }
}
