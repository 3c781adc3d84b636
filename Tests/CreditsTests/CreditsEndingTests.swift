import Credits
import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Credits end") struct CreditsEndingTests {
  static let december = CivilDate("2026-12-01")

  static func expiring(
    _ customer: Customer, _ cents: Int64, _ source: String, on day: String?
  ) -> NewCredit {
    NewCredit(
      customer: customer.id, amount: .eur(cents), reason: "goodwill",
      expiresOn: day.flatMap { CivilDate($0) }, source: source)
  }

  @Test("on their day, what is left of them, and not what is held", arguments: TestDatabase.kinds)
  func lapses(kind: DatabaseKind) async throws {
    try await kind.withShop(CreditsStoreTests.migrations) { bench in
      let piet = try await bench.customer()
      try await bench.database.write(as: bench.scope) { shop in
        try shop.credits.grant([
          Self.expiring(piet, 1000, "a", on: "2026-12-01"),
          Self.expiring(piet, 500, "b", on: "2026-12-02"), Self.expiring(piet, 70, "c", on: nil),
        ])
        try shop.credits.reserve([CreditsStoreTests.claim(1, piet, 300)])
        #expect(try shop.credits.lapse() == 0)
      }
      #expect(try await bench.database.shopsWithLapsedCredits(limit: 5).isEmpty)
      let zone = try Demo.zone()
      let first = try #require(Self.december)
      #expect(try await bench.database.nextCreditLapse() == zone.startOfDay(first))
      bench.clock.set(zone.startOfDay(first).adding(seconds: -1))
      #expect(try await bench.database.shopsWithLapsedCredits(limit: 5).isEmpty)
      bench.clock.set(zone.startOfDay(first))
      #expect(
        try await bench.database.shopsWithLapsedCredits(limit: 5) == [bench.scope.shopID])
      try await bench.database.write(as: bench.scope) { shop in
        #expect(try shop.credits.available(for: [piet.id], in: .eur) == [piet.id: .eur(570)])
        #expect(try shop.credits.lapse() == 1)
        #expect(try shop.credits.lapse() == 0)
        let credits = try shop.credits.credits(of: piet.id)
        #expect(credits.map(\.available) == [.eur(0), .eur(500), .eur(70)])
        #expect(credits.map(\.consumed) == [.eur(700), .eur(0), .eur(0)])
        #expect(try shop.ledger.balance(of: .goodwill, in: .eur) == .eur(870))
        try CreditsStoreTests.verify(shop)
        // What was held comes back, and lapses with the next run.
        try shop.credits.release(for: [CreditsStoreTests.document(1)])
        #expect(throws: CreditsRefusal.notEnough) {
          try shop.credits.reserve([CreditsStoreTests.claim(2, piet, 571)])
        }
        #expect(try shop.credits.lapse() == 1)
        try CreditsStoreTests.verify(shop)
      }
    }
  }

  @Test("by hand, once; the day can be moved", arguments: TestDatabase.kinds)
  func byHand(kind: DatabaseKind) async throws {
    try await kind.withShop(CreditsStoreTests.migrations) { bench in
      let piet = try await bench.customer()
      try await bench.database.write(as: bench.scope) { shop in
        let ids = try shop.credits.grant(
          [Self.expiring(piet, 1000, "a", on: "2026-12-01")], from: .prepayments)
        let id = try #require(ids.first)
        try shop.credits.setExpiry(of: id, on: CivilDate("2027-01-01"))
        #expect(try shop.credits.credit(id).expiresOn?.description == "2027-01-01")
        #expect(throws: CreditsRefusal.expiry) {
          try shop.credits.setExpiry(of: id, on: shop.today)
        }
        #expect(throws: CreditsRefusal.unknown) {
          try shop.credits.setExpiry(of: Credit.ID(rawValue: 1), on: nil)
        }
        #expect(try shop.credits.lapse(id) == .eur(1000))
        #expect(throws: CreditsRefusal.nothingLeft) { try shop.credits.lapse(id) }
        #expect(throws: CreditsRefusal.unknown) {
          try shop.credits.lapse(Credit.ID(rawValue: 1))
        }
        #expect(try shop.ledger.balance(of: .lapsedCredits, in: .eur) == .eur(-1000))
        #expect(throws: CreditsRefusal.expiry) {
          try shop.credits.grant([Self.expiring(piet, 1, "b", on: "2026-11-16")])
        }
        try CreditsStoreTests.verify(shop)
      }
    }
  }

  @Test("when they are paid out, the oldest first, each cause once", arguments: TestDatabase.kinds)
  func paysOut(kind: DatabaseKind) async throws {
    try await kind.withShop(CreditsStoreTests.migrations) { bench in
      let piet = try await bench.customer()
      @Sendable func payout(_ cents: Int64, _ source: String) -> NewPayout {
        NewPayout(customer: piet.id, amount: .eur(cents), reason: "moves away", source: source)
      }
      try await bench.database.write(as: bench.scope) { shop in
        try shop.credits.grant([
          CreditsStoreTests.credit(piet, 1000, "a"), CreditsStoreTests.credit(piet, 500, "b"),
        ])
        try shop.credits.reserve([CreditsStoreTests.claim(1, piet, 200)])
        #expect(throws: CreditsRefusal.notEnough) { try shop.credits.payOut(payout(1301, "x")) }
        let paid = try shop.credits.payOut(payout(1000, "x"))
        #expect(paid.amount == .eur(1000))
        let credits = try shop.credits.credits(of: piet.id)
        #expect(credits.map(\.available) == [.eur(0), .eur(300)])
        #expect(try shop.ledger.balance(of: .refundsPayable, in: .eur) == .eur(-1000))
        #expect(try shop.credits.uses(of: [CreditsStoreTests.document(1)]).count == 1)
        for cents in [0, -1, Int64.max] {
          #expect(throws: CreditsRefusal.amount) { try shop.credits.payOut(payout(cents, "y")) }
        }
        try CreditsStoreTests.verify(shop)
      }
      await #expect(throws: CreditsRefusal.alreadyPaidOut) {
        try await bench.database.write(as: bench.scope) { shop in
          _ = try shop.credits.payOut(payout(1, "x"))
        }
      }
    }
  }

  @Test("and their history tells it, newest first", arguments: TestDatabase.kinds)
  func history(kind: DatabaseKind) async throws {
    try await kind.withShop(CreditsStoreTests.migrations) { bench in
      let (piet, anna) = (try await bench.customer(), try await bench.customer("Anna Vis"))
      try await bench.database.write(as: bench.scope) { shop in
        try shop.credits.grant([CreditsStoreTests.credit(piet, 1000, "a")])
        try shop.credits.grant([CreditsStoreTests.credit(anna, 5, "z")])
        try shop.credits.reserve([CreditsStoreTests.claim(1, piet, 100)])
        try shop.credits.consume(for: [CreditsStoreTests.document(1)])
        try shop.credits.reserve([CreditsStoreTests.claim(2, piet, 200)])
        try shop.credits.release(for: [CreditsStoreTests.document(2)])
        try shop.credits.reserve([CreditsStoreTests.claim(3, piet, 300)])
        try shop.credits.payOut(
          NewPayout(customer: piet.id, amount: .eur(50), reason: "r", source: "p"))
        try shop.credits.lapse(try #require(try shop.credits.credits(of: piet.id).first).id)
      }
      try await bench.database.read(as: bench.scope) { shop in
        var events: [CreditEvent] = []
        var request = try PageRequest(limit: 2)
        while true {
          let page = try shop.credits.history(of: piet.id, request)
          events += page.items
          guard let next = page.next else { break }
          request = try PageRequest(limit: 2, after: next)
        }
        #expect(
          events.map(\.kind) == [.lapsed, .paidOut, .reserved, .released, .used, .granted])
        #expect(events.map(\.amount.minorUnits) == [550, 50, 300, 200, 100, 1000])
        #expect(events.map { $0.document?.rawValue } == [nil, nil, 3, 2, 1, nil])
        #expect(events.allSatisfy { $0.day == shop.today && $0.customer == piet.id })
        #expect(try shop.credits.history(PageRequest(limit: 200)).items.count == 7)
      }
    }
  }

  @Test("and a claim is met as far as they reach", arguments: TestDatabase.kinds)
  func part(kind: DatabaseKind) async throws {
    try await kind.withShop(CreditsStoreTests.migrations) { bench in
      let (piet, anna) = (try await bench.customer(), try await bench.customer("Anna Vis"))
      try await bench.database.write(as: bench.scope) { shop in
        try shop.credits.grant([
          CreditsStoreTests.credit(piet, 100, "a"), CreditsStoreTests.credit(piet, 50, "b"),
        ])
        let held = try shop.credits.reserveUpTo([
          CreditsStoreTests.claim(1, piet, 120), CreditsStoreTests.claim(2, anna, 10),
          CreditsStoreTests.claim(3, piet, 0), CreditsStoreTests.claim(4, piet, 40),
        ])
        #expect(held == [.eur(120), .eur(0), .eur(0), .eur(30)])
        #expect(try shop.credits.available(for: [piet.id], in: .eur).isEmpty)
        try CreditsStoreTests.verify(shop)
      }
    }
  }
}

