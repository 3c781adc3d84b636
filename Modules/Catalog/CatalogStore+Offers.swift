package import Primitives
import Storage
import Tenancy

extension CatalogStore {
  /// Puts these offers in place of all that a plan had.
  /// - Throws: `CatalogRefusal.offerDoesNotFit`, `.offerTwice`, `.tooManyOffers`, `.planUnknown`.
  package func setOffers(of id: Plan.ID, _ drafts: [OfferDraft]) throws -> [Offer] {
    guard drafts.count <= Offer.limit else { throw CatalogRefusal.tooManyOffers }
    guard Set(drafts).count == drafts.count else { throw CatalogRefusal.offerTwice }
    let plan = try existingPlan(id)
    let offered = try plans(Set(drafts.map(\.plan)))
    for draft in drafts {
      guard let other = offered[draft.plan] else { throw CatalogRefusal.planUnknown }
      guard Offer.fits(other, draft.kind, with: plan) else {
        throw CatalogRefusal.offerDoesNotFit
      }
    }
    try shop.execute(
      "DELETE FROM plan_offers WHERE tenant_id = \(shop.tenant) AND plan_id = \(id)")
    var rows = BulkRows(
      into: "plan_offers",
      [
        .integer("id"), .integer("tenant_id"), .integer("plan_id"), .integer("offered_plan_id"),
        .text("kind"), .integer("position"),
      ])
    for (position, draft) in drafts.enumerated() {
      rows.append(shop.newID(Offer.self), shop.tenant, id, draft.plan, draft.kind, position)
    }
    try shop.insert(rows)
    return try offers(of: id)
  }

  /// All that the shop chose to offer with a plan, in its order.
  package func offers(of id: Plan.ID) throws -> [Offer] {
    let columns: SQL = ", o.id, o.plan_id, o.kind"
    return try shop.all(
      CatalogStore.select(and: columns)
        + """
         JOIN plan_offers o ON o.offered_plan_id = p.id AND o.tenant_id = p.tenant_id
        WHERE p.tenant_id = \(shop.tenant) AND o.tenant_id = \(shop.tenant) AND o.plan_id = \(id)
        ORDER BY o.position
        """
    ) { row in
      let next = CatalogStore.planWidth
      return Offer(
        id: try row(next), planID: try row(next + 1), kind: try row(next + 2),
        plan: try CatalogStore.plan(row))
    }
  }

  /// What a buyer can be offered now: what is still sold and still fits.
  package func openOffers(of plan: Plan) throws -> [Offer] {
    try offers(of: plan.id).filter {
      $0.plan.state == .active && Offer.fits($0.plan, $0.kind, with: plan)
    }
  }

  /// Takes an offer after a purchase: once, whoever clicks how often. In the transaction of what
  /// is bought by it.
  /// - Parameter purchase: what the offer was shown after.
  /// - Throws: `CatalogRefusal.offerTaken` the second time.
  package func take<Purchase: Entity>(
    _ offer: Offer, after purchase: EntityID<Purchase>
  ) throws {
    let taken = try shop.execute(
      """
      INSERT INTO offer_takings (id, tenant_id, purchase_id, offered_plan_id, taken_at)
      VALUES (\(shop.newID(Offer.self)), \(shop.tenant), \(purchase), \(offer.plan.id),
        \(shop.now))
      ON CONFLICT DO NOTHING
      """)
    guard taken == 1 else { throw CatalogRefusal.offerTaken }
  }

  /// The plans that were taken after a purchase.
  package func takings<Purchase: Entity>(
    after purchase: EntityID<Purchase>
  ) throws -> Set<Plan.ID> {
    Set(
      try shop.all(
        """
        SELECT offered_plan_id FROM offer_takings
        WHERE tenant_id = \(shop.tenant) AND purchase_id = \(purchase)
        """
      ) { try $0(0) as Plan.ID })
  }
}
