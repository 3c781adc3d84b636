import Primitives
import Storage
import TestSupport
import Testing

@Suite struct TransactionTests {
  static let notes = [Migration("test.001-notes", "CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY, body TEXT)")]

  @Test(arguments: TestDatabase.kinds)
  func `a write is seen by the next read`(_ kind: DatabaseKind) async throws {
    try await kind.with(Self.notes) { database in
      try await database.write { try $0.execute("INSERT INTO notes VALUES (1, \("a"))") }
      let body: String? = try await database.read { transaction in
        try transaction.first("SELECT body FROM notes WHERE id = \(1)") { try $0(0) }
      }
      #expect(body == "a")
    }
  }
}
