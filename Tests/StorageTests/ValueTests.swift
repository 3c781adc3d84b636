import Primitives
import Storage
import TestSupport
import Testing

private enum Colour: String, SQLBindable, SQLReadable { case red, blue }

private struct Thing: Entity { static let idPrefix = "thing" }

@Suite struct ValueTests {
  @Test(arguments: TestDatabase.kinds, [0, 1, -1, Int64.max, .min, 1 << 53 + 1])
  func `integers come back as they were`(kind: DatabaseKind, number: Int64) async throws {
    try await expectRoundTrip(of: number, "number", kind)
  }

  @Test(
    arguments: TestDatabase.kinds,
    [
      "", "a", "Łukasz Şahin-Đorđević", "'; DROP TABLE things; --", "$1 ? :a @b \\ \" `",
      "😀 \u{1}\n\t",
      "e\u{301}", "NULL", String(repeating: "é", count: 100_000),
    ])
  func `texts come back as they were`(kind: DatabaseKind, text: String) async throws {
    try await expectRoundTrip(of: text, "words", kind)
  }

  @Test(
    arguments: TestDatabase.kinds,
    [[], [0], [0, 255, 0], Array(0...255), [UInt8](repeating: 0, count: 200_000)] as [[UInt8]])
  func `bytes come back as they were`(kind: DatabaseKind, bytes: [UInt8]) async throws {
    try await expectRoundTrip(of: bytes, "content", kind)
  }

  @Test(arguments: TestDatabase.kinds)
  func `values of the platform come back as they were`(kind: DatabaseKind) async throws {
    try await expectRoundTrip(of: true, "number", kind)
    try await expectRoundTrip(of: false, "number", kind)
    try await expectRoundTrip(of: Int.max, "number", kind)
    try await expectRoundTrip(of: Instant(milliseconds: -1), "number", kind)
    try await expectRoundTrip(of: CivilDate("2028-02-29"), "words", kind)
    try await expectRoundTrip(of: Thing.ID(rawValue: 42), "number", kind)
    try await expectRoundTrip(of: Currency.eur, "words", kind)
    try await expectRoundTrip(of: Language.nl, "words", kind)
    try await expectRoundTrip(of: Colour.blue, "words", kind)
  }

  @Test(arguments: TestDatabase.kinds)
  func `nothing comes back as nothing in every type`(kind: DatabaseKind) async throws {
    try await expectRoundTrip(of: Int64?.none, "number", kind)
    try await expectRoundTrip(of: String?.none, "words", kind)
    try await expectRoundTrip(of: [UInt8]?.none, "content", kind)
    try await expectRoundTrip(of: CivilDate?.none, "words", kind)
  }

  @Test(arguments: TestDatabase.kinds)
  func `the same statement takes a value and nothing in turn`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      for (id, words) in [nil, "a", nil, "b"].enumerated() {
        try await database.write { transaction in
          try transaction.execute("INSERT INTO things (id, words) VALUES (\(id), \(words))")
        }
      }
      let found: [String?] = try await database.read { transaction in
        try transaction.all("SELECT words FROM things ORDER BY id") { try $0(0) }
      }
      #expect(found == [nil, "a", nil, "b"])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `what the database computes can be read`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.write { transaction in
        for (id, number) in [Int64.max - 10, 3, 7].enumerated() {
          try transaction.execute("INSERT INTO things (id, number) VALUES (\(id), \(number))")
        }
      }
      let sums: [Int64?] = try await database.read { transaction in
        try transaction.first(
          """
          SELECT SUM(number), COUNT(*), MAX(id), SUM(-number), SUM(number) - SUM(number), 1
          FROM things
          """
        ) { row in try (0..<row.columnCount).map { try row($0) } } ?? []
      }
      #expect(sums == [.max, 3, 2, -.max, 0, 1])
      let nothing: Int64? = try await database.read { transaction in
        try transaction.first("SELECT SUM(number) FROM things WHERE id > 9") {
          try $0.get(0) as Int64?
        } ?? 5
      }
      #expect(nothing == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a value of another type is refused with its column`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.write { transaction in
        try transaction.execute(
          "INSERT INTO things (id, words, content) VALUES (7, 'purple', \([UInt8(1)]))")
      }
      func read<T: SQLReadable & Sendable>(_ type: T.Type, _ column: String) async throws
        -> StorageError.Kind?
      {
        try await refusal {
          _ = try await database.read { transaction in
            try transaction.first("SELECT \(sql: column) FROM things") { row -> T in try row(0) }
          }
        }
      }
      #expect(try await read(Int64.self, "number") == .unreadable)
      #expect(try await read(Int64.self, "words") == .unreadable)
      #expect(try await read(String.self, "id") == .unreadable)
      #expect(try await read(String.self, "content") == .unreadable)
      #expect(try await read([UInt8].self, "words") == .unreadable)
      #expect(try await read(Bool.self, "id") == .unreadable)
      #expect(try await read(CivilDate.self, "words") == .unreadable)
      #expect(try await read(Colour.self, "words") == .unreadable)
      #expect(try await read(String.self, "words") == nil)
      let outside = try await refusal {
        _ = try await database.read { transaction in
          try transaction.first("SELECT id FROM things") { row -> Int64 in try row(3) }
        }
      }
      #expect(outside == .unreadable)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `text with an embedded NUL is refused`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      let single = try await refusal {
        try await database.write { transaction in
          try transaction.execute("INSERT INTO things (id, words) VALUES (1, \("a\0b"))")
        }
      }
      #expect(single == .unstorable)
      let bulk = try await refusal {
        try await database.write { transaction in
          var rows = BulkRows(into: "things", [.integer("id"), .text("words")])
          rows.append(1, "a\0b")
          try transaction.insert(rows)
        }
      }
      #expect(bulk == .unstorable)
    }
  }

  private func expectRoundTrip<T: SQLBindable & SQLReadable & Equatable & Sendable>(
    of value: T, _ column: String, _ kind: DatabaseKind
  ) async throws {
    try await kind.with(Tables.all) { database in
      let found = try await database.write { transaction in
        try transaction.execute(
          "INSERT INTO things (id, \(sql: column)) VALUES (\(1), \(value))")
        return try transaction.first("SELECT \(sql: column) FROM things WHERE id = \(1)") {
          try $0.get(0) as T
        }
      }
      #expect(found == value)
    }
  }
}
