package import Primitives
import Storage
package import Tenancy

/// The products and plans of one shop.
package struct CatalogStore {
  let shop: ShopTransaction

  /// Makes a product with its plan and the plan's first version.
  /// - Throws: `CatalogRefusal` for terms out of range or a slug that is taken.
  package func createPlan(_ draft: PlanDraft) throws -> Plan {
    let draft = try PlanRules.checked(draft, currency: shop.currency)
    guard try plan(slug: draft.slug) == nil else { throw CatalogRefusal.slugTaken }
    let product = Product(
      id: shop.newID(), name: draft.name, vatCategory: draft.vatCategory)
    try shop.execute(
      """
      INSERT INTO products (id, tenant_id, name, vat_category)
      VALUES (\(product.id), \(shop.tenant), \(product.name), \(product.vatCategory))
      """)
    let planID: Plan.ID = shop.newID()
    try shop.execute(
      """
      INSERT INTO plans (id, tenant_id, product_id, slug, name, summary, state, current_version)
      VALUES (\(planID), \(shop.tenant), \(product.id), \(draft.slug.text), \(draft.name),
        \(draft.summary), \(PlanState.active), \(1))
      """)
    let version = try insertVersion(of: planID, number: 1, terms: draft.terms)
    return Plan(
      id: planID, productID: product.id, slug: draft.slug, name: draft.name,
      summary: draft.summary, state: .active, version: version, vatCategory: draft.vatCategory)
  }

  /// Gives a plan a new version for purchases from now on; who has it keeps the old one (I-18).
  package func revise(_ id: Plan.ID, terms: PlanTerms) throws -> Plan {
    try PlanRules.check(terms, currency: shop.currency)
    let plan = try existingPlan(id)
    let number = plan.version.number + 1
    _ = try insertVersion(of: id, number: number, terms: terms)
    try shop.execute(
      """
      UPDATE plans SET current_version = \(number)
      WHERE id = \(id) AND tenant_id = \(shop.tenant)
      """)
    return try existingPlan(id)
  }

  /// Opens a plan for new customers, or takes it out of sale.
  package func setState(_ state: PlanState, of id: Plan.ID) throws -> Plan {
    _ = try existingPlan(id)
    try shop.execute(
      """
      UPDATE plans SET state = \(state)
      WHERE id = \(id) AND tenant_id = \(shop.tenant)
      """)
    return try existingPlan(id)
  }

  /// - Throws: `CatalogRefusal.planUnknown`.
  package func existingPlan(_ id: Plan.ID) throws -> Plan {
    let condition: SQL = "p.id = \(id)"
    guard let plan = try first(where: condition) else { throw CatalogRefusal.planUnknown }
    return plan
  }

  package func plan(slug: Slug) throws -> Plan? { try first(where: "p.slug = \(slug.text)") }

  /// The plans that customers can buy, and for the shop's own eyes the archived ones too.
  package func plans(_ request: PageRequest, includingArchived: Bool = true) throws -> Page<Plan> {
    let states: SQL = includingArchived ? "" : " AND p.state = 'active'"
    let rows = try shop.all(
      CatalogStore.select
        + " WHERE p.tenant_id = \(shop.tenant) AND p.id < \(request.before)" + states
        + " ORDER BY p.id DESC LIMIT \(request.fetch)",
      CatalogStore.plan)
    return Page(fetched: rows, for: request) { $0.id.rawValue }
  }

  /// The plans with these ids, each with its current version: loaded once for a whole batch.
  package func plans(_ ids: Set<Plan.ID>) throws -> [Plan.ID: Plan] {
    guard !ids.isEmpty else { return [:] }
    let rows = try shop.all(
      CatalogStore.select
        + " WHERE p.tenant_id = \(shop.tenant) AND p.id IN (\(list: ids.sorted()))",
      CatalogStore.plan)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
  }
}

extension ShopTransaction {
  /// Products and plans.
  package var catalog: CatalogStore { CatalogStore(shop: self) }
}
