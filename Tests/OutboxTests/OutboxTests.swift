import JSON
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@testable import Outbox

@Suite struct OutboxTests {
  static let lease = Lease(worker: "w1", seconds: 60)

  @Test(arguments: TestDatabase.kinds)
  func anEffectIsDeliveredOnce(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      let payload: JSONValue = ["to": "Łukasz", "n": 1]
      try await bench.put("mail", "a", payload)
      let claimed = try await bench.database.claimOutbox(lease: Self.lease)
      let message = try #require(claimed.first)
      #expect(claimed.count == 1)
      #expect(message.payload == payload && message.tenant == bench.scope.shopID)
      #expect(message.attempts == 1 && message.fence == 1)
      #expect(try await bench.database.claimOutbox(lease: Self.lease).isEmpty)
      try await bench.database.write(as: bench.scope) { try $0.outbox.complete(message) }
      bench.clock.advance(seconds: 3600)
      #expect(try await bench.database.claimOutbox(lease: Self.lease).isEmpty)
      #expect(try await bench.database.nextOutboxDue() == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aRolledBackTransactionLeavesNoEffect(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      try await bench.database.rehearse(as: bench.scope) {
        _ = try $0.outbox.put(OutboxMessage(kind: "mail", key: "a", payload: [:]))
      }
      #expect(try await bench.database.claimOutbox(lease: Self.lease).isEmpty)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aKeyThatIsThereStaysAsItIs(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      let other = try await bench.otherShop()
      try await bench.put("mail", "k3", ["first": true])
      try await bench.put("mail", "k3", ["first": true], of: other)
      let many = (0..<1200).map {
        OutboxMessage(kind: "mail", key: "k\($0 % 1100)", payload: ["first": false])
      }
      let (one, two) = try await bench.database.write(as: bench.scope) { shop in
        (
          try shop.outbox.put([OutboxMessage(kind: "mail", key: "k3", payload: [:])]),
          try shop.outbox.put(many)
        )
      }
      #expect(one == 0 && two == 1099)
      let count = try await bench.database.read(as: bench.scope) { try $0.outbox.openCount() }
      #expect(count == 1100)
      let id = try await bench.database.read(as: bench.scope) {
        try #require(try $0.outbox.find(kind: "mail", key: "k3"))
      }
      let kept = try await bench.database.claimOutbox(id, as: bench.scope, lease: Self.lease)
      #expect(kept?.payload == ["first": true])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func whatIsDueLaterWaits(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      let later = Demo.start.adding(seconds: 100)
      try await bench.put("mail", "later", [:], dueAt: later)
      #expect(try await bench.database.claimOutbox(lease: Self.lease).isEmpty)
      #expect(try await bench.database.nextOutboxDue() == later)
      bench.clock.advance(seconds: 100)
      #expect(try await bench.database.claimOutbox(lease: Self.lease).count == 1)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func anEndedLeaseIsClaimedAnewAndTheOlderTokenIsWorthless(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      try await bench.put("mail", "a", [:])
      let old = try #require(try await bench.database.claimOutbox(lease: Self.lease).first)
      #expect(try await bench.database.nextOutboxLeaseEnd() == old.leaseUntil)
      bench.clock.advance(seconds: 60)
      let other = Lease(worker: "w2")
      let new = try #require(try await bench.database.claimOutbox(lease: other).first)
      #expect(new.fence == 2 && new.attempts == 2)
      await #expect(throws: OutboxError.staleFence(held: 1, current: 2)) {
        try await bench.database.write(as: bench.scope) { try $0.outbox.complete(old) }
      }
      await #expect(throws: OutboxError.staleFence(held: 1, current: 2)) {
        try await bench.database.write(as: bench.scope) { try $0.outbox.park(old, reason: "x") }
      }
      try await bench.database.write(as: bench.scope) { try $0.outbox.complete(new) }
      await #expect(throws: OutboxError.impossible(state: "delivered", event: "complete")) {
        try await bench.database.write(as: bench.scope) { try $0.outbox.complete(new) }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func failuresComeBackLaterAndAreParkedAtLast(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      try await bench.put("mail", "a", [:])
      let backoff = Backoff(first: 10, longest: 40, attempts: 3)
      let random = SeededRandom(seed: 1)
      var states: [OutboxState] = []
      while let message = try await bench.database.claimOutbox(lease: Self.lease).first {
        let state = try await bench.database.write(as: bench.scope) {
          try $0.outbox.fail(message, error: "451 greylisted", backoff: backoff, random: random)
        }
        states.append(state)
        bench.clock.advance(seconds: 48)
      }
      #expect(states == [.waiting, .waiting, .parked])
      let parked = try await bench.database.read(as: bench.scope) {
        try $0.outbox.parked().items
      }
      #expect(parked.map(\.reason) == ["451 greylisted"])
      let id = try #require(parked.first).id
      try await bench.database.write(as: bench.scope) { try $0.outbox.revive(id) }
      #expect(try await bench.database.claimOutbox(lease: Self.lease).first?.attempts == 1)
      await #expect(throws: OutboxError.impossible(state: "leased", event: "revive")) {
        try await bench.database.write(as: bench.scope) { try $0.outbox.revive(id) }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func oneShopsThousandsDelayNobody(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      let many = (0..<2000).map { OutboxMessage(kind: "mail", key: "\($0)", payload: [:]) }
      try await bench.database.write(as: bench.scope) { _ = try $0.outbox.put(many) }
      bench.clock.advance(seconds: 10)
      let small = try await [bench.otherShop("small-1"), bench.otherShop("small-2")]
      for scope in small { try await bench.put("mail", "x", [:], of: scope) }
      for seed in 0..<6 {
        let claimed = try await bench.database.rehearsedClaim(seed: UInt64(seed))
        #expect(Set(claimed.map(\.tenant)).count == 3)
        #expect(claimed.filter { $0.tenant == bench.scope.shopID.rawValue }.count == 5)
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func anotherShopCannotTouchARow(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      let other = try await bench.otherShop()
      try await bench.put("mail", "a", [:])
      let id = try await bench.database.read(as: bench.scope) {
        try #require(try $0.outbox.find(kind: "mail", key: "a"))
      }
      #expect(try await bench.database.claimOutbox(id, as: other, lease: Self.lease) == nil)
      let claimed = try #require(
        try await bench.database.claimOutbox(id, as: bench.scope, lease: Self.lease))
      await #expect(throws: OutboxError.unknown) {
        try await bench.database.write(as: other) { try $0.outbox.complete(claimed) }
      }
      await #expect(throws: OutboxError.unknown) {
        try await bench.database.write(as: other) { try $0.outbox.revive(id) }
      }
      let seen = try await bench.database.read(as: other) {
        try $0.outbox.find(kind: "mail", key: "a")
      }
      #expect(seen == nil)
    }
  }

  @Test(arguments: TestDatabase.sharedKinds)
  func workersNeverHoldTheSameRowAtOnce(kind: DatabaseKind) async throws {
    try await kind.withShop(OutboxMigrations.all) { bench in
      let many = (0..<300).map { OutboxMessage(kind: "mail", key: "\($0)", payload: [:]) }
      try await bench.database.write(as: bench.scope) { _ = try $0.outbox.put(many) }
      let all = try await withThrowingTaskGroup(of: [ClaimedMessage].self) { group in
        for worker in 0..<4 {
          group.addTask { try await bench.drain(worker) }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(all.count == 300)
      #expect(Set(all.map(\.id)).count == 300)
      #expect(all.allSatisfy { $0.fence == 1 })
    }
  }
}

extension ShopBench {
  func put(
    _ kind: String, _ key: String, _ payload: JSONValue, dueAt: Instant? = nil,
    of other: TenantScope? = nil
  ) async throws {
    let message = OutboxMessage(kind: kind, key: key, payload: payload, dueAt: dueAt)
    try await database.write(as: other ?? scope) { _ = try $0.outbox.put(message) }
  }

  /// Claims and completes until nothing is left.
  func drain(_ worker: Int) async throws -> [ClaimedMessage] {
    var all: [ClaimedMessage] = []
    var idle = 0
    while idle < 3 {
      let claimed = try await database.claimOutbox(
        limit: 20, perShop: 20, lease: Lease(worker: "w\(worker)"))
      idle = claimed.isEmpty ? idle + 1 : 0
      for message in claimed {
        try await database.write(as: scope) { try $0.outbox.complete(message) }
      }
      all += claimed
    }
    return all
  }
}

extension Database {
  /// What a claim would take, undone.
  func rehearsedClaim(seed: UInt64) async throws -> [WorkQueue.Candidate] {
    let draw = SeededRandom(seed: seed).next()
    return try await rehearse { transaction in
      let queue = WorkQueue(table: WorkQueue.outbox, transaction: transaction)
      let start = try transaction.randomShop(draw)
      return try queue.claim(limit: 20, perShop: 5, start: start, Lease(worker: "w"))
    }
  }
}
