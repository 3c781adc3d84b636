package import Primitives
import Storage
package import Tenancy

/// An offer that customers subscribe to: a product at a price per interval.
package struct Plan: Entity, Hashable, Sendable {
  package static let idPrefix = "plan"

  package let id: Plan.ID
  package let productID: Product.ID
  /// The last part of the checkout address, unique in a shop.
  package let slug: Slug
  package var name: String
  package var summary: String
  package var state: PlanState
  /// What a purchase made now would buy.
  package let version: PlanVersion
  package let vatCategory: VATCategory
}

package enum PlanState: String, CaseIterable, Hashable, Sendable, SQLBindable, SQLReadable {
  /// Open for new customers.
  case active
  /// Kept for those who have it, no longer sold.
  case archived
}

/// The price and rhythm of a plan from one moment on. A version never changes: whoever bought it
/// keeps it (I-18).
package struct PlanVersion: Entity, Hashable, Sendable {
  package static let idPrefix = "plv"

  package let id: PlanVersion.ID
  package let planID: Plan.ID
  /// 1 for the first.
  package let number: Int
  package let price: Money
  package let pricesIncludeVAT: Bool
  package let interval: CalendarInterval
  package let createdAt: Instant
}

/// What the shop fills in for a new plan.
package struct PlanDraft: Hashable, Sendable {
  package var name: String
  package var slug: Slug
  package var summary: String
  package var vatCategory: VATCategory
  package var terms: PlanTerms

  package init(
    name: String, slug: Slug, summary: String = "", vatCategory: VATCategory = .standard,
    terms: PlanTerms
  ) {
    self.name = name
    self.slug = slug
    self.summary = summary
    self.vatCategory = vatCategory
    self.terms = terms
  }
}

/// The price and rhythm of a plan version to be made.
package struct PlanTerms: Hashable, Sendable {
  package var price: Money
  package var pricesIncludeVAT: Bool
  package var interval: CalendarInterval

  package init(price: Money, pricesIncludeVAT: Bool = true, interval: CalendarInterval) {
    self.price = price
    self.pricesIncludeVAT = pricesIncludeVAT
    self.interval = interval
  }
}
