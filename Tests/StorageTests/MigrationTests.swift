import Primitives
import Storage
import TestSupport
import Testing

@Suite struct MigrationTests {
  @Test(arguments: TestDatabase.sharedKinds)
  func `migrations run once, in order`(kind: DatabaseKind) async throws {
    try await kind.withURL { url in
      for round in 1...2 {
        let database = try await Database.open(url)
        if round == 1 { try await database.migrate([Tables.shops]) }
        try await database.migrate(Tables.all)
        try await database.migrate(Tables.all)
        #expect(try await database.appliedMigrations() == Tables.all.map(\.name))
        await database.close()
      }
    }
  }

  @Test(arguments: TestDatabase.sharedKinds)
  func `several processes may start at once`(kind: DatabaseKind) async throws {
    try await kind.withURL { url in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...4 {
          group.addTask {
            let database = try await Database.open(url)
            try await database.migrate(Tables.all)
            #expect(try await database.appliedMigrations().count == 3)
            await database.close()
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `an edited migration is refused`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let edited = Migration(Tables.shops.name, Tables.shops.sql + " -- or so")
      let kind = try await refusal {
        try await database.migrate([edited, Tables.accounts, Tables.values])
      }
      #expect(kind == .editedMigration("test.001-shops"))
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a newer database is refused`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let kind = try await refusal { try await database.migrate([Tables.shops, Tables.accounts]) }
      #expect(kind == .newerDatabase(migration: "test.003-values"))
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a failing migration leaves nothing of itself`(kind: DatabaseKind) async throws {
    try await kind.with([Tables.shops]) { database in
      let broken = Migration(
        "test.009-broken", "CREATE TABLE half (id BIGINT PRIMARY KEY); CREATE TABEL rest (x);")
      let kind = try await refusal { try await database.migrate([Tables.shops, broken]) }
      #expect(kind == .invalidSQL)
      #expect(try await database.appliedMigrations() == [Tables.shops.name])
      #expect(try await !database.tables().contains { $0.name == "half" })
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `two migrations of one name are refused`(kind: DatabaseKind) async throws {
    try await kind.with([]) { database in
      let kind = try await refusal { try await database.migrate([Tables.shops, Tables.shops]) }
      #expect(kind == .invalidSQL)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `an unreachable database is told at once`(kind: DatabaseKind) async throws {
    let url: DatabaseURL =
      switch kind {
      case .postgres: try DatabaseURL("postgres://nobody@localhost:1/nothing")
      case .file, .memory: .file("/nonexistent/folder/file.sqlite")
      }
    try await expectRefusal(.unavailable) { _ = try await Database.open(url) }
  }
}
