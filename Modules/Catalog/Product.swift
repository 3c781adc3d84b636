package import Primitives

/// What a shop sells. A plan says at which price and how often.
package struct Product: Entity, Hashable, Sendable {
  package static let idPrefix = "prod"

  package let id: Product.ID
  package var name: String
  package var vatCategory: VATCategory

  package init(id: Product.ID, name: String, vatCategory: VATCategory) {
    self.id = id
    self.name = name
    self.vatCategory = vatCategory
  }
}
