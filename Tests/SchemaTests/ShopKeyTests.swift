import Runtime
import Storage
import TestSupport
import Testing

/// Tenancy by construction (architecture.md, I-41): read from the tables as they stand in the
/// database, so that a new table cannot forget it.
@Suite struct ShopKeyTests {
  /// Tables without a fence, each with the reason why it belongs to no shop.
  static let platformTables = [
    "accounts": "a person may work for several shops",
    "access_tokens": "looked up before the shop is known",
    "id_lanes": "gives each process its own ids",
    "leases": "a job is held before its shop is entered",
    "memberships": "which shops an account may enter, asked at sign-in",
    "platform_clock": "the platform's time",
    "run_clock": "when the runs of all shops last went",
    "schema_migrations": "what was migrated",
    "tenants": "the shops themselves",
    "throttles": "counts attempts of whoever knocks",
  ]

  /// Tables of a shop whose key has no id, each with its key and the reason.
  static let keysWithoutID = [
    "settings": (["tenant_id", "name"], "one row a setting of the shop"),
    "audit_heads": (["tenant_id"], "one row a shop: the end of its chain"),
    "shop_logos": (["tenant_id"], "one row a shop"),
  ]

  /// Indexes that do not begin with the shop, each with who reads it.
  static let dueIndexes = [
    "due_access_tokens": "upkeep: tokens that have expired",
    "due_credit_lapses": "credit expiry: credits whose last day is over, all shops",
    "due_collections": "collection run: planned payments, all shops",
    "due_dunning": "dunning run: cases to be looked at, all shops",
    "due_idempotency_keys": "upkeep: answers that are kept for a day",
    "due_inbox": "inbox run: events to be looked at, all shops",
    "due_outbox": "outbox run: effects to be delivered, all shops",
    "due_payment_checks": "payment sweep: payments to ask about, all shops",
    "due_subscriptions": "billing run: what falls due, all shops",
    "due_throttles": "upkeep: attempts that are forgotten",
  ]

  /// The tables of shops.
  private func withShopTables(
    _ kind: DatabaseKind, _ body: ([TableDescription]) throws -> Void
  ) async throws {
    try await kind.with(MigrationManifest.all) { database in
      let tables = try await database.tables()
      try body(tables.filter { ShopKeyTests.platformTables[$0.name] == nil })
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `every table is a shop's, or stands in the list of the platform's`(
    kind: DatabaseKind
  ) async throws {
    try await kind.with(MigrationManifest.all) { database in
      let tables = try await database.tables()
      #expect(tables.count > 40)
      for table in tables where ShopKeyTests.platformTables[table.name] == nil {
        let column = table.columns.first { $0.name == "tenant_id" }
        #expect(column?.isNullable == false, "\(table.name) is nobody's")
      }
      let names = Set(tables.map(\.name))
      #expect(Set(ShopKeyTests.platformTables.keys).subtracting(names) == [], "not there any more")
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `the primary key is the id and the shop, or its owner's with an ordinal`(
    kind: DatabaseKind
  ) async throws {
    try await withShopTables(kind) { tables in
      for table in tables where ShopKeyTests.keysWithoutID[table.name] == nil {
        let key = table.primaryKey
        if key == ["id", "tenant_id"] { continue }
        let owner = table.foreignKeys.first {
          $0.columns.count == 2 && $0.columns[0] == key.first && $0.columns[1] == "tenant_id"
        }
        #expect(owner?.referenced == ["id", "tenant_id"], "\(table.name): \(key) has no owner")
        #expect(key.contains("tenant_id"), "\(table.name): \(key)")
      }
      for (name, (key, _)) in ShopKeyTests.keysWithoutID {
        #expect(tables.first { $0.name == name }?.primaryKey == key, "\(name)")
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `every unique key holds the shop`(kind: DatabaseKind) async throws {
    try await withShopTables(kind) { tables in
      for table in tables {
        for key in table.uniqueKeys {
          #expect(key.contains("tenant_id"), "\(table.name): \(key)")
        }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `every foreign key to a shop's table carries the shop`(kind: DatabaseKind) async throws {
    try await withShopTables(kind) { tables in
      let shops = Set(tables.map(\.name))
      for table in tables {
        for key in table.foreignKeys where shops.contains(key.table) {
          let pairs = zip(key.columns, key.referenced).map { [$0, $1] }
          #expect(pairs.contains(["tenant_id", "tenant_id"]), "\(table.name): \(key.columns)")
        }
      }
    }
  }

  /// A row of a shop belongs to one: by a key to the shop itself, or by its owner's.
  @Test(arguments: TestDatabase.kinds)
  func `every row's shop exists`(kind: DatabaseKind) async throws {
    try await withShopTables(kind) { tables in
      var known: Set = ["tenants"]
      while let next = tables.first(where: { table in
        !known.contains(table.name)
          && table.foreignKeys.contains {
            known.contains($0.table) && $0.columns.contains("tenant_id")
          }
      }) {
        known.insert(next.name)
      }
      for table in tables { #expect(known.contains(table.name), "\(table.name)") }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `every look-up index begins with the shop, but those of what is due`(
    kind: DatabaseKind
  ) async throws {
    try await kind.with(MigrationManifest.all) { database in
      var found: Set<String> = []
      for table in try await database.tables() {
        for index in table.indexes where !index.isPrimary {
          if ShopKeyTests.dueIndexes[index.name] != nil {
            found.insert(index.name)
          } else if ShopKeyTests.platformTables[table.name] == nil {
            #expect(index.columns.first == "tenant_id", "\(table.name): \(index.name)")
          }
        }
      }
      #expect(found == Set(ShopKeyTests.dueIndexes.keys))
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a due index of a shop's table is (moment, shop, id) over what is active`(
    kind: DatabaseKind
  ) async throws {
    try await withShopTables(kind) { tables in
      for table in tables {
        for index in table.indexes where ShopKeyTests.dueIndexes[index.name] != nil {
          #expect(index.columns.count == 3 && index.columns.suffix(2) == ["tenant_id", "id"])
          // Every stored answer is to be forgotten one day, so there is nothing to leave out.
          let isPartial = index.predicate != nil || index.name == "due_idempotency_keys"
          #expect(isPartial, "\(index.name) holds what is over")
        }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `amounts, moments and ids are 64-bit whole numbers`(kind: DatabaseKind) async throws {
    try await withShopTables(kind) { tables in
      for table in tables {
        for column in table.columns {
          let type = column.type.lowercased()
          #expect(
            ["bigint", "text", "bytea", "blob"].contains(type), "\(table.name).\(column.name)")
        }
      }
    }
  }
}

@Suite struct ManifestTests {
  @Test func `each migration has a name of its own, by its module and in order`() {
    let names = MigrationManifest.all.map(\.name)
    #expect(Set(names).count == names.count)
    var last: [Substring: String] = [:]
    for name in names {
      let parts = name.split(separator: ".", maxSplits: 1)
      #expect(parts.count == 2 && parts[1].prefix(3).allSatisfy(\.isNumber), "\(name)")
      let module = parts[0]
      #expect((last[module] ?? "") < name, "\(name) comes after \(last[module] ?? "")")
      last[module] = name
    }
    #expect(last.count == 10)
  }

  @Test(arguments: TestDatabase.kinds)
  func `migrating twice does nothing the second time`(kind: DatabaseKind) async throws {
    try await kind.with(MigrationManifest.all) { database in
      let before = try await database.tables()
      try await database.migrate(MigrationManifest.all)
      #expect(try await database.tables() == before)
      #expect(try await database.appliedMigrations() == MigrationManifest.all.map(\.name))
    }
  }
}
