import Ledger
package import Primitives
import Storage
import Tenancy

extension InvoicingStore {
  /// Takes a definitive invoice back whole by a credit note with its own number. A
  /// document once issued never changes; each invoice is taken back at most once (I-19).
  ///
  /// What had been settled on it becomes the customer's prepayment (account 1610); the result says
  /// how much, to be refunded or granted as credits.
  /// - Throws: `ImpossibleTransition` for an invoice that was credited or written off,
  ///   `InvoicingRefusal.unknownDocument`, `.wrongKind`.
  package func creditNote(for id: Invoice.ID) throws -> Crediting {
    let before = try locked(id)
    var invoice = before
    try invoice.take(back: .credit)
    guard let stored = try documents([id]).first else {
      throw InvoicingRefusal.unknownDocument
    }
    guard let note = try press([try stored.creditNote(on: shop.today)]).first else {
      throw InvoicingRefusal.unknownDocument
    }
    let released = try release(before)
    try save([invoice])
    var posting = Posting()
    for rate in stored.rates {
      try posting.debit(.revenue(rate.rate), rate.net)
      try posting.debit(.vatPayable(rate.rate), rate.vat)
    }
    try posting.credit(.receivable, before.toPay, before.customer)
    try posting.credit(.prepayments, before.paid, before.customer)
    try posting.credit(.prepayments, before.creditsUsed, before.customer)
    let entry = try posting.entry(
      InvoicingEntry.credited, note.id.description, on: note.issuedOn, note.number)
    try shop.ledger.post(entry.map { [$0] } ?? [])
    return Crediting(
      creditNote: note, invoice: invoice, releasedPayments: released,
      releasedCredits: before.creditsUsed)
  }

  /// Gives up what is still open on a definitive invoice.
  /// - Throws: `ImpossibleTransition` unless it is open.
  package func writeOff(_ id: Invoice.ID) throws -> DocumentHead {
    let before = try locked(id)
    var invoice = before
    try invoice.take(back: .writeOff)
    try save([invoice])
    var posting = Posting()
    try posting.debit(.writtenOff, before.toPay)
    try posting.credit(.receivable, before.toPay, before.customer)
    // An invoice can open again and be given up again: the version makes the fact unique.
    let entry = try posting.entry(
      InvoicingEntry.writtenOff, "\(id):\(invoice.version)", on: shop.today, before.number)
    try shop.ledger.post(entry.map { [$0] } ?? [])
    var totals = MonthTotals()
    try totals.add(before.toPay, to: .writtenOff, on: shop.today)
    try totals.save(in: shop)
    return invoice
  }

  /// Ends a pro forma that will not be paid: `expire`, `replace` or `cancel`. Credits reserved for
  /// it are to be released in the same transaction.
  /// - Returns: the pro forma as it is now, and what had been paid on it in part, which stays the
  ///   customer's prepayment.
  /// - Throws: `ImpossibleTransition` unless it is open.
  package func end(
    _ id: Invoice.ID, by event: ProFormaState.Event
  ) throws -> (proForma: DocumentHead, released: Money) {
    let before = try locked(id)
    var proForma = before
    guard [.expire, .replace, .cancel].contains(event) else {
      throw ImpossibleTransition(state: before.state.name, event: event.rawValue)
    }
    try proForma.end(event)
    let released = try release(before)
    try save([proForma])
    return (proForma, released)
  }
}
