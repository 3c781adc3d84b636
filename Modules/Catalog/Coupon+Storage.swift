import Primitives
import Storage
import Tenancy

extension CouponStore {
  func insert(_ coupon: Coupon) throws {
    let (percent, fixed) = coupon.discount.amount.columns
    try shop.execute(
      """
      INSERT INTO coupons (id, tenant_id, code, label, percent_hundredths, fixed_amount, currency,
        periods, valid_from, last_day, maximum_redemptions, once_per_customer, state)
      VALUES (\(coupon.id), \(shop.tenant), \(coupon.code.text), \(coupon.label), \(percent),
        \(fixed), \(shop.currency), \(coupon.discount.periods), \(coupon.validFrom),
        \(coupon.lastDay), \(coupon.maximumRedemptions), \(coupon.oncePerCustomer),
        \(coupon.state))
      """)
    var rows = BulkRows(
      into: "coupon_plans", [.integer("tenant_id"), .integer("coupon_id"), .integer("plan_id")])
    for plan in coupon.plans.sorted() { rows.append(shop.tenant, coupon.id, plan) }
    try shop.insert(rows)
  }

  /// The newest first.
  func all(where condition: SQL, limit: Int64) throws -> [Coupon] {
    let bare = try shop.all(
      """
      SELECT c.id, c.code, c.label, c.percent_hundredths, c.fixed_amount, c.currency, c.periods,
        c.valid_from, c.last_day, c.maximum_redemptions, c.redeemed, c.once_per_customer, c.state
      FROM coupons c WHERE c.tenant_id = \(shop.tenant) AND \(condition)
      ORDER BY c.id DESC LIMIT \(limit)
      """,
      CouponStore.coupon)
    let plans = try plans(of: bare.map(\.id))
    return bare.map { $0.with(plans: plans[$0.id] ?? []) }
  }

  private func plans(of coupons: [Coupon.ID]) throws -> [Coupon.ID: Set<Plan.ID>] {
    guard !coupons.isEmpty else { return [:] }
    var plans: [Coupon.ID: Set<Plan.ID>] = [:]
    try shop.each(
      """
      SELECT coupon_id, plan_id FROM coupon_plans
      WHERE tenant_id = \(shop.tenant) AND coupon_id IN (\(list: coupons))
      """
    ) { row in
      let coupon: Coupon.ID = try row(0)
      let plan: Plan.ID = try row(1)
      plans[coupon, default: []].insert(plan)
    }
    return plans
  }

  private static func coupon(_ row: Row) throws -> Coupon {
    guard let code = CouponCode(try row(1)) else { throw row.mismatch(1, expected: "a code") }
    let percent: Int? = try row(3)
    let fixed: Int64? = try row(4)
    let currency: Currency = try row(5)
    let amount =
      percent.map { Discount.Amount.percent(hundredths: $0) }
      ?? .fixed(Money(minorUnits: fixed ?? 0, currency: currency))
    return Coupon(
      id: try row(0), code: code, label: try row(2),
      discount: Discount(amount, periods: try row(6)), validFrom: try row(7),
      lastDay: try row(8), maximumRedemptions: try row(9), redeemed: try row(10),
      oncePerCustomer: try row(11), plans: [], state: try row(12))
  }
}

extension Discount.Amount {
  /// As a row keeps it: exactly one of the two.
  var columns: (percent: Int?, fixed: Int64?) {
    switch self {
    case .percent(let hundredths): (hundredths, nil)
    case .fixed(let money): (nil, money.minorUnits)
    }
  }
}

extension Coupon {
  fileprivate func with(plans: Set<Plan.ID>) -> Coupon {
    Coupon(
      id: id, code: code, label: label, discount: discount, validFrom: validFrom,
      lastDay: lastDay, maximumRedemptions: maximumRedemptions, redeemed: redeemed,
      oncePerCustomer: oncePerCustomer, plans: plans, state: state)
  }
}
