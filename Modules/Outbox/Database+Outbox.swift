import JSON
package import Primitives
package import Storage
package import Tenancy

extension Database {
  /// Claims due effects of all shops, the longest due first, at most `perShop` of one.
  ///
  /// Each is this worker's until the lease ends: deliver, then `complete`, `fail` or `park` it in
  /// its shop. On PostgreSQL rows that another worker is claiming are passed over.
  package func claimOutbox(
    limit: Int = 50, perShop: Int = 10, lease: Lease, random: any RandomSource = SystemRandom()
  ) async throws -> [ClaimedMessage] {
    let draw = random.next()
    return try await write { transaction in
      let queue = WorkQueue(table: WorkQueue.outbox, transaction: transaction)
      let start = try transaction.randomShop(draw)
      let rows = try queue.claim(limit: limit, perShop: perShop, start: start, lease)
      return try transaction.claimedMessages(rows.map(\.id))
    }
  }

  /// Claims one effect, to deliver it at once: what a request handler does with its own row. Nil
  /// when a worker holds it already or nothing is left to do.
  package func claimOutbox(
    _ id: OutboxMessage.ID, as scope: TenantScope, lease: Lease
  ) async throws -> ClaimedMessage? {
    try await write(as: scope) { shop in
      let queue = WorkQueue(table: WorkQueue.outbox, transaction: shop.transaction)
      guard
        let row = try queue.claim(id.rawValue, of: shop.tenant.rawValue, lease)
      else { return nil }
      return try shop.transaction.claimedMessages([row.id]).first
    }
  }

  /// When the next effect becomes due that nobody holds; nil when none waits. For workers that
  /// sleep until then, and for `run-until-idle`.
  package func nextOutboxDue() async throws -> Instant? {
    try await nextDue(WorkQueue.outbox)
  }

  /// When the first lease on an effect ends, in lease time; nil when no worker holds any.
  package func nextOutboxLeaseEnd() async throws -> Instant? {
    try await nextLeaseEnd(WorkQueue.outbox)
  }

  func nextDue(_ table: String) async throws -> Instant? {
    try await read { transaction in
      try transaction.first(
        """
        SELECT due_at FROM \(sql: table)
        WHERE due_at IS NOT NULL AND lease_until <= \(transaction.leaseTime)
        ORDER BY due_at LIMIT 1
        """
      ) { try $0(0) }
    }
  }

  func nextLeaseEnd(_ table: String) async throws -> Instant? {
    try await read { transaction in
      try transaction.first(
        """
        SELECT lease_until FROM \(sql: table)
        WHERE due_at IS NOT NULL AND lease_until > \(transaction.leaseTime)
        ORDER BY lease_until LIMIT 1
        """
      ) { try $0(0) }
    }
  }
}

extension Transaction {
  /// The rows just claimed, in the order of `ids`.
  fileprivate func claimedMessages(_ ids: [Int64]) throws -> [ClaimedMessage] {
    guard !ids.isEmpty else { return [] }
    let rows = try all(
      """
      SELECT id, tenant_id, kind, natural_key, payload, attempts, fence, lease_until, created_at
      FROM outbox WHERE id IN (\(list: ids))
      """
    ) { row in
      let payload: String = try row(4)
      return ClaimedMessage(
        id: try row(0), tenant: try row(1), kind: try row(2), key: try row(3),
        payload: try JSONValue(parsing: payload), attempts: try row(5), fence: try row(6),
        leaseUntil: try row(7), createdAt: try row(8))
    }
    let byID = Dictionary(rows.map { ($0.id.rawValue, $0) }) { first, _ in first }
    return ids.compactMap { byID[$0] }
  }

  /// Somewhere between the oldest and the newest shop.
  func randomShop(_ draw: UInt64) throws -> Int64 {
    let bounds = try first("SELECT COALESCE(MIN(id), 0), COALESCE(MAX(id), 0) FROM tenants") {
      (least: try $0(0) as Int64, most: try $0(1) as Int64)
    }
    guard let bounds, bounds.most > bounds.least else { return 0 }
    return bounds.least + Int64(draw % UInt64(bounds.most - bounds.least))
  }
}
