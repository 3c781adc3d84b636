/// What would break the books. None of it can be caused from outside: a caller's rule is wrong,
/// or a row is damaged.
package enum LedgerError: Error, Hashable, Sendable {
  case lineCount(EntryKind, source: String, Int)
  case zeroLine(EntryKind, source: String)
  case unbalanced(EntryKind, source: String)
  case outOfRange(EntryKind, source: String)
  /// The shop's chart has no such account; its books may not be open.
  case unknownAccount(AccountCode)
  /// A stored row cannot be read as what it should be.
  case unreadable(table: String, id: Int64)
}
