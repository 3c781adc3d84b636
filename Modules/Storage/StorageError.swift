/// Why the database refused or failed. Holds the SQL text, never a bound value.
package struct StorageError: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// A unique or primary key holds the same values already.
    case uniqueViolation(Key)
    /// A row points to nothing, or is pointed to. SQLite does not tell the constraint's name.
    case foreignKeyViolation(constraint: String?)
    /// A CHECK said no. Its name if it has one, on SQLite otherwise its expression.
    case checkViolation(constraint: String)
    case notNullViolation(table: String, column: String)
    /// A row of another shop than the transaction is fenced to (PostgreSQL).
    case fenceCrossed
    /// Two transactions that cannot both have been; the retries are used up.
    case serializationFailure
    /// Another process held the lock for longer than the busy time-out.
    case busy
    /// A statement ran for longer than the statement time-out, or was cancelled.
    case timeout
    /// The connection broke before the commit was sent: nothing was written.
    case connectionLost
    /// The connection broke while the commit was under way: it may have been written or not.
    case outcomeUnknown
    /// The database cannot be opened or reached.
    case unavailable
    case diskFull
    /// The file is damaged or no database.
    case corrupt
    /// A write in a read-only transaction, or to a read-only file.
    case readOnly
    /// The database, or the transaction, is closed.
    case closed
    /// A value that is NULL or of another type than asked for.
    case unreadable
    /// A value that cannot be stored: text with an embedded NUL.
    case unstorable
    /// The database was migrated by a newer version of the program, which knows this migration.
    case newerDatabase(migration: String)
    /// A migration's text is not what was once run.
    case editedMigration(String)
    /// `migrate` has not run on this `Database`, so it has no ids to give.
    case notMigrated
    /// The platform's time can be set only on a database clock, and only forwards.
    case clockRefused
    case invalidURL
    /// A statement that cannot be prepared or run: an error of the program.
    case invalidSQL
    case other
  }

  /// The unique key that was violated. PostgreSQL gives all three; SQLite gives table and
  /// columns, or for an index on expressions only its name.
  package struct Key: Sendable, Hashable {
    package let table: String
    package let columns: [String]
    package let constraint: String?
  }

  package let kind: Kind
  /// What the database said, in English.
  package let message: String
  /// The SQLSTATE of PostgreSQL, or the extended result code of SQLite as a number.
  package let code: String?
  /// The text of the statement, with placeholders.
  package internal(set) var sql: String?

  init(_ kind: Kind, message: String, code: String? = nil, sql: String? = nil) {
    self.kind = kind
    self.message = message
    self.code = code
    self.sql = sql
  }

  /// Whether it is the unique key of exactly these columns, in any order: how a store turns a
  /// unique violation into a refusal on both databases.
  package func isUniqueViolation(_ table: String, _ columns: [String]) -> Bool {
    guard case .uniqueViolation(let key) = kind else { return false }
    return key.table == table && Set(key.columns) == Set(columns)
  }

  package var isUniqueViolation: Bool {
    if case .uniqueViolation = kind { true } else { false }
  }

  /// Whether the same transaction may succeed when it is run again: nothing of it was written.
  package var isTransient: Bool {
    switch kind {
    case .serializationFailure, .busy, .connectionLost: true
    default: false
    }
  }

  func with(sql: String) -> StorageError {
    var error = self
    if error.sql == nil { error.sql = sql }
    return error
  }
}

extension StorageError: CustomStringConvertible {
  package var description: String {
    var text = "storage: \(message)"
    if let code { text += " [\(code)]" }
    if let sql { text += " in: \(sql)" }
    return text
  }
}
