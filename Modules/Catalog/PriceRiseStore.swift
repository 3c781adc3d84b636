package import Primitives
import Storage
package import Tenancy

/// The planned price rises of one shop.
package struct PriceRiseStore {
  let shop: ShopTransaction

  /// Plans a rise; nobody is told yet. Its effects can be previewed.
  /// - Throws: `CatalogRefusal` for a price that is not higher, too little notice even if it were
  ///   announced today, or another rise of the plan that is not in force yet.
  package func plan(
    _ planID: Plan.ID, newPrice: Money, effectiveFrom: CivilDate
  ) throws -> PriceRise {
    let plan = try shop.catalog.existingPlan(planID)
    try PlanRules.checkPrice(newPrice, "/price", shop.currency)
    guard plan.version.price.minorUnits < newPrice.minorUnits else {
      throw CatalogRefusal.riseNotHigher
    }
    try checkNotice(effectiveFrom)
    guard try underWay(planID) == false else { throw CatalogRefusal.riseUnderWay }
    let id: PriceRise.ID = shop.newID()
    try shop.execute(
      """
      INSERT INTO price_rises (id, tenant_id, plan_id, from_version_id, new_price,
        effective_from, state)
      VALUES (\(id), \(shop.tenant), \(planID), \(plan.version.id), \(newPrice.minorUnits),
        \(effectiveFrom), \(PriceRise.State.draft))
      """)
    return try existing(id)
  }

  /// Announces a draft: the plan gets a version with the new price, which new customers buy from
  /// now on and the others have from their first period on or after the day it takes effect.
  /// - Throws: `CatalogRefusal.riseTooSoon` when the notice has become too short.
  package func announce(_ id: PriceRise.ID) throws -> PriceRise {
    let rise = try existing(id)
    guard rise.state == .draft else { throw CatalogRefusal.riseSettled }
    try checkNotice(rise.effectiveFrom)
    let plan = try shop.catalog.existingPlan(rise.planID)
    guard plan.version.id == rise.from.id else { throw CatalogRefusal.riseSettled }
    var terms = rise.from.terms
    terms.price = rise.newPrice
    let version = try shop.catalog.addVersion(to: plan, terms: terms)
    try shop.execute(
      """
      UPDATE price_rises SET state = \(PriceRise.State.announced), announced_on = \(shop.today),
        version_id = \(version.id)
      WHERE id = \(id) AND tenant_id = \(shop.tenant)
      """)
    return try existing(id)
  }

  /// Takes a rise back before it takes effect. Of one that was announced the plan's price stays
  /// for new customers, until the plan is revised.
  package func withdraw(_ id: PriceRise.ID) throws -> PriceRise {
    let rise = try existing(id)
    guard rise.state != .withdrawn, rise.state == .draft || shop.today < rise.effectiveFrom else {
      throw CatalogRefusal.riseSettled
    }
    try shop.execute(
      """
      UPDATE price_rises SET state = \(PriceRise.State.withdrawn)
      WHERE id = \(id) AND tenant_id = \(shop.tenant)
      """)
    return try existing(id)
  }

  private func checkNotice(_ date: CivilDate) throws {
    let earliest = shop.today.adding(days: PriceRise.noticeDays)
    guard date >= earliest else { throw CatalogRefusal.riseTooSoon(earliest) }
  }

  private func underWay(_ plan: Plan.ID) throws -> Bool {
    try shop.first(
      """
      SELECT 1 FROM price_rises
      WHERE tenant_id = \(shop.tenant) AND plan_id = \(plan)
        AND (state = 'draft' OR (state = 'announced' AND effective_from > \(shop.today)))
      LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// - Throws: `CatalogRefusal.riseUnknown`.
  package func existing(_ id: PriceRise.ID) throws -> PriceRise {
    guard let rise = try all(where: "r.id = \(id)", limit: 1).first else {
      throw CatalogRefusal.riseUnknown
    }
    return rise
  }

  /// The rises of every plan, or of one, the newest first.
  package func list(_ request: PageRequest, of plan: Plan.ID? = nil) throws -> Page<PriceRise> {
    let ofPlan: SQL = plan.map { " AND r.plan_id = \($0)" } ?? ""
    let rows = try all(where: "r.id < \(request.before)\(ofPlan)", limit: request.fetch)
    return Page(fetched: rows, for: request) { $0.id.rawValue }
  }

  private func all(where condition: SQL, limit: Int64) throws -> [PriceRise] {
    try shop.all(
      "SELECT " + CatalogStore.versionColumns("v")
        + """
        , r.id, r.plan_id, r.new_price, r.effective_from, r.announced_on, r.version_id, r.state
        FROM price_rises r
        JOIN plan_versions v ON v.id = r.from_version_id AND v.tenant_id = r.tenant_id
        WHERE r.tenant_id = \(shop.tenant) AND \(condition)
        ORDER BY r.id DESC LIMIT \(limit)
        """
    ) { row in
      let from = try CatalogStore.version(row)
      let next = CatalogStore.versionWidth
      return PriceRise(
        id: try row(next), planID: try row(next + 1), from: from,
        newPrice: Money(minorUnits: try row(next + 2), currency: from.price.currency),
        effectiveFrom: try row(next + 3), announcedOn: try row(next + 4),
        versionID: try row(next + 5), state: try row(next + 6))
    }
  }
}

extension CatalogStore {
  /// What announced rises replace, of these plans: one statement for a whole batch.
  package func risesInForce(for plans: some Sequence<Plan.ID>) throws -> PriceRises {
    let ids = Set(plans).sorted()
    var rises = PriceRises()
    guard !ids.isEmpty else { return rises }
    try shop.each(
      "SELECT " + CatalogStore.versionColumns("v")
        + """
        , o.id, r.effective_from
        FROM price_rises r
        JOIN plan_versions v ON v.id = r.version_id AND v.tenant_id = r.tenant_id
        JOIN plan_versions o ON o.tenant_id = r.tenant_id AND o.plan_id = r.plan_id
        WHERE r.tenant_id = \(shop.tenant) AND r.state = 'announced'
          AND r.plan_id IN (\(list: ids)) AND o.number < v.number AND o.price < v.price
          AND o.currency = v.currency AND o.prices_include_vat = v.prices_include_vat
          AND o.interval_unit = v.interval_unit AND o.interval_count = v.interval_count
          AND o.instalments IS NULL
        """
    ) { row in
      let old: PlanVersion.ID = try row(CatalogStore.versionWidth)
      rises.steps[old, default: []].append(
        PriceRises.Step(
          effectiveFrom: try row(CatalogStore.versionWidth + 1),
          version: try CatalogStore.version(row)))
    }
    return rises
  }
}

extension ShopTransaction {
  /// Planned price rises.
  package var priceRises: PriceRiseStore { PriceRiseStore(shop: self) }
}
