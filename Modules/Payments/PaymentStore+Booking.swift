package import Ledger
import Primitives
import Tenancy

/// How this module books what Invoicing does not: money on its way back, and money that is gone.
package enum PaymentsEntry {
  /// D payment losses / C clearing.
  package static let lost = EntryKind("payment.lost")
  /// D clearing / C payment losses.
  package static let recovered = EntryKind("payment.recovered")
  /// D clearing / C refunds payable: set apart out of what the provider holds.
  package static let refundHeld = EntryKind("refund.held")
  /// D refunds payable / C clearing: sent back, or free again.
  package static let refundReleased = EntryKind("refund.released")
}

extension PaymentStore {
  /// Books what went out twice.
  package func book(lost money: LostMoney) throws {
    try shop.ledger.post([
      try JournalEntry(
        kind: PaymentsEntry.lost, source: "\(money.payment):\(money.cause)",
        bookedOn: money.bookedOn, text: money.payment.description,
        lines: [.debit(.chargebackLoss, money.amount), .credit(.clearing, money.amount)])
    ])
  }

  /// Books what came back of it.
  package func book(recovered money: LostMoney) throws {
    try shop.ledger.post([
      try JournalEntry(
        kind: PaymentsEntry.recovered, source: "\(money.payment):\(money.cause)",
        bookedOn: money.bookedOn, text: money.payment.description,
        lines: [.debit(.clearing, money.amount), .credit(.chargebackLoss, money.amount)])
    ])
  }
}

extension RefundStore {
  /// Sets a refund's money apart, or lets it go. What moves to or from the customer is booked
  /// beside it, by its cause: off receipts it goes by clearing, out of credits straight to what is
  /// payable.
  package func bookHolding(_ change: RefundChange) throws {
    let isDirect = change.refund.cause.isPaidFromCredits
    let from = isDirect && change.from == .free ? RefundPhase.held : change.from
    let to = isDirect && change.to == .free ? RefundPhase.held : change.to
    switch (from == .held, to == .held) {
    case (false, true): try post(PaymentsEntry.refundHeld, change, .clearing, .refundsPayable)
    case (true, false): try post(PaymentsEntry.refundReleased, change, .refundsPayable, .clearing)
    case (true, true), (false, false): break
    }
  }

  /// The loss of a change, or what it makes good; nil when there is none.
  package func loss(of change: RefundChange) -> LostMoney? {
    guard !change.lost.isZero else { return nil }
    let refund = change.refund
    return LostMoney(
      payment: refund.payment, cause: change.key, customer: refund.customer,
      amount: change.lost.isNegative ? change.lost.negated : change.lost, bookedOn: shop.today)
  }

  private func post(
    _ kind: EntryKind, _ change: RefundChange, _ debit: AccountCode, _ credit: AccountCode
  ) throws {
    let (amount, customer) = (change.refund.amount, change.refund.customer)
    try shop.ledger.post([
      try JournalEntry(
        kind: kind, source: change.key, bookedOn: shop.today, text: change.refund.id.description,
        lines: [
          .debit(debit, amount, customer: debit == .clearing ? nil : customer),
          .credit(credit, amount, customer: credit == .clearing ? nil : customer),
        ])
    ])
  }
}
