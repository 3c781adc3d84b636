package import Catalog
package import Primitives
package import Tenancy

/// A customer's standing order for a plan.
package struct Subscription: Entity, Hashable, Sendable {
  package static let idPrefix = "sub"

  package let id: Subscription.ID
  package let customerID: Customer.ID
  package internal(set) var planID: Plan.ID
  /// The price and rhythm that were bought; later versions of the plan change nothing here, unless
  /// an announced price rise or the customer moves the subscription on.
  package internal(set) var versionID: PlanVersion.ID
  package internal(set) var quantity: Int
  /// The full price of one whole period for the whole quantity.
  package internal(set) var price: Money
  package internal(set) var pricesIncludeVAT: Bool
  package let purchasedOn: CivilDate
  package internal(set) var schedule: BillingSchedule
  /// The index in the schedule of the first period that is not billed yet.
  package internal(set) var nextIndex: Int
  /// The first unbilled day where it lies inside that period: a part of it was billed before.
  package internal(set) var nextFrom: CivilDate?
  package internal(set) var state: SubscriptionState

  /// The first day that is charged for, after a trial.
  package internal(set) var trialUntil: CivilDate?
  /// Days that are neither served nor charged; kept until they are over.
  package internal(set) var pause: Pause?
  /// Why nothing is billed until a person has looked; nil: it is billed.
  package internal(set) var parked: ParkReason?
  /// The price of the first periods.
  package internal(set) var introduction: RunningIntroduction?
  /// Of a purchase that is paid in terms.
  package internal(set) var instalments: Instalments?
  /// The customer's own day of the month, which goes before the shop's policy.
  package internal(set) var collectionDay: Int?
  /// Still to be charged, with the first bill.
  package internal(set) var setupFee: Money?
  /// Whether anything stands beside it: add-ons, discounts, a planned change, a stored quote.
  package internal(set) var hasExtras: Bool
  /// Grows whenever charges are taken back, so that the same days can be charged anew (I-13).
  package internal(set) var generation: Int
  /// How many bills were made of it on the last day that any was (I-16).
  package internal(set) var billedOn: BilledDay?

  /// Days that a checkout waits for its first payment before it is given up.
  package static let checkoutDays = 14
  /// Days in which a consumer may take a purchase back (BW 6:230o).
  package static let withdrawalDays = 14
  /// Bills of one subscription on one day, beyond which it is parked (I-16).
  package static let billsPerDay = 15
}

extension Subscription {
  /// The price of a whole period now: the introduction's while that runs.
  package var currentPrice: Money {
    guard let introduction, introduction.periodsLeft > 0 else { return price }
    return introduction.price
  }

  /// Whether it was bought once: one term, and no other comes.
  package var isOneOff: Bool { instalments?.total == 1 }

  /// How often its price is asked: "per month", "once".
  package var rhythm: Phrase {
    if isOneOff { return Phrase(nl: "eenmalig", en: "once") }
    let interval = schedule.interval
    return Phrase(nl: interval.formatted(.nl), en: interval.formatted(.en))
  }

  /// The policy that its days follow: the customer's own day, or the shop's.
  package func policy(of shop: CollectionPolicy) -> CollectionPolicy {
    collectionDay.map(CollectionPolicy.fixedDay) ?? shop
  }

  /// Whether a day lies in its trial.
  package func isInTrial(on day: CivilDate) -> Bool { trialUntil.map { day < $0 } ?? false }

  /// Whether a day lies in its pause.
  package func isPaused(on day: CivilDate) -> Bool { pause?.period.contains(day) ?? false }

  /// The last day on which the purchase can be taken back. A term that would end in a
  /// weekend or on a holiday ends on the next working day (Regulation 1182/71).
  package var withdrawableUntil: CivilDate {
    BankCalendar.onOrAfter(purchasedOn.adding(days: Subscription.withdrawalDays))
  }

  /// What is not billed yet, whatever the state.
  private var unbilled: BillingPeriod? {
    schedule.period(nextIndex)?.cut(from: nextFrom)
  }

  /// The first period that is not billed yet, cut where a pause or the end comes first; nil when
  /// none will come.
  package var nextPeriod: BillingPeriod? {
    guard case .active(let endsOn) = state, instalments?.isPaid != true, let next = unbilled else {
      return nil
    }
    let pauseFrom = pause.map(\.period.from).flatMap { next.period.from < $0 ? $0 : nil }
    guard let limit = [endsOn, pauseFrom].compactMap({ $0 }).min() else { return next }
    return next.cut(until: limit)
  }

