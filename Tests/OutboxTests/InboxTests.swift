import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@testable import Outbox

@Suite struct InboxTests {
  static let lease = Lease(worker: "w1", seconds: 60)

  @Test(arguments: TestDatabase.kinds)
  func anEventIsStoredRawAndAppliedWithItsEffect(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      let id = try #require(try await bench.receive("evt_1", .event))
      let claimed = try #require(try await bench.database.claimInbox(lease: Self.lease).first)
      #expect(claimed.body == Array("id=evt_1".utf8) && claimed.headers == "{}")
      try await bench.database.write(as: bench.scope) { try $0.inbox.markApplied(claimed) }
      let state = try await bench.database.read(as: bench.scope) { try $0.inbox.state(of: id) }
      #expect(state == .applied)
      #expect(try await bench.database.claimInbox(lease: Self.lease).isEmpty)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aNumberedEventIsStoredOnceForEver(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      #expect(try await bench.receive("evt_1", .event) != nil)
      #expect(try await bench.receive("evt_1", .event) == nil)
      let claimed = try #require(try await bench.database.claimInbox(lease: Self.lease).first)
      try await bench.database.write(as: bench.scope) { try $0.inbox.markApplied(claimed) }
      #expect(try await bench.receive("evt_1", .event) == nil)
      let other = try await bench.otherShop()
      #expect(try await bench.receive("evt_1", .event, of: other) != nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aPokeIsKeptUnlessOneStillWaits(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      #expect(try await bench.receive("tr_1", .poke) != nil)
      #expect(try await bench.receive("tr_1", .poke) == nil)
      let first = try #require(try await bench.database.claimInbox(lease: Self.lease).first)
      // While one is being looked at, another change may just have happened.
      #expect(try await bench.receive("tr_1", .poke) != nil)
      try await bench.database.write(as: bench.scope) { try $0.inbox.markApplied(first) }
      #expect(try await bench.database.claimInbox(lease: Self.lease).count == 1)
      #expect(try await bench.receive("tr_1", .poke) != nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aPokeHastensOneThatWaitsForItsNextTry(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      try await bench.receive("tr_1", .poke)
      let claimed = try #require(try await bench.database.claimInbox(lease: Self.lease).first)
      try await bench.database.write(as: bench.scope) {
        _ = try $0.inbox.fail(
          claimed, error: "503", backoff: .gateway, random: SeededRandom(seed: 1))
      }
      #expect(try await bench.database.claimInbox(lease: Self.lease).isEmpty)
      #expect(try await bench.receive("tr_1", .poke) == nil)
      #expect(try await bench.database.claimInbox(lease: Self.lease).first?.attempts == 2)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func anEffectUnderAnOldTokenIsUndone(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      try await bench.receive("evt_1", .event)
      let old = try #require(try await bench.database.claimInbox(lease: Self.lease).first)
      bench.clock.advance(seconds: 61)
      let new = try #require(try await bench.database.claimInbox(lease: Self.lease).first)
      let details = try Demo.customer()
      await #expect(throws: OutboxError.staleFence(held: 1, current: 2)) {
        try await bench.database.write(as: bench.scope) { shop in
          _ = try shop.customers.create(details)
          try shop.inbox.markApplied(old)
        }
      }
      try await bench.database.write(as: bench.scope) {
        try $0.inbox.markNoop(new, reason: "unknown payment")
      }
      let count = try await bench.database.read(as: bench.scope) { try $0.customers.count() }
      #expect(count == 0)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func oneBadEventNeverBlocksTheNext(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      let bad = try #require(try await bench.receive("bad", .event))
      let once = Backoff(first: 5, longest: 5, attempts: 2)
      let first = try #require(try await bench.database.claimInbox(lease: Self.lease).first)
      try await bench.database.write(as: bench.scope) {
        _ = try $0.inbox.fail(first, error: "bad", backoff: once, random: SeededRandom(seed: 1))
      }
      try await bench.receive("good", .event)
      let next = try await bench.database.claimInbox(lease: Self.lease)
      #expect(next.map(\.externalID) == ["good"])
      bench.clock.advance(seconds: 10)
      let again = try #require(
        try await bench.database.claimInbox(bad, as: bench.scope, lease: Self.lease))
      try await bench.database.write(as: bench.scope) {
        _ = try $0.inbox.fail(again, error: "bad", backoff: once, random: SeededRandom(seed: 1))
      }
      let state = try await bench.database.read(as: bench.scope) { try $0.inbox.state(of: bad) }
      #expect(state == .failed)
      try await bench.database.write(as: bench.scope) { try $0.inbox.revive(bad) }
      #expect(try await bench.database.nextInboxDue() != nil)
    }
  }
}

@Suite struct JobLeaseTests {
  @Test(arguments: TestDatabase.kinds)
  func oneHolderAtATimeAndTheTokenOnlyGrows(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      let (a, b) = (Lease(worker: "a", seconds: 30), Lease(worker: "b", seconds: 30))
      let shop = bench.scope.shopID
      let first = try #require(
        try await bench.database.claimJob("billingRun", for: shop, lease: a))
      #expect(try await bench.database.claimJob("billingRun", for: shop, lease: b) == nil)
      #expect(try await bench.database.claimJob("dunningRun", for: shop, lease: b) != nil)
      #expect(try await bench.database.claimJob("billingRun", lease: b) != nil)
      bench.clock.advance(seconds: 20)
      try await bench.database.write(as: bench.scope) { try $0.hold(first) }
      bench.clock.advance(seconds: 20)
      #expect(try await bench.database.claimJob("billingRun", for: shop, lease: b) == nil)
      bench.clock.advance(seconds: 10)
      let second = try #require(
        try await bench.database.claimJob("billingRun", for: shop, lease: b))
      #expect(second.fence == 2)
      await #expect(throws: OutboxError.staleFence(held: 1, current: 2)) {
        try await bench.database.write(as: bench.scope) { try $0.hold(first) }
      }
      try await bench.database.release(first)
      #expect(try await bench.database.claimJob("billingRun", for: shop, lease: a) == nil)
      try await bench.database.release(second)
      let third = try await bench.database.claimJob("billingRun", for: shop, lease: a)
      #expect(third?.fence == 3)
    }
  }

  @Test(arguments: TestDatabase.sharedKinds)
  func manyAtOnceHaveOneHolder(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      let holders = try await withThrowingTaskGroup(of: Bool.self) { group in
        for worker in 0..<12 {
          group.addTask {
            try await bench.database.claimJob("run", lease: Lease(worker: "\(worker)")) != nil
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(holders == 1)
    }
  }
}

extension ShopBench {
  @discardableResult
  func receive(
    _ id: String, _ identity: InboxEvent.Identity, of other: TenantScope? = nil
  ) async throws -> InboxEvent.ID? {
    let event = InboxEvent(
      source: "mollie", externalID: id, identity: identity, body: Array("id=\(id)".utf8))
    return try await database.write(as: other ?? scope) { try $0.inbox.receive(event) }
  }
}
