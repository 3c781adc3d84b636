import Primitives
import Storage
import Tenancy

extension SubscriptionStore {
  static let select: SQL =
    """
    SELECT s.id, s.customer_id, s.plan_id, s.version_id, s.quantity, s.price, s.currency,
      s.prices_include_vat, s.interval_unit, s.interval_count, s.purchased_on, s.starts_on,
      s.anchor, s.next_index, s.state, s.ends_on, s.next_from, s.trial_until, s.pause_from,
      s.pause_until, s.pause_anchor, s.parked, s.introduction_price, s.introduction_left,
      s.instalments, s.instalments_charged, s.collection_day, s.setup_fee, s.has_extras,
      s.generation, s.billed_on, s.billed_count
    FROM subscriptions s
    """

  static func subscription(_ row: Row) throws -> Subscription {
    let interval = try interval(row, at: 8)
    let currency: Currency = try row.get(6)
    return Subscription(
      id: try row.get(0), customerID: try row.get(1), planID: try row.get(2),
      versionID: try row.get(3), quantity: try row.get(4),
      price: Money(minorUnits: try row.get(5), currency: currency),
      pricesIncludeVAT: try row.get(7), purchasedOn: try row.get(10),
      schedule: BillingSchedule(
        start: try row.get(11), anchor: try row.get(12), interval: interval),
      nextIndex: try row.get(13), nextFrom: try row.get(16),
      state: try state(row, name: 14, endsOn: 15), trialUntil: try row.get(17),
      pause: try pause(row, at: 18, interval: interval), parked: try parked(row, at: 21),
      introduction: try introduction(row, at: 22, currency),
      instalments: try instalments(row, at: 24), collectionDay: try row.get(26),
      setupFee: try money(row, at: 27, currency), hasExtras: try row.get(28),
      generation: try row.get(29), billedOn: try billedDay(row, at: 30))
  }

  static func interval(_ row: Row, at index: Int) throws -> CalendarInterval {
    guard let unit = CalendarInterval.Unit(rawValue: try row.get(index)),
      let interval = CalendarInterval(unit: unit, count: try row.get(index + 1))
    else { throw row.mismatch(index + 1, expected: "an interval") }
    return interval
  }

  private static func state(_ row: Row, name: Int, endsOn: Int) throws -> SubscriptionState {
    let word: String = try row.get(name)
    let end: CivilDate? = try row.get(endsOn)
    switch (word, end) {
    case ("pending", nil): return .pending
    case ("active", let end): return .active(endsOn: end)
    case ("ended", .some(let end)): return .ended(on: end)
    case ("abandoned", nil): return .abandoned
    default: throw row.mismatch(name, expected: "a state and its date")
    }
  }

  private static func pause(
    _ row: Row, at index: Int, interval: CalendarInterval
  ) throws -> Pause? {
    guard let from: CivilDate = try row.get(index) else { return nil }
    guard let period = Period(from: from, until: try row.get(index + 1)) else {
      throw row.mismatch(index + 1, expected: "a pause")
    }
    return Pause(
      period: period,
      resumes: BillingSchedule(
        start: period.until, anchor: try row.get(index + 2), interval: interval))
  }

  private static func parked(_ row: Row, at index: Int) throws -> ParkReason? {
    guard let word: String = try row.get(index) else { return nil }
    guard let reason = ParkReason(rawValue: word) else {
      throw row.mismatch(index, expected: "why it is parked")
    }
    return reason
  }

  private static func introduction(
    _ row: Row, at index: Int, _ currency: Currency
  ) throws -> RunningIntroduction? {
    guard let price = try money(row, at: index, currency) else { return nil }
    return RunningIntroduction(price: price, periodsLeft: try row.get(index + 1))
  }

  private static func instalments(_ row: Row, at index: Int) throws -> Instalments? {
    guard let total: Int = try row.get(index) else { return nil }
    return Instalments(total: total, charged: try row.get(index + 1))
  }

