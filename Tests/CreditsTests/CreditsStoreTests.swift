import Credits
import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Credits of customers") struct CreditsStoreTests {
  static let migrations = LedgerMigrations.all + CreditsMigrations.all

  static func document(_ number: Int64) -> CreditedDocument.ID {
    CreditedDocument.ID(rawValue: number)
  }

  static func credit(_ customer: Customer, _ cents: Int64, _ source: String) -> NewCredit {
    NewCredit(customer: customer.id, amount: .eur(cents), reason: "goodwill", source: source)
  }

  static func claim(_ number: Int64, _ customer: Customer, _ cents: Int64) -> CreditClaim {
    CreditClaim(document: document(number), customer: customer.id, amount: .eur(cents))
  }

  static func verify(_ shop: ShopTransaction, _ location: SourceLocation = #_sourceLocation) throws
  {
    for check in try shop.credits.verify() + shop.ledger.verify() {
      #expect(check.holds, "\(check.breaks)", sourceLocation: location)
    }
  }

  @Test("are given, held, used up and booked", arguments: TestDatabase.kinds)
  func life(kind: DatabaseKind) async throws {
    try await kind.withShop(Self.migrations) { bench in
      let piet = try await bench.customer()
      try await bench.database.write(as: bench.scope) { shop in
        try shop.credits.grant([Self.credit(piet, 1000, "a"), Self.credit(piet, 500, "b")])
        #expect(try shop.credits.available(for: [piet.id], in: .eur) == [piet.id: .eur(1500)])
        try shop.credits.reserve([Self.claim(1, piet, 1200)])
        #expect(try shop.credits.available(for: [piet.id], in: .eur) == [piet.id: .eur(300)])
        let credits = try shop.credits.credits(of: piet.id)
        #expect(credits.map(\.reserved) == [.eur(1000), .eur(200)])
        #expect(try shop.ledger.balance(of: .customerCredits, in: .eur) == .eur(-1500))
        let consumed = try shop.credits.consume(for: [Self.document(1)])
        #expect(consumed == [Self.document(1): .eur(1200)])
        #expect(try shop.ledger.balance(of: .customerCredits, in: .eur) == .eur(-300))
        #expect(try shop.ledger.balance(of: .receivable, in: .eur) == .eur(-1200))
        #expect(try shop.ledger.balance(of: .goodwill, in: .eur) == .eur(1500))
        try Self.verify(shop)
      }
    }
  }

  @Test("are released exactly once (I-10)", arguments: TestDatabase.kinds)
  func release(kind: DatabaseKind) async throws {
    try await kind.withShop(Self.migrations) { bench in
      let piet = try await bench.customer()
      try await bench.database.write(as: bench.scope) { shop in
        try shop.credits.grant([Self.credit(piet, 1000, "a")])
        try shop.credits.reserve([Self.claim(1, piet, 400)])
        #expect(try shop.credits.release(for: [Self.document(1)]) == [Self.document(1): .eur(400)])
        #expect(try shop.credits.release(for: [Self.document(1)]).isEmpty)
        #expect(try shop.credits.consume(for: [Self.document(1)]).isEmpty)
        #expect(try shop.credits.available(for: [piet.id], in: .eur) == [piet.id: .eur(1000)])
        try shop.credits.reserve([Self.claim(1, piet, 1000)])
        try Self.verify(shop)
      }
    }
  }

  @Test("serve a batch of many customers", arguments: TestDatabase.kinds)
  func batch(kind: DatabaseKind) async throws {
    try await kind.withShop(Self.migrations) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        let customers = try shop.customers.create(
          try (0..<60).map { try Demo.customer("C\($0)", email: "c\($0)@example.nl") })
        try shop.credits.grant(
          customers.enumerated().flatMap { index, customer in
            [
              Self.credit(customer, 100, "x\(index)"),
              Self.credit(customer, Int64(index) + 1, "y\(index)"),
            ]
          })
        let available = try shop.credits.available(for: customers.map(\.id), in: .eur)
        #expect(available.count == 60 && available[customers[59].id] == .eur(160))
        try shop.credits.reserve(
          customers.enumerated().map { index, customer in
            Self.claim(Int64(index) + 1, customer, 101)
          })
        let documents = (1...60).map { Self.document($0) }
        let consumed = try shop.credits.consume(for: documents)
        #expect(consumed.count == 60)
        #expect(Set(consumed.values) == [.eur(101)])
        try Self.verify(shop)
      }
    }
  }

  @Test("are never promised beyond what there is", arguments: TestDatabase.kinds)
  func notEnough(kind: DatabaseKind) async throws {
    try await kind.withShop(Self.migrations) { bench in
      let piet = try await bench.customer()
      try await bench.database.write(as: bench.scope) { shop in
        _ = try shop.credits.grant([Self.credit(piet, 1000, "a")])
      }
      await #expect(throws: CreditsRefusal.notEnough) {
        try await bench.database.write(as: bench.scope) { shop in
          try shop.credits.reserve([Self.claim(1, piet, 600), Self.claim(2, piet, 401)])
        }
      }
      await #expect(throws: CreditsRefusal.alreadyGranted) {
        try await bench.database.write(as: bench.scope) { shop in
          _ = try shop.credits.grant([Self.credit(piet, 1, "a")])
        }
      }
      for amount in [0, -1, Int64.max] {
        await #expect(throws: CreditsRefusal.amount) {
          try await bench.database.write(as: bench.scope) { shop in
            _ = try shop.credits.grant([Self.credit(piet, amount, "c")])
          }
        }
      }
      try await bench.database.read(as: bench.scope) { shop in try Self.verify(shop) }
    }
  }

  @Test("two writers never spend the same credit", arguments: TestDatabase.sharedKinds)
  func parallel(kind: DatabaseKind) async throws {
    try await kind.withShop(Self.migrations) { bench in
      let piet = try await bench.customer()
      try await bench.database.write(as: bench.scope) { shop in
        _ = try shop.credits.grant([Self.credit(piet, 500, "a"), Self.credit(piet, 500, "b")])
      }
      let won = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 1...20 {
          group.addTask {
            do {
              try await bench.database.write(as: bench.scope) { shop in
                try shop.credits.reserve([Self.claim(Int64(number), piet, 100)])
              }
              return 1
            } catch CreditsRefusal.notEnough { return 0 }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(won == 10)
      try await bench.database.read(as: bench.scope) { shop in
        #expect(try shop.credits.available(for: [piet.id], in: .eur).isEmpty)
        try Self.verify(shop)
      }
    }
  }
}
