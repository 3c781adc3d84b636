import Catalog
import Invoicing
import Primitives
import Subscriptions
import Tenancy

/// The bills that a purchase leads to, one after the other, by the very rules that will make them.
/// Pure: nothing is read or written.
struct CheckoutOutlook {
  let plans: [Plan.ID: Plan]
  let customer: Customer
  let taxation: Taxation
  /// The day of the purchase.
  let today: CivilDate

  /// The bill of today, of a subscription that waits for its first payment; nil for one that
  /// begins with a trial.
  func first(_ subscription: Subscription, _ extras: Extras) throws -> DueBill? {
    guard subscription.state == .pending else { return nil }
    guard let period = subscription.schedule.period(0) else {
      throw SubscriptionRefusal.purchaseDateOutOfRange
    }
    return try due(subscription, try PeriodBill(subscription, extras, period: period))
  }

  /// The next bills, after the first was paid.
  func next(
    _ count: Int, of subscription: Subscription, _ extras: Extras, after first: DueBill?
  ) throws -> [DueBill] {
    var (ahead, left) = (subscription, extras)
    if let first {
      left.use(first.bill)
      ahead = try ahead.billed(first.bill, on: today).after(.firstPaymentReceived)
    }
    var bills: [DueBill] = []
    while bills.count < count, let bill = try PeriodBill(ahead, left) {
      bills.append(try due(ahead, bill))
      left.use(bill)
      ahead = ahead.billed(bill, on: today)
    }
    return bills
  }

  /// What a whole period asks, add-ons included, once introduction and passing discounts are
  /// over; nil where no period follows.
  func steady(
    _ subscription: Subscription, _ extras: Extras, after first: DueBill?
  ) throws -> Money? {
    let passing =
      extras.discounts.compactMap(\.periodsLeft) + [subscription.introduction?.periodsLeft ?? 0]
    let count = (passing.max() ?? 0) + 2
    return try next(count, of: subscription, extras, after: first).last?.asked
  }

  /// What a plan asks by itself for a whole period, VAT included.
  func asked(for plan: Plan, quantity: Int = 1) throws -> Money {
    let version = plan.version
    return try asked(
      version.price.times(Int64(quantity)), pricesIncludeVAT: version.pricesIncludeVAT, for: plan)
  }

  /// What a price of a plan asks, VAT included.
  func asked(_ price: Money, pricesIncludeVAT: Bool, for plan: Plan) throws -> Money {
    let parts = try taxation.parts(
      of: price, pricesIncludeVAT: pricesIncludeVAT, for: plan, sellingTo: customer, over: nil,
      on: today)
    return try parts.map { part in
      Charge(
        description: plan.name, unitPrice: part.amount, treatment: part.treatment,
        pricesIncludeVAT: pricesIncludeVAT)
    }.total(in: price.currency)
  }

  private func due(_ subscription: Subscription, _ bill: PeriodBill) throws -> DueBill {
    try DueBill(subscription, bill, customer: customer, plans: plans, taxation)
  }
}
