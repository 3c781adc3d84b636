package import Primitives

/// How a database is opened; the defaults suit a server.
package struct DatabaseOptions: Sendable {
  /// Connections for reading, beside the one writer (SQLite file).
  package var readers: Int
  /// Connections at most (PostgreSQL).
  package var connections: Int
  /// Milliseconds that one statement may run, 0 for no limit (PostgreSQL).
  package var statementTimeout: Int
  /// Milliseconds to wait for another process to let go of the write lock (SQLite).
  package var busyTimeout: Int
  /// How often a transaction is run at most, when it loses against another.
  package var attempts: Int
  /// Overrides the id lane that `migrate` would claim.
  package var lane: Int?
  /// Spreads the pauses between attempts.
  package var random: any RandomSource

  package init(
    readers: Int = 4, connections: Int = 8, statementTimeout: Int = 30_000,
    busyTimeout: Int = 5_000, attempts: Int = 30, lane: Int? = nil
  ) {
    self.readers = readers
    self.connections = connections
    self.statementTimeout = statementTimeout
    self.busyTimeout = busyTimeout
    self.attempts = attempts
    self.lane = lane
    random = SystemRandom()
  }
}
