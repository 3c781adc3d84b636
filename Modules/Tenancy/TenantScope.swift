package import Primitives

/// The key to everything of one shop: which shop, and who acts in it (I-41).
///
/// Made only behind the doors of this module: a token (`Database.admit`), the worker's loop
/// (`Database.workerScopes`), the shop's public pages (`Database.visitorScope`) or the founding
/// of a shop (`Database.foundShop`). There is no query of a shop's tables without one.
package struct TenantScope: Hashable, Sendable {
  package let shop: Shop
  package let actor: Actor

  init(shop: Shop, actor: Actor) {
    self.shop = shop
    self.actor = actor
  }

  package var shopID: Shop.ID { shop.id }
  package var zone: CivilZone { shop.zone }
  package var language: Language { shop.language }
  package var currency: Currency { shop.currency }

  /// Refuses where the actor's role, key or right does not allow it (I-43).
  package func require(_ permission: Permission) throws(TenancyRefusal) {
    guard actor.may(permission) else { throw .notAllowed(permission) }
  }
}
