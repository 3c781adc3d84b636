package import Primitives
import Synchronization

/// A database: SQLite in a file or in memory, or PostgreSQL. One for a process.
///
/// Transactions are synchronous closures, so nothing can wait inside one, and they can be run
/// again after they lost against another: a closure must do nothing but use its transaction and
/// compute. They run off the caller's thread.
package final class Database: Sendable {
  package let dialect: Dialect
  let clock: PlatformClock
  let options: DatabaseOptions
  let writers: LanePool
  let readers: LanePool
  let uniqueKeys: UniqueKeys
  private let state = Mutex(State())

  private struct State {
    var ids: IDGenerator?
    var isMigrated = false
  }

  private init(
    _ dialect: Dialect, clock: PlatformClock, options: DatabaseOptions, writers: LanePool,
    readers: LanePool, uniqueKeys: UniqueKeys = UniqueKeys()
  ) {
    self.dialect = dialect
    self.clock = clock
    self.options = options
    self.writers = writers
    self.readers = readers
    self.uniqueKeys = uniqueKeys
  }

  /// Opens the database and checks that it can be reached. `migrate` comes next.
  package static func open(
    _ url: DatabaseURL, clock: PlatformClock = .system, options: DatabaseOptions = .init()
  ) async throws(StorageError) -> Database {
    let database = Database(url, clock, options)
    do {
      try await database.writers.run { session in _ = try session.connected() }
    } catch let error as StorageError {
      await database.close()
      throw error
    } catch {
      await database.close()
      throw StorageError(.unavailable, message: "opening was cancelled")
    }
    return database
  }

  private convenience init(_ url: DatabaseURL, _ clock: PlatformClock, _ options: DatabaseOptions) {
    switch url.location {
    case .memory:
      let only = LanePool([
        InlineLane { () throws(StorageError) in
          try SQLiteConnection(path: "", role: .memory, options: options)
        }
      ])
      self.init(.sqlite, clock: clock, options: options, writers: only, readers: only)
    case .file(let path):
      let writer = BlockingLane { () throws(StorageError) in
        try SQLiteConnection(path: path, role: .writer, options: options)
      }
      let readers = (0..<max(options.readers, 1)).map { _ in
        BlockingLane { () throws(StorageError) in
          try SQLiteConnection(path: path, role: .reader, options: options)
        }
      }
      self.init(
        .sqlite, clock: clock, options: options, writers: LanePool([writer]),
        readers: LanePool(readers))
    case .postgres(let url):
      let keys = UniqueKeys()
      let lanes = (0..<max(options.connections, 1)).map { _ in
        BlockingLane { () throws(StorageError) in try PostgresConnection(url, options, keys) }
      }
      let pool = LanePool(lanes)
      self.init(
        .postgres, clock: clock, options: options, writers: pool, readers: pool, uniqueKeys: keys)
    }
  }

  /// Reads one consistent snapshot. Readers wait for nobody; a write in `body` is refused.
  package func read<T: Sendable>(
    _ body: @Sendable (Transaction) throws -> T
  ) async throws -> T {
    try await run(.read, body)
  }

  /// Writes all or nothing: an error thrown by `body` undoes everything. `body` is run again
  /// when it lost against another transaction, so it must have no other effect.
  @discardableResult
  package func write<T: Sendable>(
    _ body: @Sendable (Transaction) throws -> T
  ) async throws -> T {
    try await run(.write, body)
  }

  /// A write that is always undone: the very code of the write gives the preview.
  package func rehearse<T: Sendable>(
    _ body: @Sendable (Transaction) throws -> T
  ) async throws -> T {
    try await run(.rehearse, body)
  }

  /// Waits for running transactions and closes the connections; what comes after is refused.
  package func close() async {
    await readers.close()
    await writers.close()
  }

  func run<T: Sendable>(
    _ mode: TransactionMode, _ body: @Sendable (Transaction) throws -> T
  ) async throws -> T {
    let context = context(for: mode)
    return try await (mode.isReadOnly ? readers : writers).run { session in
      try session.transact(mode, context, body)
    }
  }

  private func context(for mode: TransactionMode) -> TransactionContext {
    let (ids, isMigrated) = state.withLock { ($0.ids, $0.isMigrated) }
    var readsClock = false
    if case .database = clock, isMigrated, mode != .migrate { readsClock = true }
    return TransactionContext(clock: clock, options: options, ids: ids, readsClock: readsClock)
  }

  var hasLane: Bool { state.withLock { $0.ids != nil } }

  /// From here on there are ids and, on a database clock, the platform's time.
  func becomeMigrated(lane: Int?) {
    state.withLock { state in
      state.isMigrated = true
      if let lane { state.ids = IDGenerator(lane: lane) }
    }
  }
}