  /// The first day that is not billed yet.
  package var billedUntil: CivilDate { unbilled?.period.from ?? CivilDate.last }

  /// The next periods in order: those that are not billed yet.
  package func upcoming(_ count: Int) -> [BillingPeriod] {
    var ahead = self
    var periods: [BillingPeriod] = []
    while periods.count < count, let next = ahead.nextPeriod {
      periods.append(next)
      ahead.advance(past: next)
    }
    return periods
  }

  /// Where the first unbilled period on or after a day begins; nil for one that ends before.
  package func firstPeriod(onOrAfter day: CivilDate) -> CivilDate? {
    var ahead = self
    while let next = ahead.nextPeriod {
      if next.period.from >= day { return next.period.from }
      ahead.advance(past: next)
    }
    return nil
  }

  /// The end that a cancellation on a day leaves at the earliest period's end: that of what is
  /// billed, or of the period in which the day lies where the billing is behind (I-16). No period
  /// begins after it.
  package func end(whenCancelledOn today: CivilDate) -> CivilDate {
    if billedUntil >= today { return billedUntil }
    var index = nextIndex
    while let period = schedule.period(index)?.period {
      if period.from >= today { return period.from }
      index += 1
    }
    return CivilDate.last
  }
}

// MARK: - Going on

extension Subscription {
  /// Whether a bill uses up a period of introduction, discounts and instalments: the one that
  /// reaches the period's end does. A stub belongs to the period that follows.
  func countsPeriod(_ period: BillingPeriod) -> Bool {
    !(schedule.hasStub && period.index == 0)
      && schedule.period(period.index)?.period.until == period.period.until
  }

  /// Moves past a period that is billed. Where the period was cut, its rest comes next; where a
  /// pause begins, its end does.
  mutating func advance(past period: BillingPeriod) {
    let isCut = schedule.period(period.index).map { period.period.until < $0.period.until } ?? false
    nextIndex = isCut ? period.index : period.index + 1
    nextFrom = isCut ? period.period.until : nil
    restIfPaused()
  }

  /// Where all is billed up to the pause, what follows on the pause comes next.
  mutating func restIfPaused() {
    guard let pause, billedUntil >= pause.period.from, schedule.start < pause.period.until else {
      return
    }
    begin(pause.resumes)
  }

  /// The periods from a day on, in the rhythm of this subscription. What is paid in instalments
  /// has no stub.
  func schedule(
    from day: CivilDate, interval: CalendarInterval? = nil, policy: CollectionPolicy
  ) -> BillingSchedule {
    let interval = interval ?? schedule.interval
    if instalments != nil { return BillingSchedule(start: day, anchor: day, interval: interval) }
    return BillingSchedule(purchasedOn: day, interval: interval, policy: self.policy(of: policy))
  }

  /// The subscription after a bill was made on a day: advanced, with what the bill used up.
  package func billed(_ bill: PeriodBill, on day: CivilDate) -> Subscription {
    var next = self
    next.advance(past: bill.period)
    next.setupFee = nil
    if bill.usesPeriod {
      next.introduction?.useOne()
      next.instalments?.chargeOne()
    }
    next.billedOn = BilledDay(day: day, count: (billedOn.map { $0.count(on: day) } ?? 0) + 1)
    next.endWithInstalments()
    return next
  }

  /// The subscription after an event.
  /// - Throws: `SubscriptionRefusal.impossible` when its state does not allow it.
  package func after(_ event: SubscriptionEvent) throws(SubscriptionRefusal) -> Subscription {
    var next = self
    next.state = try state.after(event)
    next.endWithInstalments()
    return next
  }

  /// What is charged whole ends with what was charged.
  private mutating func endWithInstalments() {
    guard instalments?.isPaid == true, case .active(endsOn: nil) = state else { return }
    state = .active(endsOn: billedUntil)
  }

  /// Whether the bill that was made of it changed more than where it stands in its schedule.
  func changedMore(than next: Subscription) -> Bool {
    introduction != next.introduction || instalments != next.instalments
      || setupFee != next.setupFee || state != next.state || schedule != next.schedule
      || nextFrom != next.nextFrom || parked != next.parked
  }
}

/// When the platform makes the request for a period: some days before it is collected, so that the
/// customer has notice, and never more than half the period ahead.
package enum BillingNotice {
  package static func billOn(_ period: BillingPeriod, noticeDays: Int) -> CivilDate {
    let days = min(max(noticeDays, 0), period.wholeDays / 2)
    return period.collectOn.adding(days: -days)
  }
}