  private static func billedDay(_ row: Row, at index: Int) throws -> BilledDay? {
    guard let day: CivilDate = try row.get(index) else { return nil }
    return BilledDay(day: day, count: try row.get(index + 1))
  }

  static func money(_ row: Row, at index: Int, _ currency: Currency) throws -> Money? {
    let units: Int64? = try row.get(index)
    return units.map { Money(minorUnits: $0, currency: currency) }
  }
}

// MARK: - Writing

extension SubscriptionStore {
  func insert(_ subscription: Subscription, noticeDays: Int) throws {
    let terms = subscription.schedule
    try shop.execute(
      """
      INSERT INTO subscriptions (id, tenant_id, customer_id, plan_id, version_id, quantity, price,
        currency, prices_include_vat, interval_unit, interval_count, purchased_on, starts_on,
        anchor, next_index, state, ends_on, bill_at, trial_until, introduction_price,
        introduction_left, instalments, instalments_charged, collection_day, setup_fee, has_extras)
      VALUES (\(subscription.id), \(shop.tenant), \(subscription.customerID),
        \(subscription.planID), \(subscription.versionID), \(subscription.quantity),
        \(subscription.price.minorUnits), \(subscription.price.currency),
        \(subscription.pricesIncludeVAT), \(terms.interval.unit.rawValue),
        \(terms.interval.count), \(subscription.purchasedOn), \(terms.start), \(terms.anchor),
        \(subscription.nextIndex), \(subscription.state.name), \(subscription.state.endsOn),
        \(billAt(subscription, noticeDays: noticeDays)), \(subscription.trialUntil),
        \(subscription.introduction?.price.minorUnits), \(subscription.introduction?.periodsLeft),
        \(subscription.instalments?.total), \(subscription.instalments?.charged),
        \(subscription.collectionDay), \(subscription.setupFee?.minorUnits),
        \(subscription.hasExtras))
      """)
  }

  /// Writes all that can change of subscriptions, set-wise.
  func save(_ subscriptions: [Subscription], noticeDays: Int) throws {
    guard !subscriptions.isEmpty else { return }
    var rows = BulkRows(into: "subscriptions", SubscriptionStore.changing)
    for each in subscriptions {
      rows.append(
        each.id, shop.tenant, each.planID, each.versionID, each.quantity, each.price.minorUnits,
        each.pricesIncludeVAT, each.schedule.interval.unit.rawValue, each.schedule.interval.count,
        each.schedule.start, each.schedule.anchor, each.nextIndex, each.nextFrom, each.state.name,
        each.state.endsOn, each.trialUntil, each.pause?.period.from, each.pause?.period.until,
        each.pause?.resumes.anchor, each.parked?.rawValue, each.introduction?.price.minorUnits,
        each.introduction?.periodsLeft, each.instalments?.charged, each.collectionDay,
        each.setupFee?.minorUnits, each.hasExtras, each.generation, each.billedOn?.day,
        each.billedOn?.count ?? 0, billAt(each, noticeDays: noticeDays))
    }
    try shop.update(rows, key: ["id", "tenant_id"])
  }

  private static let changing: [Column] = [
    .integer("id"), .integer("tenant_id"), .integer("plan_id"), .integer("version_id"),
    .integer("quantity"), .integer("price"), .integer("prices_include_vat"),
    .text("interval_unit"), .integer("interval_count"), .text("starts_on"), .text("anchor"),
    .integer("next_index"), .text("next_from"), .text("state"), .text("ends_on"),
    .text("trial_until"), .text("pause_from"), .text("pause_until"), .text("pause_anchor"),
    .text("parked"), .integer("introduction_price"), .integer("introduction_left"),
    .integer("instalments_charged"), .integer("collection_day"), .integer("setup_fee"),
    .integer("has_extras"), .integer("generation"), .text("billed_on"),
    .integer("billed_count"), .integer("bill_at"),
  ]
}
