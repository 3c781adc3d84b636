package import Primitives
package import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// Where a test's database stands. A test body runs on each of them:
///
///     @Test(arguments: TestDatabase.kinds) func billsOnce(kind: DatabaseKind) async throws {
///       try await kind.with(Migrations.all) { database in … }
///     }
package enum DatabaseKind: String, Sendable, Hashable, CaseIterable {
  /// SQLite in memory: the fastest, but only one `Database` can have it open.
  case memory
  /// SQLite in a file of its own.
  case file
  /// A PostgreSQL database of its own on the server that `PENNING_TEST_POSTGRES` names.
  case postgres
}

/// The databases that tests run on.
package enum TestDatabase {
  /// SQLite in memory, and PostgreSQL when a server is named.
  package static var kinds: [DatabaseKind] { [.memory] + servers }

  /// Those that several `Database`s, and so several workers, can have open at once: SQLite in a
  /// file, and PostgreSQL when a server is named.
  package static var sharedKinds: [DatabaseKind] { [.file] + servers }

  /// PostgreSQL when a server is named: for what only it can do.
  package static var servers: [DatabaseKind] { serverURL == nil ? [] : [.postgres] }

  static var serverURL: String? {
    getenv("PENNING_TEST_POSTGRES").map { String(cString: $0) }
  }
}

extension DatabaseKind {
  /// Runs `body` on a fresh database with `migrations` run, and throws the database away.
  package func with<T>(
    _ migrations: [Migration], clock: PlatformClock = .system, options: DatabaseOptions = .init(),
    _ body: (Database) async throws -> T
  ) async throws -> T {
    try await withURL(migrations) { url in
      let database = try await Database.open(url, clock: clock, options: options)
      do {
        try await database.migrate(migrations)
        let value = try await body(database)
        await database.close()
        return value
      } catch {
        await database.close()
        throw error
      }
    }
  }

  /// The same with a clock that stands still until the test moves it.
  package func with<T>(
    _ migrations: [Migration], startingAt start: Instant, options: DatabaseOptions = .init(),
    _ body: (Database, ManualClock) async throws -> T
  ) async throws -> T {
    let clock = ManualClock(start)
    return try await with(migrations, clock: .manual(clock), options: options) { database in
      try await body(database, clock)
    }
  }

  /// The place of a fresh database for tests that open it themselves, once or several times.
  /// With `prepared` migrations it may be made as a copy of one that has them already; `migrate`
  /// is to be called all the same.
  package func withURL<T>(
    _ prepared: [Migration] = [], _ body: (DatabaseURL) async throws -> T
  ) async throws -> T {
    switch self {
    case .memory: return try await body(.memory)
    case .file:
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      return try await body(.file(folder.path + "/penning.sqlite"))
    case .postgres:
      let server = try PostgresServer.named()
      let name = try await server.create(prepared)
      do {
        let value = try await body(try server.url(of: name))
        await server.drop(name)
        return value
      } catch {
        await server.drop(name)
        throw error
      }
    }
  }
}
