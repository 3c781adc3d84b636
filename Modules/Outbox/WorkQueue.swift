import Primitives
import Storage

/// What outbox and inbox have in common: rows that are due are claimed under a lease with a
/// fencing token, and every later change is a compare-and-set on that token.
struct WorkQueue {
  let table: String
  let transaction: Transaction

  static let outbox = "outbox"
  static let inbox = "inbox"

  /// A row that may be claimed.
  struct Candidate: Hashable {
    let id: Int64
    let tenant: Int64
    let fence: Int64
    let attempts: Int64
  }

  // MARK: - Claiming

  /// Takes up to `limit` due rows, at most `perShop` of one shop, the longest due first.
  ///
  /// Where some shops have more due than that, rows of others may lie far behind theirs: those
  /// are looked for shop by shop, from `start` on, so that one shop's million delays nobody.
  func claim(limit: Int, perShop: Int, start: Int64, _ lease: Lease) throws -> [Candidate] {
    let window = limit * 4
    var choice = FairChoice(limit: limit, perShop: perShop)
    let oldest = try candidates(
      "\(claimable) ORDER BY due_at, tenant_id, id", limit: window)
    for candidate in oldest { choice.offer(candidate) }
    if oldest.count == window, !choice.isFull { try visitShops(from: start, &choice) }
    try take(choice.chosen, lease)
    return choice.chosen
  }

  /// Takes one row, due or not, unless another holds it or nothing is left to do.
  func claim(_ id: Int64, of tenant: Int64, _ lease: Lease) throws -> Candidate? {
    let found = try candidates(
      """
      id = \(id) AND tenant_id = \(tenant)
      AND due_at IS NOT NULL AND lease_until <= \(transaction.leaseTime)
      """, limit: 1)
    try take(found, lease)
    return found.first
  }

  private func visitShops(from start: Int64, _ choice: inout FairChoice) throws {
    var (cursor, wrapped) = (start, false)
    for _ in 0..<64 where !choice.isFull {
      guard let shop = try shopWithWork(after: cursor) else {
        if wrapped || start == 0 { return }
        (cursor, wrapped) = (0, true)
        continue
      }
      if wrapped && shop > start { return }
      cursor = shop
      let due = try candidates(
        "tenant_id = \(shop) AND \(claimable) ORDER BY due_at, id", limit: choice.perShop)
      for candidate in due { choice.offer(candidate) }
    }
  }

  /// Due by business time, and not under a lease that still runs.
  private var claimable: SQL {
    "due_at <= \(transaction.now) AND lease_until <= \(transaction.leaseTime)"
  }

  private func shopWithWork(after shop: Int64) throws -> Int64? {
    try transaction.first(
      """
      SELECT tenant_id FROM \(sql: table)
      WHERE tenant_id > \(shop) AND due_at IS NOT NULL ORDER BY tenant_id LIMIT 1
      """
    ) { try $0(0) }
  }

  private func candidates(_ condition: SQL, limit: Int) throws -> [Candidate] {
    try transaction.all(
      """
      SELECT id, tenant_id, fence, attempts FROM \(sql: table)
      WHERE \(condition) LIMIT \(limit)\(transaction.dialect.forUpdateSkipLocked)
      """
    ) {
      Candidate(id: try $0(0), tenant: try $0(1), fence: try $0(2), attempts: try $0(3))
    }
  }

  private func take(_ candidates: [Candidate], _ lease: Lease) throws {
    let until = transaction.leaseTime.adding(seconds: lease.seconds)
    var rows = BulkRows(
      into: table,
      [
        .integer("id"), .integer("tenant_id"), .text("state"), .integer("lease_until"),
        .integer("attempts"), .integer("fence"), .text("worker"),
      ])
    for row in candidates {
      rows.append(
        row.id, row.tenant, "leased", until, row.attempts + 1, row.fence + 1, lease.worker)
    }
    try transaction.update(rows, key: ["id", "tenant_id"])
  }

  // MARK: - Ending a claim

  /// Changes a leased row, if `fence` is still its token. False when it is not.
  func settle(_ id: Int64, of tenant: Int64, fence: Int64, _ changes: SQL) throws -> Bool {
    try transaction.execute(
      """
      UPDATE \(sql: table) SET \(changes)
      WHERE id = \(id) AND tenant_id = \(tenant) AND fence = \(fence) AND state = 'leased'
      """) == 1
  }

  /// State and token of a row, to say why it could not be changed.
  func current(_ id: Int64, of tenant: Int64) throws -> (state: String, fence: Int64)? {
    try transaction.first(
      "SELECT state, fence FROM \(sql: table) WHERE id = \(id) AND tenant_id = \(tenant)"
    ) { (try $0(0), try $0(1)) }
  }
}

/// Picks in the order offered, so that no shop gets more than its share of a claim.
struct FairChoice {
  let limit: Int
  let perShop: Int
  private(set) var chosen: [WorkQueue.Candidate] = []
  private var seen: Set<Int64> = []
  private var taken: [Int64: Int] = [:]

  init(limit: Int, perShop: Int) {
    self.limit = limit
    self.perShop = perShop
  }

  var isFull: Bool { chosen.count >= limit }

  mutating func offer(_ candidate: WorkQueue.Candidate) {
    guard !isFull, taken[candidate.tenant, default: 0] < perShop,
      seen.insert(candidate.id).inserted
    else { return }
    taken[candidate.tenant, default: 0] += 1
    chosen.append(candidate)
  }
}
