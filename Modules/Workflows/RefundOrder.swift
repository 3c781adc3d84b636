import JSON
import Outbox
import Payments
import Primitives

/// The outbox row that hands a refund to its provider.
enum RefundOrder {
  static let outboxKind = "gateway.createRefund"

  static func message(_ id: Refund.ID, at moment: Instant) -> OutboxMessage {
    OutboxMessage(
      kind: outboxKind, key: id.description, payload: ["refund": .string(id.description)],
      dueAt: moment)
  }

  static func refund(_ payload: JSONValue) -> Refund.ID? {
    payload["refund"]?.stringValue.flatMap { Refund.ID($0) }
  }
}
