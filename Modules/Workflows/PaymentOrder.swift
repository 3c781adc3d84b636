import JSON
import Outbox
import Payments
import Primitives

/// The outbox row that hands a payment to its provider.
enum PaymentOrder {
  static let outboxKind = "gateway.createPayment"

  static func message(_ id: Payment.ID, at moment: Instant) -> OutboxMessage {
    OutboxMessage(
      kind: outboxKind, key: id.description, payload: ["payment": .string(id.description)],
      dueAt: moment)
  }

  static func payment(_ payload: JSONValue) -> Payment.ID? {
    payload["payment"]?.stringValue.flatMap { Payment.ID($0) }
  }
}
