import Primitives
import Storage
import TestSupport
import Testing

/// Row-level security, tried by going across it.
@Suite struct FenceTests {
  @Test(arguments: TestDatabase.servers)
  func `another shop's rows are not seen`(kind: DatabaseKind) async throws {
    try await withTwoShops(kind) { database in
      let names: [String] = try await database.read { transaction in
        transaction.fence(tenant: 1)
        return try transaction.all("SELECT name FROM accounts") { try $0(0) }
      }
      #expect(names == ["mine"])
      let all: [String] = try await database.read { transaction in
        try transaction.all("SELECT name FROM accounts ORDER BY id") { try $0(0) }
      }
      #expect(all == ["mine", "theirs"])
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `another shop's rows are not changed or deleted`(kind: DatabaseKind) async throws {
    try await withTwoShops(kind) { database in
      let changed = try await database.write { transaction in
        transaction.fence(tenant: 1)
        return [
          try transaction.execute("UPDATE accounts SET amount = 99"),
          try transaction.execute("UPDATE accounts SET amount = 99 WHERE tenant_id = 2"),
          try transaction.execute("DELETE FROM accounts WHERE id = 2"),
        ]
      }
      #expect(changed == [1, 0, 0])
      #expect(try await database.amount(of: 2) == 0)
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `no row is written for another shop`(kind: DatabaseKind) async throws {
    try await withTwoShops(kind) { database in
      let statements: [SQL] = [
        "INSERT INTO accounts (id, tenant_id, name, amount) VALUES (3, 2, 'x', 0)",
        "UPDATE accounts SET tenant_id = 2",
      ]
      for statement in statements {
        let kind = try await refusal {
          try await database.write { transaction in
            transaction.fence(tenant: 1)
            try transaction.execute(statement)
          }
        }
        #expect(kind == .fenceCrossed)
      }
      let bulk = try await refusal {
        try await database.write { transaction in
          transaction.fence(tenant: 1)
          var rows = BulkRows(
            into: "accounts",
            [.integer("id"), .integer("tenant_id"), .text("name"), .integer("amount")])
          rows.append(3, 1, "a", 0)
          rows.append(4, 2, "b", 0)
          try transaction.insert(rows)
        }
      }
      #expect(bulk == .fenceCrossed)
      #expect(try await database.count("accounts") == 2)
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `a fence can be moved within a transaction and ends with it`(
    kind: DatabaseKind
  ) async throws {
    try await withTwoShops(kind) { database in
      let counts: [Int] = try await database.write { transaction in
        let sql: SQL = "SELECT COUNT(*) FROM accounts"
        var counts = [try transaction.first(sql) { try $0(0) } ?? -1]
        for shop in [2, 7, nil] as [Int64?] {
          transaction.fence(tenant: shop)
          counts.append(try transaction.first(sql) { try $0(0) } ?? -1)
        }
        transaction.fence(tenant: 1)
        return counts
      }
      #expect(counts == [2, 1, 0, 2])
      for _ in 1...10 { #expect(try await database.count("accounts") == 2) }
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `a unique violation behind the fence still names its columns`(
    kind: DatabaseKind
  ) async throws {
    try await withTwoShops(kind) { database in
      let error = await #expect(throws: StorageError.self) {
        try await database.write { transaction in
          transaction.fence(tenant: 1)
          try transaction.execute(
            "INSERT INTO accounts (id, tenant_id, name, amount) VALUES (3, 1, 'mine', 0)")
        }
      }
      #expect(error?.isUniqueViolation("accounts", ["tenant_id", "name"]) == true)
    }
  }

  @Test(arguments: TestDatabase.servers)
  func `tables of the platform have no fence`(kind: DatabaseKind) async throws {
    try await withTwoShops(kind) { database in
      try await database.write { try $0.execute("INSERT INTO sessions VALUES (1, 2)") }
      let seen: Int? = try await database.read { transaction in
        transaction.fence(tenant: 1)
        return try transaction.first("SELECT COUNT(*) FROM sessions") { try $0(0) }
      }
      #expect(seen == 1)
    }
  }

  private func withTwoShops(
    _ kind: DatabaseKind, _ body: (Database) async throws -> Void
  ) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.addAccount(1, shop: 1, name: "mine")
      try await database.addAccount(2, shop: 2, name: "theirs")
      try await body(database)
    }
  }
}
