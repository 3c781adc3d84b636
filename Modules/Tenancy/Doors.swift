import JSON
package import Primitives
package import Storage

// The doors through which a scope is made. Each is named; there are no others (I-41).

extension Database {
  /// Founds a shop, with its first owner if there is one. `TenancyRefusal.taken("/slug")` where
  /// the short name is in use.
  package func foundShop(_ new: NewShop, owner: NewStaff? = nil) async throws -> TenantScope {
    try await write { transaction in
      let shop = try ShopDirectory(transaction: transaction).insert(new)
      let scope = TenantScope(shop: shop, actor: .system)
      let inside = ShopTransaction(transaction, scope)
      try inside.audit.begin()
      try inside.audit.record("shop.founded", shop.id, ["slug": .string(shop.slug.text)])
      if let owner { _ = try inside.staff.add(owner) }
      return scope
    }
  }

  /// The active shops in the order of their ids, for the worker's loop.
  package func workerScopes(
    after last: Shop.ID? = nil, limit: Int = 1000
  ) async throws -> [TenantScope] {
    try await read { transaction in
      try ShopDirectory(transaction: transaction).active(after: last, limit: limit)
        .map { TenantScope(shop: $0, actor: .worker) }
    }
  }

  /// One shop for the worker, when a row of its queues names it. Nil when there is no such shop.
  package func workerScope(for id: Shop.ID) async throws -> TenantScope? {
    try await scope(as: .worker) { try $0.find(id) }
  }

  /// One shop for an operator's command or a simulated world.
  package func systemScope(for id: Shop.ID) async throws -> TenantScope? {
    try await scope(as: .system) { try $0.find(id) }
  }

  /// A shop's public pages, by the short name in their address.
  package func visitorScope(slug: Slug) async throws -> TenantScope? {
    try await scope(as: .visitor) { try $0.find(slug: slug) }
  }

  /// A shop's public pages, by the host name asked for.
  package func visitorScope(host: String) async throws -> TenantScope? {
    try await scope(as: .visitor) { try $0.find(host: host) }
  }

  /// A shop's public addresses that carry its id, such as those of webhooks.
  package func visitorScope(id: Shop.ID) async throws -> TenantScope? {
    try await scope(as: .visitor) { try $0.find(id) }
  }

  private func scope(
    as actor: Actor, _ find: @escaping @Sendable (ShopDirectory) throws -> Shop?
  ) async throws -> TenantScope? {
    try await read { transaction in
      try find(ShopDirectory(transaction: transaction)).map { TenantScope(shop: $0, actor: actor) }
    }
  }
}

extension Database {
  /// Every active shop, one after the other, in pages; for an operator's command.
  package func forEachShop(_ body: (TenantScope) async throws -> Void) async throws {
    var last: Shop.ID?
    while true {
      let page = try await workerScopes(after: last)
      for scope in page { try await body(scope) }
      guard let end = page.last else { return }
      last = end.shop.id
    }
  }
}
