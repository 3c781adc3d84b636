import Primitives
import Storage
package import Tenancy

extension CatalogStore {
  /// Tries what the limits of coupons promise: a use is counted once and within the limit.
  package func verify() throws -> [InvariantCheck] {
    var coupons: Int64 = 0
    var breaks: [String] = []
    try shop.each(
      """
      SELECT c.id, c.redeemed, c.maximum_redemptions, COUNT(u.id)
      FROM coupons c
      LEFT JOIN coupon_redemptions u ON u.tenant_id = c.tenant_id AND u.coupon_id = c.id
      WHERE c.tenant_id = \(shop.tenant)
      GROUP BY c.id, c.redeemed, c.maximum_redemptions
      ORDER BY c.id
      """
    ) { row in
      coupons += 1
      let id: Coupon.ID = try row(0)
      let (counted, kept): (Int, Int) = (try row(1), try row(3))
      let limit: Int? = try row(2)
      if counted != kept || counted > limit ?? .max, breaks.count < InvariantCheck.limit {
        breaks.append("\(id): \(kept) uses, \(counted) counted, limit \(limit ?? .max)")
      }
    }
    return [
      InvariantCheck("R-06", "coupons are used within limits", checked: coupons, breaks: breaks)
    ]
  }
}
