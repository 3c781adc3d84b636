import Primitives
import Storage
import TestSupport
import Testing

@Suite struct BulkTests {
  static let columns: [Column] = [
    .integer("id"), .integer("tenant_id"), .text("name"), .integer("amount"), .bytes("secret"),
    .integer("due_at"),
  ]

  @Test(arguments: TestDatabase.kinds)
  func `ten thousand rows go in and are changed`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.write { transaction in
        var rows = BulkRows(into: "accounts", Self.columns)
        for id in 1...10_000 {
          let secret: [UInt8]? = id % 3 == 0 ? nil : [UInt8(id % 256), 0]
          let due: Instant? = id % 2 == 0 ? nil : Instant(milliseconds: Int64(id))
          rows.append(id, 1, id == 5 ? "" : "Naïve № \(id)", id * 2, secret, due)
        }
        #expect(rows.count == 10_000)
        try transaction.insert(rows)
      }
      try await expectAccount(5, "", 10, [5, 0], 5, database)
      try await expectAccount(9_999, "Naïve № 9999", 19_998, nil, 9_999, database)
      try await expectAccount(10_000, "Naïve № 10000", 20_000, [16, 0], nil, database)
      let changed = try await database.write { transaction in
        var rows = BulkRows(
          into: "accounts",
          [.integer("tenant_id"), .text("name"), .integer("id"), .integer("due_at")])
        for id in 5_001...15_000 { rows.append(1, "new \(id)", id, Int?.none) }
        return try transaction.update(rows, key: ["id", "tenant_id"])
      }
      #expect(changed == 5_000)
      try await expectAccount(9_999, "new 9999", 19_998, nil, nil, database)
      try await expectAccount(5, "", 10, [5, 0], 5, database)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `no rows are no work`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let changed = try await database.write { transaction in
        let rows = BulkRows(into: "tenants", [.integer("id"), .text("name")])
        try transaction.insert(rows)
        return try transaction.update(rows, key: ["id"])
      }
      #expect(changed == 0)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `rows that do not fit their columns are refused`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      func insert(_ fill: @Sendable (inout BulkRows) -> Void) async throws -> StorageError.Kind? {
        try await refusal {
          try await database.write { transaction in
            var rows = BulkRows(into: "tenants", [.integer("id"), .text("name")])
            fill(&rows)
            try transaction.insert(rows)
          }
        }
      }
      let few = try await insert { $0.append(1) }
      let many = try await insert { $0.append(1, "a", 2) }
      let mixed = try await insert { $0.append("a", 1) }
      let right = try await insert { $0.append(1, "a") }
      let twice = try await insert { $0.append(1, "again") }
      #expect([few, many, mixed, right] == [.invalidSQL, .invalidSQL, .invalidSQL, nil])
      #expect(twice?.isUnique == true)
    }
  }

  private func expectAccount(
    _ id: Int, _ name: String, _ amount: Int, _ secret: [UInt8]?, _ due: Int?,
    _ database: Database
  ) async throws {
    try await database.read { transaction in
      try transaction.each(
        "SELECT name, amount, secret, due_at FROM accounts WHERE id = \(id)"
      ) { row in
        let found: (String, Int, [UInt8]?, Int?) = (
          try row(0), try row(1), try row(2), try row(3)
        )
        #expect(found.0 == name)
        #expect(found.1 == amount)
        #expect(found.2 == secret)
        #expect(found.3 == due)
      }
    }
  }
}