/// Random lives of credits against a model that keeps one sum a customer.
@Suite("Random credits") struct CreditsPropertyTests {
  struct Model {
    var free: [Customer.ID: Int64] = [:]
    var held: [Int64: (Customer.ID, Int64)] = [:]
    var booked: Int64 = 0
  }

  @Test(
    "are never used twice and never lost (I-10)", arguments: TestDatabase.kinds,
    [1, 2, 3] as [UInt64])
  func lives(kind: DatabaseKind, seed: UInt64) async throws {
    try await kind.withShop(CreditsStoreTests.migrations) { bench in
      let customers = [try await bench.customer(), try await bench.customer("Anna Vis")]
      let random = SeededRandom(seed: seed)
      var model = Model()
      for step in 1...120 {
        let customer = customers[Int(random.below(2))]
        let cents = Int64(random.below(900)) + 1
        let free = model.free[customer.id, default: 0]
        let document = model.held.keys.sorted().randomElement(by: random)
        switch random.below(6) {
        case 0, 1:
          try await bench.database.write(as: bench.scope) { shop in
            try shop.credits.grant([CreditsStoreTests.credit(customer, cents, "g\(step)")])
          }
          model.free[customer.id] = free + cents
          model.booked += cents
        case 2:
          try await bench.database.write(as: bench.scope) { shop in
            let held = try shop.credits.reserveUpTo([
              CreditsStoreTests.claim(Int64(step), customer, cents)
            ])
            #expect(held == [.eur(min(cents, free))])
          }
          model.free[customer.id] = free - min(cents, free)
          model.held[Int64(step)] = (customer.id, min(cents, free))
        case 3:
          guard let document, let (_, units) = model.held.removeValue(forKey: document) else {
            continue
          }
          try await bench.database.write(as: bench.scope) { shop in
            try shop.credits.consume(for: [CreditsStoreTests.document(document)])
          }
          model.booked -= units
        case 4:
          guard let document, let (owner, units) = model.held.removeValue(forKey: document) else {
            continue
          }
          try await bench.database.write(as: bench.scope) { shop in
            try shop.credits.release(for: [CreditsStoreTests.document(document)])
          }
          model.free[owner, default: 0] += units
        default:
          guard cents <= free else { continue }
          try await bench.database.write(as: bench.scope) { shop in
            try shop.credits.payOut(
              NewPayout(
                customer: customer.id, amount: .eur(cents), reason: "r", source: "p\(step)"))
          }
          model.free[customer.id] = free - cents
          model.booked -= cents
        }
      }
      let (free, booked) = (model.free.filter { $0.value > 0 }, model.booked)
      try await bench.database.read(as: bench.scope) { shop in
        let available = try shop.credits.available(for: customers.map(\.id), in: .eur)
        #expect(available.mapValues(\.minorUnits) == free)
        #expect(try shop.ledger.balance(of: .customerCredits, in: .eur) == .eur(-booked))
        try CreditsStoreTests.verify(shop)
      }
    }
  }
}

extension Array {
  fileprivate func randomElement(by random: SeededRandom) -> Element? {
    isEmpty ? nil : self[Int(random.below(UInt64(count)))]
  }
}
