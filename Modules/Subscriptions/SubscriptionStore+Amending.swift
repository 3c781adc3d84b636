package import Primitives
import Storage
package import Tenancy

/// A subscription with all that a change of it is made of.
package struct AmendableSubscription: Sendable {
  package let subscription: Subscription
  /// With those that are over.
  package let extras: Extras
  package let charges: [RecordedCharge]
}

extension SubscriptionStore {
  /// Reads a subscription, what stands beside it and all that was charged, to change it.
  /// - Throws: `SubscriptionRefusal.unknown`.
  package func amendable(_ id: Subscription.ID) throws -> AmendableSubscription {
    let subscription = try existing(id)
    return AmendableSubscription(
      subscription: subscription,
      extras: try extras(of: [subscription], withOver: true)[id] ?? .none,
      charges: try charges(of: id))
  }

  /// Carries a change out: charges are given back, others recorded, the subscription moved on.
  /// What was shown for the periods to come no longer holds.
  /// - Throws: `SubscriptionRefusal.changedMeanwhile` when the subscription is no longer the one
  ///   that the change was made of.
  package func apply(_ amendment: Amendment, noticeDays: Int) throws -> Subscription {
    let (before, after) = (amendment.before, amendment.after)
    guard try existing(before.id) == before else { throw SubscriptionRefusal.changedMeanwhile }
    try giveBack(amendment.givenBack)
    try insert(charges: amendment.bills.map { (after, $0) })
    try save(amendment.extras, over: amendment.extrasBefore, of: after)
    try saveGaps(amendment)
    try save([after], noticeDays: noticeDays)
    try dropQuotes(of: after.id)
    return after
  }

  private func giveBack(_ parts: [GivenBack]) throws {
    for part in parts {
      let rest = try part.rest
      try shop.execute(
        """
        UPDATE subscription_charges
        SET covered_until = \(rest.coveredUntil), given_back = \(rest.givenBack.minorUnits)
        WHERE subscription_id = \(rest.subscriptionID) AND tenant_id = \(shop.tenant)
          AND period_from = \(rest.period.from) AND component = \(rest.component.code)
          AND generation = \(rest.generation)
        """)
    }
  }

  /// Keeps the days that are rightly not charged, so that the periods still tile (I-14).
  private func saveGaps(_ amendment: Amendment) throws {
    let (before, after) = (amendment.before, amendment.after)
    if let old = before.pause, old != after.pause, amendment.day < old.period.until {
      try removeGap(of: before.id, from: old.period.from)
    }
    if let new = after.pause, new != before.pause {
      try insertGap(new.period, of: after.id, reason: "pause")
    }
    guard case .ended(let end) = before.state, after.pause == nil,
      let gap = Period(from: end, until: amendment.day)
    else { return }
    try insertGap(gap, of: after.id, reason: "ended")
  }

  private func removeGap(of id: Subscription.ID, from day: CivilDate) throws {
    try shop.execute(
      """
      DELETE FROM subscription_gaps
      WHERE subscription_id = \(id) AND tenant_id = \(shop.tenant) AND gap_from = \(day)
      """)
  }

  private func insertGap(_ gap: Period, of id: Subscription.ID, reason: String) throws {
    try shop.execute(
      """
      INSERT INTO subscription_gaps (subscription_id, tenant_id, gap_from, gap_until, reason)
      VALUES (\(id), \(shop.tenant), \(gap.from), \(gap.until), \(reason))
      ON CONFLICT (subscription_id, gap_from, tenant_id) DO UPDATE SET
        gap_until = excluded.gap_until, reason = excluded.reason
      """)
  }

  /// The days on which subscriptions rested or had ended, oldest first.
  package func gaps(
    from first: Subscription.ID, through last: Subscription.ID
  ) throws -> [Subscription.ID: [Period]] {
    var gaps: [Subscription.ID: [Period]] = [:]
    try shop.each(
      """
      SELECT subscription_id, gap_from, gap_until FROM subscription_gaps
      WHERE tenant_id = \(shop.tenant) AND subscription_id >= \(first)
        AND subscription_id <= \(last)
      ORDER BY subscription_id, gap_from
      """
    ) { row in
      guard let period = Period(from: try row.get(1), until: try row.get(2)) else {
        throw row.mismatch(2, expected: "a period")
      }
      gaps[try row.get(0), default: []].append(period)
    }
    return gaps
  }

  /// Gives a subscription the customer's own day of the month, or the shop's again (nil). Its
  /// periods move as by a change of the shop's policy: a stub bridges the days.
  /// - Throws: `SubscriptionRefusal.collectionDayOutOfRange`, `.planNotPossible` for a rhythm that
  ///   has no day of the month.
  package func setCollectionDay(
    _ day: Int?, of subscription: Subscription, _ extras: Extras, policy: CollectionPolicy,
    noticeDays: Int
  ) throws -> PolicyBridge? {
    if let day, !CollectionPolicy.days.contains(day) {
      throw SubscriptionRefusal.collectionDayOutOfRange
    }
    guard subscription.schedule.interval.isOneMonth, subscription.instalments == nil else {
      throw SubscriptionRefusal.planNotPossible
    }
    try subscription.checkGoesOn()
    var own = subscription
    own.collectionDay = day
    let bridge = try PolicyBridge(moving: own, extras, to: own.policy(of: policy))
    try save([bridge?.moved ?? own], noticeDays: noticeDays)
    try dropQuotes(of: own.id)
    return bridge
  }
}
