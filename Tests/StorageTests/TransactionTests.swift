import Primitives
import Storage
import TestSupport
import Testing

private struct Stop: Error {}

private struct Nothing: Entity { static let idPrefix = "nothing" }

@Suite struct TransactionTests {
  @Test(arguments: TestDatabase.kinds + [.file])
  func `a write is seen by the next read`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.addAccount(1, amount: 5)
      #expect(try await database.amount(of: 1) == 5)
    }
  }

  @Test(arguments: TestDatabase.kinds + [.file])
  func `a thrown error undoes everything`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      await #expect(throws: Stop.self) {
        try await database.write { transaction in
          try transaction.execute("INSERT INTO tenants VALUES (1, 'a')")
          throw Stop()
        }
      }
      let count = try await database.count("tenants")
      #expect(count == 0)
    }
  }

  @Test(arguments: TestDatabase.kinds + [.file])
  func `a rehearsal answers and leaves nothing`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let count: Int? = try await database.rehearse { transaction in
        try transaction.execute("INSERT INTO tenants VALUES (1, 'a')")
        return try transaction.first("SELECT COUNT(*) FROM tenants") { try $0(0) }
      }
      #expect(count == 1)
      #expect(try await database.count("tenants") == 0)
    }
  }

  @Test(arguments: TestDatabase.kinds + [.file])
  func `a read refuses to write`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let single = try await refusal {
        try await database.read { transaction in
          try transaction.execute("INSERT INTO tenants VALUES (1, 'a')")
        }
      }
      #expect(single == .readOnly)
      let bulk = try await refusal {
        try await database.read { transaction in
          var rows = BulkRows(into: "tenants", [.integer("id"), .text("name")])
          rows.append(1, "a")
          try transaction.insert(rows)
        }
      }
      #expect(bulk == .readOnly)
      try await database.addShops()
      #expect(try await database.count("tenants") == 2)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `an error that the body swallows comes back at the end`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      let kept = try await refusal {
        try await database.write { transaction in
          try transaction.execute("INSERT INTO tenants VALUES (3, 'c')")
          do { try transaction.execute("INSERT INTO tenants VALUES (1, 'a')") } catch {}
          do { try transaction.execute("INSERT INTO tenants VALUES (4, 'd')") } catch {}
        }
      }
      #expect(kept?.isUnique == true)
      #expect(try await database.count("tenants") == 2)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a savepoint undoes only its own part`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.write { transaction in
        try transaction.execute("INSERT INTO tenants VALUES (1, 'a')")
        do {
          try transaction.savepoint {
            try transaction.execute("INSERT INTO tenants VALUES (2, 'b')")
            try transaction.execute("INSERT INTO tenants VALUES (1, 'again')")
          }
        } catch is StorageError {}
        try transaction.savepoint {
          try transaction.execute("INSERT INTO tenants VALUES (3, 'c')")
          do {
            try transaction.savepoint {
              try transaction.execute("INSERT INTO tenants VALUES (4, 'd')")
              throw Stop()
            }
          } catch is Stop {}
        }
      }
      let ids: [Int] = try await database.read { transaction in
        try transaction.all("SELECT id FROM tenants ORDER BY id") { try $0(0) }
      }
      #expect(ids == [1, 3])
    }
  }

  @Test(arguments: TestDatabase.kinds + [.file])
  func `statements may run while rows are read, the same one too`(
    kind: DatabaseKind
  ) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      let pairs = try await database.write { transaction in
        var pairs: [[Int]] = []
        let sql: SQL = "SELECT id FROM tenants WHERE id > \(0) ORDER BY id"
        try transaction.each(sql) { outer in
          let first: Int = try outer(0)
          try transaction.execute("UPDATE tenants SET name = \("n\(first)") WHERE id = \(first)")
          try transaction.each(sql) { inner in pairs.append([first, try inner(0)]) }
        }
        return pairs
      }
      #expect(pairs == [[1, 1], [1, 2], [2, 1], [2, 2]])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a read stopped in the middle leaves the statement usable`(
    kind: DatabaseKind
  ) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      for _ in 1...3 {
        await #expect(throws: Stop.self) {
          try await database.read { transaction in
            try transaction.each("SELECT id FROM tenants") { _ in throw Stop() }
          }
        }
      }
      let first: Int? = try await database.read { transaction in
        try transaction.first("SELECT id FROM tenants ORDER BY id") { try $0(0) }
      }
      #expect(first == 1)
    }
  }

  @Test func `a failed beginning stands above what the body makes of it`() async throws {
    try await DatabaseKind.file.withURL { url in
      let database = try await Database.open(url)
      try await expectRefusal(.notMigrated) {
        try await database.write { transaction in
          _ = transaction.newID(Nothing.self)
          throw Stop()
        }
      }
      await database.close()
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `the number of changed rows is told`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let counts = try await database.write { transaction in
        [
          try transaction.execute("INSERT INTO tenants VALUES (1, 'a'), (2, 'b')"),
          try transaction.execute("UPDATE tenants SET name = 'c'"),
          try transaction.execute("INSERT INTO tenants VALUES (1, 'a') ON CONFLICT DO NOTHING"),
          try transaction.execute("SELECT id FROM tenants"),
          try transaction.execute("DELETE FROM tenants WHERE id = 7"),
          try transaction.execute("DELETE FROM tenants WHERE id = 1"),
        ]
      }
      #expect(counts == [2, 2, 0, 0, 0, 1])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `more texts than the cache holds all run`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let sum = try await database.read { transaction in
        var sum = 0
        for round in 0..<2 {
          for number in 1...1_500 where round == 0 || number % 7 == 0 {
            let sql: SQL = "SELECT \(sql: "\(number)") + CAST(\(1) AS BIGINT)"
            sum += try transaction.first(sql) { row -> Int in try row(0) } ?? 0
          }
        }
        return sum
      }
      let again = stride(from: 7, through: 1_500, by: 7).reduce(0) { $0 + $1 + 1 }
      #expect(sum == 1_500 * 1_501 / 2 + 1_500 + again)
    }
  }

  @Test(arguments: TestDatabase.kinds + [.file])
  func `a closed database refuses everything`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      await database.close()
      try await expectRefusal(.closed) { try await database.count("tenants") }
      try await expectRefusal(.closed) { try await database.addShops() }
      await database.close()
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a wrong statement tells its text and no value`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let error = await #expect(throws: StorageError.self) {
        try await database.read { transaction in
          try transaction.first("SELECT nonsense FROM tenants WHERE name = \("secret")") { _ in 1 }
        }
      }
      #expect(error?.kind == .invalidSQL)
      #expect(error?.sql == "SELECT nonsense FROM tenants WHERE name = $1")
      #expect(!"\(error as Any)".contains("secret"))
    }
  }
}

extension StorageError.Kind {
  var isUnique: Bool {
    if case .uniqueViolation = self { true } else { false }
  }
}
