package import Primitives
package import Tenancy

extension Amendment {
  /// Ends a subscription on a day, the first that is served no more. What was charged past it is
  /// given back; what is not yet charged before it still will be, cut at the day (Wet van Dam).
  /// - Parameter today: an end that lies no later ends it at once.
  /// - Throws: `SubscriptionRefusal` unless it is active and goes on.
  package static func stop(
    _ subscription: Subscription, _ extras: Extras, charged charges: [RecordedCharge],
    on end: CivilDate, today: CivilDate, policy: CollectionPolicy
  ) throws -> Amendment {
    var amendment = Amendment(subscription, extras, on: end)
    try amendment.giveBack(charges.filter { $0.component != .setup })
    amendment.after.rewind(to: end, policy: policy)
    amendment.after.state = try subscription.state.after(
      end <= today ? .stopped(on: end) : .cancelled(endingOn: end))
    return amendment
  }

  /// Takes a purchase back whole within the days that the law gives (BW 6:230o): every charge,
  /// the setup fee too.
  /// - Throws: `SubscriptionRefusal.withdrawalOver` after them.
  package static func withdraw(
    _ subscription: Subscription, _ extras: Extras, charged charges: [RecordedCharge],
    today: CivilDate, policy: CollectionPolicy
  ) throws -> Amendment {
    guard today <= subscription.withdrawableUntil else {
      throw SubscriptionRefusal.withdrawalOver(subscription.withdrawableUntil)
    }
    var amendment = Amendment(subscription, extras, on: min(today, subscription.purchasedOn))
    try amendment.giveBack(charges)
    let start = subscription.trialUntil ?? subscription.purchasedOn
    amendment.after.pause = nil
    amendment.after.begin(amendment.after.schedule(from: start, policy: policy))
    amendment.after.state = try subscription.state.after(.stopped(on: today))
    return amendment
  }

  /// Rests a subscription for some days. What was charged for them is given back; the periods go
  /// on from the end of the pause.
  /// - Throws: `SubscriptionRefusal` where it cannot rest.
  package static func pause(
    _ subscription: Subscription, _ extras: Extras, charged charges: [RecordedCharge],
    for period: Period, today: CivilDate, policy: CollectionPolicy
  ) throws -> Amendment {
    try subscription.checkGoesOn()
    guard subscription.instalments == nil else { throw SubscriptionRefusal.paidInInstalments }
    guard subscription.pause.map({ $0.period.until <= today }) ?? true else {
      throw SubscriptionRefusal.paused
    }
    guard period.from >= today, !subscription.isInTrial(on: period.from),
      period.days <= SubscriptionRefusal.pauseDays
    else { throw SubscriptionRefusal.pauseOutOfRange }
    var amendment = Amendment(subscription, extras, on: period.from)
    try amendment.giveBack(charges.filter { $0.component != .setup })
    amendment.after.rewind(to: period.from, policy: policy)
    amendment.after.pause = Pause(
      period: period,
      resumes: amendment.after.schedule(from: period.until, policy: policy))
    amendment.after.restIfPaused()
    return amendment
  }

  /// Ends a pause before its end, on a day from today on; before its beginning it is given up.
  /// - Throws: `SubscriptionRefusal.notPaused`, or `.resumeBilled` when what follows on the pause
  ///   is billed already.
  package static func resume(
    _ subscription: Subscription, _ extras: Extras, charged charges: [RecordedCharge],
    on day: CivilDate, policy: CollectionPolicy
  ) throws -> Amendment {
    guard subscription.state.isActive, let pause = subscription.pause, day < pause.period.until
    else { throw SubscriptionRefusal.notPaused }
    guard charges.allSatisfy({ $0.isVoid || $0.period.from < pause.period.until }) else {
      throw SubscriptionRefusal.resumeBilled(pause.period.until)
    }
    var amendment = Amendment(subscription, extras, on: max(day, pause.period.from))
    let resumes = subscription.schedule(from: amendment.day, policy: policy)
    amendment.after.pause = Period(from: pause.period.from, until: amendment.day)
      .map { Pause(period: $0, resumes: resumes) }
    if subscription.schedule.start >= pause.period.until {
      amendment.after.begin(resumes)
    }
    return amendment
  }

