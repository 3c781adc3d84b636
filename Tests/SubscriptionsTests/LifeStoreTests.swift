import Catalog
import Primitives
import Storage
import Subscriptions
import Tenancy
import TestSupport
import Testing

extension ShopBench {
  /// Noon of a day in the shop's zone.
  func go(to day: CivilDate) {
    clock.set(scope.zone.startOfDay(day).adding(seconds: 43_200))
  }

  /// Does in the store what was done to a life.
  func `repeat`(_ deeds: [Deed], of id: Subscription.ID) async throws {
    for deed in deeds {
      if let day = deed.day { go(to: day) }
      try await database.write(as: scope) { shop in
        let store = shop.subscriptions
        let current = try store.existing(id)
        switch deed {
        case .bill(let bill, _): _ = try store.record([(current, bill)], noticeDays: 7)
        case .event(let event, _): _ = try store.apply(event, to: current, noticeDays: 7)
        case .amendment(let amendment): _ = try store.apply(amendment, noticeDays: 7)
        case .move(let bridge): try store.migrate([bridge], noticeDays: 7)
        }
      }
    }
  }
}

extension Deed {
  var day: CivilDate? {
    switch self {
    case .bill(_, let day), .event(_, let day): day
    case .amendment, .move: nil
    }
  }
}

@Suite struct LifeStoreTests {
  @Test(arguments: TestDatabase.kinds)
  func `the store keeps what the values say, through whole lives`(kind: DatabaseKind) async throws {
    try await kind.withShop(migrations) { bench in
      let catalogue = try await Catalogue(in: bench)
      let random = SeededRandom(seed: 20_261_122)
      let customer = try await bench.customer()
      var today = try date("2026-11-16")
      for _ in 0..<40 {
        // The clock never goes back: one life after the other.
        let order = try RandomOrder(
          catalogue, random, on: today.adding(days: Int(random.below(31))))
        bench.go(to: order.day)
        let started = try await bench.database.write(as: bench.scope) { shop in
          try shop.subscriptions.start(order.plan, for: customer.id, order.purchase)
        }
        var life = RandomLife(
          catalogue, order,
          try Life(started.subscription, started.extras, policy: order.purchase.policy))
        for _ in 0..<8 { if try life.happen(random) == nil { break } }
        today = life.today
        try await bench.repeat(life.real.deeds, of: started.subscription.id)
        try await expect(life.real, in: bench)
      }
      let checks = try await bench.database.read(as: bench.scope) {
        try $0.subscriptions.verify()
      }
      #expect(checks.filter { !$0.holds } == [])
      #expect(checks.reduce(0) { $0 + $1.checked } > 200)
    }
  }

  private func expect(_ life: Life, in bench: ShopBench) async throws {
    let stored = try await bench.database.read(as: bench.scope) {
      try $0.subscriptions.amendable(life.subscription.id)
    }
    #expect(stored.subscription == life.subscription)
    #expect(Set(stored.charges) == Set(life.charges))
    #expect(stored.extras == life.extras)
  }

