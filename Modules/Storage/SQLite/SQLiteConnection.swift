import CSQLite

/// A connection to a SQLite file or to a database in memory.
final class SQLiteConnection: Connection {
  /// What the connection is for; a database in memory has only one, for both.
  enum Role: Sendable { case writer, reader, memory }

  let dialect = Dialect.sqlite
  let handle: OpaquePointer
  private var statements = SQLiteStatementCache()
  private(set) var isReading = false
  private var isOpen = true

  init(path: String, role: Role, options: DatabaseOptions) throws(StorageError) {
    if role != .memory { PrivateFile.create(path) }
    _ = SQLiteConnection.hasNoMemoryCounts
    var opened: OpaquePointer?
    let flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(role == .memory ? ":memory:" : path, &opened, flags, nil)
    guard let opened else {
      throw StorageError(.unavailable, message: "SQLite has no memory for a connection")
    }
    guard code == SQLITE_OK else {
      let error = StorageError(sqlite: opened)
      sqlite3_close_v2(opened)
      throw StorageError(.unavailable, message: error.message, code: error.code)
    }
    handle = opened
    do { try configure(role, options) } catch {
      sqlite3_close_v2(opened)
      throw error
    }
  }

  /// SQLite counts its memory under a lock unless it is told not to before its first use.
  private static let hasNoMemoryCounts =
    penning_sqlite_without_memory_counts() == SQLITE_OK

  deinit { close() }

  func close() {
    guard isOpen else { return }
    isOpen = false
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  private func configure(_ role: Role, _ options: DatabaseOptions) throws(StorageError) {
    sqlite3_busy_timeout(handle, Int32(clamping: options.busyTimeout))
    try run(script: "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")
    try run(script: "PRAGMA temp_store = MEMORY;")
    switch role {
    case .memory: try run(script: "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")
    case .writer:
      try useWriteAheadLog()
      try run(script: "PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864;")
    case .reader:
      try useWriteAheadLog()
      try run(script: "PRAGMA cache_size = -16384; PRAGMA query_only = ON;")
    }
  }

  /// The busy time-out does not cover the change to WAL when two processes start at once.
  private func useWriteAheadLog() throws(StorageError) {
    var attempt = 0
    while true {
      do {
        return try run(script: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
      } catch {
        guard error.kind == .busy, attempt < 50 else { throw error }
        attempt += 1
        sqlite3_sleep(20)
      }
    }
  }

  // MARK: - Transactions

  func begin(_ opening: Opening) throws(StorageError) -> Int64? {
    isReading = false
    _ = try execute(opening.mode.isReadOnly ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE")
    isReading = opening.mode.isReadOnly
    guard opening.readsClock else { return nil }
    do { return try readClock() } catch {
      try rollback()
      throw error
    }
  }

  private func readClock() throws(StorageError) -> Int64? {
    let cursor = try start("SELECT now_ms FROM platform_clock")
    defer { cursor.close() }
    return try cursor.next() ? try cursor.row.integer(0) : nil
  }

  func commit() throws(StorageError) {
    isReading = false
    guard sqlite3_get_autocommit(handle) == 0 else {
      throw StorageError(.other, message: "SQLite had rolled the transaction back")
    }
    _ = try execute("COMMIT")
  }

  /// SQLite ends a transaction by itself after the gravest errors.
  func rollback() throws(StorageError) {
    isReading = false
    if sqlite3_get_autocommit(handle) == 0 { _ = try execute("ROLLBACK") }
  }

  /// SQLite has no row-level security.
  func fence(tenant: Int64?) {}

  // MARK: - Statements

  func execute(_ sql: SQL) throws(StorageError) -> Int {
    let statement = try prepare(sql)
    defer { statement.close() }
    while try statement.next() {}
    return statement.isReadOnly ? 0 : Int(sqlite3_changes64(handle))
  }

  func start(_ sql: SQL) throws(StorageError) -> any Cursor { try prepare(sql) }

  func run(script: String) throws(StorageError) {
    guard sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else {
      throw StorageError(sqlite: handle).with(sql: script)
    }
  }

  func run(migration: String) throws(StorageError) {
    try SQLiteSchema.run(migration, on: handle)
  }

  /// Nothing is ever sent ahead: SQLite is in the process.
  func settle() {}

  func nextMoment(
    of due: DueIndex, after start: Int64, until end: Int64
  ) throws(StorageError) -> Int64? {
    let cursor = try self.start(
      """
      SELECT \(sql: due.column) FROM \(sql: due.table)
      WHERE \(sql: due.column) > \(start) AND \(sql: due.column) <= \(end)\(sql: due.filter)
      ORDER BY \(sql: due.column) LIMIT 1
      """)
    defer { cursor.close() }
    return try cursor.next() ? try cursor.row.integer(0) : nil
  }

  /// A statement that writes and is bound by its user.
  func prepareBulk(_ text: String) throws(StorageError) -> SQLiteStatement {
    guard !isReading else {
      throw StorageError(.readOnly, message: "a write in a read transaction", sql: text)
    }
    return try statements.take(text, on: handle)
  }

  private func prepare(_ sql: SQL) throws(StorageError) -> SQLiteStatement {
    let statement = try statements.take(sql.text, on: handle)
    do throws(StorageError) {
      if isReading && !statement.isReadOnly {
        throw StorageError(.readOnly, message: "a write in a read transaction", sql: sql.text)
      }
      try statement.bind(sql.bindings)
    } catch {
      statement.close()
      throw error.with(sql: sql.text)
    }
    return statement
  }
}
