package import Ledger
package import Primitives
package import Tenancy

/// Money that came in from a customer and how much of it lies where (I-08): at any time
/// `amount = settled on documents + unallocated + turned into credits + taken back`.
package enum Receipt: Entity {
  package static let idPrefix = "rec"
}

/// A part of some money, meant for or lying on one document.
package struct SettledPart: Hashable, Sendable {
  package let document: Invoice.ID
  package let amount: Money

  package init(document: Invoice.ID, amount: Money) {
    self.document = document
    self.amount = amount
  }
}

/// Money that was received for sure.
package struct IncomingMoney: Hashable, Sendable {
  /// The payment it belongs to, such as "pay_..."; what a return will name.
  package var payment: String
  /// Unique within the payment, such as "paid": the same money is booked once.
  package var cause: String
  package var customer: Customer.ID
  package var amount: Money
  /// The day of payment, as it will stand on the invoice.
  package var paidOn: CivilDate
  /// Where the money lies: with a payment provider, or on the shop's bank account.
  package var account: AccountCode

  package init(
    payment: String, cause: String = "paid", customer: Customer.ID, amount: Money,
    paidOn: CivilDate, account: AccountCode = .clearing
  ) {
    self.payment = payment
    self.cause = cause
    self.customer = customer
    self.amount = amount
    self.paidOn = paidOn
    self.account = account
  }
}

/// What became of money that was received.
package struct Settlement: Hashable, Sendable {
  package let receipt: Receipt.ID
  /// Where the money lies now; a pro forma that became an invoice is named by the invoice.
  package let parts: [SettledPart]
  /// What no named document could take: the customer's, booked as prepayment.
  package let unallocated: Money
  /// Documents that are fully paid now; for a pro forma, its definitive invoice.
  package let paid: [DocumentHead]
  /// Documents that took a part and are still open.
  package let partlyPaid: [DocumentHead]
}

/// Money that was taken back: storno, chargeback, refund.
package struct ReturnedMoney: Hashable, Sendable {
  package var payment: String
  /// Unique within the payment, such as "chargedBack:1500".
  package var cause: String
  package var amount: Money
  package var returnedOn: CivilDate

  package init(payment: String, cause: String, amount: Money, returnedOn: CivilDate) {
    self.payment = payment
    self.cause = cause
    self.amount = amount
    self.returnedOn = returnedOn
  }
}

/// What opened again.
package struct Reopening: Hashable, Sendable {
  /// How much opened again on which document.
  package let parts: [SettledPart]
  /// What came off money that lay on no document.
  package let fromUnallocated: Money
  /// What had been turned into credits: booked as a loss, unless the credits are taken away.
  package let fromTurned: Money
  /// The documents as they are now.
  package let reopened: [DocumentHead]
}

/// A credit note that took an invoice back, whole or in part.
package struct Crediting: Hashable, Sendable {
  package let creditNote: DocumentHead
  /// The invoice as it is now.
  package let invoice: DocumentHead
  /// What came off the open amount.
  package let lowered: Money
  /// What had been paid on it: now the customer's unallocated money, to be refunded, turned into
  /// credits or laid on other documents.
  package let releasedPayments: Money
  /// What credits had settled: also on the prepayment account, to be granted again from there.
  package let releasedCredits: Money
}
