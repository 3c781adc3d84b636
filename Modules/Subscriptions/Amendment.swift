package import Catalog
package import Primitives
package import Tenancy

/// What a change of a subscription gives back of what was charged, what it charges instead, and
/// how it leaves the subscription. Pure; made over all charged periods that reach past the day of
/// change, since the next one may be billed already.
///
/// A component that comes out as it was is left alone. One that changes is given back from the day
/// on, with its discounts, and charged anew: credit and charge are by the day, of the same days.
package struct Amendment: Hashable, Sendable {
  package let before: Subscription
  package internal(set) var after: Subscription
  /// With those that are over.
  package let extrasBefore: Extras
  package internal(set) var extras: Extras
  /// The first day on which the change holds.
  package let day: CivilDate
  package internal(set) var givenBack: [GivenBack] = []
  /// Charged at once, in the place of what was charged before.
  package internal(set) var bills: [PeriodBill] = []

  init(_ subscription: Subscription, _ extras: Extras, on day: CivilDate) {
    before = subscription
    after = subscription
    extrasBefore = extras
    self.extras = extras
    self.day = day
  }

  /// What is given back, in the terms of the prices (VAT included or not).
  package var credit: Money {
    get throws(MoneyError) {
      try givenBack.lazy.map(\.amount).total(in: before.price.currency)
    }
  }

  /// What is charged at once.
  package var charge: Money {
    get throws(MoneyError) { try bills.lazy.map(\.total).total(in: before.price.currency) }
  }

  /// The charges as the change leaves them, of those that it was made of.
  package func charges(after charges: [RecordedCharge]) throws -> [RecordedCharge] {
    let rests = try givenBack.map { try $0.rest }
    let kept = charges.map { charge in
      rests.first { $0.isSame(as: charge) } ?? charge
    }
    return kept + bills.flatMap { $0.recorded(generation: after.generation) }
  }

  /// Whether it moves no money now.
  package var isFree: Bool { givenBack.isEmpty && bills.isEmpty }
}

/// The unused part of a charge, which a change gives back.
package struct GivenBack: Hashable, Sendable {
  package let charge: RecordedCharge
  /// The first day that is given back.
  package let from: CivilDate
  /// The days from then on at the full price: what explains the amount.
  package let unused: ProRata
  /// What is given back now: less where a part was before. Negative for a discount, which is lost
  /// with what it lowered.
  package let amount: Money

  /// Gives back a charge from a day on; nil where nothing of it is left after the day.
  /// - Throws: `MoneyError` beyond bounds.
  init?(_ charge: RecordedCharge, from day: CivilDate) throws(MoneyError) {
    let from = max(day, charge.period.from)
    guard from < charge.coveredUntil else { return nil }
    let days = from.days(until: charge.period.until)
    self.charge = charge
    self.from = from
    unused = try ProRata(price: charge.fullPrice, days: days, of: charge.wholeDays)
    let isAll = from == charge.period.from
    let sum = isAll ? charge.amount : unused.amount.notBeyond(charge.amount)
    amount = try sum - charge.givenBack
  }

  /// The days that are given back now.
  package var period: Period? { Period(from: from, until: charge.coveredUntil) }

  /// The calculation in words: of the days where it is by the day.
  package var explanation: Phrase? {
    charge.component == .setup ? nil : unused.amount == amount ? unused.explanation : nil
  }

  /// The charge after it.
  var rest: RecordedCharge {
    get throws(MoneyError) {
      var rest = charge
      rest.coveredUntil = from
      rest.givenBack = try charge.givenBack + amount
      return rest
    }
  }
}

extension Money {
  /// The nearer to zero of two amounts of one sign.
  fileprivate func notBeyond(_ other: Money) -> Money {
    minorUnits.magnitude > other.minorUnits.magnitude ? other : self
  }
}

// MARK: - Other terms

