/// One connection to a database, used by one lane at a time. The two drivers stand behind it.
protocol Connection: AnyObject {
  var dialect: Dialect { get }

  /// Begins a transaction and gives the platform's time when `opening` asks for it.
  func begin(_ opening: Opening) throws(StorageError) -> Int64?
  func commit() throws(StorageError)
  func rollback() throws(StorageError)

  /// Row-level security for the rest of the transaction; nil stands for the platform.
  func fence(tenant: Int64?) throws(StorageError)

  /// Runs one statement; the number of rows changed.
  func execute(_ sql: SQL) throws(StorageError) -> Int
  /// Starts one statement whose rows are then stepped through.
  func start(_ sql: SQL) throws(StorageError) -> any Cursor
  /// Runs statements separated by semicolons, without values.
  func run(script: String) throws(StorageError)
  /// Makes the tables of a migration.
  func run(migration: String) throws(StorageError)

  /// - Parameter ahead: whether the answer may be waited for later, by `settle`.
  func insert(_ rows: BulkRows, ahead: Bool) throws(StorageError)
  /// Leaves out rows whose `key` is there; the number of those inserted.
  func insert(_ rows: BulkRows, newBy key: [String]) throws(StorageError) -> Int
  func update(_ rows: BulkRows, key: [String]) throws(StorageError) -> Int

  /// Waits for what was sent ahead and throws what came of it.
  func settle() throws(StorageError)

  /// The least moment of `due` after `start`, of whatever shop.
  func nextMoment(
    of due: DueIndex, after start: Int64, until end: Int64
  ) throws(StorageError) -> Int64?

  func close()
}

/// The rows of a statement that runs.
protocol Cursor: AnyObject {
  /// Goes to the next row; false at the end.
  func next() throws(StorageError) -> Bool
  var row: Row { get }
  /// Ends the statement, also in the middle.
  func close()
}

/// How a transaction begins.
struct Opening {
  let mode: TransactionMode
  let tenant: Int64?
  let readsClock: Bool
}

enum TransactionMode: Sendable {
  case read
  case write
  /// A write that ends in rollback.
  case rehearse
  /// A write that changes the schema and waits for others that do.
  case migrate

  var isReadOnly: Bool { self == .read }
}
