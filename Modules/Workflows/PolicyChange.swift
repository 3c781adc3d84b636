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
    /// The sum of all bridging amounts.
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
      let page = try await platform.database.read(as: scope) {
        try $0.subscriptions.active(after: after, limit: PolicyChange.batchSize)
      }
      guard let end = page.last else { return preview }
      for subscription in page {
        try preview.add(try PolicyBridge(subscription, to: policy))
      }
      last = end.id
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
    let page = try shop.subscriptions.active(after: after, limit: batchSize)
    let bridges = try page.compactMap { try PolicyBridge($0, to: policy) }
    try shop.subscriptions.migrate(
      bridges, noticeDays: shop.settings.current().renewalNoticeDays)
    return (bridges.count, page.last?.id)
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
    let amount = bridge.price?.amount ?? .zero(total.currency)
    total = try total + amount
    smallest = try smallest.map { try $0.smaller(amount) } ?? amount
    largest = try largest.map { try $0.isLess(than: amount) ? amount : $0 } ?? amount
  }
}
