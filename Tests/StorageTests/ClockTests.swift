import Primitives
import Storage
import TestSupport
import Testing

private struct Thing: Entity { static let idPrefix = "thing" }

@Suite struct ClockTests {
  @Test(arguments: TestDatabase.kinds)
  func `a transaction has one moment`(kind: DatabaseKind) async throws {
    let start = Instant(milliseconds: 1_800_000_000_000)
    try await kind.with(Tables.all, startingAt: start) { database, clock in
      let moments = try await database.read { transaction in
        let first = transaction.now
        clock.advance(seconds: 60)
        return [first, transaction.now]
      }
      #expect(moments == [start, start])
      #expect(try await database.platformTime() == start.adding(seconds: 60))
    }
  }

  @Test(arguments: TestDatabase.sharedKinds)
  func `a database clock is one for all processes and never goes back`(
    kind: DatabaseKind
  ) async throws {
    try await kind.withURL(Tables.all) { url in
      let one = try await Database.open(url, clock: .database)
      let other = try await Database.open(url, clock: .database)
      try await one.migrate(Tables.all)
      try await other.migrate(Tables.all)
      let start = try await one.platformTime()
      #expect(try await other.platformTime() == start)
      let later = start.adding(days: 31)
      try await one.setPlatformTime(later)
      #expect(try await other.platformTime() == later)
      #expect(try await other.write { $0.now } == later)
      let fenced = try await other.read { transaction in
        transaction.fence(tenant: 1)
        return transaction.now
      }
      #expect(fenced == later)
      try await expectRefusal(.clockRefused) { try await other.setPlatformTime(start) }
      #expect(try await one.platformTime() == later)
      await one.close()
      await other.close()
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `only a database clock can be set`(kind: DatabaseKind) async throws {
    try await kind.with([]) { database in
      let later = SystemTime.now().adding(days: 1)
      try await expectRefusal(.clockRefused) { try await database.setPlatformTime(later) }
    }
  }

  @Test(arguments: TestDatabase.sharedKinds)
  func `ids ascend in a process and differ between processes`(kind: DatabaseKind) async throws {
    let clock = ManualClock(Instant(milliseconds: 1_800_000_000_000))
    try await kind.withURL(Tables.all) { url in
      var drawn: [[Thing.ID]] = []
      for _ in 1...2 {
        let database = try await Database.open(url, clock: .manual(clock))
        try await database.migrate(Tables.all)
        drawn.append(try await database.write { tx in (0..<2_000).map { _ in tx.newID() } })
        drawn.append(try await database.write { tx in (0..<10).map { _ in tx.newID() } })
        await database.close()
      }
      #expect(drawn[0] + drawn[1] == (drawn[0] + drawn[1]).sorted())
      #expect(Set(drawn.joined()).count == 4_020)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func `the first ids on a manual clock are always the same`(kind: DatabaseKind) async throws {
    var drawn: Set<[Thing.ID]> = []
    for _ in 1...2 {
      try await kind.with(Tables.all, startingAt: Instant(milliseconds: 1_800_000_000_000)) {
        database, _ in
        _ = drawn.insert(try await database.write { tx in [tx.newID(), tx.newID()] })
      }
    }
    #expect(drawn.count == 1)
  }

  @Test func `without migrate there are no ids`() async throws {
    let database = try await Database.open(.memory)
    let kind = try await refusal { try await database.write { $0.newID(Thing.self) } }
    #expect(kind == .notMigrated)
    await database.close()
  }
}
