package import Primitives
import Storage
package import Tenancy

/// The products and plans of one shop.
package struct CatalogStore {
  let shop: ShopTransaction

  /// Makes a plan and its first version, and the product too where the draft names none.
  /// - Throws: `CatalogRefusal` for terms out of range or a slug that is taken.
  package func createPlan(_ draft: PlanDraft) throws -> Plan {
    let draft = try PlanRules.checked(draft, currency: shop.currency)
    guard try plan(slug: draft.slug) == nil else { throw CatalogRefusal.slugTaken }
    let product = try product(of: draft)
    let planID: Plan.ID = shop.newID()
    try shop.execute(
      """
      INSERT INTO plans (id, tenant_id, product_id, kind, slug, name, summary, state,
        current_version)
      VALUES (\(planID), \(shop.tenant), \(product.id), \(draft.kind), \(draft.slug.text),
        \(draft.name), \(draft.summary), \(PlanState.active), \(1))
      """)
    let version = try insertVersion(of: planID, number: 1, terms: draft.terms)
    return Plan(
      id: planID, productID: product.id, kind: draft.kind, slug: draft.slug, name: draft.name,
      summary: draft.summary, state: .active, version: version,
      vatCategory: product.vatCategory, exemption: product.exemption,
      invoiceMode: product.invoiceMode)
  }

  private func product(of draft: PlanDraft) throws -> Product {
    if let id = draft.product { return try existingProduct(id) }
    return try createProduct(
      ProductDraft(
        name: draft.name, vatCategory: draft.vatCategory, exemption: draft.exemption,
        invoiceMode: draft.invoiceMode))
  }

  /// Gives a plan a new version for purchases from now on; who has it keeps the old one (I-18).
  package func revise(_ id: Plan.ID, terms: PlanTerms) throws -> Plan {
    let plan = try existingPlan(id)
    try PlanRules.check(terms, of: plan.kind, currency: shop.currency)
    _ = try addVersion(to: plan, terms: terms)
    return try existingPlan(id)
  }

  /// A version that is the plan's current one from now on.
  func addVersion(to plan: Plan, terms: PlanTerms) throws -> PlanVersion {
    let version = try insertVersion(of: plan.id, number: plan.version.number + 1, terms: terms)
    try shop.execute(
      """
      UPDATE plans SET current_version = \(version.number)
      WHERE id = \(plan.id) AND tenant_id = \(shop.tenant)
      """)
    return version
  }

  /// Says a plan's name and summary anew; documents that stand keep the old.
  package func rename(_ id: Plan.ID, name: String, summary: String) throws -> Plan {
    _ = try existingPlan(id)
    let (name, summary) = try PlanRules.texts(name, summary)
    try shop.execute(
      """
      UPDATE plans SET name = \(name), summary = \(summary)
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
  /// - Parameter kind: only those of one kind.
  package func plans(
    _ request: PageRequest, kind: PlanKind? = nil, includingArchived: Bool = true
  ) throws -> Page<Plan> {
    let kinds: SQL = kind.map { " AND p.kind = \($0)" } ?? ""
    let states: SQL = includingArchived ? "" : " AND p.state = 'active'"
    let rows = try shop.all(
      CatalogStore.select
        + " WHERE p.tenant_id = \(shop.tenant) AND p.id < \(request.before)" + kinds + states
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

extension CatalogStore {
  /// Every version of a plan, the newest first; at most `limit`.
  package func versions(of id: Plan.ID, limit: Int = 200) throws -> [PlanVersion] {
    try shop.all(
      "SELECT " + CatalogStore.versionColumns("v")
        + """
         FROM plan_versions v WHERE v.tenant_id = \(shop.tenant) AND v.plan_id = \(id)
        ORDER BY v.number DESC LIMIT \(limit)
        """
    ) { try CatalogStore.version($0) }
  }

  /// The versions with these ids: loaded once for a whole batch.
  package func versions(_ ids: Set<PlanVersion.ID>) throws -> [PlanVersion.ID: PlanVersion] {
    guard !ids.isEmpty else { return [:] }
    let rows = try shop.all(
      "SELECT " + CatalogStore.versionColumns("v")
        + """
         FROM plan_versions v
        WHERE v.tenant_id = \(shop.tenant) AND v.id IN (\(list: ids.sorted()))
        """
    ) { try CatalogStore.version($0) }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
  }
}

extension ShopTransaction {
  /// Products and plans.
  package var catalog: CatalogStore { CatalogStore(shop: self) }
}
