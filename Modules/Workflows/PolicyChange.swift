import JSON
package import Primitives
package import Subscriptions
package import Tenancy

/// Moves the running subscriptions of a shop to its collection day. Setting the policy
/// alone moves nobody.
package struct PolicyChange: Sendable {
  static let batchSize = 200

  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// What the move would cost the shop's real customers, computed by the rule that moves them.
  package struct Preview: Hashable, Sendable {
    package internal(set) var affected = 0
    package internal(set) var unaffected = 0
    /// The sum of all bridging amounts, with add-ons and discounts, in the terms of the prices.
    package internal(set) var total: Money
    package internal(set) var smallest: Money?
    package internal(set) var largest: Money?
    /// The first of them, to be shown one by one.
    package internal(set) var examples: [PolicyBridge] = []
  }

  /// Goes through all active subscriptions in pages; memory stays flat.
  package func preview(_ policy: CollectionPolicy, as scope: TenantScope) async throws -> Preview {
    var preview = Preview(total: .zero(scope.currency))
    var last: Subscription.ID?
    while true {
      let after = last
      let (bridges, end) = try await platform.database.read(as: scope) {
        try PolicyChange.bridges(to: policy, after: after, in: $0)
      }
      guard let end else { return preview }
      for bridge in bridges { try preview.add(bridge) }
      last = end
    }
  }

  /// Moves everyone, a batch a transaction; started again after a crash it goes on where it was,
  /// since who was moved has no bridge any more.
  /// - Returns: how many were moved.
  package func migrate(to policy: CollectionPolicy, as scope: TenantScope) async throws -> Int {
    var moved = 0
    var last: Subscription.ID?
    while true {
      let after = last
      let (count, end) = try await platform.database.write(as: scope) { shop in
        try PolicyChange.migrateBatch(to: policy, after: after, in: shop)
      }
      guard let end else { break }
      moved += count
      last = end
    }
    let total = moved
    try await platform.database.write(as: scope) { shop in
      try shop.audit.record(
        "subscriptions.migrated", "collectionPolicy", ["moved": .integer(Int64(total))])
    }
    return moved
  }

  private static func migrateBatch(
    to policy: CollectionPolicy, after: Subscription.ID?, in shop: ShopTransaction
  ) throws -> (Int, Subscription.ID?) {
    let (all, end) = try bridges(to: policy, after: after, in: shop)
    let bridges = all.compactMap { $0 }
    try shop.subscriptions.migrate(
      bridges, noticeDays: shop.settings.current().renewalNoticeDays)
    return (bridges.count, end)
  }

  /// What the policy means for a page of subscriptions, nil for each that it leaves alone, and
  /// where the next page begins.
  private static func bridges(
    to policy: CollectionPolicy, after: Subscription.ID?, in shop: ShopTransaction
  ) throws -> ([PolicyBridge?], Subscription.ID?) {
    let page = try shop.subscriptions.active(after: after, limit: batchSize)
    let extras = try shop.subscriptions.extras(of: page)
    let bridges = try page.map {
      try PolicyBridge($0, extras[$0.id] ?? .none, to: policy)
    }
    return (bridges, page.last?.id)
  }
}

extension PolicyChange.Preview {
  fileprivate mutating func add(_ bridge: PolicyBridge?) throws {
    guard let bridge else {
      unaffected += 1
      return
    }
    affected += 1
    if examples.count < 9 { examples.append(bridge) }
    let amount = bridge.amount ?? .zero(total.currency)
    total = try total + amount
    smallest = try smallest.map { try $0.smaller(amount) } ?? amount
    largest = try largest.map { try $0.isLess(than: amount) ? amount : $0 } ?? amount
  }
}
