import Ledger
package import Primitives
import Storage
import Tenancy

extension InvoicingStore {
  /// Gives up what is still open on a definitive invoice.
  /// - Parameter expected: the invoice's version as it was shown.
  /// - Throws: `ImpossibleTransition` unless it is open, `InvoicingRefusal.documentChanged`.
  package func writeOff(
    _ id: Invoice.ID, expecting expected: Int64? = nil
  ) throws -> DocumentHead {
    let before = try locked(id)
    guard expected == nil || expected == before.version else {
      throw InvoicingRefusal.documentChanged
    }
    var invoice = before
    try invoice.writeOff()
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
    try release(before.paid, from: before)
    try save([proForma])
    return (proForma, before.paid)
  }
}