  /// Takes a cancellation back before the last day: the days past it that were given back are
  /// billed again by the next run.
  /// - Throws: `SubscriptionRefusal` unless it is cancelled and still served.
  package static func keep(
    _ subscription: Subscription, _ extras: Extras, today: CivilDate
  ) throws -> Amendment {
    var amendment = Amendment(subscription, extras, on: today)
    if let end = subscription.state.endsOn, end <= today {
      throw SubscriptionRefusal.impossible(
        state: subscription.state.name, event: SubscriptionEvent.cancellationWithdrawn.name)
    }
    amendment.after = try subscription.after(.cancellationWithdrawn)
    return amendment
  }

  /// Begins an ended subscription anew on a day; its first period is billed by the next run.
  /// - Throws: `SubscriptionRefusal` unless it has ended.
  package static func restart(
    _ subscription: Subscription, _ extras: Extras, on day: CivilDate, policy: CollectionPolicy
  ) throws -> Amendment {
    guard subscription.instalments == nil else { throw SubscriptionRefusal.paidInInstalments }
    var amendment = Amendment(subscription, extras, on: day)
    amendment.after.state = try subscription.state.after(.restarted)
    let schedule = subscription.schedule(from: day, policy: policy)
    // Where it ended in its pause, the pause lasted until now.
    let rested = subscription.pause.flatMap { pause in
      subscription.state.endsOn.flatMap { pause.period.contains($0) ? pause.period.from : nil }
    }
    amendment.after.pause = rested.flatMap { Period(from: $0, until: day) }
      .map { Pause(period: $0, resumes: schedule) }
    amendment.after.begin(schedule)
    return amendment
  }
}

extension Subscription {
  /// Goes on with the first period of a schedule.
  mutating func begin(_ schedule: BillingSchedule) {
    self.schedule = schedule
    nextIndex = 0
    nextFrom = nil
  }

  /// Goes back to a day before which everything is billed: the rest of its period comes next.
  mutating func rewind(to day: CivilDate, policy: CollectionPolicy) {
    if let pause, day <= pause.period.from { self.pause = nil }
    guard day < billedUntil else { return }
    if day < schedule.start {
      // Its charges are those of earlier periods, or it rests on that day.
      let rest = pause.flatMap { $0.period.contains(day) ? $0.period.until : nil }
      begin(schedule(from: rest ?? day, policy: policy))
      return
    }
    var index = nextIndex
    while index > 0, let period = schedule.period(index), period.period.from > day { index -= 1 }
    nextIndex = index
    nextFrom = schedule.period(index).flatMap { $0.period.from < day ? day : nil }
  }

  func with(billedOn: BilledDay?) -> Subscription {
    var copy = self
    copy.billedOn = billedOn
    return copy
  }

  /// - Throws: `SubscriptionRefusal` unless it is active and has no end.
  func checkGoesOn() throws(SubscriptionRefusal) {
    guard case .active(endsOn: nil) = state else {
      throw state.isCancelling ? .cancelled : .impossible(state: state.name, event: "changed")
    }
    guard parked == nil else { throw .isParked }
  }

  /// - Throws: `SubscriptionRefusal` where it cannot take these terms.
  func checkChange(to terms: SubscriptionTerms) throws(SubscriptionRefusal) {
    try checkGoesOn()
    guard instalments == nil else { throw .paidInInstalments }
    guard terms.price.currency == price.currency, terms.pricesIncludeVAT == pricesIncludeVAT else {
      throw .planNotPossible
    }
    guard terms != self.terms else { throw .nothingChanges }
  }
}

extension ChargeComponent {
  /// The discount that it is, of whatever.
  var discountID: RunningDiscount.ID? {
    if case .discount(let id, _) = self { id } else { nil }
  }
}

extension Instalments {
  mutating func giveOneBack() { self = Instalments(total: total, charged: max(charged - 1, 0)) }
}

extension RunningDiscount {
  /// As one that still runs.
  var running: RunningDiscount {
    RunningDiscount(id: id, label: label, amount: amount, periodsLeft: max(periodsLeft ?? 1, 1))
  }
}
