package import Catalog
package import Primitives
package import Subscriptions
package import Tenancy

/// How a subscription stands and what can be made of it: what a page needs that shows and changes
/// it. Read in one snapshot.
package struct ChangeOptions: Sendable {
  package let subscription: Subscription
  package let customer: Customer
  package let plan: Plan
  package let settings: ShopSettings
  package let today: CivilDate
  /// Add-ons that run or are to run, with their plans.
  package let addOns: [(addOn: AddOn, plan: Plan)]
  package let discounts: [RunningDiscount]
  /// What waits for the next period.
  package let planned: (change: PlannedChange, plan: Plan)?
  /// The next bills, as they will be asked.
  package let next: [Foresight.Next]
  /// Other plans to choose.
  package let plans: [Plan]
  /// Add-ons that can be added.
  package let offers: [Plan]
  package let cancel: CancelChoices
  /// Whether a customer looks, or the shop, which may do more.
  private let isCustomer: Bool

  /// - Parameter owner: the customer who looks; nil: the shop.
  /// - Throws: `SubscriptionRefusal.unknown`, also for another customer's (I-42).
  package init(
    _ id: Subscription.ID, for owner: Customer.ID? = nil, upcoming count: Int = 3,
    in shop: ShopTransaction
  ) throws {
    let subscription = try shop.subscriptions.existing(id)
    guard owner == nil || subscription.customerID == owner else {
      throw SubscriptionRefusal.unknown
    }
    self.subscription = subscription
    isCustomer = owner != nil
    customer = try shop.customers.find(subscription.customerID)
    plan = try shop.catalog.existingPlan(subscription.planID)
    settings = try shop.settings.current()
    today = shop.today
    let extras = try shop.subscriptions.extras(of: subscription)
    let (running, date) = (extras.addOns.filter { $0.until == nil }, shop.today)
    let names = try shop.catalog.plans(Set(running.map(\.planID)))
    addOns = running.compactMap { addOn in names[addOn.planID].map { (addOn, $0) } }
    discounts = extras.discounts
    planned = try shop.subscriptions.planned(of: [subscription])[id].map { change in
      (change, try shop.catalog.existingPlan(change.terms.planID))
    }
    next = try Foresight(of: subscription, in: shop).next(count)
    let active = try ChangeOptions.activePlans(in: shop)
    plans = active.filter { $0.canReplace(subscription) }
    let offered = Set(try shop.catalog.offers(of: subscription.planID).map(\.plan.id))
    let (byCustomer, taken) = (owner != nil, Set(running.map(\.planID)))
    offers = active.filter { plan in
      plan.canJoin(subscription) && !taken.contains(plan.id)
        && (!byCustomer || offered.contains(plan.id))
    }
    cancel = CancelChoices(
      subscription, today: date, noticeDays: owner == nil ? 0 : settings.cancellationNoticeDays)
  }

  private static func activePlans(in shop: ShopTransaction) throws -> [Plan] {
    try shop.catalog.plans(PageRequest(limit: 200), includingArchived: false).items
  }

  package var rights: ChangeRights {
    ChangeRights(
      subscription, plan, customer, settings, today: today, isCustomer: isCustomer)
  }

  package var mayChangePlan: Bool { rights.mayChangeTerms && !plans.isEmpty }
  package var mayAddOn: Bool { rights.mayChangeTerms && !offers.isEmpty }
}

/// What the law, the shop and the subscription itself allow. Pure.
package struct ChangeRights: Sendable {
  private let subscription: Subscription
  private let plan: Plan
  private let customer: Customer
  private let settings: ShopSettings
  private let today: CivilDate
  private let isCustomer: Bool

  /// - Parameter isCustomer: whether a customer asks, or the shop, which may do more.
  package init(
    _ subscription: Subscription, _ plan: Plan, _ customer: Customer, _ settings: ShopSettings,
    today: CivilDate, isCustomer: Bool
  ) {
    self.subscription = subscription
    self.plan = plan
    self.customer = customer
    self.settings = settings
    self.today = today
    self.isCustomer = isCustomer
  }

  private var goesOn: Bool {
    subscription.state == .active(endsOn: nil) && subscription.parked == nil
  }

  /// Plan, quantity, add-ons.
  package var mayChangeTerms: Bool { goesOn && subscription.instalments == nil }
  package var mayPause: Bool {
    mayChangeTerms && !isResting && (!isCustomer || settings.customersMayPause)
  }
  package var mayResume: Bool { subscription.state.isActive && isResting }
  package var mayCancel: Bool {
    subscription.state == .active(endsOn: nil)
      && (!isCustomer || subscription.instalments == nil)
  }
  package var mayKeep: Bool {
    subscription.state.isCancelling && subscription.instalments?.isPaid != true
      && subscription.state.endsOn.map { today < $0 } == true
  }
  package var mayRestart: Bool {
    guard case .ended = subscription.state else { return false }
    return subscription.instalments == nil && (!isCustomer || plan.state == .active)
  }
  package var mayWithdraw: Bool {
    subscription.state.isActive && today <= subscription.withdrawableUntil
      && (!isCustomer || customer.kind == .consumer)
  }
  package var mayChooseDay: Bool {
    mayChangeTerms && subscription.schedule.interval.isOneMonth
      && (!isCustomer || settings.customersChooseDay)
  }

  /// Whether a pause runs or is to come.
  package var isResting: Bool { subscription.pause.map { today < $0.period.until } ?? false }
}

extension Plan {
  /// Whether a subscription could move to it.
  fileprivate func canReplace(_ subscription: Subscription) -> Bool {
    id != subscription.planID && kind == .subscription && version.instalments == nil
      && version.price.currency == subscription.price.currency
      && version.pricesIncludeVAT == subscription.pricesIncludeVAT
  }

  /// Whether a subscription could have it beside its plan.
  fileprivate func canJoin(_ subscription: Subscription) -> Bool {
    kind == .addOn && version.interval == subscription.schedule.interval
      && version.price.currency == subscription.price.currency
      && version.pricesIncludeVAT == subscription.pricesIncludeVAT
      && subscription.instalments == nil
  }
}
