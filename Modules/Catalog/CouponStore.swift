package import Primitives
import Storage
package import Tenancy

/// The coupons of one shop. Their limits hold under concurrent buyers: a use is counted by a
/// conditional UPDATE and kept by a unique key, in the transaction of the purchase.
package struct CouponStore {
  let shop: ShopTransaction

  /// How many uses a limit may allow.
  static let limits = 1...1_000_000

  /// - Throws: `CatalogRefusal` for what is out of range or a code that is taken.
  package func create(_ draft: CouponDraft) throws -> Coupon {
    guard let code = CouponCode(draft.code) else { throw CatalogRefusal.couponCodeMalformed }
    let label = try PlainText.line(draft.label, "/label", most: 80)
    try draft.discount.check(in: shop.currency)
    let validFrom = draft.validFrom ?? shop.today
    try check(lastDay: draft.lastDay, from: validFrom, maximum: draft.maximumRedemptions)
    guard try find(code) == nil else { throw CatalogRefusal.couponCodeTaken }
    guard try shop.catalog.plans(draft.plans).count == draft.plans.count else {
      throw CatalogRefusal.planUnknown
    }
    let coupon = Coupon(
      id: shop.newID(), code: code, label: label.isEmpty ? code.text : label,
      discount: draft.discount, validFrom: validFrom, lastDay: draft.lastDay,
      maximumRedemptions: draft.maximumRedemptions, redeemed: 0,
      oncePerCustomer: draft.oncePerCustomer, plans: draft.plans, state: .active)
    try insert(coupon)
    return coupon
  }

  /// Changes what may change once customers have seen it: label, last day and limit.
  package func change(
    _ id: Coupon.ID, label: String, lastDay: CivilDate?, maximumRedemptions: Int?
  ) throws -> Coupon {
    let coupon = try existing(id)
    let label = try PlainText.line(label, "/label", most: 80)
    try check(lastDay: lastDay, from: coupon.validFrom, maximum: maximumRedemptions)
    let changed = try shop.execute(
      """
      UPDATE coupons SET label = \(label.isEmpty ? coupon.code.text : label),
        last_day = \(lastDay), maximum_redemptions = \(maximumRedemptions)
      WHERE id = \(id) AND tenant_id = \(shop.tenant)
        AND redeemed <= \(maximumRedemptions ?? Int.max)
      """)
    guard changed == 1 else { throw CatalogRefusal.couponLimitOutOfRange }
    return try existing(id)
  }

  package func setState(_ state: Coupon.State, of id: Coupon.ID) throws -> Coupon {
    let changed = try shop.execute(
      "UPDATE coupons SET state = \(state) WHERE id = \(id) AND tenant_id = \(shop.tenant)")
    guard changed == 1 else { throw CatalogRefusal.couponMissing }
    return try existing(id)
  }

  private func check(lastDay: CivilDate?, from: CivilDate, maximum: Int?) throws {
    if let lastDay, lastDay < from { throw CatalogRefusal.couponDatesReversed }
    if let maximum, !CouponStore.limits.contains(maximum) {
      throw CatalogRefusal.couponLimitOutOfRange
    }
  }

  /// - Throws: `CatalogRefusal.couponMissing`.
  package func existing(_ id: Coupon.ID) throws -> Coupon {
    guard let coupon = try all(where: "c.id = \(id)", limit: 1).first else {
      throw CatalogRefusal.couponMissing
    }
    return coupon
  }

  package func find(_ code: CouponCode) throws -> Coupon? {
    try all(where: "c.code = \(code.text)", limit: 1).first
  }

  /// The newest first.
  package func list(_ request: PageRequest) throws -> Page<Coupon> {
    let rows = try all(where: "c.id < \(request.before)", limit: request.fetch)
    return Page(fetched: rows, for: request) { $0.id.rawValue }
  }

  /// The uses of a coupon, the newest first.
  package func redemptions(
    of id: Coupon.ID, _ request: PageRequest
  ) throws -> Page<CouponRedemption> {
    let rows = try shop.all(
      """
      SELECT id, customer_id, purchase_id, redeemed_on FROM coupon_redemptions
      WHERE tenant_id = \(shop.tenant) AND coupon_id = \(id) AND id < \(request.before)
      ORDER BY id DESC LIMIT \(request.fetch)
      """
    ) { row in
      CouponRedemption(
        id: try row(0), customer: try row(1), purchase: try row(2), redeemedOn: try row(3))
    }
    return Page(fetched: rows, for: request) { $0.id.rawValue }
  }
}

