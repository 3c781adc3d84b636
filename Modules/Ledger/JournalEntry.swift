package import Primitives
package import Tenancy

/// What kind of fact an entry books, such as "invoice.issued". The ledger knows none of them by
/// name: each subject declares its own beside its posting rules.
package struct EntryKind: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) { self.text = text }

  package var description: String { text }
}

/// One side of an entry: debit positive, credit negative, never zero.
package struct JournalLine: Hashable, Sendable {
  package let account: AccountCode
  package let amount: Money
  /// Whose money it is, on the accounts that are kept per customer.
  package let customer: Customer.ID?

  package static func debit(
    _ account: AccountCode, _ amount: Money, customer: Customer.ID? = nil
  ) -> JournalLine {
    JournalLine(account: account, amount: amount, customer: customer)
  }

  package static func credit(
    _ account: AccountCode, _ amount: Money, customer: Customer.ID? = nil
  ) -> JournalLine {
    JournalLine(account: account, amount: amount.negated, customer: customer)
  }
}

/// A balanced fact about money (R-17, I-01). It cannot be made unbalanced, and once posted it is
/// never changed: a correction is a new entry that names the one it reverses.
package struct JournalEntry: Entity, Hashable, Sendable {
  package static let idPrefix = "jou"
  /// Lines of one entry.
  package static let maximumLines = 2000

  package let kind: EntryKind
  /// What caused it, such as the id of an invoice. Unique within the shop and kind: the same fact
  /// cannot be booked twice.
  package let source: String
  package let bookedOn: CivilDate
  package let text: String
  /// The posted entry that this one takes back; each can be taken back once.
  package let reverses: JournalEntry.ID?
  package let lines: [JournalLine]

  /// - Throws: `LedgerError` unless there are two lines or more, none is zero, and the lines of
  ///   each currency add up to zero. Lines that are zero must be left out by the caller.
  package init(
    kind: EntryKind, source: String, bookedOn: CivilDate, text: String,
    reverses: JournalEntry.ID? = nil, lines: [JournalLine]
  ) throws(LedgerError) {
    guard (2...JournalEntry.maximumLines).contains(lines.count) else {
      throw .lineCount(kind, source: source, lines.count)
    }
    guard lines.allSatisfy({ !$0.amount.isZero }) else {
      throw .zeroLine(kind, source: source)
    }
    self.kind = kind
    self.source = source
    self.bookedOn = bookedOn
    self.text = text
    self.reverses = reverses
    self.lines = lines
    try requireBalance()
  }

  private func requireBalance() throws(LedgerError) {
    var sums: [Currency: Int64] = [:]
    for line in lines {
      let sum = sums[line.amount.currency, default: 0]
      let (next, overflow) = sum.addingReportingOverflow(line.amount.minorUnits)
      guard !overflow else { throw .outOfRange(kind, source: source) }
      sums[line.amount.currency] = next
    }
    guard sums.values.allSatisfy({ $0 == 0 }) else { throw .unbalanced(kind, source: source) }
  }
}

/// An entry as it stands in the books.
package struct PostedEntry: Hashable, Sendable {
  package let id: JournalEntry.ID
  package let postedAt: Instant
  package let entry: JournalEntry

  /// The entry that takes this one back, under its own kind and source.
  package func reversal(
    kind: EntryKind, source: String, bookedOn: CivilDate, text: String
  ) throws(LedgerError) -> JournalEntry {
    let lines = entry.lines.map { line in
      JournalLine(
        account: line.account, amount: line.amount.negated, customer: line.customer)
    }
    return try JournalEntry(
      kind: kind, source: source, bookedOn: bookedOn, text: text, reverses: id, lines: lines)
  }
}
