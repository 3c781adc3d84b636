import Primitives
import Storage

/// Makes thousands of copies of a row, so that a planner has something to choose about.
struct ManyRows {
  let database: Database

  init(_ database: Database) { self.database = database }

  /// Of each kind, most copies are due long after now and a few are due.
  func multiply(_ rows: SampleRows.Written, by count: Int) async throws {
    let later = "t.created_at + n.i * 60000"
    try await copy("subscriptions", rows.subscription.rawValue, count, ["bill_at": "n.i * 9000000"])
    try await copy("invoices", rows.document.rawValue, count, ["number": "t.number + n.i"])
    try await copy(
      "payments", rows.payment.rawValue, count,
      [
        "idempotency_key": "t.idempotency_key || n.i", "state": "'planned'",
        "collect_at": later, "next_check_at": later,
      ])
    try await copy(
      "dunning_cases", rows.dunningCase.rawValue, count,
      ["document_id": "t.document_id + n.i", "due_at": "t.due_at + n.i"])
    try await copy(
      "outbox", rows.effect.rawValue, count,
      ["natural_key": "t.natural_key || '-' || n.i", "due_at": later])
    try await copy(
      "inbox", rows.event.rawValue, count,
      ["event_key": "t.event_key || '-' || n.i", "due_at": "t.received_at + n.i * 60000"])
    if database.dialect == .postgres { try await database.administer("ANALYZE") }
  }

  private func copy(
    _ table: String, _ id: Int64, _ count: Int, _ changes: [String: String]
  ) async throws {
    let columns = try await database.tables().first { $0.name == table }?.columns.map(\.name) ?? []
    let values = columns.map { changes[$0] ?? ($0 == "id" ? "t.id + n.i" : "t.\($0)") }
    let (names, list) = (columns.joined(separator: ", "), values.joined(separator: ", "))
    try await database.write { transaction in
      try transaction.execute(
        """
        INSERT INTO \(sql: table) (\(sql: names))
        WITH RECURSIVE n (i) AS (
          SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
        SELECT \(sql: list) FROM \(sql: table) t CROSS JOIN n WHERE t.id = \(id)
        """)
    }
  }
}
