import Cryptography
package import JSON
package import Primitives
import Storage

/// One line of a shop's audit log.
package struct AuditEntry: Entity, Hashable, Sendable {
  package static let idPrefix = "aud"

  package let id: AuditEntry.ID
  /// 1, 2, 3, ... per shop, without a gap.
  package let sequence: Int64
  package let at: Instant
  /// `Actor.label` of who did it.
  package let actor: String
  /// What was done: `settings.changed`.
  package let action: String
  /// The id of what it was done to.
  package let subject: String
  /// JSON text, such as the values before and after.
  package let detail: String
  let previousHash: [UInt8]
  let hash: [UInt8]

  /// Each part with its length in front, so that no two entries give the same bytes.
  var computedHash: [UInt8] {
    var bytes: [UInt8] = []
    for number in [id.rawValue, sequence, at.milliseconds] { bytes.append(number: number) }
    for text in [actor, action, subject, detail] {
      bytes.append(number: Int64(text.utf8.count))
      bytes.append(contentsOf: text.utf8)
    }
    return SHA256.hash(bytes + previousHash)
  }
}

/// The append-only, hash-chained log of changes in a shop (I-45).
///
/// For what people and keys change: settings, staff, mandates, documents made by hand. A run
/// over many customers records itself once, not each row.
package struct AuditStore {
  let shop: ShopTransaction

  /// Writes one line, chained to the one before.
  /// - Parameters:
  ///   - action: what was done, `subject.verb`.
  ///   - subject: the id of what it was done to.
  ///   - detail: what a reader needs later; no secrets.
  package func record(
    _ action: String, _ subject: some CustomStringConvertible, _ detail: JSONValue = .object([:])
  ) throws {
    try append(action, subject.description, detail.text)
  }

  /// The newest lines first.
  package func page(_ request: PageRequest) throws -> Page<AuditEntry> {
    let rows = try shop.all(
      """
      SELECT \(AuditEntry.columns) FROM audit_log
      WHERE tenant_id = \(shop.tenant) AND sequence < \(request.before)
      ORDER BY sequence DESC LIMIT \(request.fetch)
      """, AuditEntry.init(row:))
    return Page(fetched: rows, for: request) { $0.sequence }
  }

  /// Walks the whole chain; `TenancyDamage.auditChainBroken` names the first line that was
  /// edited, removed or put in between.
  /// - Returns: how many lines hold.
  @discardableResult
  package func verify() throws -> Int64 {
    var (sequence, hash) = (Int64(0), AuditStore.root)
    try shop.each(
      """
      SELECT \(AuditEntry.columns) FROM audit_log
      WHERE tenant_id = \(shop.tenant) ORDER BY sequence
      """
    ) { row in
      let entry = try AuditEntry(row: row)
      sequence += 1
      guard entry.sequence == sequence, entry.previousHash == hash,
        entry.computedHash == entry.hash
      else { throw broken(at: sequence) }
      hash = entry.hash
    }
    guard let head = try head(), head.sequence == sequence, head.hash == hash else {
      throw broken(at: sequence + 1)
    }
    return sequence
  }

  /// Starts the chain of a new shop.
  func begin() throws {
    try shop.execute(
      """
      INSERT INTO audit_heads (tenant_id, sequence, hash)
      VALUES (\(shop.tenant), 0, \(AuditStore.root))
      """)
  }

  private static let root = [UInt8](repeating: 0, count: 32)

  /// The head's row is taken first: two transactions of one shop then append one after the other.
  private func append(_ action: String, _ subject: String, _ detail: String) throws {
    try shop.execute(
      "UPDATE audit_heads SET sequence = sequence + 1 WHERE tenant_id = \(shop.tenant)")
    guard let head = try head() else { throw broken(at: 0) }
    let draft = AuditEntry(
      id: shop.newID(), sequence: head.sequence, at: shop.now, actor: shop.scope.actor.label,
      action: action, subject: subject, detail: detail, previousHash: head.hash, hash: [])
    let hash = draft.computedHash
    try shop.execute(
      """
      INSERT INTO audit_log (id, tenant_id, sequence, at, actor, action, subject, detail,
        previous_hash, hash)
      VALUES (\(draft.id), \(shop.tenant), \(draft.sequence), \(draft.at), \(draft.actor),
        \(draft.action), \(draft.subject), \(draft.detail), \(draft.previousHash), \(hash))
      """)
    try shop.execute("UPDATE audit_heads SET hash = \(hash) WHERE tenant_id = \(shop.tenant)")
  }

  private func head() throws -> (sequence: Int64, hash: [UInt8])? {
    try shop.first(
      "SELECT sequence, hash FROM audit_heads WHERE tenant_id = \(shop.tenant)"
    ) { (try $0(0), try $0(1)) }
  }

  private func broken(at sequence: Int64) -> TenancyDamage {
    .auditChainBroken(shop: shop.tenant.rawValue, sequence: sequence)
  }
}

extension ShopTransaction {
  package var audit: AuditStore { AuditStore(shop: self) }
}

extension AuditEntry {
  fileprivate static let columns = SQL(
    raw: "id, sequence, at, actor, action, subject, detail, previous_hash, hash")

  fileprivate init(row: Row) throws {
    self.init(
      id: try row(0), sequence: try row(1), at: try row(2), actor: try row(3), action: try row(4),
      subject: try row(5), detail: try row(6), previousHash: try row(7), hash: try row(8))
  }
}

extension [UInt8] {
  fileprivate mutating func append(number: Int64) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}
