package import Primitives

/// A transaction: the statements, the moment and the ids of one unit of work. Valid only inside
/// the closure that received it.
///
/// It begins with the first thing asked of it. After a failed statement every further one is
/// refused with the same error, on both databases alike, unless the failure was inside a
/// `savepoint`.
package final class Transaction {
  package let dialect: Dialect
  private let connection: any Connection
  private let mode: TransactionMode
  private let context: TransactionContext
  private var state = State.waiting
  private var moment = Instant(milliseconds: 0)
  private var tenant: Int64?
  private var savepoints = 0
  /// Whether `insert` of rows goes on without waiting for PostgreSQL's answer: what is wrong with
  /// them is told by the next statement or at the end. For runs, which catch nothing on the way:
  /// the server works while the next rows are made.
  package var sendsAhead = false
  /// The first failed statement, which decides how the transaction ends.
  private(set) var failure: StorageError?

  private enum State { case waiting, open, ended }

  init(_ connection: any Connection, _ mode: TransactionMode, _ context: TransactionContext) {
    self.connection = connection
    self.mode = mode
    self.context = context
    dialect = connection.dialect
  }

  /// The moment of the transaction: fixed when it begins.
  package var now: Instant {
    guarded { () throws(StorageError) in try begin() }
    return moment
  }

  /// The time that leases are measured by: the platform's, except where a database clock stands
  /// still until it is moved. A lease guards against dead processes, which is not business time.
  package var leaseTime: Instant {
    if case .database = context.clock { SystemTime.now() } else { now }
  }

  /// A new id, greater than those drawn before it.
  package func newID<E: Entity>(_ type: E.Type = E.self) -> EntityID<E> {
    let now = now
    guard let ids = context.ids else {
      fail(StorageError(.notMigrated, message: "migrate() has not run: there are no ids yet"))
      return EntityID(rawValue: 0)
    }
    return EntityID(rawValue: ids.next(at: now))
  }

  /// Limits what this transaction can see and write to one shop, or lifts the limit with nil
  /// (PostgreSQL; SQLite has no row-level security). A transaction begins without a limit.
  package func fence(tenant: Int64?) {
    self.tenant = tenant
    guard state == .open else { return }
    guarded { () throws(StorageError) in try connection.fence(tenant: tenant) }
  }

  // MARK: - Statements

  /// Runs one statement.
  /// - Returns: the number of rows inserted, changed or deleted.
  @discardableResult
  package func execute(_ sql: SQL) throws(StorageError) -> Int {
    try begin()
    do { return try connection.execute(sql) } catch { throw fail(error) }
  }

  /// Calls `body` with each row of the answer. Other statements may be run meanwhile. On
  /// PostgreSQL the whole answer is held in memory: read by pages what may be large.
  package func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    let cursor = try start(sql)
    defer { cursor.close() }
    while try advance(cursor) { try body(cursor.row) }
  }

  /// The rows of the answer, each made into a value.
  package func all<T>(_ sql: SQL, _ map: (Row) throws -> T) throws -> [T] {
    let cursor = try start(sql)
    defer { cursor.close() }
    var values: [T] = []
    while try advance(cursor) { values.append(try map(cursor.row)) }
    return values
  }

  /// The first row of the answer made into a value; nil when there is none.
  package func first<T>(_ sql: SQL, _ map: (Row) throws -> T) throws -> T? {
    let cursor = try start(sql)
    defer { cursor.close() }
    return try advance(cursor) ? try map(cursor.row) : nil
  }

  // MARK: - In bulk

  /// Inserts all rows, a statement for thousands on PostgreSQL, a prepared loop on SQLite.
  package func insert(_ rows: BulkRows) throws(StorageError) {
    try begin()
    do {
      try rows.checkShape()
      if !rows.isEmpty { try connection.insert(rows, ahead: sendsAhead) }
    } catch { throw fail(error) }
  }

  /// Inserts the rows but those whose `key`, a unique one, is there already or was earlier among
  /// them.
  /// - Returns: how many were inserted.
  @discardableResult
  package func insert(_ rows: BulkRows, newBy key: [String]) throws(StorageError) -> Int {
    try begin()
    do {
      try rows.checkShape(key: key)
      return rows.isEmpty ? 0 : try connection.insert(rows, newBy: key)
    } catch { throw fail(error) }
  }

  /// Sets, for each of `rows`, all its columns but `key` in the row that has its `key`.
  /// - Returns: the number of rows changed; fewer than given when some were not found.
  @discardableResult
  package func update(_ rows: BulkRows, key: [String]) throws(StorageError) -> Int {
    try begin()
    do {
      try rows.checkShape(key: key)
      return rows.isEmpty ? 0 : try connection.update(rows, key: key)
    } catch { throw fail(error) }
  }

  // MARK: - Parts

  /// Runs `body` so that, when it throws, only what it did is undone and the transaction can go
  /// on. Costs two statements: not for loops over many rows.
  @discardableResult
  package func savepoint<T>(_ body: () throws -> T) throws -> T {
    let name = "s\(savepoints)"
    savepoints += 1
    defer { savepoints -= 1 }
    try execute(SQL(raw: "SAVEPOINT \(name)"))
    do {
      let value = try body()
      if let failure { throw failure }
      settle()
      try execute(SQL(raw: "RELEASE SAVEPOINT \(name)"))
      return value
    } catch {
      settle()
      if failure?.endsTransaction != true {
        failure = nil
        try execute(SQL(raw: "ROLLBACK TO SAVEPOINT \(name)"))
        try execute(SQL(raw: "RELEASE SAVEPOINT \(name)"))
      }
      throw error
    }
  }

  /// The least moment of `due` after `start` and not after `end`, of whatever shop: the fence
  /// does not hide it, since a moment tells nothing.
  func nextMoment(of due: DueIndex, after start: Instant, until end: Instant) throws(StorageError)
    -> Instant?
  {
    try begin()
    do {
      let next = try connection.nextMoment(
        of: due, after: start.milliseconds, until: end.milliseconds)
      return next.map { Instant(milliseconds: $0) }
    } catch { throw fail(error) }
  }

  /// Runs statements separated by semicolons.
  func run(script: String) throws(StorageError) {
    try begin()
    do { try connection.run(script: script) } catch { throw fail(error) }
  }

  func run(migration: String) throws(StorageError) {
    try begin()
    do { try connection.run(migration: migration) } catch { throw fail(error) }
  }
}

