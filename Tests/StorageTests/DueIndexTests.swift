import Primitives
import Storage
import TestSupport
import Testing

@Suite struct DueIndexTests {
  private static let due = DueIndex("accounts", "due_at")

  private enum Shop: Entity { static let idPrefix = "shop" }

  /// Shop 1 is due at 10 (twice) and 30, shop 2 at 20 and 30, shop 3 at 5 and much later.
  private func withDue(
    _ kind: DatabaseKind, _ body: (Database) async throws -> Void
  ) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.write { transaction in
        try transaction.execute("INSERT INTO tenants (id, name) VALUES (3, 'shop')")
        var rows = BulkRows(
          into: "accounts",
          [
            .integer("id"), .integer("tenant_id"), .text("name"), .integer("amount"),
            .integer("due_at"),
          ])
        let moments: [(Int, Int?)] = [
          (1, 10), (1, 10), (1, 30), (1, nil), (2, 20), (2, 30), (3, 5), (3, 1_000),
        ]
        for (id, (shop, moment)) in moments.enumerated() {
          rows.append(id, shop, "account \(id)", 0, moment)
        }
        try transaction.insert(rows)
      }
      try await body(database)
    }
  }

  struct Example: Sendable {
    let now: Int64
    let limit: Int
    let shops: [Int64]
  }

  static let examples = [
    Example(now: 4, limit: 9, shops: []), Example(now: 5, limit: 9, shops: [3]),
    Example(now: 10, limit: 9, shops: [3, 1]), Example(now: 30, limit: 9, shops: [3, 1, 2]),
    Example(now: 30, limit: 2, shops: [3, 1]), Example(now: 30, limit: 0, shops: []),
  ]

  @Test(arguments: TestDatabase.kinds, examples)
  func `the shops that wait longest come first`(
    kind: DatabaseKind, example: Example
  ) async throws {
    try await withDue(kind) { database in
      let shops: [EntityID<Shop>] = try await database.read { transaction in
        try transaction.dueShops(
          by: Self.due, until: Instant(milliseconds: example.now), limit: example.limit)
      }
      #expect(shops.map(\.rawValue) == example.shops)
    }
  }

  static let fences: [Int64?] = [nil, 2, 3]

  @Test(arguments: TestDatabase.kinds, fences)
  func `moments are those of all shops, behind a fence too`(
    kind: DatabaseKind, shop: Int64?
  ) async throws {
    try await withDue(kind) { database in
      let moments = try await database.read { transaction in
        transaction.fence(tenant: shop)
        var found: [Int64] = []
        var moments = transaction.dueMoments(by: Self.due, until: Instant(milliseconds: 30))
        while let moment = try moments.next() { found.append(moment.milliseconds) }
        return found
      }
      #expect(moments == [5, 10, 20, 30])
    }
  }
}

@Suite struct ImpliedKeyTests {
  private static let tables = Migration(
    "test.004-owners",
    """
    CREATE TABLE owned (
      id BIGINT NOT NULL, tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      account_id BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (account_id, tenant_id) REFERENCES accounts (id, tenant_id)
    );
    CREATE TABLE perhaps_owned (
      id BIGINT NOT NULL, tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      account_id BIGINT,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (account_id, tenant_id) REFERENCES accounts (id, tenant_id)
    );
    CREATE TABLE own (
      id BIGINT NOT NULL, tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      other_id BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      FOREIGN KEY (other_id, tenant_id) REFERENCES own (id, tenant_id)
    )
    """)

  @Test(arguments: TestDatabase.servers)
  func `a key to the shop goes where an owner's says it`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all + [Self.tables]) { database in
      let keys = Dictionary(
        uniqueKeysWithValues: try await database.tables().map { table in
          (table.name, table.foreignKeys.map(\.table).sorted())
        })
      #expect(keys["accounts"] == ["tenants"])
      #expect(keys["owned"] == ["accounts"])
      #expect(keys["perhaps_owned"] == ["accounts", "tenants"])
      #expect(keys["own"] == ["own", "tenants"])
    }
  }
}

extension DueIndexTests {
  @Test(arguments: TestDatabase.servers)
  func `the fence stands again after a look over it`(kind: DatabaseKind) async throws {
    try await withDue(kind) { database in
      let shops: [Int64] = try await database.read { transaction in
        transaction.fence(tenant: 2)
        var moments = transaction.dueMoments(by: Self.due, until: Instant(milliseconds: 30))
        _ = try moments.next()
        return try transaction.all("SELECT DISTINCT tenant_id FROM accounts") { try $0(0) }
      }
      #expect(shops == [2])
    }
  }
}
