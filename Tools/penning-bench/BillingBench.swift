import Cryptography
import Notifications
import Outbox
import Payments
import Primitives
import Runtime
import Storage
import Subscriptions
import Tenancy
import Workflows

/// Founds a town of shops whose subscriptions are all due, lets the real billing run bill them,
/// and writes the same rows bare, by turns: a slice of the run, then the same slice bare, so that
/// both meet the same weather on a busy machine.
struct BillingBench {
  private let order: BillingOrder
  private let tell: (String) -> Void

  /// Batches between two turns.
  private static let slice = 10

  init(_ order: BillingOrder, telling tell: @escaping (String) -> Void) {
    self.order = order
    self.tell = tell
  }

  func run(on database: Database, _ clock: ManualClock) async throws -> BillingFigures {
    guard try await database.workerScopes(limit: 1).isEmpty else {
      throw ProgramFailed("the database holds shops already; give an empty one")
    }
    tell("founding \(order.shops) shops with \(order.subscriptions) subscriptions")
    let founding = Stopwatch()
    try await Town(database: database, order: order).found()
    let foundingSeconds = founding.seconds
    clock.set(Town.billingDay)
    tell("billing")
    let before = try await RowCounts(in: database)
    var turns = try await Turns(in: database)
    let listing = try await bill(on: database, &turns)
    let written = try await RowCounts(in: database).since(before)
    try check(written)
    try await turns.finish()
    return BillingFigures(
      order: order, dialect: database.dialect, foundingSeconds: foundingSeconds,
      run: turns.run, listing: listing, bare: turns.bare.pace, checked: turns.checked.pace,
      ratios: turns.ratios, rows: written.named { !$0.hasPrefix("bench_") }.total,
      peakMebibytes: ProcessUsage.now().peakMebibytes)
  }

  private func check(_ written: RowCounts) throws {
    guard written["subscription_charges"] == order.subscriptions,
      written["invoices"] == order.subscriptions
    else { throw ProgramFailed("not every subscription was billed once") }
    for (table, count) in written.large(than: order.subscriptions / 2).counts
    where !table.hasPrefix("bench_") {
      for kind in [RawTables.Kind.bare, .checked] where written[kind.rawValue + table] != count {
        throw ProgramFailed("\(count) rows of \(table), \(written[kind.rawValue + table]) bare")
      }
    }
  }

  /// As `DueWork` does it: shop by shop in passes, each batch under the lease of the shop's job.
  /// - Returns: what looking for shops took.
  private func bill(on database: Database, _ turns: inout Turns) async throws -> Pace {
    let run = BillingRun(try Platform(benching: database))
    var listing = Pace()
    while true {
      let look = Stopwatch()
      let shops = try await database.shopsWithDueSubscriptions(limit: 50)
      listing.add(shops.count, in: look)
      if shops.isEmpty { break }
      for shop in shops {
        let due = try await turns.due(of: shop, in: database)
        let lap = Stopwatch()
        let lease = try await database.claimJob(
          "billing", for: shop, lease: Lease(worker: "penning-bench"))
        guard let lease, let scope = try await database.workerScope(for: shop) else { continue }
        let report = try await run.run(as: scope, holding: lease)
        try await database.release(lease)
        turns.add(report.documents, in: lap)
        try await turns.keep(shop, due)
        if turns.waiting == BillingBench.slice { try await turns.writeBare() }
      }
    }
    try await turns.writeBare()
    return listing
  }
}

/// The run and its two limits, by turns.
private struct Turns {
  private(set) var run = Pace()
  private(set) var bare: RawLimit
  private(set) var checked: RawLimit
  private(set) var ratios: [Double] = []
  private var rows: RawRows
  private var batches: [RawBatch] = []
  private let database: Database
  private let dueAt: Instant
  private var slices = 0
  private var marks = (run: 0.0, bare: 0.0)
  private let server: ServerUsage
  private var serverMark = 0.0

  init(in database: Database) async throws {
    let first = try await database.nextBillingMoment()
    guard let first else { throw ProgramFailed("nothing is due") }
    dueAt = first
    self.database = database
    let tables = try await database.tables()
    bare = RawLimit(.bare, of: tables, in: database, dueAt: first)
    checked = RawLimit(.checked, of: tables, in: database, dueAt: first)
    try await bare.prepare()
    try await checked.prepare()
    let boundary = try await database.read { $0.newID(RawRows.Boundary.self).rawValue }
    rows = try RawRows(of: tables, in: database, after: boundary)
    server = try await ServerUsage(of: database)
    serverMark = server.processorSeconds
  }

  var waiting: Int { batches.count }

  func due(of shop: Shop.ID, in database: Database) async throws -> [RawRows.Subscription] {
    try await database.read { [dueAt] transaction in
      try transaction.all(
        """
        SELECT id FROM subscriptions WHERE bill_at = \(dueAt) AND tenant_id = \(shop)
        ORDER BY id LIMIT \(BillingRun.batchSize)
        """
      ) { try $0(0) }
    }
  }

  mutating func add(_ documents: Int, in lap: Stopwatch) { run.add(documents, in: lap) }

  mutating func keep(_ shop: Shop.ID, _ due: [RawRows.Subscription]) async throws {
    batches.append(try await rows.next(of: shop, due))
  }

  mutating func writeBare() async throws {
    run.serverSeconds += serverLap()
    for batch in batches { try await bare.write(batch) }
    bare.pace.serverSeconds += serverLap()
    for batch in batches { try await checked.write(batch) }
    checked.pace.serverSeconds += serverLap()
    batches = []
    let (run, bare) = (run.seconds - marks.run, bare.pace.seconds - marks.bare)
    marks = (self.run.seconds, self.bare.pace.seconds)
    if bare > 0 { ratios.append(run / bare) }
    slices += 1
    if slices.nonzeroBitCount == 1 { try await database.gatherStatistics() }
    _ = serverLap()
  }

  /// The run's share holds the reading back of its rows too, which is not the run's.
  private mutating func serverLap() -> Double {
    let now = server.processorSeconds
    defer { serverMark = now }
    return now - serverMark
  }

  func finish() async throws {
    try await bare.finish()
    try await checked.finish()
  }
}

extension Database {
  /// As PostgreSQL's autovacuum does after a while; a server for tests may run without it, and
  /// keeps the plans that it made while the tables were empty.
  func gatherStatistics() async throws {
    if dialect == .postgres { try await administer("ANALYZE") }
  }
}
