package import Primitives
package import Storage
package import Tenancy

// `+tenant_id` keeps the planner of SQLite, which knows no statistics, from preferring an index
// that begins with the shop over the due index: that would read the shop's whole history.

extension PaymentStore {
  /// Planned payments whose moment has come, the earliest first.
  package func dueCollections(limit: Int = 200) throws -> [Payment] {
    try select(
      """
      WHERE state = 'planned' AND collect_at <= \(shop.now) AND +tenant_id = \(shop.tenant)
      ORDER BY collect_at, id LIMIT \(limit)
      """)
  }

  /// Payments that the gateway has to be asked about, the longest waiting first.
  package func dueChecks(limit: Int = 200) throws -> [Payment] {
    try select(
      """
      WHERE next_check_at IS NOT NULL AND next_check_at <= \(shop.now)
        AND +tenant_id = \(shop.tenant)
      ORDER BY next_check_at, id LIMIT \(limit)
      """)
  }
}

/// Which shops have work of this module, for the worker's loop; outside any shop's fence.
extension Database {
  /// Shops with planned payments whose moment has come, the longest waiting first.
  package func shopsWithDueCollections(limit: Int = 1000) async throws -> [Shop.ID] {
    try await shops(where: "state = 'planned' AND collect_at", limit, moment: "collect_at")
  }

  /// Shops with payments that a gateway has to be asked about, the longest waiting first.
  package func shopsWithDuePaymentChecks(limit: Int = 1000) async throws -> [Shop.ID] {
    try await shops(
      where: "next_check_at IS NOT NULL AND next_check_at", limit, moment: "next_check_at")
  }

  /// When the next planned payment of any shop is to be collected; nil when none is.
  package func nextCollectionMoment() async throws -> Instant? {
    try await read { transaction in
      try transaction.first(
        "SELECT collect_at FROM payments WHERE state = 'planned' ORDER BY collect_at LIMIT 1"
      ) { try $0(0) }
    }
  }

  /// When a gateway is next to be asked about a payment of any shop; nil when never.
  package func nextPaymentCheckMoment() async throws -> Instant? {
    try await read { transaction in
      try transaction.first(
        """
        SELECT next_check_at FROM payments WHERE next_check_at IS NOT NULL
        ORDER BY next_check_at LIMIT 1
        """
      ) { try $0(0) }
    }
  }

  private func shops(
    where condition: SQL, _ limit: Int, moment: SQL
  ) async throws -> [Shop.ID] {
    try await read { transaction in
      try transaction.all(
        """
        SELECT +tenant_id FROM payments WHERE \(condition) <= \(transaction.now)
        GROUP BY +tenant_id ORDER BY MIN(\(moment)), 1 LIMIT \(limit)
        """
      ) { try $0(0) }
    }
  }
}