  @Test(arguments: TestDatabase.kinds)
  func `a change made of an older state is refused`(kind: DatabaseKind) async throws {
    try await kind.withShop(migrations) { bench in
      let life = try await bench.bought()
      let stale = try Amendment.stop(
        life.subscription, life.extras, charged: life.charges, on: date("2026-12-01"),
        today: date("2026-11-16"), policy: .purchaseDate)
      try await bench.repeat([.amendment(stale)], of: life.subscription.id)
      await #expect(throws: SubscriptionRefusal.changedMeanwhile) {
        try await bench.repeat([.amendment(stale)], of: life.subscription.id)
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `I-16 the sixteenth bill of a day waits for a person`(kind: DatabaseKind) async throws {
    try await kind.withShop(migrations) { bench in
      let weekly = try await bench.plan(
        "weekly", terms: PlanTerms(price: .eur(700), interval: .weekly))
      let life = try await bench.bought(weekly)
      bench.go(to: try date("2027-06-01"))
      var bills = 0
      while try await bench.billDue() { bills += 1 }
      #expect(bills == Subscription.billsPerDay)
      let parked = try await bench.database.read(as: bench.scope) {
        try $0.subscriptions.page(.first, only: .parked).items
      }
      #expect(parked.map(\.id) == [life.subscription.id])
      #expect(parked.first?.parked == .tooManyCharges)
      try await bench.database.write(as: bench.scope) { shop in
        _ = try shop.subscriptions.release(
          try shop.subscriptions.existing(life.subscription.id), noticeDays: 7)
      }
      #expect(try await bench.billDue())
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `planned terms and price rises hold from the renewal`(kind: DatabaseKind) async throws {
    try await kind.withShop(migrations) { bench in
      let catalogue = try await Catalogue(in: bench)
      let life = try await bench.bought(catalogue.basic)
      let id = life.subscription.id
      try await bench.database.write(as: bench.scope) { shop in
        let terms = try SubscriptionTerms(catalogue.better.version, quantity: 2)
        _ = try shop.subscriptions.plan(
          terms, from: life.subscription.billedUntil, for: shop.subscriptions.existing(id))
        let rise = try shop.priceRises.plan(
          catalogue.better.id, newPrice: .eur(6000), effectiveFrom: date("2027-01-01"))
        _ = try shop.priceRises.announce(rise.id)
      }
      for (day, amount) in [("2026-12-16", Int64(10_000)), ("2027-01-16", 12_000)] {
        bench.go(to: try date(day))
        #expect(try await bench.billDue())
        let charges = try await bench.charges(of: id)
        #expect(charges.last?.amount == .eur(amount))
      }
      #expect(try await bench.billDue() == false)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a quote is kept, replaced, or stops the bill`(kind: DatabaseKind) async throws {
    try await kind.withShop(migrations) { bench in
      let life = try await bench.bought()
      let id = life.subscription.id
      let next = life.subscription.billedUntil
      func quote(_ cents: Int64) async throws {
        try await bench.database.write(as: bench.scope) { shop in
          try shop.subscriptions.put(
            quote: .eur(cents), calculation: "30.00", for: next,
            of: shop.subscriptions.existing(id))
        }
      }
      func open() async throws -> [Quote] {
        try await bench.database.read(as: bench.scope) { shop in
          let due = try shop.subscriptions.existing(id)
          return Array(try shop.subscriptions.openQuotes(of: [due]).values)
        }
      }
      #expect(try await open().isEmpty)
      try await quote(2000)
      try await quote(3000)
      #expect(try await open().map(\.amount) == [.eur(3000)])
      let found = try await open()
      try await bench.database.write(as: bench.scope) {
        try $0.subscriptions.park(differing: found)
      }
      #expect(try await open().isEmpty)
      bench.go(to: next)
      #expect(try await bench.billDue() == false)
      try await bench.database.write(as: bench.scope) { shop in
        _ = try shop.subscriptions.release(shop.subscriptions.existing(id), noticeDays: 7)
      }
      try await quote(3000)
      #expect(try await bench.billDue())
      let states = try await bench.database.read(as: bench.scope) {
        try $0.subscriptions.quotes(of: id).map(\.state)
      }
      #expect(states == [.kept])
    }
  }
}

extension ShopBench {
  /// Bought on 16 November 2026 and paid.
  func bought(_ plan: Plan? = nil) async throws -> Life {
    let customer = try await customer()
    let basic: Plan
    if let plan {
      basic = plan
    } else {
      basic = try await self.plan(terms: PlanTerms(price: .eur(3000), interval: .monthly))
    }
    let started = try await database.write(as: scope) { shop in
      try shop.subscriptions.start(basic, for: customer.id, Purchase(policy: .purchaseDate))
    }
    let life = try Life(started.subscription, started.extras, policy: .purchaseDate)
    try await `repeat`(life.deeds, of: started.subscription.id)
    return life
  }

  /// Bills one batch as the run does; whether anything was due.
  func billDue() async throws -> Bool {
    try await database.write(as: scope) { shop in
      let due = try shop.subscriptions.due(limit: 200)
      let renewed = try shop.subscriptions.renewed(
        due, rises: shop.catalog.risesInForce(for: due.map(\.planID)), policy: .purchaseDate,
        noticeDays: 7)
      let extras = try shop.subscriptions.extras(of: renewed)
      let bills = try renewed.compactMap { subscription in
        try PeriodBill(subscription, extras[subscription.id] ?? .none).map { (subscription, $0) }
      }
      _ = try shop.subscriptions.record(bills, noticeDays: 7)
      return !bills.isEmpty
    }
  }

  func charges(of id: Subscription.ID) async throws -> [RecordedCharge] {
    try await database.read(as: scope) { try $0.subscriptions.charges(of: id) }
  }
}
