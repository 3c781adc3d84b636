import Catalog
import Primitives
import Tenancy
import TestSupport
import Testing

extension ShopTransaction {
  func plan(
    _ slug: String, _ kind: PlanKind = .subscription, cents: Int64 = 1000,
    _ interval: CalendarInterval = .monthly, includingVAT: Bool = true, instalments: Int? = nil
  ) throws -> Plan {
    try catalog.createPlan(
      PlanDraft(
        name: slug, slug: try #require(Slug(slug)), kind: kind,
        terms: PlanTerms(
          price: .eur(cents), pricesIncludeVAT: includingVAT, interval: interval,
          instalments: instalments)))
  }
}

@Suite struct OfferTests {
  /// What fits with a monthly plan whose prices include VAT.
  @Test(arguments: TestDatabase.kinds)
  func `what comes along must fit`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        let host = try shop.plan("host")
        let rows: [(Plan, Set<Offer.Kind>)] = [
          (try shop.plan("add-on", .addOn), [.addOn, .bump, .upsell]),
          (try shop.plan("yearly-add-on", .addOn, .yearly), []),
          (try shop.plan("net-add-on", .addOn, includingVAT: false), []),
          (try shop.plan("book", .oneOff), [.bump, .upsell]),
          (try shop.plan("yearly-book", .oneOff, .yearly), [.bump, .upsell]),
          (try shop.plan("net-book", .oneOff, includingVAT: false), [.upsell]),
          (try shop.plan("other"), [.upsell]),
          (try shop.plan("yearly", .subscription, .yearly), [.upsell]),
          (host, []),
        ]
        for (offered, fitting) in rows {
          for kind in Offer.Kind.allCases {
            #expect(
              Offer.fits(offered, kind, with: host) == fitting.contains(kind),
              "\(offered.name) \(kind)")
            if fitting.contains(kind) {
              let offers = try shop.catalog.setOffers(of: host.id, [OfferDraft(kind, offered.id)])
              #expect(offers.map(\.plan) == [offered] && offers.map(\.kind) == [kind])
            } else {
              #expect(throws: CatalogRefusal.offerDoesNotFit) {
                try shop.catalog.setOffers(of: host.id, [OfferDraft(kind, offered.id)])
              }
            }
          }
        }
        let course = try shop.plan("course", instalments: 3)
        #expect(!Offer.fits(rows[0].0, .addOn, with: course), "nothing recurs after the last")
        #expect(!Offer.fits(rows[3].0, .bump, with: rows[0].0), "an add-on has no page")
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `offers keep their order, and what is not sold any more is left out`(
    kind: DatabaseKind
  ) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        let host = try shop.plan("host")
        let extra = try shop.plan("extra", .addOn)
        let book = try shop.plan("book", .oneOff)
        let drafts = [OfferDraft(.bump, book.id), OfferDraft(.addOn, extra.id)]
        _ = try shop.catalog.setOffers(of: host.id, drafts)
        let turned = try shop.catalog.setOffers(of: host.id, drafts.reversed())
        #expect(turned.map(\.plan.slug.text) == ["extra", "book"])
        _ = try shop.catalog.setState(.archived, of: book.id)
        #expect(try shop.catalog.openOffers(of: host).map(\.plan.slug.text) == ["extra"])
        _ = try shop.catalog.revise(
          extra.id, terms: PlanTerms(price: .eur(1), interval: .yearly))
        #expect(try shop.catalog.openOffers(of: host).isEmpty)
        #expect(try shop.catalog.offers(of: host.id).count == 2)
        #expect(throws: CatalogRefusal.offerTwice) {
          try shop.catalog.setOffers(of: host.id, drafts + drafts)
        }
        #expect(try shop.catalog.setOffers(of: host.id, []).isEmpty)
        let many = (0...Offer.limit).map { OfferDraft(.bump, Plan.ID(rawValue: Int64($0 + 1))) }
        #expect(throws: CatalogRefusal.tooManyOffers) {
          try shop.catalog.setOffers(of: host.id, many)
        }
      }
    }
  }
}

