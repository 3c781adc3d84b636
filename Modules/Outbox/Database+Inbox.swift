package import Primitives
package import Storage
package import Tenancy

extension Database {
  /// Claims received events of all shops, the longest waiting first, at most `perShop` of one.
  /// One bad event never blocks the next: it comes back later, behind the others.
  package func claimInbox(
    limit: Int = 50, perShop: Int = 10, lease: Lease, random: any RandomSource = SystemRandom()
  ) async throws -> [ClaimedEvent] {
    let draw = random.next()
    return try await write { transaction in
      let queue = WorkQueue(table: WorkQueue.inbox, transaction: transaction)
      let start = try transaction.randomShop(draw)
      let rows = try queue.claim(limit: limit, perShop: perShop, start: start, lease)
      return try transaction.claimedEvents(rows.map(\.id))
    }
  }

  /// Claims one event, to apply it at once: what the page does to which a payer returns. Nil when
  /// a worker holds it already or nothing is left to do.
  package func claimInbox(
    _ id: InboxEvent.ID, as scope: TenantScope, lease: Lease
  ) async throws -> ClaimedEvent? {
    try await write(as: scope) { shop in
      let queue = WorkQueue(table: WorkQueue.inbox, transaction: shop.transaction)
      guard
        let row = try queue.claim(id.rawValue, of: shop.tenant.rawValue, lease)
      else { return nil }
      return try shop.transaction.claimedEvents([row.id]).first
    }
  }

  /// When the next event is to be looked at; nil when none waits.
  package func nextInboxDue() async throws -> Instant? {
    try await nextDue(WorkQueue.inbox)
  }

  /// When the first lease on an event ends, in lease time; nil when no worker holds any.
  package func nextInboxLeaseEnd() async throws -> Instant? {
    try await nextLeaseEnd(WorkQueue.inbox)
  }
}

extension Transaction {
  /// The rows just claimed, in the order of `ids`.
  fileprivate func claimedEvents(_ ids: [Int64]) throws -> [ClaimedEvent] {
    guard !ids.isEmpty else { return [] }
    let rows = try all(
      """
      SELECT id, tenant_id, source, external_id, body, headers, attempts, fence, received_at
      FROM inbox WHERE id IN (\(list: ids))
      """
    ) {
      ClaimedEvent(
        id: try $0(0), tenant: try $0(1), source: try $0(2), externalID: try $0(3),
        body: try $0(4), headers: try $0(5), attempts: try $0(6), fence: try $0(7),
        receivedAt: try $0(8))
    }
    let byID = Dictionary(rows.map { ($0.id.rawValue, $0) }) { first, _ in first }
    return ids.compactMap { byID[$0] }
  }
}