// MARK: - Use

extension CouponStore {
  /// The coupon that a typed code stands for, if it can be used for a plan on a day: what a quote
  /// asks, without using it.
  /// - Parameter customer: nil while nobody is known yet.
  /// - Throws: `CatalogRefusal.couponUnknown`, `.couponNotYet`, `.couponExpired`,
  ///   `.couponNotForPlan`, `.couponUsedUp`, `.couponUsedBefore`.
  package func usable(
    _ code: String, by customer: Customer.ID?, for plan: Plan.ID, on date: CivilDate
  ) throws -> Coupon {
    guard let code = CouponCode(code), let coupon = try find(code) else {
      throw CatalogRefusal.couponUnknown
    }
    if let refusal = coupon.refusal(for: plan, on: date) { throw refusal }
    if coupon.oncePerCustomer, let customer, try hasUsed(coupon.id, customer) {
      throw CatalogRefusal.couponUsedBefore
    }
    return coupon
  }

  /// Uses a coupon for a purchase and counts it, in this transaction.
  /// - Parameter purchase: what is bought with it, which can use each coupon once.
  package func redeem<Purchase: Entity>(
    _ code: String, by customer: Customer.ID, for plan: Plan.ID, on date: CivilDate,
    subscription purchase: EntityID<Purchase>
  ) throws -> Coupon {
    let coupon = try usable(code, by: customer, for: plan, on: date)
    let counted = try shop.execute(
      """
      UPDATE coupons SET redeemed = redeemed + 1
      WHERE id = \(coupon.id) AND tenant_id = \(shop.tenant) AND state = \(Coupon.State.active)
        AND (maximum_redemptions IS NULL OR redeemed < maximum_redemptions)
      """)
    guard counted == 1 else { throw CatalogRefusal.couponUsedUp }
    let id: CouponRedemption.ID = shop.newID()
    let turn = coupon.oncePerCustomer ? 0 : id.rawValue
    let kept = try shop.execute(
      """
      INSERT INTO coupon_redemptions (id, tenant_id, coupon_id, customer_id, turn, purchase_id,
        redeemed_on)
      VALUES (\(id), \(shop.tenant), \(coupon.id), \(customer), \(turn), \(purchase), \(date))
      ON CONFLICT DO NOTHING
      """)
    guard kept == 1 else { throw CatalogRefusal.couponUsedBefore }
    return try existing(coupon.id)
  }

  /// Gives back what a purchase used that was given up before it was paid: the coupon can be
  /// used again. Doing it twice does nothing more.
  package func release<Purchase: Entity>(subscription purchase: EntityID<Purchase>) throws {
    let used: [Coupon.ID] = try shop.all(
      """
      SELECT coupon_id FROM coupon_redemptions
      WHERE tenant_id = \(shop.tenant) AND purchase_id = \(purchase)
      """
    ) { try $0(0) }
    for coupon in used {
      let released = try shop.execute(
        """
        DELETE FROM coupon_redemptions
        WHERE tenant_id = \(shop.tenant) AND purchase_id = \(purchase) AND coupon_id = \(coupon)
        """)
      try shop.execute(
        """
        UPDATE coupons SET redeemed = redeemed - \(released)
        WHERE id = \(coupon) AND tenant_id = \(shop.tenant)
        """)
    }
  }

  private func hasUsed(_ coupon: Coupon.ID, _ customer: Customer.ID) throws -> Bool {
    try shop.first(
      """
      SELECT 1 FROM coupon_redemptions
      WHERE tenant_id = \(shop.tenant) AND coupon_id = \(coupon) AND customer_id = \(customer)
      LIMIT 1
      """
    ) { _ in true } ?? false
  }
}

extension ShopTransaction {
  /// Coupons and their uses.
  package var coupons: CouponStore { CouponStore(shop: self) }
}
