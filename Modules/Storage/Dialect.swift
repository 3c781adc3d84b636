/// Which database stands below, and the few fragments of SQL that differ.
package enum Dialect: String, Sendable, Hashable, CaseIterable {
  case sqlite
  case postgres

  /// Ends a SELECT whose rows this transaction claims; rows that another transaction holds are
  /// passed over. Empty on SQLite, where only one transaction writes at a time.
  package var forUpdateSkipLocked: SQL {
    switch self {
    case .sqlite: ""
    case .postgres: " FOR UPDATE SKIP LOCKED"
    }
  }

  /// Ends a SELECT whose rows this transaction will change. Empty on SQLite.
  package var forUpdate: SQL {
    switch self {
    case .sqlite: ""
    case .postgres: " FOR UPDATE"
    }
  }
}
