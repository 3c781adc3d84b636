import Dispatch
import Primitives

/// A lane's connection, opened when first needed and again after it was lost, and the loop that
/// runs a transaction until it is committed or refused.
final class Session {
  typealias Opener = @Sendable () throws(StorageError) -> any Connection

  static let closedError = StorageError(.closed, message: "the database is closed")

  private let open: Opener
  private var connection: (any Connection)?
  private var isClosed = false

  init(_ open: @escaping Opener) { self.open = open }

  func close() {
    connection?.close()
    connection = nil
    isClosed = true
  }

  /// The connection itself, for what cannot stand in a transaction.
  func connected() throws(StorageError) -> any Connection {
    if let connection { return connection }
    if isClosed { throw Session.closedError }
    let fresh = try open()
    connection = fresh
    return fresh
  }

  /// Runs `body` in a transaction, again when the database says that it lost against another one
  /// or the connection broke before the commit.
  func transact<T>(
    _ mode: TransactionMode, _ context: TransactionContext, _ body: (Transaction) throws -> T
  ) throws -> T {
    var attempt = 1
    while true {
      let transaction = Transaction(try connected(), mode, context)
      do {
        let value = try body(transaction)
        try transaction.finish()
        return value
      } catch {
        abandon(transaction)
        guard transaction.failure?.isTransient == true, attempt < context.options.attempts,
          !Task.isCancelled
        else { throw transaction.decisiveFailure ?? error }
        pause(after: attempt, context.options)
        attempt += 1
      }
    }
  }

  private func abandon(_ transaction: Transaction) {
    transaction.rollback()
    if transaction.hasLostConnection {
      connection?.close()
      connection = nil
    }
  }

  /// Waits on the lane's own thread, longer with each attempt, at most a quarter of a second,
  /// by chance up to half as long, so that rivals do not meet again.
  private func pause(after attempt: Int, _ options: DatabaseOptions) {
    let longest = UInt64(1000) << UInt64(min(attempt, 8))
    let microseconds = longest / 2 + options.random.below(longest / 2)
    let never = DispatchSemaphore(value: 0)
    _ = never.wait(timeout: .now() + .microseconds(Int(microseconds)))
  }
}
