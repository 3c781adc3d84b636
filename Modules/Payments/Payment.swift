package import Invoicing
package import Primitives
package import Tenancy

/// One attempt to move money from a customer to the shop, written before anything is sent.
///
/// It may pay several documents at once (``PaymentTarget``). What came in, went back and was taken
/// back are totals since the beginning; they only grow.
package struct Payment: Entity, Hashable, Sendable {
  package static let idPrefix = "pay"

  package let id: Payment.ID
  package let customer: Customer.ID
  /// A planned payment takes over what is still open when its day comes.
  package internal(set) var amount: Money
  /// The method asked for, then the one that was used. Absent: the payer has yet to choose.
  package internal(set) var method: PaymentMethod?
  package let sequence: PaymentSequence
  package let gateway: GatewayName
  /// What is collected on, for a recurring payment.
  package let mandate: Mandate.ID?
  /// For the bank statement, the document's number first.
  package let description: String
  /// Sent with every try of this attempt (I-23).
  package let idempotencyKey: String
  package internal(set) var state: PaymentState
  /// Grows with every change; a change names the version that it saw (I-26).
  package internal(set) var version: Int64
  /// The gateway's id, once it is known.
  package internal(set) var gatewayPaymentID: String?
  /// What the gateway said last.
  package internal(set) var gatewayStatus: GatewayStatus?
  package internal(set) var checkoutURL: String?
  /// When a planned payment is handed to the gateway.
  package internal(set) var collectAt: Instant?
  /// The day that the payer was told of.
  package let debitOn: CivilDate?
  /// When the sweeper asks about it.
  package internal(set) var nextCheckAt: Instant?
  package internal(set) var captured: Money
  /// Everything that went back by refunds.
  package internal(set) var refunded: Money
  /// The part of ``refunded`` that stands in refunds of its own (``Refund``).
  package internal(set) var refundsDone: Money
  /// Refunds that are requested and not out yet (I-09).
  package internal(set) var refunding: Money
  /// The part of ``refunding`` and ``refunded`` that was paid out of credits, not off receipts.
  package internal(set) var paidOut: Money
  /// Everything taken back, also what was won back since.
  package internal(set) var chargedBack: Money
  package internal(set) var chargebackReversed: Money
  /// Why it failed, was closed or taken back: a SEPA code, a card code, or ``ClosingReason``.
  package internal(set) var reasonCode: String?
  /// The hash of the token in the address that the browser returns to.
  package let returnTokenHash: [UInt8]?
  package let createdAt: Instant
  package internal(set) var sentAt: Instant?
  package internal(set) var paidAt: Instant?

  /// What of the payment the shop still has (I-08).
  package var kept: Money {
    let units =
      captured.minorUnits - refunded.minorUnits - chargedBack.minorUnits
      + chargebackReversed.minorUnits
    return Money(minorUnits: units, currency: amount.currency)
  }

  /// What is taken back and not won back.
  package var withPayer: Money {
    Money(
      minorUnits: chargedBack.minorUnits - chargebackReversed.minorUnits,
      currency: amount.currency)
  }

  /// What may still be given back: what came in, less all that went or goes back (I-09).
  package var refundable: Money {
    let units =
      captured.minorUnits - refunded.minorUnits - refunding.minorUnits - withPayer.minorUnits
    return Money(minorUnits: max(units, 0), currency: amount.currency)
  }

  /// What went out twice: refunded by the shop and taken back by the payer as well. No receipt
  /// covers it, so it is the shop's loss until one of the two comes back.
  package var lost: Money {
    let units =
      refunded.minorUnits + refunding.minorUnits - paidOut.minorUnits + withPayer.minorUnits
      - captured.minorUnits
    return Money(minorUnits: max(units, 0), currency: amount.currency)
  }

  /// Whether a repeat with the same key is safe: providers forget a key after an hour
  /// (mollie.md section 6). Afterwards the provider must be asked first whether it has the payment.
  package func mayRepeat(at now: Instant) -> Bool {
    guard state == .created || state == .sent || state == .unknown else { return false }
    guard gatewayPaymentID == nil, let sentAt else { return gatewayPaymentID == nil }
    return now < sentAt.adding(seconds: Payment.keyLifetime)
  }

  /// Seconds in which a repeat counts as safe; a margin below the hour.
  package static let keyLifetime: Int64 = 50 * 60

  /// The id in the form that a bank accepts and sends back with every return.
  package var endToEndID: String { Payment.endToEndID(of: id) }

  /// A bank's reference allows no underscore: `pay-0c5k…`, 17 characters.
  package static func endToEndID(of id: Payment.ID) -> String {
    id.description.replacing("_", with: "-")
  }

  /// The payment that an end-to-end id names.
  package static func id(endToEndID: String) -> Payment.ID? {
    Payment.ID(endToEndID.replacing("-", with: "_"))
  }

  static func idempotencyKey(of id: Payment.ID) -> String { "penning-\(endToEndID(of: id))" }
}

/// Our own reasons to close an attempt, beside the codes of banks and gateways.
package enum ClosingReason {
  /// A newer checkout took its place.
  package static let superseded = "superseded"
  /// The document was paid otherwise before the collection began.
  package static let settledOtherwise = "settled_otherwise"
  /// The mandate was revoked before the collection began.
  package static let mandateRevoked = "mandate_revoked"
  /// The answer was lost, and the gateway, asked long enough after, does not have the payment.
  package static let neverArrived = "never_arrived"
}

/// A part of a payment, meant for one document.
package struct PaymentTarget: Hashable, Sendable {
  package let document: Invoice.ID
  package let amount: Money

  package init(document: Invoice.ID, amount: Money) {
    self.document = document
    self.amount = amount
  }
}
