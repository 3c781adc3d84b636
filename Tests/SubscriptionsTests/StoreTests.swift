import Catalog
import Primitives
import Storage
import Subscriptions
import Tenancy
import TestSupport
import Testing

extension ShopBench {
  /// A monthly plan of 30.00.
  fileprivate func plan(_ slug: String = "monthly", price: Int64 = 3000) async throws -> Plan {
    let slug = try #require(Slug(slug))
    return try await database.write(as: scope) { shop in
      try shop.catalog.createPlan(
        PlanDraft(
          name: "Monthly", slug: slug, terms: PlanTerms(price: .eur(price), interval: .monthly)))
    }
  }

  /// Buys today and pays: the first charge is recorded and the subscription runs.
  fileprivate func buy(_ plan: Plan, policy: CollectionPolicy) async throws -> Subscription {
    let customer = try await customer()
    return try await database.write(as: scope) { shop in
      let store = shop.subscriptions
      let started = try store.start(plan, for: customer.id, quantity: 1, policy: policy)
      let bill = try PeriodBill(started, period: #require(started.schedule.period(0)))
      let recorded = try store.record([(started, bill)], noticeDays: 7)
      return try store.apply(.firstPaymentReceived, to: #require(recorded.first), noticeDays: 7)
    }
  }
}

@Suite struct SubscriptionStoreTests {
  @Test(arguments: TestDatabase.kinds)
  func `R-04 bought 16 November falls due a week before 1 December`(kind: DatabaseKind) async throws
  {
    try await kind.withShop(migrations) { bench in
      let bought = try await bench.buy(bench.plan(), policy: .fixedDay(1))
      #expect(bought.nextPeriod?.collectOn == CivilDate("2026-12-01"))
      #expect(try await bench.database.shopsWithDueSubscriptions(limit: 10).isEmpty)
      bench.clock.set(try #require(Instant(rfc3339: "2026-11-23T22:59:59Z")))
      #expect(
        try await bench.database.read(as: bench.scope) { try $0.subscriptions.due(limit: 9) }
          .isEmpty)
      bench.clock.set(try #require(Instant(rfc3339: "2026-11-23T23:00:00Z")))
      #expect(try await bench.database.shopsWithDueSubscriptions(limit: 10) == [bench.scope.shopID])
      let due = try await bench.database.read(as: bench.scope) {
        try $0.subscriptions.due(limit: 9)
      }
      #expect(due == [bought])
      #expect(try await bench.database.nextBillingMoment()?.rfc3339 == "2026-11-23T23:00:00Z")
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `I-13 a period cannot be charged twice`(kind: DatabaseKind) async throws {
    try await kind.withShop(migrations) { bench in
      let bought = try await bench.buy(bench.plan(), policy: .purchaseDate)
      await #expect(throws: StorageError.self) {
        try await bench.database.write(as: bench.scope) { shop in
          let bill = try PeriodBill(bought, period: #require(bought.schedule.period(0)))
          _ = try shop.subscriptions.record([(bought, bill)], noticeDays: 7)
        }
      }
      let charges = try await bench.database.read(as: bench.scope) {
        try $0.subscriptions.charges(of: bought.id)
      }
      #expect(charges.map(\.amount) == [.eur(3000)])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `I-17 after a cancellation only the end falls due`(kind: DatabaseKind) async throws {
    try await kind.withShop(migrations) { bench in
      let bought = try await bench.buy(bench.plan(), policy: .purchaseDate)
      let cancelled = try await bench.database.write(as: bench.scope) { shop in
        try shop.subscriptions.apply(
          .cancelled(endingOn: bought.billedUntil), to: bought, noticeDays: 7)
      }
      #expect(cancelled.state == .active(endsOn: CivilDate("2026-12-16")))
      #expect(cancelled.nextPeriod == nil)
      #expect(try await bench.database.nextBillingMoment()?.rfc3339 == "2026-12-15T23:00:00Z")
      bench.clock.set(try #require(Instant(rfc3339: "2026-12-16T08:00:00Z")))
      let ended = try await bench.database.write(as: bench.scope) { shop in
        try shop.subscriptions.apply(.lastPeriodOver(on: shop.today), to: cancelled, noticeDays: 7)
      }
      #expect(ended.state == .ended(on: try #require(CivilDate("2026-12-16"))))
      #expect(try await bench.database.nextBillingMoment() == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `R-01 moving to the 15th bridges from the first unbilled day`(kind: DatabaseKind)
    async throws
  {
    try await kind.withShop(migrations) { bench in
      let bought = try await bench.buy(bench.plan(), policy: .fixedDay(1))
      let moved = try await bench.database.write(as: bench.scope) { shop in
        let bridge = try #require(try PolicyBridge(bought, to: .fixedDay(15)))
        #expect(bridge.price?.explanation?(.en) == "14 of 30 days x 30.00 = 14.00")
        try shop.subscriptions.migrate([bridge], noticeDays: 7)
        return try shop.subscriptions.existing(bought.id)
      }
      #expect(
        moved.nextPeriod?.period
          == Period(
            from: try #require(CivilDate("2026-12-01")),
            until: try #require(CivilDate("2026-12-15"))))
      #expect(moved.schedule.period(1)?.collectOn == CivilDate("2026-12-15"))
      #expect(try PolicyBridge(moved, to: .fixedDay(15)) == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `another shop sees nothing of it`(kind: DatabaseKind) async throws {
    try await kind.withShop(migrations) { bench in
      let bought = try await bench.buy(bench.plan(), policy: .purchaseDate)
      let other = try await bench.otherShop()
      await #expect(throws: SubscriptionRefusal.unknown) {
        try await bench.database.read(as: other) { try $0.subscriptions.existing(bought.id) }
      }
      let page = try await bench.database.read(as: other) { try $0.subscriptions.page(.first) }
      #expect(page.items.isEmpty)
    }
  }
}