// MARK: - Beginning and ending

extension Transaction {
  /// Commits, or rolls back a rehearsal. A statement that failed and whose error was swallowed
  /// comes back here.
  func finish() throws(StorageError) {
    if let failure { throw failure }
    guard state == .open else {
      state = .ended
      return
    }
    do {
      try connection.settle()
      if mode == .rehearse { try connection.rollback() } else { try connection.commit() }
      state = .ended
    } catch { throw fail(error) }
  }

  /// Ends without a trace. Failing here means that the connection is of no more use.
  func rollback() {
    defer { state = .ended }
    settle()
    guard state == .open, !hasLostConnection else { return }
    do { try connection.rollback() } catch {
      failure = StorageError(.connectionLost, message: error.message, code: error.code)
    }
  }

  /// The failure that stands above whatever the body made of it.
  var decisiveFailure: StorageError? { failure?.endsTransaction == true ? failure : nil }

  var hasLostConnection: Bool {
    failure?.kind == .connectionLost || failure?.kind == .outcomeUnknown
  }

  private func begin() throws(StorageError) {
    if let failure { throw failure }
    switch state {
    case .open: return
    case .ended: throw fail(StorageError(.closed, message: "the transaction has ended"))
    case .waiting: break
    }
    do {
      let opening = Opening(mode: mode, tenant: tenant, readsClock: context.readsClock)
      let platformTime = try connection.begin(opening)
      state = .open
      moment = platformTime.map { Instant(milliseconds: $0) } ?? context.currentTime
    } catch { throw fail(error) }
  }

  @discardableResult
  private func fail(_ error: StorageError) -> StorageError {
    if failure == nil { failure = error }
    return error
  }

  /// Learns what came of rows that were sent ahead.
  private func settle() {
    guard state == .open, !hasLostConnection else { return }
    do { try connection.settle() } catch { fail(error) }
  }

  /// For what cannot throw: the failure comes back with the next statement or at the end.
  private func guarded(_ work: () throws(StorageError) -> Void) {
    guard failure == nil else { return }
    do { try work() } catch { fail(error) }
  }

  private func start(_ sql: SQL) throws(StorageError) -> any Cursor {
    try begin()
    do { return try connection.start(sql) } catch { throw fail(error) }
  }

  private func advance(_ cursor: any Cursor) throws(StorageError) -> Bool {
    do { return try cursor.next() } catch { throw fail(error) }
  }
}

/// What the transactions of a database share.
struct TransactionContext: Sendable {
  let clock: PlatformClock
  let options: DatabaseOptions
  let ids: IDGenerator?
  /// Whether the platform's time is a row to be read when a transaction begins.
  let readsClock: Bool

  /// The time where it is not a row of the database.
  var currentTime: Instant {
    if case .manual(let clock) = clock { clock.now } else { SystemTime.now() }
  }
}

extension StorageError {
  /// Whether a savepoint cannot save the transaction.
  fileprivate var endsTransaction: Bool {
    switch kind {
    case .serializationFailure, .busy, .connectionLost, .outcomeUnknown, .diskFull, .corrupt,
      .closed, .notMigrated, .unavailable, .timeout:
      true
    default: false
    }
  }
}
