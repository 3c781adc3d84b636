import Primitives

extension Database {
  /// Brings the schema up to date: runs, in the order given and each in a transaction of its
  /// own, the migrations that the database does not have yet; then raises the fence around each
  /// table with a `tenant_id` (PostgreSQL) and claims this process's lane of ids. Two processes
  /// may start at once.
  ///
  /// Errors: `newerDatabase` when the database has a migration that is not in the list,
  /// `editedMigration` when one was changed after it had been run.
  package func migrate(_ migrations: [Migration]) async throws {
    let known = migrations.map(\.name)
    guard Set(known).count == known.count else {
      throw StorageError(.invalidSQL, message: "two migrations have the same name")
    }
    try await run(.migrate) { transaction in try transaction.makeOwnTables() }
    let applied = try await run(.migrate) { transaction in try transaction.appliedMigrations() }
    if let unknown = applied.keys.sorted().first(where: { !known.contains($0) }) {
      throw StorageError(
        .newerDatabase(migration: unknown),
        message: "the database is newer than this program: it has the migration \(unknown)")
    }
    for migration in migrations {
      if let checksum = applied[migration.name] {
        try migration.check(checksum)
      } else {
        try await run(.migrate) { transaction in try transaction.apply(migration) }
      }
    }
    if dialect == .postgres {
      let platform = migrations.reduce(into: Set<String>()) { $0.formUnion($1.platformTables) }
      let keys = uniqueKeys
      try await run(.migrate) { transaction in
        try PostgresFence.raise(in: transaction, except: platform)
        try PostgresKeys.dropImplied(in: transaction)
        try keys.learn(in: transaction)
      }
    }
    try await claimLane()
  }

  /// The names of the migrations that the database has, in the order in which they were run;
  /// empty before the first.
  package func appliedMigrations() async throws -> [String] {
    try await read { transaction in
      try transaction.all("SELECT name FROM schema_migrations ORDER BY position") { try $0(0) }
    }
  }

  private func claimLane() async throws {
    guard !hasLane else { return becomeMigrated(lane: nil) }
    if let lane = options.lane { return becomeMigrated(lane: lane) }
    let claimed = try await run(.migrate) { transaction in
      try transaction.first(
        "UPDATE id_lanes SET next_lane = next_lane + 1 WHERE id = 1 RETURNING next_lane - 1"
      ) { row -> Int64 in try row(0) }
    }
    becomeMigrated(lane: Int((claimed ?? 0) % Int64(IDGenerator.lanes)))
  }
}

extension Migration {
  fileprivate func check(_ applied: String) throws(StorageError) {
    guard applied == checksum else {
      throw StorageError(
        .editedMigration(name), message: "the migration \(name) was edited after it had been run")
    }
  }
}

extension Transaction {
  /// Name and checksum of what was run.
  fileprivate func appliedMigrations() throws -> [String: String] {
    var applied: [String: String] = [:]
    try each("SELECT name, checksum FROM schema_migrations") { row in
      applied[try row(0)] = try row.get(1) as String
    }
    return applied
  }

  /// Runs a migration unless another process did so in the meantime.
  fileprivate func apply(_ migration: Migration) throws {
    if let checksum = try appliedMigrations()[migration.name] {
      return try migration.check(checksum)
    }
    try run(migration: migration.sql)
    try execute(
      """
      INSERT INTO schema_migrations (name, position, checksum, applied_at)
      SELECT CAST(\(migration.name) AS TEXT), COUNT(*) + 1, CAST(\(migration.checksum) AS TEXT),
        CAST(\(now) AS BIGINT)
      FROM schema_migrations
      """)
  }

  fileprivate func makeOwnTables() throws {
    try run(script: ownTables)
    try execute(
      "INSERT INTO platform_clock (id, now_ms) VALUES (1, \(now)) ON CONFLICT DO NOTHING")
    try execute("INSERT INTO id_lanes (id, next_lane) VALUES (1, 0) ON CONFLICT DO NOTHING")
  }
}

private let ownTables = """
  CREATE TABLE IF NOT EXISTS schema_migrations (
    name TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL UNIQUE,
    checksum TEXT NOT NULL,
    applied_at BIGINT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS platform_clock (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    now_ms BIGINT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS id_lanes (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    next_lane BIGINT NOT NULL
  );
  """
