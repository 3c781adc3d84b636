package import Primitives

/// A worker's index over the rows of all shops: partial, by moment, then shop, then id.
///
/// With as many shops as there are, neither their rows nor their number may be walked to find what
/// is due. Both questions here jump from entry to entry instead.
package struct DueIndex: Sendable {
  let table: String
  let column: String
  let condition: String?

  /// - Parameter condition: the index's own WHERE where it says more than that there is a moment.
  package init(_ table: String, _ column: String, where condition: String? = nil) {
    self.table = table
    self.column = column
    self.condition = condition
  }

  var filter: String { condition.map { " AND \($0)" } ?? "" }
}

extension Transaction {
  /// The shops that have rows due at `end`, the longest waiting first; at most `limit`, and fewer
  /// where few shops have many moments, but never none. Only for the platform: a shop's fence
  /// hides the others.
  package func dueShops<Owner: Entity>(
    by due: DueIndex, until end: Instant, limit: Int
  ) throws -> [EntityID<Owner>] {
    var found: [EntityID<Owner>] = []
    var last: (moment: Int64, shop: Int64) = (.min, .min)
    for _ in 0..<DueIndex.jumpsPerShop * max(limit, 1) where found.count < limit {
      let next: (Int64, Int64)? = try first(
        """
        SELECT \(sql: due.column), tenant_id FROM \(sql: due.table)
        WHERE (\(sql: due.column), tenant_id) > (\(last.moment), \(last.shop))
          AND \(sql: due.column) <= \(end)\(sql: due.filter)
        ORDER BY \(sql: due.column), tenant_id LIMIT 1
        """
      ) { (try $0(0), try $0(1)) }
      guard let next else { break }
      last = next
      let shop = EntityID<Owner>(rawValue: next.1)
      if !found.contains(shop) { found.append(shop) }
    }
    return found
  }

  /// The moments after `start` and not after `end` at which rows of any shop are due, one at a
  /// time and read when asked for: `while let moment = try moments.next()`.
  package func dueMoments(by due: DueIndex, until end: Instant) -> DueMoments {
    DueMoments(transaction: self, due: due, end: end)
  }
}

extension DueIndex {
  /// One shop may be due at many moments.
  fileprivate static let jumpsPerShop = 8
}

/// The moments at which something is due, the earliest first. The shop's fence does not hide those
/// of others: a moment tells nothing, and looking for the shop's own would walk theirs.
package struct DueMoments {
  let transaction: Transaction
  let due: DueIndex
  let end: Instant
  private var last = Instant(milliseconds: .min)

  init(transaction: Transaction, due: DueIndex, end: Instant) {
    self.transaction = transaction
    self.due = due
    self.end = end
  }

  /// Nil at the end.
  package mutating func next() throws -> Instant? {
    guard let moment = try transaction.nextMoment(of: due, after: last, until: end) else {
      return nil
    }
    last = moment
    return moment
  }
}
