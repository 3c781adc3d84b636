import Catalog
import Primitives
import Tenancy
import TestSupport
import Testing

@Suite struct TermsTests {
  private static let most: Int64 = 100_000_000_000

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var kind = PlanKind.subscription
    let refusal: CatalogRefusal?
    let change: @Sendable (inout PlanTerms) -> Void

    init(
      _ name: String, _ kind: PlanKind = .subscription, _ refusal: CatalogRefusal? = nil,
      change: @escaping @Sendable (inout PlanTerms) -> Void
    ) {
      self.name = name
      self.kind = kind
      self.refusal = refusal
      self.change = change
    }

    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case("a cent") { $0.price = .eur(1) },
    Case("the most") { $0.price = .eur(most) },
    Case("nothing", .subscription, .priceOutOfRange()) { $0.price = .eur(0) },
    Case("less than nothing", .subscription, .priceOutOfRange()) { $0.price = .eur(-1) },
    Case("more than the most", .subscription, .priceOutOfRange()) { $0.price = .eur(most + 1) },
    Case("a set-up fee") { $0.setupFee = .eur(2500) },
    Case("a set-up fee of nothing", .subscription, .priceOutOfRange(field: "/setupFee")) {
      $0.setupFee = .eur(0)
    },
    Case("a set-up fee below nothing", .subscription, .priceOutOfRange(field: "/setupFee")) {
      $0.setupFee = .eur(-1)
    },
    Case("a huge set-up fee", .subscription, .priceOutOfRange(field: "/setupFee")) {
      $0.setupFee = .eur(most + 1)
    },
    Case(
      "a set-up fee in dollars", .subscription, .currencyNotOfShop(.eur, field: "/setupFee")
    ) { $0.setupFee = Money(minorUnits: 1, currency: .usd) },
    Case("a set-up fee of an add-on", .addOn, .termNotOfKind(field: "/setupFee")) {
      $0.setupFee = .eur(1)
    },
    Case("a set-up fee of a one-off", .oneOff, .termNotOfKind(field: "/setupFee")) {
      $0.setupFee = .eur(1)
    },
    Case("a trial of a day") { $0.trialDays = 1 },
    Case("a trial of two years") { $0.trialDays = 730 },
    Case("a longer trial", .subscription, .trialOutOfRange) { $0.trialDays = 731 },
    Case("a trial below nothing", .subscription, .trialOutOfRange) { $0.trialDays = -1 },
    Case("an endless trial", .subscription, .trialOutOfRange) { $0.trialDays = .max },
    Case("a trial of an add-on", .addOn, .termNotOfKind(field: "/trialDays")) {
      $0.trialDays = 14
    },
    Case("a trial of a one-off", .oneOff, .termNotOfKind(field: "/trialDays")) {
      $0.trialDays = 14
    },
    Case("a trial of instalments", .subscription, .termNotOfKind(field: "/trialDays")) {
      $0.trialDays = 14
      $0.instalments = 3
    },
    Case("a first period for free") { $0.introduction = Introduction(price: .eur(0), periods: 1) },
    Case("sixty cheap periods") { $0.introduction = Introduction(price: .eur(1), periods: 60) },
    Case("sixty-one", .subscription, .introductionOutOfRange) {
      $0.introduction = Introduction(price: .eur(1), periods: 61)
    },
    Case("none", .subscription, .introductionOutOfRange) {
      $0.introduction = Introduction(price: .eur(1), periods: 0)
    },
    Case(
      "an introduction below nothing", .subscription,
      .priceOutOfRange(field: "/introduction/price")
    ) { $0.introduction = Introduction(price: .eur(-1), periods: 1) },
    Case("an introduction of a one-off", .oneOff, .termNotOfKind(field: "/introduction")) {
      $0.introduction = Introduction(price: .eur(1), periods: 1)
    },
    Case("an introduction of instalments", .subscription, .termNotOfKind(field: "/introduction")) {
      $0.introduction = Introduction(price: .eur(1), periods: 1)
      $0.instalments = 3
    },
    Case("two instalments") { $0.instalments = 2 },
    Case("instalments for ten years") { $0.instalments = 120 },
    Case("one instalment", .subscription, .instalmentsOutOfRange) { $0.instalments = 1 },
    Case("more instalments", .subscription, .instalmentsOutOfRange) { $0.instalments = 121 },
    Case("instalments of a one-off", .oneOff, .termNotOfKind(field: "/instalments")) {
      $0.instalments = 3
    },
    Case("instalments of an add-on", .addOn, .termNotOfKind(field: "/instalments")) {
      $0.instalments = 3
    },
    Case("a plain add-on", .addOn) { $0.price = .eur(500) },
    Case("a plain one-off", .oneOff) { $0.price = .eur(500) },
    Case("all at once") {
      $0.setupFee = .eur(2500)
      $0.trialDays = 30
      $0.introduction = Introduction(price: .eur(1500), periods: 3)
    },
  ]

  @Test(arguments: TestDatabase.kinds)
  func `terms are kept as they are, or refused by name`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      for (index, row) in TermsTests.cases.enumerated() {
        var terms = PlanTerms(price: .eur(3000), interval: .monthly)
        row.change(&terms)
        let slug = try #require(Slug("plan-\(index)"))
        let draft = PlanDraft(name: row.name, slug: slug, kind: row.kind, terms: terms)
        if let refusal = row.refusal {
          await #expect(throws: refusal, "\(row.name)") {
            try await bench.database.write(as: bench.scope) { try $0.catalog.createPlan(draft) }
          }
          continue
        }
        let made = try await bench.database.write(as: bench.scope) {
          try $0.catalog.createPlan(draft)
        }
        let found = try await bench.database.read(as: bench.scope) {
          try $0.catalog.existingPlan(made.id)
        }
        #expect(found == made && found.version.terms == terms && found.kind == row.kind)
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `every version stays as it was bought`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let slug = try #require(Slug("basis"))
      let versions = try await bench.database.write(as: bench.scope) { shop in
        let plan = try shop.catalog.createPlan(
          PlanDraft(
            name: "Basis", slug: slug, terms: PlanTerms(price: .eur(1000), interval: .monthly)))
        for cents in [1100, 1200] {
          _ = try shop.catalog.revise(
            plan.id, terms: PlanTerms(price: .eur(Int64(cents)), interval: .yearly))
        }
        let all = try shop.catalog.versions(of: plan.id)
        #expect(try shop.catalog.versions(Set(all.map(\.id))).count == 3)
        return all
      }
      #expect(versions.map(\.number) == [3, 2, 1])
      #expect(versions.map(\.price) == [.eur(1200), .eur(1100), .eur(1000)])
      #expect(versions.map(\.interval) == [.yearly, .yearly, .monthly])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a name is said anew, and pages show one kind`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let slugs = try ["one", "two", "three"].map { try #require(Slug($0)) }
      try await bench.database.write(as: bench.scope) { shop in
        let plans = try zip(slugs, PlanKind.allCases).map { slug, kind in
          try shop.catalog.createPlan(
            PlanDraft(
              name: "Plan", slug: slug, kind: kind,
              terms: PlanTerms(price: .eur(1000), interval: .monthly)))
        }
        let hostile = "<img onerror=alert(1)> {{7*7}} \u{05D0}\u{1F600}"
        let renamed = try shop.catalog.rename(plans[0].id, name: hostile, summary: "a\r\nb")
        #expect(renamed.name == hostile && renamed.summary == "a\r\nb")
        #expect(throws: TenancyRefusal.self) {
          try shop.catalog.rename(plans[0].id, name: "a\nb", summary: "")
        }
        #expect(throws: TenancyRefusal.self) {
          try shop.catalog.rename(
            plans[0].id, name: String(repeating: "a", count: 10_000), summary: "")
        }
        for kind in PlanKind.allCases {
          #expect(try shop.catalog.plans(.first, kind: kind).items.map(\.kind) == [kind])
        }
        #expect(try shop.catalog.plans(.first).items.count == 3)
      }
    }
  }
}

