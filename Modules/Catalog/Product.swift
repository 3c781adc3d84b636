package import Primitives
package import Tenancy

/// What a shop sells. A plan says at which price and how often.
package struct Product: Entity, Hashable, Sendable {
  package static let idPrefix = "prod"

  package let id: Product.ID
  package var name: String
  package var vatCategory: VATCategory
  /// Why no VAT is charged; only of what is exempt.
  package var exemption: VATExemption?
  /// Which document its buyers get first; the shop's own mode where it says nothing.
  package var invoiceMode: InvoiceMode?

  package init(
    id: Product.ID, name: String, vatCategory: VATCategory, exemption: VATExemption? = nil,
    invoiceMode: InvoiceMode? = nil
  ) {
    self.id = id
    self.name = name
    self.vatCategory = vatCategory
    self.exemption = exemption
    self.invoiceMode = invoiceMode
  }
}

/// What the shop fills in for a product.
package struct ProductDraft: Hashable, Sendable {
  package var name: String
  package var vatCategory: VATCategory
  package var exemption: VATExemption?
  package var invoiceMode: InvoiceMode?

  package init(
    name: String, vatCategory: VATCategory = .standard, exemption: VATExemption? = nil,
    invoiceMode: InvoiceMode? = nil
  ) {
    self.name = name
    self.vatCategory = vatCategory
    self.exemption = exemption
    self.invoiceMode = invoiceMode
  }
}
