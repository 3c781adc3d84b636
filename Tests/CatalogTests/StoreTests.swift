import Catalog
import Primitives
import Tenancy
import TestSupport
import Testing

private func draft(_ slug: String = "basic", cents: Int64 = 3000) throws -> PlanDraft {
  PlanDraft(
    name: " Basic ", slug: try #require(Slug(slug)),
    terms: PlanTerms(price: .eur(cents), interval: .monthly))
}

@Suite struct CatalogStoreTests {
  @Test(arguments: TestDatabase.kinds)
  func `a plan is made, found and revised without changing what was bought`(
    kind: DatabaseKind
  ) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let draft = try draft()
      let plan = try await bench.database.write(as: bench.scope) {
        try $0.catalog.createPlan(draft)
      }
      #expect(plan.name == "Basic")
      let revised = try await bench.database.write(as: bench.scope) { shop in
        try shop.catalog.revise(plan.id, terms: PlanTerms(price: .eur(3500), interval: .monthly))
      }
      #expect(revised.version.number == 2)
      #expect(revised.version.id != plan.version.id)
      #expect(plan.version.price == .eur(3000))
      let found = try await bench.database.read(as: bench.scope) {
        try $0.catalog.plan(slug: draft.slug)
      }
      #expect(found == revised)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `what breaks a rule is refused and nothing is written`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let good = try draft()
      _ = try await bench.database.write(as: bench.scope) { try $0.catalog.createPlan(good) }
      let cases: [(PlanDraft, CatalogRefusal)] = [
        (good, .slugTaken), (try draft("free", cents: 0), .priceOutOfRange()),
        (try draft("minus", cents: -1), .priceOutOfRange()),
        (try draft("huge", cents: 100_000_000_001), .priceOutOfRange()),
        (
          PlanDraft(
            name: "Dollar", slug: try #require(Slug("dollar")),
            terms: PlanTerms(price: Money(minorUnits: 100, currency: .usd), interval: .monthly)),
          .currencyNotOfShop(.eur)
        ),
      ]
      for (draft, refusal) in cases {
        await #expect(throws: refusal) {
          try await bench.database.write(as: bench.scope) { try $0.catalog.createPlan(draft) }
        }
      }
      let plans = try await bench.database.read(as: bench.scope) { try $0.catalog.plans(.first) }
      #expect(plans.items.count == 1)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `another shop has its own plans and slugs`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let draft = try draft()
      let plan = try await bench.database.write(as: bench.scope) {
        try $0.catalog.createPlan(draft)
      }
      let other = try await bench.otherShop()
      await #expect(throws: CatalogRefusal.planUnknown) {
        try await bench.database.read(as: other) { try $0.catalog.existingPlan(plan.id) }
      }
      let same = try await bench.database.write(as: other) { try $0.catalog.createPlan(draft) }
      #expect(same.slug == plan.slug)
    }
  }
}
