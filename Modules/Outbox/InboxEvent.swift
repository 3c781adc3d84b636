package import Primitives
package import Tenancy

/// Something that the outside world told a shop: stored raw first, answered once stored (I-27).
package struct InboxEvent: Entity, Hashable, Sendable {
  package static let idPrefix = "ibx"

  /// What tells one event from another of the same source.
  package enum Identity: Hashable, Sendable {
    /// The source numbers its events: the same number again is the same event.
    case event
    /// The source only names what changed, and does so again at each change (Mollie): a name
    /// that still waits to be looked at is not stored twice.
    case poke
  }

  /// Who told it: `mollie`.
  package let source: String
  package let externalID: String
  package let identity: Identity
  /// The bytes as received.
  package let body: [UInt8]
  /// The headers that matter, as JSON text.
  package let headers: String

  package init(
    source: String, externalID: String, identity: Identity, body: [UInt8],
    headers: String = "{}"
  ) {
    self.source = source
    self.externalID = externalID
    self.identity = identity
    self.body = body
    self.headers = headers
  }
}

/// An event that this worker may apply until the lease ends.
package struct ClaimedEvent: Hashable, Sendable {
  package let id: InboxEvent.ID
  package let tenant: Shop.ID
  package let source: String
  package let externalID: String
  package let body: [UInt8]
  package let headers: String
  /// This one included.
  package let attempts: Int64
  /// Shown at every change; a newer claim makes it worthless.
  package let fence: Int64
  package let receivedAt: Instant
}
