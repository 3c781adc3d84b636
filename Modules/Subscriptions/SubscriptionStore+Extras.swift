import Catalog
package import Primitives
import Storage
import Tenancy

/// Add-ons and discounts: loaded for a batch in two statements, and only where there are any.
extension SubscriptionStore {
  /// What these subscriptions are billed beside their plans, without what is over.
  package func extras(of subscriptions: [Subscription]) throws -> [Subscription.ID: Extras] {
    try extras(of: subscriptions, withOver: false)
  }

  package func extras(of subscription: Subscription) throws -> Extras {
    try extras(of: [subscription])[subscription.id] ?? .none
  }

  /// - Parameter withOver: with discounts that are used up and add-ons that came to their end.
  func extras(
    of subscriptions: [Subscription], withOver: Bool
  ) throws -> [Subscription.ID: Extras] {
    let ids = subscriptions.lazy.filter(\.hasExtras).map(\.id).sorted()
    guard !ids.isEmpty else { return [:] }
    var found: [Subscription.ID: Extras] = [:]
    try shop.each(
      """
      SELECT subscription_id, id, plan_id, version_id, quantity, price, currency,
        prices_include_vat, from_date, until_date
      FROM subscription_add_ons
      WHERE tenant_id = \(shop.tenant) AND subscription_id IN (\(list: ids)) ORDER BY id
      """
    ) { row in
      found[try row.get(0), default: .none].addOns.append(try SubscriptionStore.addOn(row))
    }
    let running: SQL = withOver ? "" : " AND (periods_left IS NULL OR periods_left > 0)"
    try shop.each(
      """
      SELECT subscription_id, id, label, percent_hundredths, fixed_amount, currency, periods_left
      FROM subscription_discounts
      WHERE tenant_id = \(shop.tenant) AND subscription_id IN (\(list: ids))\(running) ORDER BY id
      """
    ) { row in
      found[try row.get(0), default: .none].discounts.append(try SubscriptionStore.discount(row))
    }
    return found
  }

  private static func addOn(_ row: Row) throws -> AddOn {
    AddOn(
      id: try row.get(1), planID: try row.get(2), versionID: try row.get(3),
      quantity: try row.get(4), price: Money(minorUnits: try row.get(5), currency: try row.get(6)),
      pricesIncludeVAT: try row.get(7), from: try row.get(8), until: try row.get(9))
  }

  private static func discount(_ row: Row) throws -> RunningDiscount {
    let amount: Discount.Amount
    if let percent: Int = try row.get(3) {
      amount = .percent(hundredths: percent)
    } else if let fixed = try money(row, at: 4, try row.get(5)) {
      amount = .fixed(fixed)
    } else {
      throw row.mismatch(3, expected: "a discount")
    }
    return RunningDiscount(
      id: try row.get(1), label: try row.get(2), amount: amount, periodsLeft: try row.get(6))
  }

  func insert(_ extras: Extras, of subscription: Subscription) throws {
    for addOn in extras.addOns {
      try shop.execute(
        """
        INSERT INTO subscription_add_ons (id, tenant_id, subscription_id, plan_id, version_id,
          quantity, price, currency, prices_include_vat, from_date, until_date)
        VALUES (\(addOn.id), \(shop.tenant), \(subscription.id), \(addOn.planID),
          \(addOn.versionID), \(addOn.quantity), \(addOn.price.minorUnits),
          \(addOn.price.currency), \(addOn.pricesIncludeVAT), \(addOn.from), \(addOn.until))
        """)
    }
    for discount in extras.discounts {
      let (percent, fixed) = discount.amount.columns
      try shop.execute(
        """
        INSERT INTO subscription_discounts (id, tenant_id, subscription_id, label,
          percent_hundredths, fixed_amount, currency, periods_left)
        VALUES (\(discount.id), \(shop.tenant), \(subscription.id), \(discount.label),
          \(percent), \(fixed), \(subscription.price.currency), \(discount.periodsLeft))
        """)
    }
  }

  /// Makes the stored extras those of a change: what is new is added, what ended is closed.
  func save(_ extras: Extras, over before: Extras, of subscription: Subscription) throws {
    let known = Dictionary(before.addOns.map { ($0.id, $0) }) { first, _ in first }
    for addOn in extras.addOns {
      guard let old = known[addOn.id], old.until != addOn.until else { continue }
      try shop.execute(
        """
        UPDATE subscription_add_ons SET until_date = \(addOn.until)
        WHERE id = \(addOn.id) AND tenant_id = \(shop.tenant)
        """)
    }
    let discounts = Dictionary(before.discounts.map { ($0.id, $0) }) { first, _ in first }
    for discount in extras.discounts where discounts[discount.id].map({ $0 != discount }) ?? false {
      try shop.execute(
        """
        UPDATE subscription_discounts SET periods_left = \(discount.periodsLeft)
        WHERE id = \(discount.id) AND tenant_id = \(shop.tenant)
        """)
    }
    let new = Extras(
      addOns: extras.addOns.filter { known[$0.id] == nil },
      discounts: extras.discounts.filter { discounts[$0.id] == nil })
    try insert(new, of: subscription)
  }

  /// Gives a running subscription a discount, from its next bill on.
  /// - Throws: `CatalogRefusal` for a discount out of range, `SubscriptionRefusal.tooManyExtras`.
  package func add(
    _ discount: Purchase.ChosenDiscount, to subscription: Subscription, noticeDays: Int
  ) throws -> Subscription {
    try discount.discount.check(in: subscription.price.currency)
    var changed = subscription
    changed.hasExtras = true
    let running = try extras(of: [changed])[subscription.id]?.discounts.count ?? 0
    guard running < Purchase.mostExtras else { throw SubscriptionRefusal.tooManyExtras }
    let new = RunningDiscount(
      id: shop.newID(), label: discount.label, amount: discount.discount.amount,
      periodsLeft: discount.discount.periods)
    try insert(Extras(discounts: [new]), of: changed)
    try save([changed], noticeDays: noticeDays)
    try dropQuotes(of: changed.id)
    return changed
  }

  /// Ends a running discount: the next bill is without it.
  /// - Throws: `SubscriptionRefusal.discountUnknown`.
  package func end(_ discount: RunningDiscount.ID, of subscription: Subscription) throws {
    let changed = try shop.execute(
      """
      UPDATE subscription_discounts SET periods_left = 0
      WHERE id = \(discount) AND tenant_id = \(shop.tenant)
        AND subscription_id = \(subscription.id)
        AND (periods_left IS NULL OR periods_left > 0)
      """)
    guard changed == 1 else { throw SubscriptionRefusal.discountUnknown }
    try dropQuotes(of: subscription.id)
  }
}

extension Discount.Amount {
  fileprivate var columns: (percent: Int?, fixed: Int64?) {
    switch self {
    case .percent(let hundredths): (hundredths, nil)
    case .fixed(let money): (nil, money.minorUnits)
    }
  }
}
