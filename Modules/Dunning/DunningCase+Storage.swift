import Primitives
import Storage
import Tenancy

extension DunningStep: SQLBindable, SQLReadable {}

extension DunningFlow {
  /// Reads id, version and the two terms, beginning at a column.
  init(_ row: Row, from column: Int) throws {
    id = try row(column)
    version = try row(column + 1)
    terms = try DunningTerms(
      memoryAidDaysBefore: try row(column + 2), reminderDaysAfter: try row(column + 3))
  }
}

extension DunningCase {
  init(_ row: Row) throws {
    id = try row(0)
    customer = try row(1)
    document = try row(2)
    openedOn = try row(3)
    dueOn = try row(4)
    state = try State(row)
    dueAt = try row(7)
    flow = try DunningFlow(row, from: 8)
    let (aids, reminders): (Int, Int) = (try row(12), try row(13))
    taken = Set((aids > 0 ? [.memoryAid] : []) + (reminders > 0 ? [DunningStep.reminder] : []))
  }

  static let insertColumns: [Column] = [
    .integer("id"), .integer("tenant_id"), .integer("customer_id"), .integer("document_id"),
    .integer("flow_id"), .text("opened_on"), .text("due_on"), .text("state"),
    .text("last_step"), .integer("due_at"),
  ]

  func append(to rows: inout BulkRows, tenant: Shop.ID, dueAt: Instant) {
    rows.append(
      id, tenant, customer, document, flow.id, openedOn, dueOn, "active", "none", dueAt)
  }
}

extension DunningCase.ParkReason: SQLReadable {}
extension DunningCase.CloseReason: SQLReadable {}

extension DunningCase.State {
  /// Reads the state and its reason, columns 5 and 6.
  init(_ row: Row) throws(StorageError) {
    let state: String = try row(5)
    switch state {
    case "active": self = .active
    case "parked": self = .parked(try row(6))
    case "closed": self = .closed(try row(6))
    default: throw row.mismatch(5, expected: "a state")
    }
  }
}
