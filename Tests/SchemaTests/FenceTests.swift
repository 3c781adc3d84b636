import Primitives
import Runtime
import Storage
import Tenancy
import TestSupport
import Testing

/// Row-level security of every table of a shop, tried by raw SQL from another shop's fence.
@Suite struct FenceTests {
  /// The tables of shops, and two shops with a row in each of them where there is one.
  private func withTwoShops(
    _ kind: DatabaseKind,
    _ body: (Database, [String], TenantScope, TenantScope) async throws -> Void
  ) async throws {
    try await kind.withShop(MigrationManifest.all.filter { !isTenancy($0) }) { bench in
      let other = try await bench.otherShop()
      try await SampleRows.write(in: bench.database, as: bench.scope)
      let tables = try await bench.database.tables().map(\.name)
        .filter { ShopKeyTests.platformTables[$0] == nil }
      try await body(bench.database, tables, bench.scope, other)
    }
  }

  private func isTenancy(_ migration: Migration) -> Bool {
    TenancyMigrations.all.contains(migration)
  }

  @Test(arguments: TestDatabase.servers)
  func `row-level security is on and forced for every table of a shop`(
    kind: DatabaseKind
  ) async throws {
    try await withTwoShops(kind) { database, tables, _, _ in
      let fenced: [String] = try await database.read { transaction in
        try transaction.all(
          """
          SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity
            AND relnamespace = current_schema()::regnamespace
          """
        ) { try $0(0) }
      }
      #expect(Set(fenced) == Set(tables))
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `another shop's rows are not seen, changed or deleted in any table`(
    kind: DatabaseKind
  ) async throws {
    try await withTwoShops(kind) { database, tables, mine, other in
      let (owner, stranger) = (mine.shopID.rawValue, other.shopID.rawValue)
      var filled = 0
      for table in tables {
        let (there, reached) = try await database.write { transaction in
          let count: SQL = "SELECT COUNT(*) FROM \(sql: table) WHERE tenant_id = \(owner)"
          let there: Int? = try transaction.first(count) { try $0(0) }
          transaction.fence(tenant: stranger)
          let seen: Int? = try transaction.first(count) { try $0(0) }
          let changed = try transaction.execute(
            "UPDATE \(sql: table) SET tenant_id = \(stranger) WHERE tenant_id = \(owner)")
          let deleted = try transaction.execute(
            "DELETE FROM \(sql: table) WHERE tenant_id = \(owner)")
          return (there ?? 0, [seen ?? -1, changed, deleted])
        }
        #expect(reached == [0, 0, 0], "\(table)")
        if there > 0 { filled += 1 }
      }
      #expect(filled >= 20, "too few tables have a row to try it on")
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `no row is written for another shop, in any table`(kind: DatabaseKind) async throws {
    try await withTwoShops(kind) { database, tables, mine, other in
      for table in tables {
        let error = await #expect(throws: StorageError.self, "\(table)") {
          try await database.write { transaction in
            transaction.fence(tenant: other.shopID.rawValue)
            // The fence comes before every other rule, so the rest of the row does not matter.
            _ = try transaction.execute(
              "INSERT INTO \(sql: table) (tenant_id) VALUES (\(mine.shopID.rawValue))")
          }
        }
        #expect(error?.kind == .fenceCrossed, "\(table): \(error?.message ?? "")")
      }
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `a row is not given to another shop, in any table`(kind: DatabaseKind) async throws {
    try await withTwoShops(kind) { database, tables, mine, other in
      for table in tables {
        do {
          let moved = try await database.write { transaction in
            transaction.fence(tenant: mine.shopID.rawValue)
            return try transaction.execute(
              "UPDATE \(sql: table) SET tenant_id = \(other.shopID.rawValue)")
          }
          #expect(moved == 0, "\(table)")
        } catch let error as StorageError {
          #expect(error.kind == .fenceCrossed, "\(table): \(error.message)")
        }
      }
    }
  }
}
