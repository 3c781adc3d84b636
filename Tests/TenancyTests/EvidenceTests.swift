import JSON
import Primitives
import Storage
import TestSupport
import Testing

@testable import Tenancy

@Suite struct EvidenceTests {
  @Test(arguments: TestDatabase.kinds)
  func theChainHoldsAndNamesEveryEdit(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      _ = try await bench.otherShop()
      try await bench.database.write(as: bench.scope) { shop in
        for index in 1...5 { try shop.audit.record("test.done", "thing \(index)", ["n": 1]) }
      }
      let lines = try await bench.database.read(as: bench.scope) { try $0.audit.verify() }
      #expect(lines == 6)
      let tampering: [SQL] = [
        "UPDATE audit_log SET detail = '{}' WHERE subject = 'thing 2'",
        "UPDATE audit_log SET at = at + 1 WHERE subject = 'thing 3'",
        "DELETE FROM audit_log WHERE subject = 'thing 4'",
        "DELETE FROM audit_log WHERE subject = 'thing 5'",
        "UPDATE audit_heads SET sequence = sequence + 1",
      ]
      for (sql, broken) in zip(tampering, [3, 4, 5, 6, 7]) {
        let error = await #expect(throws: TenancyDamage.self) {
          try await bench.database.rehearse(as: bench.scope) { shop in
            try shop.execute(sql)
            try shop.audit.verify()
          }
        }
        let id = bench.scope.shopID.rawValue
        #expect(error == .auditChainBroken(shop: id, sequence: Int64(broken)))
      }
    }
  }

  @Test(arguments: TestDatabase.sharedKinds)
  func writersOfOneShopAppendOneAfterTheOther(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<8 {
          group.addTask {
            for step in 0..<10 {
              try await bench.database.write(as: bench.scope) {
                try $0.audit.record("test.done", "\(worker)-\(step)")
              }
            }
          }
        }
        try await group.waitForAll()
      }
      let lines = try await bench.database.read(as: bench.scope) { try $0.audit.verify() }
      #expect(lines == 81)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func theLogIsPagedNewestFirst(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      try await bench.database.write(as: bench.scope) { shop in
        for index in 1...5 { try shop.audit.record("test.done", "thing \(index)") }
      }
      let (first, second) = try await bench.database.read(as: bench.scope) { shop in
        let first = try shop.audit.page(try PageRequest(limit: 4))
        return (first, try shop.audit.page(try PageRequest(limit: 4, after: first.next)))
      }
      #expect(first.items.map(\.sequence) == [6, 5, 4, 3])
      #expect(second.items.map(\.action) == ["test.done", "shop.founded"])
      #expect(second.next == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aRepeatedRequestGetsTheSameAnswerAndOneEffect(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let scope = try await bench.keyScope()
      let request = try IdempotentRequest(
        key: "\"8e03978e\"", route: "POST /api/v1/customers", body: Array("{}".utf8))
      let details = try Demo.customer()
      let create: @Sendable (ShopTransaction) throws -> KeptAnswer = { shop in
        let customer = try shop.customers.create(details)
        return KeptAnswer(status: 201, body: Array(customer.id.description.utf8))
      }
      let first = try await bench.database.write(as: scope, once: request, create)
      let second = try await bench.database.write(as: scope, once: request, create)
      #expect(!first.isReplay && second.isReplay)
      #expect(first.answer == second.answer)
      let count = try await bench.database.read(as: scope) { try $0.customers.count() }
      #expect(count == 1)
      let other = try IdempotentRequest(
        key: "8e03978e", route: "POST /api/v1/customers", body: Array("[]".utf8))
      await #expect(throws: TenancyRefusal.idempotencyKeyReused) {
        try await bench.database.write(as: scope, once: other, create)
      }
      bench.clock.advance(seconds: 86_401)
      #expect(try await bench.database.sweepIdempotencyKeys() == 1)
    }
  }

  @Test(arguments: TestDatabase.sharedKinds)
  func manyAtOnceHaveOneEffect(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let scope = try await bench.keyScope()
      let request = try IdempotentRequest(key: "k", route: "POST /x", body: [])
      let details = try Demo.customer()
      let replays = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<12 {
          group.addTask {
            try await bench.database.write(as: scope, once: request) { shop in
              _ = try shop.customers.create(details)
              return KeptAnswer(status: 201, body: [])
            }.isReplay
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(replays == 11)
      let count = try await bench.database.read(as: scope) { try $0.customers.count() }
      #expect(count == 1)
    }
  }

  @Test(arguments: ["", "\r\n", "a\u{0}", "é", String(repeating: "k", count: 256)])
  func refusesOtherKeys(key: String) {
    #expect(throws: TenancyRefusal.self) {
      try IdempotentRequest(key: key, route: "POST /x", body: [])
    }
  }
}

extension ShopBench {
  /// The scope that a fresh API key opens.
  fileprivate func keyScope() async throws -> TenantScope {
    let secret = NewSecret(for: .apiKey)
    try await database.write(as: scope) {
      _ = try $0.apiKeys.create(label: "k", scopes: [.read, .write], secret: secret)
    }
    return try #require(try await database.admit(secret.text.revealed, as: .apiKey)).scope
  }
}
