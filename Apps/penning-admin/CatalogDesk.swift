import Catalog
import JSON
import Primitives
import Tenancy

/// What of a coupon may change once customers have seen it.
struct CouponChange: Sendable {
  let label: String
  let lastDay: CivilDate?
  let maximumRedemptions: Int?
}

// Changes of the catalog as pages and API make them: each with its line in the audit log (I-45).
extension ShopTransaction {
  func addPlan(_ draft: PlanDraft) throws -> Plan {
    let plan = try catalog.createPlan(draft)
    try audit.record(
      "plan.added", plan.id,
      ["name": .string(plan.name), "price": .string(plan.version.price.description)])
    return plan
  }

  @discardableResult
  func revisePlan(_ id: Plan.ID, terms: PlanTerms) throws -> Plan {
    let old = try catalog.existingPlan(id)
    let plan = try catalog.revise(id, terms: terms)
    try audit.record(
      "plan.revised", id,
      [
        "from": .string(old.version.price.description),
        "to": .string(plan.version.price.description),
        "version": JSONValue(plan.version.number),
      ])
    return plan
  }

  @discardableResult
  func renamePlan(_ id: Plan.ID, name: String, summary: String) throws -> Plan {
    let old = try catalog.existingPlan(id)
    let plan = try catalog.rename(id, name: name, summary: summary)
    try audit.record(
      "plan.renamed", id, ["from": .string(old.name), "to": .string(plan.name)])
    return plan
  }

  @discardableResult
  func setPlanState(_ state: PlanState, of id: Plan.ID) throws -> Plan {
    let plan = try catalog.setState(state, of: id)
    try audit.record("plan.\(state == .active ? "reopened" : "archived")", id)
    return plan
  }

  @discardableResult
  func setPlanOffers(of id: Plan.ID, _ drafts: [OfferDraft]) throws -> [Offer] {
    let offers = try catalog.setOffers(of: id, drafts)
    try audit.record("plan.offers", id, ["offers": JSONValue(offers.count)])
    return offers
  }

  func addProduct(_ draft: ProductDraft) throws -> Product {
    let product = try catalog.createProduct(draft)
    try audit.record("product.added", product.id, ["name": .string(product.name)])
    return product
  }

  @discardableResult
  func changeProduct(_ id: Product.ID, _ draft: ProductDraft) throws -> Product {
    let old = try catalog.existingProduct(id)
    let product = try catalog.editProduct(id, draft)
    try audit.record(
      "product.changed", id,
      [
        "from": .string(old.vatCategory.rawValue), "to": .string(product.vatCategory.rawValue),
      ])
    return product
  }

  func planRise(
    of plan: Plan.ID, to price: Money, from date: CivilDate
  ) throws -> PriceRise {
    let rise = try priceRises.plan(plan, newPrice: price, effectiveFrom: date)
    try audit.record(
      "priceRise.planned", rise.id,
      [
        "from": .string(rise.from.price.description), "to": .string(price.description),
        "effectiveFrom": .string(date.description),
      ])
    return rise
  }

  func addCoupon(_ draft: CouponDraft) throws -> Coupon {
    let coupon = try coupons.create(draft)
    try audit.record("coupon.added", coupon.id, ["code": .string(coupon.code.text)])
    return coupon
  }

  @discardableResult
  func changeCoupon(_ id: Coupon.ID, _ change: CouponChange) throws -> Coupon {
    let coupon = try coupons.change(
      id, label: change.label, lastDay: change.lastDay,
      maximumRedemptions: change.maximumRedemptions)
    try audit.record("coupon.changed", id, ["code": .string(coupon.code.text)])
    return coupon
  }

  @discardableResult
  func setCouponState(_ state: Coupon.State, of id: Coupon.ID) throws -> Coupon {
    let coupon = try coupons.setState(state, of: id)
    try audit.record("coupon.\(state == .active ? "resumed" : "stopped")", id)
    return coupon
  }
}
