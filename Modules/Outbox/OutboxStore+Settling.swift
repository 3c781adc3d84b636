package import Primitives
import Storage
package import Tenancy

// How a claim ends. Each is a compare-and-set on the claim's fence: `.staleFence` when another
// worker has claimed the row since.
extension OutboxStore {
  /// It was delivered. Belongs in the transaction that writes what came of it.
  package func complete(_ claimed: ClaimedMessage) throws {
    try settle(
      claimed, .complete,
      "state = 'delivered', due_at = NULL, last_error = NULL, ended_at = \(shop.now)")
  }

  /// It failed for now: again later by the backoff, or parked after the last attempt.
  /// - Parameter notBefore: when the other side said to come back; sooner than the backoff has
  ///   it is still too soon.
  /// - Returns: where it stands now.
  @discardableResult
  package func fail(
    _ claimed: ClaimedMessage, error: String, backoff: Backoff, random: any RandomSource,
    notBefore: Instant? = nil
  ) throws -> OutboxState {
    guard let delay = backoff.delay(after: claimed.attempts, from: random) else {
      try park(claimed, reason: error)
      return .parked
    }
    let moment = shop.now.adding(milliseconds: delay)
    try retry(claimed, at: max(moment, notBefore ?? moment), error: error)
    return .waiting
  }

  /// Keeps it for longer, before something slow. Belongs in the transaction before that:
  /// `.staleFence` when another worker has it.
  package func prolong(_ claimed: ClaimedMessage, seconds: Int64) throws {
    try settle(
      claimed, .claim,
      "lease_until = \(shop.transaction.leaseTime.adding(seconds: seconds))")
  }

  /// It failed for now, and is to be tried again at a moment.
  package func retry(_ claimed: ClaimedMessage, at moment: Instant, error: String) throws {
    try settle(
      claimed, .retry,
      """
      state = 'waiting', due_at = \(moment), lease_until = 0, last_error = \(error.bounded)
      """)
  }

  /// It is hopeless: a person must decide.
  package func park(_ claimed: ClaimedMessage, reason: String) throws {
    try settle(
      claimed, .park,
      """
      state = 'parked', due_at = NULL, last_error = \(reason.bounded), ended_at = \(shop.now)
      """)
  }

  // MARK: - The action centre

  /// What was given up, the newest first.
  package func parked(_ request: PageRequest = .first) throws -> Page<ParkedMessage> {
    let rows = try shop.all(
      """
      SELECT id, kind, natural_key, attempts, last_error, ended_at FROM outbox
      WHERE tenant_id = \(shop.tenant) AND state = 'parked' AND id < \(request.before)
      ORDER BY id DESC LIMIT \(request.fetch)
      """
    ) {
      ParkedMessage(
        id: try $0(0), kind: try $0(1), key: try $0(2), attempts: try $0(3), reason: try $0(4),
        parkedAt: try $0(5))
    }
    return Page(fetched: rows, for: request) { $0.id.rawValue }
  }

  /// Tries a parked row again, from the first attempt on.
  package func revive(_ id: OutboxMessage.ID) throws {
    let changed = try shop.execute(
      """
      UPDATE outbox SET state = 'waiting', due_at = \(shop.now), attempts = 0, lease_until = 0,
        ended_at = NULL
      WHERE id = \(id) AND tenant_id = \(shop.tenant) AND state = 'parked'
      """)
    if changed == 0 { try explain(id, fence: nil, .revive) }
    try shop.audit.record("outbox.revived", id)
  }

  private func settle(
    _ claimed: ClaimedMessage, _ event: OutboxState.Event, _ changes: SQL
  ) throws {
    let queue = WorkQueue(table: WorkQueue.outbox, transaction: shop.transaction)
    let isSettled = try queue.settle(
      claimed.id.rawValue, of: shop.tenant.rawValue, fence: claimed.fence, changes)
    if !isSettled { try explain(claimed.id, fence: claimed.fence, event) }
  }

  /// Throws why a row could not be changed.
  private func explain(
    _ id: OutboxMessage.ID, fence: Int64?, _ event: OutboxState.Event
  ) throws {
    let queue = WorkQueue(table: WorkQueue.outbox, transaction: shop.transaction)
    guard let row = try queue.current(id.rawValue, of: shop.tenant.rawValue),
      let state = OutboxState(rawValue: row.state)
    else { throw OutboxError.unknown }
    if let fence, fence != row.fence {
      throw OutboxError.staleFence(held: fence, current: row.fence)
    }
    _ = try state.after(event)
    throw OutboxError.impossible(state: row.state, event: event.rawValue)
  }
}
