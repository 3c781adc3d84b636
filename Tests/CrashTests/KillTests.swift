import Catalog
import Foundation
import Invoicing
import Outbox
import Primitives
import Runtime
import Storage
import Subscriptions
import Tenancy
import TestSupport
import Testing

/// `kill -9` of the real worker at any moment of a billing run (I-46): nothing twice, nothing
/// missing, and no hand is needed after it.
@Suite struct KillTests {
  static let subscriptions = 1000
  static let kills = 30

  @Test func `a billing run over 1,000 subscriptions survives 30 kills`() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let url = "sqlite:\(folder.path)/kill.db"
    try await prepare(url)
    let random = SeededRandom(seed: 46)
    for round in 0..<KillTests.kills {
      let worker = try start(["run-until-idle"], url)
      // Waiting is the point: the kill comes at a moment that nothing chooses. Every third waits
      // until the lease of the one that was killed has ended, and dies in the work after it.
      let lease: UInt64 = round.isMultiple(of: 3) ? 3_000_000 : 0
      usleep(UInt32(lease + 20_000 + random.below(400_000)))
      kill(worker.processIdentifier, SIGKILL)
      worker.waitUntilExit()
    }
    #expect(try run(["run-until-idle"], url) == 0)
    #expect(try run(["verify"], url) == 0)
    try await expectEachOnce(url)
  }

  /// Everything that is due once is there once.
  private func expectEachOnce(_ url: String) async throws {
    let database = try await Database.open(try DatabaseURL(url), clock: .database)
    let counts: [Int] = try await database.read { transaction in
      try [
        "SELECT COUNT(*) FROM invoices", "SELECT COUNT(DISTINCT source) FROM invoices",
        "SELECT COUNT(*) FROM subscription_charges", "SELECT COUNT(*) FROM dunning_cases",
        "SELECT COUNT(*) FROM outbox WHERE kind = 'mail'",
        "SELECT MAX(number) FROM invoices",
      ].compactMap { sql in try transaction.first(SQL(raw: sql)) { try $0.get(0) } }
    }
    let integrity = try await database.integrityCheck()
    await database.close()
    let all = KillTests.subscriptions
    // Each subscription was charged once when it was bought, and once by the run.
    #expect(counts == [all, all, 2 * all, all, all, all])
    #expect(integrity.isEmpty)
  }

  /// A shop whose subscriptions all fall due at the platform's time.
  private func prepare(_ url: String) async throws {
    let database = try await Database.open(try DatabaseURL(url), clock: .database)
    try await database.migrate(MigrationManifest.all)
    try await database.beginPlatformTime(at: Demo.start)
    let scope = try await database.foundShop(try Demo.shop())
    let slug = try #require(Slug("monthly"))
    try await database.write(as: scope) { shop in
      let plan = try shop.catalog.createPlan(
        PlanDraft(
          name: "Monthly", slug: slug, terms: PlanTerms(price: .eur(3000), interval: .monthly)))
      let details = try (0..<KillTests.subscriptions).map {
        try Demo.customer("Customer \($0)", email: "c\($0)@example.nl")
      }
      for customer in try shop.customers.create(details) {
        try KillTests.buy(plan, customer, in: shop)
      }
    }
    try await database.setPlatformTime(Demo.start.adding(days: 25))
    await database.close()
  }

  private static func buy(_ plan: Plan, _ customer: Customer, in shop: ShopTransaction) throws {
    let store = shop.subscriptions
    let started = try store.start(plan, for: customer.id, quantity: 1, policy: .purchaseDate)
    let period = try #require(started.schedule.period(0))
    let bill = try PeriodBill(started, period: period)
    let recorded = try store.record([(started, bill)], noticeDays: 7)
    _ = try store.apply(.firstPaymentReceived, to: try #require(recorded.first), noticeDays: 7)
  }

  private func run(_ arguments: [String], _ url: String) throws -> Int32 {
    let worker = try start(arguments, url)
    worker.waitUntilExit()
    return worker.terminationStatus
  }

  /// The worker that was built beside these tests. Its relay answers nothing, so mail waits.
  private func start(_ arguments: [String], _ url: String) throws -> Process {
    let worker = Process()
    worker.executableURL = URL(filePath: CommandLine.arguments[0])
      .deletingLastPathComponent().appending(path: "penning-worker")
    worker.arguments = arguments
    worker.environment = [
      "PENNING_DATABASE_URL": url, "PENNING_CLOCK": "database",
      "PENNING_SECRET_KEY": "8f2c61d09be74a35c1e60d97b24f83aa", "PENNING_ALLOW_LOOPBACK": "yes",
      "PENNING_SMTP_URL": "smtp://127.0.0.1:9", "PATH": "/usr/bin:/bin",
    ]
    worker.standardOutput = FileHandle.nullDevice
    worker.standardError = FileHandle.nullDevice
    try worker.run()
    return worker
  }
}
