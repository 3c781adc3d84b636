import JSON
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@testable import Outbox

@Suite struct QueueTests {
  @Test(arguments: TestDatabase.kinds)
  func aLeaseEndsThoughTheBusinessClockStandsStill(kind: DatabaseKind) async throws {
    let migrations = TenancyMigrations.all + OutboxMigrations.all
    try await kind.with(migrations, clock: .database) { database in
      let scope = try await database.foundShop(try Demo.shop())
      let future = try await database.platformTime().adding(days: 1000)
      try await database.setPlatformTime(future)
      try await database.write(as: scope) {
        _ = try $0.outbox.put(OutboxMessage(kind: "mail", key: "a", payload: [:]))
      }
      let lease = Lease(worker: "w", seconds: 60)
      let claimed = try #require(try await database.claimOutbox(lease: lease).first)
      let job = try #require(try await database.claimJob("run", for: scope.shopID, lease: lease))
      #expect(claimed.leaseUntil < future && job.until < future)
      // Moving the business clock past it does not end it.
      try await database.setPlatformTime(future.adding(days: 1))
      #expect(try await database.claimOutbox(lease: lease).isEmpty)
      #expect(try await database.claimJob("run", for: scope.shopID, lease: lease) == nil)
    }
  }

  /// Cost must follow what is due, not what exists: each question of the queues is one range of
  /// an index that holds open work alone.
  @Test(arguments: [
    ("due_at <= 1 AND lease_until <= 1 ORDER BY due_at, tenant_id, id LIMIT 9", "due_outbox"),
    ("tenant_id = 1 AND due_at <= 1 ORDER BY due_at, id LIMIT 9", "outbox_open_by_shop"),
    ("tenant_id > 1 AND due_at IS NOT NULL ORDER BY tenant_id LIMIT 1", "outbox_open_by_shop"),
    ("due_at IS NOT NULL AND lease_until <= 1 ORDER BY due_at LIMIT 1", "due_outbox"),
    ("tenant_id = 1 AND state = 'parked' AND id < 9 ORDER BY id DESC LIMIT 9", "outbox_parked"),
  ])
  func everyQuestionIsAnIndexRange(condition: String, index: String) async throws {
    try await DatabaseKind.memory.withShop(OutboxMigrations.all) { bench in
      let plan = try await bench.database.read { transaction in
        try transaction.all(
          "EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE \(sql: condition)"
        ) { row -> String in try row(3) }
      }
      #expect(plan.count == 1)
      #expect(plan.first?.contains(" \(index) ") == true, "\(plan)")
    }
  }
}