extension Amendment {
  /// Another plan, version or quantity from a day on. What was billed past the day is given back
  /// and charged anew; another interval begins its own periods on the day.
  /// - Parameter charges: all that was charged.
  /// - Throws: `SubscriptionRefusal` unless it is active and goes on, `MoneyError`.
  package static func change(
    _ subscription: Subscription, _ extras: Extras, charged charges: [RecordedCharge],
    to terms: SubscriptionTerms, on day: CivilDate, policy: CollectionPolicy
  ) throws -> Amendment {
    try subscription.checkChange(to: terms)
    var amendment = Amendment(subscription, extras, on: day)
    if terms.interval == subscription.schedule.interval {
      amendment.after = try subscription.taking(terms, policy: policy)
      try amendment.chargeAnew(charges)
    } else {
      try amendment.changeRhythm(charges, to: terms, policy: policy)
    }
    return amendment
  }

  private mutating func changeRhythm(
    _ charges: [RecordedCharge], to terms: SubscriptionTerms, policy: CollectionPolicy
  ) throws {
    guard !extras.addOns.contains(where: { $0.until.map { day < $0 } ?? true }) else {
      throw SubscriptionRefusal.addOnsInTheWay
    }
    guard after.pause.map({ $0.period.until <= day }) ?? true else {
      throw SubscriptionRefusal.paused
    }
    after.pause = nil
    try giveBack(charges.filter { $0.component != .setup })
    if !givenBack.isEmpty {
      after.begin(after.schedule(from: day, policy: policy))
    }
    after = try after.taking(terms, policy: policy)
    guard !givenBack.isEmpty, let bill = try PeriodBill(after, extras) else { return }
    bills = [bill]
    extras.use(bill)
    after = after.billed(bill, on: day).with(billedOn: before.billedOn)
  }
}

// MARK: - Add-ons

extension Amendment {
  /// An add-on from a day on.
  /// - Throws: `SubscriptionRefusal` where it does not fit, `MoneyError` beyond bounds.
  package static func add(
    _ addOn: AddOn, of plan: Plan, to subscription: Subscription, version: PlanVersion,
    _ extras: Extras, charged charges: [RecordedCharge]
  ) throws -> Amendment {
    try subscription.checkGoesOn()
    try plan.version.checkAddOn(to: version, kind: plan.kind)
    guard extras.addOns.count < Purchase.mostExtras else { throw SubscriptionRefusal.tooManyExtras }
    var amendment = Amendment(subscription, extras, on: addOn.from)
    amendment.extras.addOns.append(addOn)
    amendment.after.hasExtras = true
    try amendment.chargeAnew(charges)
    return amendment
  }

  /// Ends an add-on on a day, or makes it another quantity by ending it and beginning a new one.
  /// - Throws: `SubscriptionRefusal.addOnUnknown`, `MoneyError` beyond bounds.
  package static func end(
    _ id: AddOn.ID, replacedBy new: AddOn? = nil, of subscription: Subscription, _ extras: Extras,
    charged charges: [RecordedCharge], on day: CivilDate
  ) throws -> Amendment {
    try subscription.checkGoesOn()
    var amendment = Amendment(subscription, extras, on: day)
    guard let index = extras.addOns.firstIndex(where: { $0.id == id }),
      extras.addOns[index].until.map({ max(day, extras.addOns[index].from) < $0 }) ?? true
    else { throw SubscriptionRefusal.addOnUnknown }
    amendment.extras.addOns[index].until = max(day, extras.addOns[index].from)
    if let new { amendment.extras.addOns.append(new) }
    try amendment.chargeAnew(charges)
    return amendment
  }
}

// MARK: - The calculation

extension Amendment {
  /// Gives back what reaches past the day.
  mutating func giveBack(_ charges: [RecordedCharge]) throws(MoneyError) {
    for charge in charges {
      guard let part = try GivenBack(charge, from: day) else { continue }
      givenBack.append(part)
    }
    if !givenBack.isEmpty { after.generation = before.generation + 1 }
    giveUsesBack()
  }

