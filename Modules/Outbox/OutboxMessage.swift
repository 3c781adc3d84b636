package import JSON
package import Primitives
package import Tenancy

/// An effect on the outside world, to be written in the transaction that causes it (I-29).
package struct OutboxMessage: Entity, Hashable, Sendable {
  package static let idPrefix = "obx"

  /// Who delivers it: `mail`, `gateway.createPayment`.
  package let kind: String
  /// What it is about, once and for all: one row per shop, kind and key.
  package let key: String
  package let payload: JSONValue
  /// In business time; nil is at once.
  package let dueAt: Instant?

  package init(kind: String, key: String, payload: JSONValue, dueAt: Instant? = nil) {
    self.kind = kind
    self.key = key
    self.payload = payload
    self.dueAt = dueAt
  }
}

/// A row of the outbox that this worker may deliver until the lease ends.
package struct ClaimedMessage: Hashable, Sendable {
  package let id: OutboxMessage.ID
  package let tenant: Shop.ID
  package let kind: String
  package let key: String
  package let payload: JSONValue
  /// This one included.
  package let attempts: Int64
  /// Shown at every change; a newer claim makes it worthless.
  package let fence: Int64
  /// In lease time.
  package let leaseUntil: Instant
  package let createdAt: Instant
}

/// What the action centre shows of a row that was given up.
package struct ParkedMessage: Hashable, Sendable {
  package let id: OutboxMessage.ID
  package let kind: String
  package let key: String
  package let attempts: Int64
  package let reason: String
  package let parkedAt: Instant
}

/// Who claims, and for how long.
package struct Lease: Hashable, Sendable {
  /// The worker's name, for operators.
  package let worker: String
  package let seconds: Int64

  package init(worker: String, seconds: Int64 = 60) {
    self.worker = worker
    self.seconds = seconds
  }
}
