/// One invariant tried over a shop's committed rows: how many were looked at, and which break it.
/// `penning-worker verify` and the simulator print and add up these.
package struct InvariantCheck: Hashable, Sendable {
  /// The row of the list of invariants, such as "I-01".
  package let invariant: String
  /// What was tried, such as "journal entries balance".
  package let name: String
  package let checked: Int64
  /// Each names a row and what is wrong with it; at most `limit` of them.
  package let breaks: [String]

  /// How many breaks one check names.
  package static let limit: Int64 = 50

  package init(_ invariant: String, _ name: String, checked: Int64, breaks: [String]) {
    self.invariant = invariant
    self.name = name
    self.checked = checked
    self.breaks = breaks
  }

  package var holds: Bool { breaks.isEmpty }
}
