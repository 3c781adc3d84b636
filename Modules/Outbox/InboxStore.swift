package import Primitives
import Storage
package import Tenancy

/// What the outside world told a shop, each applied once: the effect's own transaction marks it.
package struct InboxStore {
  let shop: ShopTransaction

  /// Stores an event. Nil when it is there already; that, too, may be answered with success.
  @discardableResult
  package func receive(_ event: InboxEvent) throws -> InboxEvent.ID? {
    let id: InboxEvent.ID = shop.newID()
    var key = event.externalID
    if event.identity == .poke {
      if try hasten(event) { return nil }
      key += "#\(id)"
    }
    let inserted = try shop.execute(
      """
      INSERT INTO inbox (id, tenant_id, source, external_id, event_key, body, headers, state,
        due_at, attempts, fence, lease_until, received_at)
      VALUES (\(id), \(shop.tenant), \(event.source), \(event.externalID), \(key), \(event.body),
        \(event.headers), 'received', \(shop.now), 0, 0, 0, \(shop.now))
      ON CONFLICT (tenant_id, source, event_key) DO NOTHING
      """)
    return inserted == 1 ? id : nil
  }

  /// Its effect is in this very transaction. `.staleFence` undoes the effect when another worker
  /// has claimed the event since.
  package func markApplied(_ claimed: ClaimedEvent) throws {
    try settle(
      claimed, .apply,
      "state = 'applied', due_at = NULL, last_error = NULL, ended_at = \(shop.now)")
  }

  /// It changes nothing: known already, or of something that is not ours.
  package func markNoop(_ claimed: ClaimedEvent, reason: String) throws {
    try settle(
      claimed, .pass,
      """
      state = 'noop', due_at = NULL, last_error = \(reason.bounded), ended_at = \(shop.now)
      """)
  }

  /// It could not be applied now: again later by the backoff, or given up after the last attempt.
  @discardableResult
  package func fail(
    _ claimed: ClaimedEvent, error: String, backoff: Backoff, random: any RandomSource
  ) throws -> InboxState {
    guard let delay = backoff.delay(after: claimed.attempts, from: random) else {
      try giveUp(claimed, reason: error)
      return .failed
    }
    try settle(
      claimed, .retry,
      """
      state = 'received', due_at = \(shop.now.adding(milliseconds: delay)), lease_until = 0,
        last_error = \(error.bounded)
      """)
    return .received
  }

  /// It can never be applied: a person must look.
  package func giveUp(_ claimed: ClaimedEvent, reason: String) throws {
    try settle(
      claimed, .fail,
      """
      state = 'failed', due_at = NULL, last_error = \(reason.bounded), ended_at = \(shop.now)
      """)
  }

  /// Tries an event again that was given up.
  package func revive(_ id: InboxEvent.ID) throws {
    let changed = try shop.execute(
      """
      UPDATE inbox SET state = 'received', due_at = \(shop.now), attempts = 0, lease_until = 0,
        ended_at = NULL
      WHERE id = \(id) AND tenant_id = \(shop.tenant) AND state = 'failed'
      """)
    if changed == 0 { try explain(id, fence: nil, .revive) }
    try shop.audit.record("inbox.revived", id)
  }

  /// Where an event stands.
  package func state(of id: InboxEvent.ID) throws -> InboxState {
    let row = try queue.current(id.rawValue, of: shop.tenant.rawValue)
    guard let row, let state = InboxState(rawValue: row.state) else { throw OutboxError.unknown }
    return state
  }

  private var queue: WorkQueue {
    WorkQueue(table: WorkQueue.inbox, transaction: shop.transaction)
  }

  /// Whether the same name waits and nobody has begun to look at it. It is then looked at after
  /// this moment, and at once: so it sees what this event is about.
  private func hasten(_ event: InboxEvent) throws -> Bool {
    try shop.execute(
      """
      UPDATE inbox SET due_at = \(shop.now)
      WHERE tenant_id = \(shop.tenant) AND due_at IS NOT NULL AND source = \(event.source)
        AND external_id = \(event.externalID) AND state = 'received'
      """) > 0
  }

  private func settle(_ claimed: ClaimedEvent, _ event: InboxState.Event, _ changes: SQL) throws {
    let isSettled = try queue.settle(
      claimed.id.rawValue, of: shop.tenant.rawValue, fence: claimed.fence, changes)
    if !isSettled { try explain(claimed.id, fence: claimed.fence, event) }
  }

  /// Throws why a row could not be changed.
  private func explain(_ id: InboxEvent.ID, fence: Int64?, _ event: InboxState.Event) throws {
    guard let row = try queue.current(id.rawValue, of: shop.tenant.rawValue),
      let state = InboxState(rawValue: row.state)
    else { throw OutboxError.unknown }
    if let fence, fence != row.fence {
      throw OutboxError.staleFence(held: fence, current: row.fence)
    }
    _ = try state.after(event)
    throw OutboxError.impossible(state: row.state, event: event.rawValue)
  }
}

extension ShopTransaction {
  package var inbox: InboxStore { InboxStore(shop: self) }
}
