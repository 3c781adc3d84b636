/// The book in which an entry stands, as accountants keep them apart (XAF `jrnTp`).
package enum Journal: String, CaseIterable, Sendable {
  /// What was invoiced and credited.
  case sales = "S"
  /// What was paid, at a bank or payment provider.
  case bank = "B"
  /// All that moves no money and sells nothing: credits, write-offs, revenue released.
  case memorial = "Z"

  /// The subjects, by the word that their kinds of entry begin with; others are memorial.
  static let subjects: [Journal: [String]] = [
    .sales: ["invoice", "creditNote"],
    .bank: ["payment", "refund", "chargeback", "payout", "fee", "statement"],
  ]

  /// Kinds that stand elsewhere than their subject.
  static let exceptions: [EntryKind: Journal] = [EntryKind("invoice.writtenOff"): .memorial]
}

extension EntryKind {
  /// Where entries of this kind stand, told by the word before the dot.
  package var journal: Journal {
    if let journal = Journal.exceptions[self] { return journal }
    let subject = text.prefix { $0 != "." }
    return Journal.allCases.first { Journal.subjects[$0]?.contains(String(subject)) ?? false }
      ?? .memorial
  }
}
