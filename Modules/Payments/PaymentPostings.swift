package import Invoicing
package import Ledger
package import Primitives

/// How money that moves by a payment is booked. Each entry's source names the payment and
/// the change, so that no change can be booked twice.
package enum PaymentPostings {
  package static let received = EntryKind("payment.received")
  package static let applied = EntryKind("payment.applied")
  package static let refunded = EntryKind("payment.refunded")
  package static let chargedBack = EntryKind("payment.chargedBack")
  package static let chargebackReversed = EntryKind("payment.chargebackReversed")

  /// Money came in: what settles invoices against the receivable, the rest to the customer's
  /// prepayments (a part payment on a pro forma, a surplus).
  package static func received(
    _ payment: Payment, _ change: PaymentChange, onInvoices: Money, unallocated: Money,
    on date: CivilDate
  ) throws(LedgerError) -> JournalEntry {
    try incoming(
      change.kind == .chargebackReversed ? chargebackReversed : received, payment, change,
      onInvoices, unallocated, date)
  }

  /// Money went back, by refund or storno: invoices open again by `onInvoices`, prepayments go
  /// down by `unallocated`.
  package static func takenBack(
    _ payment: Payment, _ change: PaymentChange, onInvoices: Money, unallocated: Money,
    on date: CivilDate
  ) throws(LedgerError) -> JournalEntry {
    try incoming(
      change.kind == .chargedBack ? chargedBack : refunded, payment, change, onInvoices.negated,
      unallocated.negated, date)
  }

  /// A prepayment settles an invoice that was made since: D 1610 / C 1300.
  package static func applied(
    _ payment: Payment, to invoice: Invoice.ID, amount: Money, on date: CivilDate
  ) throws(LedgerError) -> JournalEntry {
    try JournalEntry(
      kind: applied, source: "\(payment.id):\(invoice)", bookedOn: date,
      text: payment.description,
      lines: [
        .debit(.prepayments, amount, customer: payment.customer),
        .credit(.receivable, amount, customer: payment.customer),
      ])
  }

  private static func incoming(
    _ kind: EntryKind, _ payment: Payment, _ change: PaymentChange, _ onInvoices: Money,
    _ unallocated: Money, _ date: CivilDate
  ) throws(LedgerError) -> JournalEntry {
    let source = "\(payment.id):\(change.key)"
    let credits: [JournalLine] = [
      .credit(.receivable, onInvoices, customer: payment.customer),
      .credit(.prepayments, unallocated, customer: payment.customer),
    ]
    let total: Money
    do { total = try onInvoices + unallocated } catch {
      throw .outOfRange(kind, source: source)
    }
    return try JournalEntry(
      kind: kind, source: source, bookedOn: date, text: payment.description,
      lines: [.debit(.clearing, total)] + credits.filter { !$0.amount.isZero })
  }
}
