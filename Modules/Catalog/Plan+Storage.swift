import Primitives
import Storage
import Tenancy

extension CatalogStore {
  /// The columns of a version `alias` of a plan: 14 of them, read by `version`.
  static func versionColumns(_ alias: String) -> SQL {
    let names = [
      "id", "plan_id", "number", "price", "currency", "prices_include_vat", "interval_unit",
      "interval_count", "setup_fee", "trial_days", "introduction_price", "introduction_periods",
      "instalments", "created_at",
    ]
    return "\(sql: names.map { "\(alias).\($0)" }.joined(separator: ", "))"
  }

  static let versionWidth = 14

  /// The columns that `plan` reads.
  static let planWidth = versionWidth + 9

  static let select = select(and: "")

  /// Plans with further columns of tables that are joined on to them.
  static func select(and columns: SQL) -> SQL {
    "SELECT " + versionColumns("v")
      + """
      , p.product_id, p.kind, p.slug, p.name, p.summary, p.state, r.vat_category, r.exemption,
        r.invoice_mode
      """ + columns
        + """
         FROM plans p
        JOIN plan_versions v
          ON v.plan_id = p.id AND v.tenant_id = p.tenant_id AND v.number = p.current_version
        JOIN products r ON r.id = p.product_id AND r.tenant_id = p.tenant_id
        """
  }

  func first(where condition: SQL) throws -> Plan? {
    try shop.first(
      CatalogStore.select + " WHERE p.tenant_id = \(shop.tenant) AND " + condition,
      CatalogStore.plan)
  }

  static func version(_ row: Row, from start: Int = 0) throws -> PlanVersion {
    guard
      let unit = CalendarInterval.Unit(rawValue: try row.get(start + 6)),
      let interval = CalendarInterval(unit: unit, count: try row.get(start + 7))
    else { throw row.mismatch(start + 7, expected: "an interval") }
    let currency: Currency = try row.get(start + 4)
    func money(_ index: Int) throws -> Money? {
      let units: Int64? = try row.get(start + index)
      return units.map { Money(minorUnits: $0, currency: currency) }
    }
    let introductionPeriods: Int? = try row.get(start + 11)
    let introduction = try money(10).flatMap { price in
      introductionPeriods.map { Introduction(price: price, periods: $0) }
    }
    let terms = PlanTerms(
      price: Money(minorUnits: try row.get(start + 3), currency: currency),
      pricesIncludeVAT: try row.get(start + 5), interval: interval, setupFee: try money(8),
      trialDays: try row.get(start + 9), introduction: introduction,
      instalments: try row.get(start + 12))
    return PlanVersion(
      id: try row.get(start), planID: try row.get(start + 1), number: try row.get(start + 2),
      terms: terms, createdAt: try row.get(start + 13))
  }

  static func plan(_ row: Row) throws -> Plan { try plan(row, from: 0) }

  static func plan(_ row: Row, from start: Int) throws -> Plan {
    let version = try version(row, from: start)
    let next = start + versionWidth
    guard let slug = Slug(try row.get(next + 2)) else {
      throw row.mismatch(next + 2, expected: "a slug")
    }
    return Plan(
      id: version.planID, productID: try row.get(next), kind: try row.get(next + 1), slug: slug,
      name: try row.get(next + 3), summary: try row.get(next + 4), state: try row.get(next + 5),
      version: version, vatCategory: try row.get(next + 6),
      exemption: try exemption(row, next + 7), invoiceMode: try invoiceMode(row, next + 8))
  }

  static func exemption(_ row: Row, _ index: Int) throws -> VATExemption? {
    let text: String? = try row.get(index)
    guard let text else { return nil }
    guard let exemption = VATExemption(rawValue: text) else {
      throw row.mismatch(index, expected: "an exemption")
    }
    return exemption
  }

  static func invoiceMode(_ row: Row, _ index: Int) throws -> InvoiceMode? {
    let text: String? = try row.get(index)
    guard let text else { return nil }
    guard let mode = InvoiceMode(rawValue: text) else {
      throw row.mismatch(index, expected: "an invoice mode")
    }
    return mode
  }

  func insertVersion(of planID: Plan.ID, number: Int, terms: PlanTerms) throws -> PlanVersion {
    let version = PlanVersion(
      id: shop.newID(), planID: planID, number: number, terms: terms, createdAt: shop.now)
    try shop.execute(
      """
      INSERT INTO plan_versions (id, tenant_id, plan_id, number, price, currency,
        prices_include_vat, interval_unit, interval_count, setup_fee, trial_days,
        introduction_price, introduction_periods, instalments, created_at)
      VALUES (\(version.id), \(shop.tenant), \(planID), \(number), \(terms.price.minorUnits),
        \(terms.price.currency), \(terms.pricesIncludeVAT), \(terms.interval.unit.rawValue),
        \(terms.interval.count), \(terms.setupFee?.minorUnits), \(terms.trialDays),
        \(terms.introduction?.price.minorUnits), \(terms.introduction?.periods),
        \(terms.instalments), \(shop.now))
      """)
    return version
  }
}
