package import Invoicing
package import Primitives
package import Tenancy

/// Money of one payment on its way back to the customer (R-16, R-25, I-09). Every refund of a
/// payment is one of these: those that the shop asks for here, and those that it made in the
/// provider's own dashboard, which are written down when the provider tells of them.
package struct Refund: Entity, Hashable, Sendable {
  package static let idPrefix = "rfd"
  /// Providers give money back for about a year; older money goes back by hand.
  package static let daysPossible: Int64 = 365
  package static let maximumReason = 200

  package let id: Refund.ID
  package let payment: Payment.ID
  package let customer: Customer.ID
  package let gateway: GatewayName
  package let amount: Money
  package let cause: RefundCause
  /// Why, in the shop's words; the customer reads it.
  package let reason: String
  /// Who asked for it, such as a form or a credit note; one request may be several refunds.
  package let source: String
  /// Sent with every try (I-23).
  package let idempotencyKey: String
  package internal(set) var state: RefundState
  /// Grows with every change; a change names the version that it saw (I-26).
  package internal(set) var version: Int64
  /// The provider's id, once it is known.
  package internal(set) var gatewayRefundID: String?
  /// Why it failed or was given up.
  package internal(set) var reasonCode: String?
  package let requestedAt: Instant
  package internal(set) var sentAt: Instant?
  package internal(set) var doneAt: Instant?

  /// Whether a repeat with the same key is safe: providers forget a key after an hour.
  package func mayRepeat(at now: Instant) -> Bool {
    guard state.awaitsDelivery, gatewayRefundID == nil else { return false }
    guard let sentAt else { return true }
    return now < sentAt.adding(seconds: Payment.keyLifetime)
  }

  static func idempotencyKey(of id: Refund.ID) -> String {
    "penning-\(id.description.replacing("_", with: "-"))"
  }

  mutating func move(_ event: RefundEvent) throws(RefundRefusal) {
    state = try RefundState.transition(from: state, event: event)
    version += 1
  }
}

/// What a refund pays back.
package enum RefundCause: Hashable, Sendable {
  /// Money that lies on no document: paid twice, or paid too much.
  case unallocated
  /// What had been paid on an invoice that a credit note lowered; it lies on no document since.
  case creditNote(Invoice.ID)
  /// Credits that the customer gets in money; the credits are gone with the request.
  case credits
  /// Made in the provider's dashboard.
  case provider

  /// Whether its money comes out of credits, and not off the payment's own receipts.
  package var isPaidFromCredits: Bool { self == .credits }

  package var name: String {
    switch self {
    case .unallocated: "unallocated"
    case .creditNote: "creditNote"
    case .credits: "credits"
    case .provider: "provider"
    }
  }

  package static let names = ["unallocated", "creditNote", "credits", "provider"]

  package var document: Invoice.ID? { if case .creditNote(let id) = self { id } else { nil } }

  init?(_ name: String, document: Invoice.ID?) {
    switch (name, document) {
    case ("unallocated", _): self = .unallocated
    case ("creditNote", .some(let id)): self = .creditNote(id)
    case ("credits", _): self = .credits
    case ("provider", _): self = .provider
    default: return nil
    }
  }
}

/// Our own reasons to end a refund, beside the provider's.
package enum RefundEnd {
  /// The payer took the money back himself before the refund was sent (I-09).
  package static let takenBack = "taken_back"
  /// The answer was lost, and the provider, asked for days, does not have it.
  package static let neverArrived = "never_arrived"
  /// Withdrawn before it was sent.
  package static let withdrawn = "withdrawn"
}

/// Something that became true of a refund, and how its money moves by it.
package struct RefundChange: Hashable, Sendable {
  package let refund: Refund
  package let from: RefundPhase
  package let to: RefundPhase
  /// The part that the shop no longer had, since the payer had taken it back too: booked as a
  /// loss; negative where a loss is made good.
  package let lost: Money

  /// The part that moves to or from where the customer's money lies.
  package var covered: Money {
    let units = refund.amount.minorUnits - abs(lost.minorUnits)
    return Money(minorUnits: units, currency: refund.amount.currency)
  }

  /// Unique for the refund: what books it can book it once.
  package var key: String { "\(refund.id):\(refund.version)" }
}
