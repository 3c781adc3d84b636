import Primitives
import Storage
import TestSupport
import Testing

/// Rows that are sent without waiting for the answer: what is wrong with them is told later, and
/// nothing else is different.
@Suite struct AheadTests {
  private static func accounts(_ ids: ClosedRange<Int>, shop: Int = 1) -> BulkRows {
    var rows = BulkRows(
      into: "accounts",
      [.integer("id"), .integer("tenant_id"), .text("name"), .integer("amount")])
    for id in ids { rows.append(id, shop, "account \(id)", id) }
    return rows
  }

  @Test(arguments: TestDatabase.kinds)
  func `rows sent one after the other are all there`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      let seen: Int? = try await database.write { transaction in
        transaction.sendsAhead = true
        for start in stride(from: 1, to: 1_000, by: 100) {
          try transaction.insert(Self.accounts(start...start + 99))
        }
        return try transaction.first("SELECT COUNT(*) FROM accounts") { try $0(0) }
      }
      #expect(seen == 1_000)
      #expect(try await database.count("accounts") == 1_000)
    }
  }

  @Test(arguments: TestDatabase.kinds, [false, true])
  func `what is wrong is told by the next statement or at the end`(
    kind: DatabaseKind, asks: Bool
  ) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.addAccount(5)
      let kind = try await refusal {
        try await database.write { transaction in
          transaction.sendsAhead = true
          try transaction.insert(Self.accounts(1...9))
          if asks { try transaction.execute("UPDATE accounts SET amount = 1") }
        }
      }
      #expect(kind?.isUnique == true)
      #expect(try await database.count("accounts") == 1)
      try await database.addAccount(6)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a rehearsal tells it too`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      let kind = try await refusal {
        try await database.rehearse { transaction in
          transaction.sendsAhead = true
          try transaction.insert(Self.accounts(1...3, shop: 99))
        }
      }
      #expect(kind?.isForeignKey == true)
    }
  }

  private struct Oops: Error {}

  @Test(arguments: TestDatabase.kinds)
  func `a savepoint takes back what was sent in it and keeps what was sent before`(
    kind: DatabaseKind
  ) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.write { transaction in
        transaction.sendsAhead = true
        try transaction.insert(Self.accounts(1...3))
        do {
          try transaction.savepoint { try transaction.insert(Self.accounts(3...5)) }
          Issue.record("3 was there")
        } catch let error as StorageError { #expect(error.isUniqueViolation) }
        do {
          try transaction.savepoint {
            try transaction.insert(Self.accounts(7...9))
            throw Oops()
          }
        } catch is Oops {}
        do {
          try transaction.savepoint {
            try transaction.insert(Self.accounts(1...1))
            throw Oops()
          }
        } catch { #expect(error is Oops || error is StorageError) }
        try transaction.insert(Self.accounts(10...11))
      }
      #expect(try await database.count("accounts") == 5)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `new rows are counted and those that are there stay as they are`(
    kind: DatabaseKind
  ) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.addAccount(90, name: "account 2", amount: 7)
      let new = try await database.write { transaction in
        var rows = Self.accounts(1...4)
        rows.append(91, 1, "account 3", 8)
        return try transaction.insert(rows, newBy: ["tenant_id", "name"])
      }
      #expect(new == 3)
      #expect(try await database.amount(of: 90) == 7)
      #expect(try await database.amount(of: 2) == nil)
      #expect(try await database.amount(of: 91) == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `rows of unknown width are checked as others are`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let read = try await database.write { transaction in
        var rows = BulkRows(
          into: "things", [.integer("id"), .integer("number"), .text("words"), .bytes("content")])
        rows.append(values: [.integer(1), .null, .text(""), .bytes([])])
        rows.append(values: [.integer(2), .integer(-3), .null, .bytes([0, 1])])
        try transaction.insert(rows)
        return try transaction.all("SELECT id, number, words, content FROM things ORDER BY id") {
          [try $0(0) as SQLValue, try $0(1), try $0(2), try $0(3)]
        }
      }
      #expect(read[0] == [.integer(1), .null, .text(""), .bytes([])])
      #expect(read[1] == [.integer(2), .integer(-3), .null, .bytes([0, 1])])
      let kind = try await refusal {
        try await database.write { transaction in
          var rows = BulkRows(into: "things", [.integer("id"), .text("words")])
          rows.append(values: [.integer(3)])
          try transaction.insert(rows)
        }
      }
      #expect(kind == .invalidSQL)
    }
  }
}

extension StorageError.Kind {
  fileprivate var isForeignKey: Bool {
    if case .foreignKeyViolation = self { true } else { false }
  }
}
