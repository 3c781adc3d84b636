import Catalog
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

private let tenth = Discount(.percent(hundredths: 1000), periods: 3)

@Suite struct CouponCodeTests {
  @Test(arguments: [
    ("WELKOM", "WELKOM"), ("welkom-10", "WELKOM-10"), ("  Zomer26 ", "ZOMER26"), ("abc", "ABC"),
    (String(repeating: "a", count: 40), String(repeating: "A", count: 40)), ("ab", nil),
    (String(repeating: "a", count: 41), nil), ("", nil), ("a b c", nil), ("één", nil),
    ("ABC\u{0}", nil), ("ABC\r\nDEF", nil), ("<img onerror>", nil), ("{{7*7}}", nil),
    ("=cmd|x", nil), ("\u{1F600}\u{1F600}\u{1F600}", nil), ("\u{05D0}\u{05D1}\u{05D2}", nil),
    ("ß-ß", nil), (String(repeating: "A", count: 10_000), nil), ("٣٣٣", nil),
  ])
  func `a code is letters, digits and hyphens, in any case`(text: String, code: String?) {
    #expect(CouponCode(text)?.text == code)
  }
}

@Suite struct CouponTests {
  @Test(arguments: TestDatabase.kinds)
  func `a coupon is for its plans, its days and its number of uses`(
    kind: DatabaseKind
  ) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let (piet, jan) = (try await bench.customer(), try await bench.customer("Jan Smit"))
      try await bench.database.write(as: bench.scope) { shop in
        let (plan, other) = (try shop.plan("plan"), try shop.plan("other"))
        let today = shop.today
        let made = try shop.coupons.create(
          CouponDraft(
            code: " welkom ", label: "Welkomstkorting", discount: tenth,
            validFrom: today.adding(days: 1), lastDay: today.adding(days: 3),
            maximumRedemptions: 2, oncePerCustomer: true, plans: [plan.id]))
        #expect(try shop.coupons.existing(made.id) == made)
        func use(
          _ code: String, _ customer: Customer, _ plan: Plan, day: Int, id: Int64
        ) throws {
          let purchase = Plan.ID(rawValue: id)
          _ = try shop.coupons.redeem(
            code, by: customer.id, for: plan.id, on: today.adding(days: day),
            subscription: purchase)
        }
        let refused: [(String, Plan, Int, CatalogRefusal)] = [
          ("ANDERS", plan, 1, .couponUnknown), ("", plan, 1, .couponUnknown),
          ("' OR 1=1", plan, 1, .couponUnknown),
          ("WELKOM", plan, 0, .couponNotYet(today.adding(days: 1))),
          ("WELKOM", plan, 4, .couponExpired), ("WELKOM", other, 1, .couponNotForPlan),
        ]
        for (code, plan, day, refusal) in refused {
          #expect(throws: refusal) { try use(code, piet, plan, day: day, id: 1) }
        }
        #expect(try shop.coupons.existing(made.id).redeemed == 0)
        try use("welkom", piet, plan, day: 1, id: 1)
        #expect(throws: CatalogRefusal.couponUsedBefore) {
          try use("WELKOM", piet, plan, day: 2, id: 2)
        }
        try use("Welkom", jan, plan, day: 3, id: 3)
        #expect(try shop.coupons.existing(made.id).redeemed == 2)
        #expect(throws: CatalogRefusal.couponUsedUp) {
          try use("WELKOM", jan, plan, day: 3, id: 4)
        }
        #expect(try shop.coupons.redemptions(of: made.id, .first).items.count == 2)
        #expect(try shop.catalog.verify().flatMap(\.breaks) == [])
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a purchase given up gives its coupon back, once`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let piet = try await bench.customer()
      try await bench.database.write(as: bench.scope) { shop in
        let plan = try shop.plan("plan")
        let coupon = try shop.coupons.create(
          CouponDraft(
            code: "EEN", discount: tenth, maximumRedemptions: 1, oncePerCustomer: true))
        #expect(coupon.label == "EEN", "a coupon without a label is called by its code")
        func use(_ id: Int64) throws {
          _ = try shop.coupons.redeem(
            "EEN", by: piet.id, for: plan.id, on: shop.today,
            subscription: Plan.ID(rawValue: id))
        }
        try use(1)
        #expect(throws: CatalogRefusal.couponUsedUp) { try use(2) }
        for _ in 1...2 { try shop.coupons.release(subscription: Plan.ID(rawValue: 1)) }
        #expect(try shop.coupons.existing(coupon.id).redeemed == 0)
        try use(2)
        #expect(try shop.catalog.verify().flatMap(\.breaks) == [])
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `a coupon is stopped, widened, and never narrowed below its uses`(
    kind: DatabaseKind
  ) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      let piet = try await bench.customer()
      try await bench.database.write(as: bench.scope) { shop in
        let plan = try shop.plan("plan")
        let coupon = try shop.coupons.create(CouponDraft(code: "VAAK", discount: tenth))
        for id in 1...3 {
          _ = try shop.coupons.redeem(
            "VAAK", by: piet.id, for: plan.id, on: shop.today,
            subscription: Plan.ID(rawValue: Int64(id)))
        }
        #expect(throws: CatalogRefusal.couponLimitOutOfRange) {
          try shop.coupons.change(coupon.id, label: "", lastDay: nil, maximumRedemptions: 2)
        }
        let changed = try shop.coupons.change(
          coupon.id, label: "Vaste klant", lastDay: shop.today, maximumRedemptions: 3)
        #expect(changed.label == "Vaste klant" && changed.maximumRedemptions == 3)
        #expect(throws: CatalogRefusal.couponUsedUp) {
          try shop.coupons.usable("VAAK", by: nil, for: plan.id, on: shop.today)
        }
        let stopped = try shop.coupons.setState(.stopped, of: coupon.id)
        #expect(stopped.refusal(for: plan.id, on: shop.today) == .couponExpired)
        #expect(try shop.coupons.list(.first).items == [stopped])
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `what breaks a rule is refused`(kind: DatabaseKind) async throws {
    try await kind.withShop(CatalogMigrations.all) { bench in
      try await bench.database.write(as: bench.scope) { shop in
        let today = shop.today
        _ = try shop.coupons.create(CouponDraft(code: "DAAR", discount: tenth))
        let rows: [(CouponDraft, CatalogRefusal)] = [
          (CouponDraft(code: "daar", discount: tenth), .couponCodeTaken),
          (CouponDraft(code: "a b", discount: tenth), .couponCodeMalformed),
          (
            CouponDraft(code: "NUL", discount: Discount(.percent(hundredths: 0))),
            .discountOutOfRange
          ),
          (
            CouponDraft(
              code: "USD",
              discount: Discount(.fixed(Money(minorUnits: 1, currency: .usd)))),
            .currencyNotOfShop(.eur, field: "/discount")
          ),
          (
            CouponDraft(code: "TERUG", discount: tenth, lastDay: today.adding(days: -1)),
            .couponDatesReversed
          ),
          (
            CouponDraft(code: "GEEN", discount: tenth, maximumRedemptions: 0),
            .couponLimitOutOfRange
          ),
          (
            CouponDraft(code: "VEEL", discount: tenth, maximumRedemptions: 1_000_001),
            .couponLimitOutOfRange
          ),
          (
            CouponDraft(code: "WEG", discount: tenth, plans: [Plan.ID(rawValue: 5)]),
            .planUnknown
          ),
        ]
        for (draft, refusal) in rows {
          #expect(throws: refusal) { try shop.coupons.create(draft) }
        }
        #expect(try shop.coupons.list(.first).items.count == 1)
      }
    }
  }

  @Test(arguments: TestDatabase.sharedKinds)
  func `two buyers at once never use more than there is`(kind: DatabaseKind) async throws {
    let migrations = TenancyMigrations.all + CatalogMigrations.all
    try await kind.withURL(migrations) { url in
      let clock = ManualClock(Demo.start)
      let first = try await Database.open(url, clock: .manual(clock))
      try await first.migrate(migrations)
      let second = try await Database.open(url, clock: .manual(clock))
      try await second.migrate(migrations)
      let scope = try await first.foundShop(try Demo.shop())
      let (details, again) = (try Demo.customer(), try Demo.customer("Jan Smit"))
      let (plan, customers) = try await first.write(as: scope) { shop in
        _ = try shop.coupons.create(
          CouponDraft(code: "DRIE", discount: tenth, maximumRedemptions: 3))
        _ = try shop.coupons.create(
          CouponDraft(code: "EENS", discount: tenth, oncePerCustomer: true))
        return (
          try shop.plan("plan").id,
          [try shop.customers.create(details).id, try shop.customers.create(again).id]
        )
      }
      let used = await withTaskGroup(of: [Bool].self) { group in
        for turn in 0..<12 {
          let database = turn.isMultiple(of: 2) ? first : second
          group.addTask {
            var results: [Bool] = []
            for (code, offset) in [("DRIE", 100), ("EENS", 200)] {
              let done = try? await database.write(as: scope) { shop in
                try shop.coupons.redeem(
                  code, by: customers[turn % 2], for: plan, on: shop.today,
                  subscription: Plan.ID(rawValue: Int64(offset + turn)))
              }
              results.append(done != nil)
            }
            return results
          }
        }
        return await group.reduce(into: [0, 0]) { counts, results in
          for (index, done) in results.enumerated() where done { counts[index] += 1 }
        }
      }
      #expect(used == [3, 2], "three uses of the one, one for each customer of the other")
      let checks = try await first.read(as: scope) { try $0.catalog.verify() }
      #expect(checks.flatMap(\.breaks) == [])
      await first.close()
      await second.close()
    }
  }
}
