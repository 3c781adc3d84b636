import Primitives
import Storage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct UpkeepTests {
  @Test(arguments: TestDatabase.kinds)
  func `the schema can be asked for`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let tables = try await database.tables()
      #expect(
        tables.map(\.name) == [
          "accounts", "id_lanes", "platform_clock", "schema_migrations", "sessions", "tenants",
          "things",
        ])
      let accounts = try #require(tables.first)
      #expect(
        accounts.columns.map(\.name) == ["id", "tenant_id", "name", "amount", "secret", "due_at"])
      #expect(accounts.columns.map(\.isNullable) == [false, false, false, false, true, true])
      #expect(accounts.columns[0].type.lowercased() == "bigint")
      #expect(accounts.primaryKey == ["id", "tenant_id"])
      #expect(Set(accounts.uniqueKeys) == [["id", "tenant_id"], ["tenant_id", "name"]])
      #expect(accounts.foreignKeys.map(\.columns) == [["tenant_id"]])
      #expect(accounts.foreignKeys.map(\.table) == ["tenants"])
      #expect(accounts.foreignKeys.map(\.referenced) == [["id"]])
      let due = try #require(accounts.indexes.first { $0.name == "due_accounts" })
      #expect(due.columns == ["due_at", "tenant_id", "id"])
      #expect(!due.isUnique && !due.isPrimary)
      #expect(due.predicate?.contains("due_at IS NOT NULL") == true)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `the plan of a statement names its index`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let plan = try await database.queryPlan(
        "SELECT id FROM accounts WHERE due_at <= \(5) ORDER BY due_at, tenant_id, id LIMIT \(9)")
      #expect(plan.joined().contains("due_accounts"))
    }
  }

  @Test func `a backup is a whole database`() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try await DatabaseKind.file.with(Tables.all) { database in
      try await database.addShops()
      try await database.backup(to: folder.path + "/copy.sqlite")
    }
    let copy = try await Database.open(.file(folder.path + "/copy.sqlite"))
    try await copy.migrate(Tables.all)
    #expect(try await copy.count("tenants") == 2)
    #expect(try await copy.integrityCheck() == [])
    await copy.close()
  }

  @Test func `a new file is readable for its owner alone`() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/new.sqlite"
    let database = try await Database.open(.file(path))
    try await database.migrate(Tables.all)
    for file in [path, path + "-wal"] {
      var status = stat()
      #expect(stat(file, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
    await database.close()
  }

  @Test(arguments: TestDatabase.kinds)
  func `a healthy database passes its check`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let problems = try await database.integrityCheck()
      #expect(problems == [])
    }
  }
}
