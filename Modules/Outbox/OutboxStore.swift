import JSON
package import Primitives
import Storage
package import Tenancy

/// A shop's effects on the outside world: written in the transaction that causes them, delivered
/// after its commit, each by one worker at a time (I-23, I-29).
package struct OutboxStore {
  let shop: ShopTransaction

  /// Writes the effects. One whose kind and key is there already stays as it is: it was caused
  /// before, and causing it again changes nothing.
  /// - Returns: how many are new.
  @discardableResult
  package func put(_ messages: [OutboxMessage]) throws -> Int {
    guard messages.count > OutboxStore.fewest else {
      return try messages.reduce(0) { try $0 + (insert($1) == nil ? 0 : 1) }
    }
    var new = 0
    for start in stride(from: 0, to: messages.count, by: OutboxStore.chunk) {
      let part = messages[start..<min(start + OutboxStore.chunk, messages.count)]
      new += try insert(part)
    }
    return new
  }

  /// Writes one effect. Nil when its kind and key is there already.
  @discardableResult
  package func put(_ message: OutboxMessage) throws -> OutboxMessage.ID? { try insert(message) }

  /// The row of a kind and key, for who wants to deliver it at once.
  package func find(kind: String, key: String) throws -> OutboxMessage.ID? {
    try shop.first(
      """
      SELECT id FROM outbox
      WHERE tenant_id = \(shop.tenant) AND kind = \(kind) AND natural_key = \(key)
      """
    ) { try $0(0) }
  }

  /// Where a row stands.
  package func state(of id: OutboxMessage.ID) throws -> OutboxState {
    let queue = WorkQueue(table: WorkQueue.outbox, transaction: shop.transaction)
    let row = try queue.current(id.rawValue, of: shop.tenant.rawValue)
    guard let row, let state = OutboxState(rawValue: row.state) else { throw OutboxError.unknown }
    return state
  }

  /// How many rows are not delivered yet.
  package func openCount() throws -> Int64 {
    try shop.first(
      "SELECT COUNT(*) FROM outbox WHERE tenant_id = \(shop.tenant) AND due_at IS NOT NULL"
    ) { try $0(0) } ?? 0
  }

  // MARK: - Writing

  /// Up to so many, a statement each is as fast as asking first which are new.
  private static let fewest = 4
  private static let chunk = 500

  private func insert(_ message: OutboxMessage) throws -> OutboxMessage.ID? {
    let id: OutboxMessage.ID = shop.newID()
    let inserted = try shop.execute(
      """
      INSERT INTO outbox (id, tenant_id, kind, natural_key, payload, state, due_at, attempts, fence,
        lease_until, created_at)
      VALUES (\(id), \(shop.tenant), \(message.kind), \(message.key), \(message.payload.text),
        'waiting', \(message.dueAt ?? shop.now), 0, 0, 0, \(shop.now))
      ON CONFLICT (tenant_id, kind, natural_key) DO NOTHING
      """)
    return inserted == 1 ? id : nil
  }

  /// Leaves out those whose kind and key is there.
  private func insert(_ messages: ArraySlice<OutboxMessage>) throws -> Int {
    var rows = BulkRows(into: WorkQueue.outbox, OutboxStore.columns)
    for message in messages {
      rows.append(
        shop.newID(OutboxMessage.self), shop.tenant, message.kind, message.key,
        message.payload.text, "waiting", message.dueAt ?? shop.now, 0, 0, 0, shop.now)
    }
    return try shop.transaction.insert(rows, newBy: ["tenant_id", "kind", "natural_key"])
  }

  private static let columns: [Column] = [
    .integer("id"), .integer("tenant_id"), .text("kind"), .text("natural_key"), .text("payload"),
    .text("state"), .integer("due_at"), .integer("attempts"), .integer("fence"),
    .integer("lease_until"), .integer("created_at"),
  ]
}

extension ShopTransaction {
  package var outbox: OutboxStore { OutboxStore(shop: self) }
}

extension String {
  /// What others say about a failure can be long; a row keeps the beginning, without NULs.
  var bounded: String { String(prefix(500)).filter { $0 != "\u{0}" } }
}