@Suite struct OfferTakingTests {
  @Test(arguments: TestDatabase.kinds)
  func `an offer after a purchase is taken once`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        let (host, book) = (try shop.plan("host"), try shop.plan("book", .oneOff))
        let offers = try shop.catalog.setOffers(of: host.id, [OfferDraft(.upsell, book.id)])
        let offer = try #require(offers.first)
        let (first, second) = (Plan.ID(rawValue: 1), Plan.ID(rawValue: 2))
        try shop.catalog.take(offer, after: first)
        #expect(throws: CatalogRefusal.offerTaken) {
          try shop.catalog.take(offer, after: first)
        }
        try shop.catalog.take(offer, after: second)
        // The shop writes its offers down anew: what was taken stays taken.
        let again = try shop.catalog.setOffers(of: host.id, [OfferDraft(.upsell, book.id)])
        let renewed = try #require(again.first)
        #expect(throws: CatalogRefusal.offerTaken) {
          try shop.catalog.take(renewed, after: second)
        }
        #expect(try shop.catalog.takings(after: first) == [book.id])
        #expect(try shop.catalog.takings(after: Plan.ID(rawValue: 3)).isEmpty)
      }
    }
  }
}

@Suite struct DiscountTests {
  @Test(arguments: [
    (Discount.Amount.percent(hundredths: 1000), 3000, 300),
    (.percent(hundredths: 1), 3000, 0), (.percent(hundredths: 1), 5000, 1),
    (.percent(hundredths: 10_000), 3000, 3000), (.percent(hundredths: 1250), 1004, 126),
    (.percent(hundredths: 5000), 1, 1), (.percent(hundredths: 3333), 10_000, 3333),
    (.percent(hundredths: 1000), 0, 0), (.percent(hundredths: 1000), -100, 0),
    (.fixed(.eur(500)), 3000, 500), (.fixed(.eur(500)), 500, 500), (.fixed(.eur(500)), 499, 499),
    (.fixed(.eur(500)), 0, 0), (.fixed(.eur(500)), -1, 0), (.fixed(.eur(1)), 1, 1),
  ])
  func `a discount never takes more than there is`(
    amount: Discount.Amount, price: Int64, off: Int64
  ) throws {
    #expect(try amount.reduction(of: .eur(price)) == .eur(off))
  }

  @Test(arguments: [
    (Discount(.percent(hundredths: 1)), true), (Discount(.percent(hundredths: 10_000)), true),
    (Discount(.percent(hundredths: 0)), false), (Discount(.percent(hundredths: 10_001)), false),
    (Discount(.percent(hundredths: -1)), false), (Discount(.percent(hundredths: .max)), false),
    (Discount(.fixed(.eur(1))), true), (Discount(.fixed(.eur(0))), false),
    (Discount(.fixed(.eur(-1))), false), (Discount(.fixed(.eur(100_000_000_000))), true),
    (Discount(.fixed(.eur(100_000_000_001))), false),
    (Discount(.fixed(.eur(1)), periods: 1), true), (Discount(.fixed(.eur(1)), periods: 120), true),
    (Discount(.fixed(.eur(1)), periods: 0), false),
    (Discount(.fixed(.eur(1)), periods: 121), false),
    (Discount(.fixed(.eur(1)), periods: -1), false),
  ])
  func `a discount stays in its bounds`(discount: Discount, holds: Bool) {
    if holds {
      #expect(throws: Never.self) { try discount.check(in: .eur) }
    } else {
      #expect(throws: CatalogRefusal.discountOutOfRange) { try discount.check(in: .eur) }
    }
  }

  @Test(arguments: [
    (Discount(.percent(hundredths: 1000)), "10 % korting", "10 % off"),
    (
      Discount(.percent(hundredths: 1250), periods: 1), "12,5 % korting op de eerste termijn",
      "12.5 % off the first period"
    ),
    (
      Discount(.fixed(.eur(500)), periods: 3), "€ 5,00 korting op de eerste 3 termijnen",
      "€5.00 off the first 3 periods"
    ),
  ])
  func `a discount says what it is`(discount: Discount, nl: String, en: String) {
    #expect(discount.formatted(.nl).replacing("\u{A0}", with: " ") == nl)
    #expect(discount.formatted(.en).replacing("\u{A0}", with: " ") == en)
  }
}
