package import Ledger
import Primitives
import Tenancy

/// How documents and the money that settles them are booked. A pro forma has no effect on
/// the ledger (I-03); what is paid on one is the customer's prepayment until the invoice follows.
package enum InvoicingEntry {
  /// D receivable / C revenue, C VAT per rate.
  package static let issued = EntryKind("invoice.issued")
  /// D clearing / C receivable; part of a pro forma or nobody's: C prepayments.
  package static let received = EntryKind("payment.received")
  /// D prepayments / C receivable, when money that lay on nothing is laid on an invoice.
  package static let allocated = EntryKind("payment.allocated")
  /// The opposite of `received`, when money is taken back.
  package static let returned = EntryKind("payment.returned")
  /// D revenue, D VAT / C receivable; what was settled before becomes a prepayment.
  package static let credited = EntryKind("creditNote.issued")
  /// D written off / C receivable.
  package static let writtenOff = EntryKind("invoice.writtenOff")
}

/// Gathers an entry's lines per account and customer; what comes out at zero is left out.
struct Posting {
  private struct Key: Hashable {
    let account: AccountCode
    let customer: Customer.ID?
  }

  private var order: [Key] = []
  private var sums: [Key: Money] = [:]

  mutating func debit(
    _ account: AccountCode, _ amount: Money, _ customer: Customer.ID? = nil
  ) throws(MoneyError) {
    let key = Key(account: account, customer: customer)
    if let sum = sums[key] {
      sums[key] = try sum + amount
    } else {
      order.append(key)
      sums[key] = amount
    }
  }

  mutating func credit(
    _ account: AccountCode, _ amount: Money, _ customer: Customer.ID? = nil
  ) throws(MoneyError) {
    try debit(account, amount.negated, customer)
  }

  /// Nil when nothing is left to book.
  func entry(
    _ kind: EntryKind, _ source: String, on date: CivilDate, _ text: String
  ) throws(LedgerError) -> JournalEntry? {
    let lines = order.compactMap { key -> JournalLine? in
      guard let sum = sums[key], !sum.isZero else { return nil }
      return .debit(key.account, sum, customer: key.customer)
    }
    guard !lines.isEmpty else { return nil }
    return try JournalEntry(kind: kind, source: source, bookedOn: date, text: text, lines: lines)
  }
}

extension PressedDocument {
  /// What issuing books. A credit note is booked by who takes the invoice back, who knows what
  /// was settled on it.
  /// - Parameter defers: whether revenue of days to come waits for its month.
  func issuedEntry(defers: Bool) throws -> (entry: JournalEntry?, deferrals: [Deferral]) {
    guard head.kind == .invoice else { return (nil, []) }
    var posting = Posting()
    try posting.debit(.receivable, head.total, head.customer)
    let revenue = try defers ? deferredRevenue() : nil
    for amount in revenue?.amounts ?? [] { try posting.credit(amount.account, amount.net) }
    for rate in content.rates {
      if revenue == nil { try posting.credit(.revenue(rate.treatment), rate.net) }
      try posting.credit(.vatPayable(rate.treatment), rate.vat)
    }
    let entry = try posting.entry(
      InvoicingEntry.issued, head.id.description, on: head.issuedOn, head.number)
    return (entry, revenue?.deferrals ?? [])
  }

  private func deferredRevenue() throws -> RevenuePosting {
    try RevenuePosting(
      of: content.lines.enumerated().map { ordinal, line in
        RevenuePart(
          source: head.id.line(ordinal), treatment: line.treatment, net: line.net,
          period: line.period)
      }, bookedOn: head.issuedOn, defers: true)
  }
}

extension EntityID<Invoice> {
  /// A line of the document, as the books know it.
  func line(_ ordinal: Int) -> String { "\(self):\(ordinal)" }
}
