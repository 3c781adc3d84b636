import Primitives
import Storage
import TestSupport
import Testing

@testable import Tenancy

/// Nothing of one shop is seen, changed or pointed to from another (I-41).
@Suite struct CrossingTests {
  @Test(arguments: TestDatabase.kinds)
  func anotherShopsIdAnswersAsNoneAtAll(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let customer = try await bench.customer()
      let other = try await bench.otherShop()
      let details = try Demo.customer("Dief")
      let user = try await bench.database.read(as: bench.scope) {
        try #require(try $0.customerUsers.all(of: customer.id).first)
      }
      try await bench.database.write(as: other) { (shop) throws in
        #expect(throws: TenancyRefusal.unknown(.customer)) { try shop.customers.find(customer.id) }
        #expect(throws: TenancyRefusal.unknown(.customer)) {
          try shop.customers.update(customer.id, to: details)
        }
        #expect(throws: TenancyRefusal.unknown(.customerUser)) {
          try shop.customerUsers.find(user.id)
        }
        #expect(throws: TenancyRefusal.unknown(.customerUser)) {
          try shop.customerUsers.remove(user.id)
        }
        #expect(try shop.customers.find([customer.id]).isEmpty)
        #expect(try shop.customers.page().items.isEmpty)
        #expect(try shop.customers.page(matching: "piet").items.isEmpty)
        #expect(try shop.customers.count() == 0)
        #expect(try shop.customerUsers.recipients(of: [customer.id]).isEmpty)
      }
      let after = try await bench.database.read(as: bench.scope) {
        try $0.customers.find(customer.id)
      }
      #expect(after == customer)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func noForeignKeyReachesIntoAnotherShop(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let customer = try await bench.customer()
      let other = try await bench.otherShop()
      let error = await #expect(throws: StorageError.self) {
        try await bench.database.write(as: other) { shop in
          let id: CustomerUser.ID = shop.newID()
          try shop.execute(
            """
            INSERT INTO customer_users (id, tenant_id, customer_id, email, email_folded, name,
              language, access, gets_requests, created_at)
            VALUES (\(id), \(shop.tenant), \(customer.id), 'a@b.nl', 'a@b.nl', 'A', 'nl', 'owner',
              1, 0)
            """)
        }
      }
      guard case .foreignKeyViolation = error?.kind else {
        Issue.record("expected a refused foreign key, got \(String(describing: error))")
        return
      }
    }
  }

  @Test(arguments: TestDatabase.servers)
  func theFenceHidesOtherShopsEvenFromBareSQL(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let customer = try await bench.customer()
      let other = try await bench.otherShop()
      let seen = try await bench.database.write(as: other) { shop in
        let changed = try shop.execute("UPDATE customers SET name = 'x' WHERE id = \(customer.id)")
        let count: Int64? = try shop.first("SELECT COUNT(*) FROM customers") { try $0(0) }
        return (changed, count)
      }
      #expect(seen == (0, 0))
      let error = await #expect(throws: StorageError.self) {
        try await bench.database.write(as: other) { shop in
          let id: AuditEntry.ID = shop.newID()
          try shop.execute(
            """
            INSERT INTO settings (tenant_id, name, value, version)
            VALUES (\(bench.scope.shopID), \(id.description), '1', 1)
            """)
        }
      }
      #expect(error?.kind == .fenceCrossed)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func theWorkersLoopSeesEveryActiveShop(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let other = try await bench.otherShop()
      let third = try await bench.otherShop("third")
      try await bench.database.write(as: other) {
        _ = try $0.profile.change { $0.state = .suspended }
      }
      let first = try await bench.database.workerScopes(limit: 1)
      let rest = try await bench.database.workerScopes(after: first.last?.shopID)
      #expect((first + rest).map(\.shopID) == [bench.scope.shopID, third.shopID])
      #expect(first.allSatisfy { $0.actor == .worker })
    }
  }
}
