package import Primitives

/// A shop's account at a payment service provider.
package struct GatewayAccount: Entity, Sendable, Hashable {
  package static let idPrefix = "gwa"

  package let id: ID
  package let gateway: GatewayName
  package let mode: GatewayMode
  /// Without a slash at the end.
  package let baseURL: String
  /// Why it is out of use: a refused key, or the owner's choice. Nothing is sent meanwhile.
  package let disabledReason: String?

  /// Nothing stands in the way of using it.
  package var isUsable: Bool { disabledReason == nil }
}
