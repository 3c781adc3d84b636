import Primitives
import Storage
import Tenancy

extension CatalogStore {
  private static let versionColumns: SQL =
    """
    v.id, v.plan_id, v.number, v.price, v.currency, v.prices_include_vat, v.interval_unit,
    v.interval_count, v.created_at
    """

  static let select: SQL =
    "SELECT " + versionColumns
      + """
      , p.product_id, p.slug, p.name, p.summary, p.state, r.vat_category
      FROM plans p
      JOIN plan_versions v
        ON v.plan_id = p.id AND v.tenant_id = p.tenant_id AND v.number = p.current_version
      JOIN products r ON r.id = p.product_id AND r.tenant_id = p.tenant_id
      """

  func first(where condition: SQL) throws -> Plan? {
    try shop.first(
      CatalogStore.select + " WHERE p.tenant_id = \(shop.tenant) AND " + condition,
      CatalogStore.plan)
  }

  static func version(_ row: Row, from start: Int) throws -> PlanVersion {
    guard
      let unit = CalendarInterval.Unit(rawValue: try row.get(start + 6)),
      let interval = CalendarInterval(unit: unit, count: try row.get(start + 7))
    else { throw row.mismatch(start + 7, expected: "an interval") }
    return PlanVersion(
      id: try row.get(start), planID: try row.get(start + 1), number: try row.get(start + 2),
      price: Money(minorUnits: try row.get(start + 3), currency: try row.get(start + 4)),
      pricesIncludeVAT: try row.get(start + 5), interval: interval,
      createdAt: try row.get(start + 8))
  }

  static func plan(_ row: Row) throws -> Plan {
    let version = try version(row, from: 0)
    guard let slug = Slug(try row.get(10)) else { throw row.mismatch(10, expected: "a slug") }
    return Plan(
      id: version.planID, productID: try row.get(9), slug: slug, name: try row.get(11),
      summary: try row.get(12), state: try row.get(13), version: version,
      vatCategory: try row.get(14))
  }

  func insertVersion(of planID: Plan.ID, number: Int, terms: PlanTerms) throws -> PlanVersion {
    let version = PlanVersion(
      id: shop.newID(), planID: planID, number: number, price: terms.price,
      pricesIncludeVAT: terms.pricesIncludeVAT, interval: terms.interval, createdAt: shop.now)
    try shop.execute(
      """
      INSERT INTO plan_versions (id, tenant_id, plan_id, number, price, currency,
        prices_include_vat, interval_unit, interval_count, created_at)
      VALUES (\(version.id), \(shop.tenant), \(planID), \(number), \(terms.price.minorUnits),
        \(terms.price.currency), \(terms.pricesIncludeVAT), \(terms.interval.unit.rawValue),
        \(terms.interval.count), \(shop.now))
      """)
    return version
  }
}
