import Primitives
import Storage
import TestSupport
import Testing

@Suite struct ConstraintTests {
  @Test(arguments: TestDatabase.kinds)
  func `a unique violation names table and columns`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.addAccount(1, name: "taken")
      let error = await #expect(throws: StorageError.self) {
        try await database.addAccount(2, name: "taken")
      }
      #expect(error?.isUniqueViolation("accounts", ["tenant_id", "name"]) == true)
      #expect(error?.isUniqueViolation("accounts", ["id", "tenant_id"]) == false)
      #expect(error?.isUniqueViolation("tenants", ["tenant_id", "name"]) == false)
      #expect(!"\(error as Any)".contains("taken"))
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `so does a violated primary key`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      try await database.addAccount(1, name: "a")
      let error = await #expect(throws: StorageError.self) {
        try await database.addAccount(1, name: "b")
      }
      #expect(error?.isUniqueViolation("accounts", ["id", "tenant_id"]) == true)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a store can answer a unique violation with its own refusal`(
    kind: DatabaseKind
  ) async throws {
    struct NameTaken: Error {}
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      await #expect(throws: NameTaken.self) {
        try await database.write { transaction in
          do {
            try transaction.execute("INSERT INTO tenants VALUES (1, 'a')")
          } catch let error as StorageError {
            guard error.isUniqueViolation("tenants", ["id"]) else { throw error }
            throw NameTaken()
          }
        }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `other constraints have their own kinds`(kind: DatabaseKind) async throws {
    try await kind.with(Tables.all) { database in
      try await database.addShops()
      let check = try await refusal { try await database.addAccount(1, amount: -1) }
      #expect(check == .checkViolation(constraint: "amount_not_negative"))
      let foreign = try await refusal { try await database.addAccount(1, shop: 9) }
      guard case .foreignKeyViolation = foreign else {
        Issue.record("\(foreign as Any)")
        return
      }
      let missing = try await refusal {
        try await database.write { try $0.execute("INSERT INTO tenants (id) VALUES (5)") }
      }
      #expect(missing == .notNullViolation(table: "tenants", column: "name"))
      let pointedTo = try await refusal {
        try await database.addAccount(1)
        try await database.write { try $0.execute("DELETE FROM tenants") }
      }
      guard case .foreignKeyViolation = pointedTo else {
        Issue.record("\(pointedTo as Any)")
        return
      }
    }
  }
}