  /// A period that is given back is no longer used up: introduction, discounts and instalments
  /// have it again.
  private mutating func giveUsesBack() {
    for part in givenBack where part.charge.usesPeriod && part.charge.isWhole {
      switch part.charge.component {
      case .plan:
        if part.charge.fullPrice == after.introduction?.price {
          after.introduction?.give(back: 1)
        }
        after.instalments?.giveOneBack()
      case .discount(let id, of: .plan):
        extras.giveBack(id)
      case .addOn, .setup, .discount: break
      }
    }
  }

  /// Prices every charged stretch past the day on the new terms and keeps what comes out the same.
  private mutating func chargeAnew(_ charges: [RecordedCharge]) throws {
    let stretches = charges.filter { $0.component == .plan && $0.coveredUntil > day }
    var generation = before.generation
    for stretch in stretches {
      guard let period = Period(from: max(day, stretch.period.from), until: stretch.coveredUntil)
      else { continue }
      let old = charges.filter {
        $0.component != .setup && $0.coveredUntil > period.from && $0.period.from < period.until
      }
      let bill = try rebill(stretch, period, old)
      let changed = Amendment.changed(old, bill.charges, from: period.from)
      guard !changed.isEmpty else { continue }
      for charge in old where changed.contains(charge.component.sold) {
        if let part = try GivenBack(charge, from: period.from) { givenBack.append(part) }
      }
      let anew = bill.charges.filter { changed.contains($0.component.sold) }
      if !anew.isEmpty {
        bills.append(
          try PeriodBill(before, bill.period, anew, usesPeriod: stretch.usesPeriod))
      }
      generation = before.generation + 1
    }
    after.generation = generation
  }

  /// The stretch on the new terms, with the introduction and the discounts that it was billed with.
  private func rebill(
    _ stretch: RecordedCharge, _ period: Period, _ old: [RecordedCharge]
  ) throws -> PeriodBill {
    var terms = after
    terms.setupFee = nil
    let wasIntroduced = stretch.fullPrice == before.introduction?.price
    let samePlan = after.planID == before.planID
    terms.introduction =
      wasIntroduced && samePlan
      ? RunningIntroduction(price: try introductionPrice(), periodsLeft: 1) : nil
    let given = Set(old.compactMap { $0.component.discountID })
    let discounts = extras.discounts.filter { given.contains($0.id) }.map { $0.running }
    return try PeriodBill(
      terms, Extras(addOns: extras.addOns, discounts: discounts),
      period: BillingPeriod(index: 0, period: period, wholeDays: stretch.wholeDays))
  }

  private func introductionPrice() throws -> Money {
    guard let price = before.introduction?.price else { return after.price }
    return try price.scaled(by: Ratio(Int64(after.quantity), Int64(before.quantity)))
  }

  /// What is sold that the new bill has otherwise than the old one, or not at all.
  private static func changed(
    _ old: [RecordedCharge], _ new: [ComponentCharge], from day: CivilDate
  ) -> Set<ChargeComponent> {
    struct Price: Hashable {
      let component: ChargeComponent
      let plan: Plan.ID
      let quantity: Int
      let fullPrice: Money
      let until: CivilDate
    }
    let before = Dictionary(
      grouping: old.map {
        Price(
          component: $0.component, plan: $0.planID, quantity: $0.quantity,
          fullPrice: $0.fullPrice, until: $0.coveredUntil)
      }, by: \.component.sold)
    let after = Dictionary(
      grouping: new.map {
        Price(
          component: $0.component, plan: $0.planID, quantity: $0.quantity,
          fullPrice: $0.price.price, until: $0.period.until)
      }, by: \.component.sold)
    return Set(before.keys).union(after.keys).filter {
      Set(before[$0] ?? []) != Set(after[$0] ?? [])
    }
  }
}
