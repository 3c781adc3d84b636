import Catalog
import Primitives
import Tenancy
import TestSupport
import Testing

@Suite struct PriceRiseTests {
  @Test(arguments: TestDatabase.kinds)
  func `a rise is drafted, announced and in force for older versions from its day on`(
    kind: DatabaseKind
  ) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        let plan = try shop.plan("plan", cents: 3000)
        let day = shop.today.adding(days: 30)
        let draft = try shop.priceRises.plan(plan.id, newPrice: .eur(3500), effectiveFrom: day)
        #expect(draft.state == .draft && draft.from == plan.version && draft.versionID == nil)
        #expect(try shop.catalog.risesInForce(for: [plan.id]).isEmpty, "nobody was told yet")
        let rise = try shop.priceRises.announce(draft.id)
        #expect(rise.state == .announced && rise.announcedOn == shop.today)
        let now = try shop.catalog.existingPlan(plan.id).version
        #expect(now.price == .eur(3500) && now.number == 2 && now.id == rise.versionID)
        let rises = try shop.catalog.risesInForce(for: [plan.id, plan.id])
        func price(_ version: PlanVersion, _ offset: Int) -> Money? {
          rises.replacement(for: version.id, periodFrom: day.adding(days: offset))?.price
        }
        #expect(price(plan.version, -1) == nil)
        #expect(price(plan.version, 0) == .eur(3500))
        #expect(price(plan.version, 400) == .eur(3500))
        #expect(price(now, 400) == nil, "who bought at the new price has it")
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `only what is older, cheaper and alike is raised`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        let plan = try shop.plan("plan", cents: 2000)
        func revise(
          _ cents: Int64, _ interval: CalendarInterval = .monthly, including: Bool = true,
          instalments: Int? = nil
        ) throws {
          _ = try shop.catalog.revise(
            plan.id,
            terms: PlanTerms(
              price: .eur(cents), pricesIncludeVAT: including, interval: interval,
              instalments: instalments))
        }
        try revise(5000)
        try revise(20_000, .yearly)
        try revise(2000, including: false)
        try revise(1000, instalments: 3)
        try revise(3000)
        let day = shop.today.adding(days: 45)
        let rise = try shop.priceRises.announce(
          try shop.priceRises.plan(plan.id, newPrice: .eur(4000), effectiveFrom: day).id)
        try revise(2500)
        let rises = try shop.catalog.risesInForce(for: [plan.id])
        let versions = try shop.catalog.versions(of: plan.id)
        let raised = versions.filter { rises.replacement(for: $0.id, periodFrom: day) != nil }
        #expect(raised.map(\.number) == [6, 1])
        #expect(versions.filter(rise.raises) == raised, "the preview says what will be done")
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `of two rises the later one wins from its own day on`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let (plan, first, second) = try await bench.database.write(as: bench.scope) { shop in
        let plan = try shop.plan("plan", cents: 1000)
        let first = shop.today.adding(days: 30)
        _ = try shop.priceRises.announce(
          try shop.priceRises.plan(plan.id, newPrice: .eur(1100), effectiveFrom: first).id)
        #expect(throws: CatalogRefusal.riseUnderWay) {
          try shop.priceRises.plan(
            plan.id, newPrice: .eur(1200), effectiveFrom: first.adding(days: 100))
        }
        return (plan, first, first.adding(days: 60))
      }
      bench.clock.set(Demo.start.adding(seconds: 31 * 86_400))
      try await bench.database.write(as: bench.scope) { shop in
        _ = try shop.priceRises.announce(
          try shop.priceRises.plan(plan.id, newPrice: .eur(1200), effectiveFrom: second).id)
        let rises = try shop.catalog.risesInForce(for: [plan.id])
        func price(_ date: CivilDate) -> Money? {
          rises.replacement(for: plan.version.id, periodFrom: date)?.price
        }
        #expect(price(first) == .eur(1100))
        #expect(price(second.adding(days: -1)) == .eur(1100))
        #expect(price(second) == .eur(1200))
        #expect(try shop.priceRises.list(.first, of: plan.id).items.count == 2)
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a rise keeps its notice and is taken back only before its day`(
    kind: DatabaseKind
  ) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let ids = try await bench.database.write(as: bench.scope) { shop in
        let (plan, other) = (try shop.plan("plan"), try shop.plan("other"))
        let earliest = shop.today.adding(days: 30)
        let refused: [(Int64, CivilDate, CatalogRefusal)] = [
          (2000, earliest.adding(days: -1), .riseTooSoon(earliest)),
          (2000, shop.today.adding(days: -400), .riseTooSoon(earliest)),
          (1000, earliest, .riseNotHigher), (999, earliest, .riseNotHigher),
          (0, earliest, .priceOutOfRange()), (100_000_000_001, earliest, .priceOutOfRange()),
        ]
        for (cents, day, refusal) in refused {
          #expect(throws: refusal) {
            try shop.priceRises.plan(plan.id, newPrice: .eur(cents), effectiveFrom: day)
          }
        }
        let late = try shop.priceRises.plan(
          plan.id, newPrice: .eur(1500), effectiveFrom: earliest)
        let taken = try shop.priceRises.announce(
          try shop.priceRises.plan(other.id, newPrice: .eur(1500), effectiveFrom: earliest).id)
        #expect(throws: CatalogRefusal.riseSettled) { try shop.priceRises.announce(taken.id) }
        _ = try shop.priceRises.withdraw(taken.id)
        #expect(try shop.catalog.risesInForce(for: [other.id]).isEmpty)
        #expect(throws: CatalogRefusal.riseSettled) { try shop.priceRises.withdraw(taken.id) }
        let again = try shop.priceRises.plan(
          other.id, newPrice: .eur(1700), effectiveFrom: earliest)
        return [late.id, try shop.priceRises.announce(again.id).id]
      }
      bench.clock.set(Demo.start.adding(seconds: 30 * 86_400))
      try await bench.database.write(as: bench.scope) { shop in
        #expect(throws: CatalogRefusal.riseTooSoon(shop.today.adding(days: 30))) {
          try shop.priceRises.announce(ids[0])
        }
        let withdrawn = try shop.priceRises.withdraw(ids[0])
        #expect(withdrawn.state == .withdrawn, "a draft at any time")
        #expect(throws: CatalogRefusal.riseSettled) { try shop.priceRises.withdraw(ids[1]) }
        #expect(throws: CatalogRefusal.riseUnknown) {
          try shop.priceRises.existing(PriceRise.ID(rawValue: 7))
        }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `another shop's rises stay its own`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let rise = try await bench.database.write(as: bench.scope) { shop in
        let plan = try shop.plan("plan")
        return try shop.priceRises.announce(
          try shop.priceRises.plan(
            plan.id, newPrice: .eur(1500), effectiveFrom: shop.today.adding(days: 30)
          ).id)
      }
      let other = try await bench.otherShop()
      await #expect(throws: CatalogRefusal.riseUnknown) {
        try await bench.database.write(as: other) { try $0.priceRises.withdraw(rise.id) }
      }
      let seen = try await bench.database.read(as: other) {
        try $0.catalog.risesInForce(for: [rise.planID])
      }
      #expect(seen.isEmpty)
    }
  }
}
