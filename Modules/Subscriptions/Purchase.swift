package import Catalog
package import Primitives
package import Tenancy

/// What is bought along with a plan, and on which terms.
package struct Purchase: Hashable, Sendable {
  package struct ChosenAddOn: Hashable, Sendable {
    package let plan: Plan
    package let quantity: Int

    package init(_ plan: Plan, quantity: Int = 1) {
      self.plan = plan
      self.quantity = quantity
    }
  }

  package struct ChosenDiscount: Hashable, Sendable {
    /// What documents call it.
    package let label: String
    package let discount: Discount

    package init(_ label: String, _ discount: Discount) {
      self.label = label
      self.discount = discount
    }
  }

  package var quantity: Int
  /// The shop's policy.
  package var policy: CollectionPolicy
  /// The customer's own day, 1 to 28, where the shop lets customers choose.
  package var collectionDay: Int?
  package var addOns: [ChosenAddOn]
  package var discounts: [ChosenDiscount]
  /// Whether the plan's trial is given; it begins served, with nothing to pay yet.
  package var withTrial: Bool

  package init(
    quantity: Int = 1, policy: CollectionPolicy, collectionDay: Int? = nil,
    addOns: [ChosenAddOn] = [], discounts: [ChosenDiscount] = [], withTrial: Bool = true
  ) {
    self.quantity = quantity
    self.policy = policy
    self.collectionDay = collectionDay
    self.addOns = addOns
    self.discounts = discounts
    self.withTrial = withTrial
  }

  /// How many add-ons and discounts one subscription can have.
  package static let mostExtras = 20

  /// - Throws: `SubscriptionRefusal` for what cannot be bought together.
  func check(with plan: Plan) throws(SubscriptionRefusal) {
    _ = try SubscriptionStore.checked(quantity: quantity)
    guard plan.kind != .addOn else { throw .planNotPossible }
    if let collectionDay, !CollectionPolicy.days.contains(collectionDay) {
      throw .collectionDayOutOfRange
    }
    guard addOns.count <= Purchase.mostExtras, discounts.count <= Purchase.mostExtras else {
      throw .tooManyExtras
    }
    for addOn in addOns {
      _ = try SubscriptionStore.checked(quantity: addOn.quantity)
      try addOn.plan.version.checkAddOn(to: plan.version, kind: addOn.plan.kind)
    }
  }
}

extension PlanVersion {
  /// An add-on shares the periods and the money of its subscription.
  func checkAddOn(to version: PlanVersion, kind: PlanKind) throws(SubscriptionRefusal) {
    guard kind == .addOn, interval == version.interval, instalments == nil,
      version.instalments == nil, price.currency == version.price.currency
    else { throw .addOnNotPossible }
  }
}

extension Subscription {
  /// The subscription that a purchase begins, and what stands beside it. Pure: a quote is made of
  /// the same values as the purchase.
  /// - Throws: `SubscriptionRefusal` for what cannot be bought, `MoneyError` beyond bounds.
  package static func bought(
    _ plan: Plan, _ purchase: Purchase, by customer: Customer.ID, on day: CivilDate,
    id: Subscription.ID
  ) throws -> Subscription {
    try purchase.check(with: plan)
    let terms = plan.version.terms
    let quantity = Int64(purchase.quantity)
    let hasTrial = purchase.withTrial && terms.trialDays > 0
    let start = hasTrial ? day.adding(days: terms.trialDays) : day
    var subscription = Subscription(
      id: id, customerID: customer, planID: plan.id, versionID: plan.version.id,
      quantity: purchase.quantity, price: try terms.price.times(quantity),
      pricesIncludeVAT: terms.pricesIncludeVAT, purchasedOn: day,
      schedule: BillingSchedule(start: start, anchor: start, interval: terms.interval),
      nextIndex: 0, state: hasTrial ? .active(endsOn: nil) : .pending,
      trialUntil: hasTrial ? start : nil,
      introduction: try terms.introduction.map {
        RunningIntroduction(price: try $0.price.times(quantity), periodsLeft: $0.periods)
      },
      instalments: terms.instalments.map { Instalments(total: $0) },
      collectionDay: purchase.collectionDay, setupFee: terms.setupFee,
      hasExtras: !purchase.addOns.isEmpty || !purchase.discounts.isEmpty, generation: 0)
    if plan.kind == .oneOff { subscription.instalments = Instalments(total: 1) }
    subscription.schedule = subscription.schedule(from: start, policy: purchase.policy)
    return subscription
  }
}

extension Purchase {
  /// What the purchase is billed beside its plan, from the day that the subscription is charged.
  /// - Parameter newID: gives each a number; a quote needs none that lasts.
  package func extras(
    of subscription: Subscription, newID: () -> Int64
  ) throws -> Extras {
    Extras(
      addOns: try addOns.map { chosen in
        AddOn(
          id: AddOn.ID(rawValue: newID()), planID: chosen.plan.id,
          versionID: chosen.plan.version.id, quantity: chosen.quantity,
          price: try chosen.plan.version.price.times(Int64(chosen.quantity)),
          pricesIncludeVAT: chosen.plan.version.pricesIncludeVAT,
          from: subscription.schedule.start)
      },
      discounts: try discounts.map { chosen in
        try chosen.discount.check(in: subscription.price.currency)
        return RunningDiscount(
          id: RunningDiscount.ID(rawValue: newID()), label: chosen.label,
          amount: chosen.discount.amount, periodsLeft: chosen.discount.periods)
      })
  }
}