@Suite struct ProductTests {
  @Test(arguments: TestDatabase.kinds)
  func `a product is made, changed and shared by plans`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let slugs = try ["month", "year"].map { try #require(Slug($0)) }
      try await bench.database.write(as: bench.scope) { shop in
        let product = try shop.catalog.createProduct(
          ProductDraft(
            name: " Cursus ", vatCategory: .exempt, exemption: .education,
            invoiceMode: .invoiceAtOnce))
        #expect(product.name == "Cursus")
        let plans = try slugs.map { slug in
          try shop.catalog.createPlan(
            PlanDraft(
              name: "Cursus", slug: slug, product: product.id, vatCategory: .reduced,
              terms: PlanTerms(price: .eur(1000), interval: .monthly)))
        }
        for plan in plans {
          #expect(plan.productID == product.id)
          #expect(plan.tax == ProductTax(.exempt, exemption: .education))
          #expect(plan.invoiceMode == .invoiceAtOnce)
        }
        let edited = try shop.catalog.editProduct(
          product.id, ProductDraft(name: "Boek", vatCategory: .reduced, exemption: .education))
        #expect(edited.exemption == nil, "only what is exempt has an exemption")
        #expect(try shop.catalog.existingPlan(plans[1].id).tax == ProductTax(.reduced))
        #expect(try shop.catalog.existingPlan(plans[1].id).invoiceMode == nil)
        #expect(try shop.catalog.products(.first).items == [edited])
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `another shop's product is no product`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let product = try await bench.database.write(as: bench.scope) {
        try $0.catalog.createProduct(ProductDraft(name: "Koffie"))
      }
      let other = try await bench.otherShop()
      await #expect(throws: CatalogRefusal.productUnknown) {
        try await bench.database.write(as: other) {
          try $0.catalog.editProduct(product.id, ProductDraft(name: "Thee"))
        }
      }
      let slug = try #require(Slug("koffie"))
      await #expect(throws: CatalogRefusal.productUnknown) {
        try await bench.database.write(as: other) {
          try $0.catalog.createPlan(
            PlanDraft(
              name: "Koffie", slug: slug, product: product.id,
              terms: PlanTerms(price: .eur(1), interval: .monthly)))
        }
      }
    }
  }
}
