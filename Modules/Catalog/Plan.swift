package import Primitives
import Storage
package import Tenancy

/// An offer that customers buy: a product at a price per interval, or once.
package struct Plan: Entity, Hashable, Sendable {
  package static let idPrefix = "plan"

  package let id: Plan.ID
  package let productID: Product.ID
  package let kind: PlanKind
  /// The last part of the checkout address, unique in a shop.
  package let slug: Slug
  package var name: String
  package var summary: String
  package var state: PlanState
  /// What a purchase made now would buy.
  package let version: PlanVersion
  package let vatCategory: VATCategory
  /// Why no VAT is charged; only of what is exempt.
  package let exemption: VATExemption?
  /// Which document its buyers get first; the shop's own mode where it says nothing.
  package let invoiceMode: InvoiceMode?

  package var tax: ProductTax { ProductTax(vatCategory, exemption: exemption) }

  /// Whether it has a checkout page of its own; an add-on comes along with a subscription.
  package var isSoldAlone: Bool { kind != .addOn }
}

package enum PlanKind: String, CaseIterable, Hashable, Sendable, SQLBindable, SQLReadable {
  case subscription
  /// Billed along with a subscription of the same interval.
  case addOn
  /// Billed once; its interval says nothing.
  case oneOff

  package func name(_ language: Language) -> String {
    switch self {
    case .subscription: Phrase(nl: "Abonnement", en: "Subscription")(language)
    case .addOn: Phrase(nl: "Aanvulling", en: "Add-on")(language)
    case .oneOff: Phrase(nl: "Eenmalig", en: "One-off")(language)
    }
  }
}

package enum PlanState: String, CaseIterable, Hashable, Sendable, SQLBindable, SQLReadable {
  /// Open for new customers.
  case active
  /// Kept for those who have it, no longer sold.
  case archived
}

/// What the shop fills in for a new plan.
package struct PlanDraft: Hashable, Sendable {
  package var name: String
  package var slug: Slug
  package var summary: String
  package var kind: PlanKind
  /// The product it sells, where that is there already: name, VAT and invoice mode are then the
  /// product's. Otherwise one is made, named like the plan.
  package var product: Product.ID?
  package var vatCategory: VATCategory
  package var exemption: VATExemption?
  package var invoiceMode: InvoiceMode?
  package var terms: PlanTerms

  package init(
    name: String, slug: Slug, summary: String = "", kind: PlanKind = .subscription,
    product: Product.ID? = nil, vatCategory: VATCategory = .standard,
    exemption: VATExemption? = nil, invoiceMode: InvoiceMode? = nil, terms: PlanTerms
  ) {
    self.name = name
    self.slug = slug
    self.summary = summary
    self.kind = kind
    self.product = product
    self.vatCategory = vatCategory
    self.exemption = exemption
    self.invoiceMode = invoiceMode
    self.terms = terms
  }
}
