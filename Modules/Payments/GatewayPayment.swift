package import Primitives

/// What a provider says about a payment at the moment it was asked, in Penning's words.
///
/// The amounts are totals since the payment was made and never go down: so two answers can be
/// joined in any order (``Payment/applying(_:at:)``). Refunds are told one by one, since one can
/// fail after all (``RefundStore/take(_:for:)``).
package struct GatewayPayment: Sendable, Hashable {
  /// The provider's id, such as `tr_7UhSN1zuXS`.
  package var id: String
  package var status: GatewayStatus
  package var amount: Money
  /// Present: the payment is paid, whatever the status says.
  package var paidAt: Instant?
  /// Everything refunded so far. Counts only while ``refunds`` is nil.
  package var refunded: Money
  /// All refunds of the payment, each as it stands; nil when the provider was not asked for them.
  package var refunds: [GatewayRefund]?
  /// Everything that the payer or the bank took back so far, also what was won back since.
  package var chargedBack: Money
  /// The part of ``chargedBack`` that was won back.
  package var chargebackReversed: Money
  /// A SEPA reason code (`AM04`) or a card failure (`card_declined`): of the failure, or of the
  /// newest chargeback.
  package var reasonCode: String?
  /// The method that was used or chosen, if it is one of ours.
  package var method: PaymentMethod?
  package var checkoutURL: String?
  /// The provider's customer id.
  package var customer: String?
  /// The provider's id of the mandate that this payment gave or used.
  package var mandate: String?
  /// Our own payment id, from the metadata.
  package var reference: Payment.ID?
  package var payer: GatewayPayer?
  /// The day on which a direct debit is taken from the account.
  package var debitOn: CivilDate?

  package init(
    id: String, status: GatewayStatus, amount: Money, paidAt: Instant? = nil,
    refunded: Money? = nil, chargedBack: Money? = nil, chargebackReversed: Money? = nil
  ) {
    let nothing = Money.zero(amount.currency)
    self.id = id
    self.status = status
    self.amount = amount
    self.paidAt = paidAt
    self.refunded = refunded ?? nothing
    self.chargedBack = chargedBack ?? nothing
    self.chargebackReversed = chargebackReversed ?? nothing
  }
}

/// A provider's word for where a payment stands.
package enum GatewayStatus: String, CaseIterable, Sendable {
  case open
  case pending
  /// Held, waiting for capture.
  case authorized
  case paid
  case failed
  case cancelled
  case expired

  /// Nothing but refunds and chargebacks can follow.
  package var isFinal: Bool {
    switch self {
    case .open, .pending, .authorized: false
    case .paid, .failed, .cancelled, .expired: true
    }
  }
}

/// Who paid, as the provider heard it from the bank.
package struct GatewayPayer: Sendable, Hashable {
  package let name: String?
  /// IBAN, or the last digits of a card.
  package let account: String?

  package init(name: String?, account: String?) {
    self.name = name
    self.account = account
  }
}
