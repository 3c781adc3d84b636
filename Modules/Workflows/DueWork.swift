import Credits
import Dunning
package import Outbox
import Payments
package import Primitives
import Storage
import Subscriptions
package import Tenancy

/// All work of all shops that is due, done by any number of workers side by side.
///
/// Every job claims what it works on: messages and events by row, the runs of a shop by its lease.
/// A job that fails for one shop is told and left for later; the others go on (I-50).
package struct DueWork: Sendable {
  /// Shops looked at in one pass of a run, so that messages get their turn in between.
  static let shopsPerPass = 50

  let platform: Platform
  let worker: String
  /// Whether a clock that jumped stops the runs (I-16); a clock that people move is exempt.
  let guardsClock: Bool
  let report: @Sendable (WorkProblem) -> Void

  /// - Parameters:
  ///   - worker: the worker's name, for operators.
  ///   - guardsClock: false where the platform's time is moved on purpose.
  ///   - report: told of each job that failed.
  package init(
    _ platform: Platform, worker: String, guardsClock: Bool = false,
    report: @escaping @Sendable (WorkProblem) -> Void
  ) {
    self.platform = platform
    self.worker = worker
    self.guardsClock = guardsClock
    self.report = report
  }

  /// Works until nothing is due at the platform's time.
  /// - Parameter shouldStop: asked between batches; true ends the work early and cleanly.
  package func runUntilIdle(
    shouldStop: @Sendable () -> Bool = { false }
  ) async throws -> WorkSummary {
    var summary = WorkSummary()
    while !shouldStop() {
      let pass = try await runOnce(shouldStop: shouldStop)
      summary.add(pass)
      if pass.isIdle { break }
    }
    if summary.heldByOthers == 0, try await messagesAreHeld() { summary.heldByOthers = 1 }
    return summary
  }

  /// One pass over every kind of work.
  package func runOnce(shouldStop: @Sendable () -> Bool = { false }) async throws -> WorkSummary {
    var summary = WorkSummary()
    var held = 0
    summary.events = try await InboxRun(platform).run(report: report)
    summary.checks = try await eachShop(.checks, &held, shouldStop) { scope, _ in
      try await PaymentSweep(platform).run(as: scope)
    }
    let verdict = guardsClock ? try await platform.database.tickRunClock() : .go
    summary.clock = verdict
    if verdict == .go { try await run(&summary, &held, shouldStop) }
    summary.delivered = try await OutboxRun(platform).run(report: report)
    summary.heldByOthers = held
    return summary
  }

  /// What goes by the calendar: bills, collects, follows up.
  private func run(
    _ summary: inout WorkSummary, _ held: inout Int, _ shouldStop: @Sendable () -> Bool
  ) async throws {
    summary.billed = try await eachShop(.billing, &held, shouldStop) { scope, lease in
      let report = try await BillingRun(platform).run(as: scope, holding: lease)
      return report.documents + report.ended + report.parked
    }
    summary.collected = try await eachShop(.collection, &held, shouldStop) { scope, lease in
      try await CollectionRun(platform).run(as: scope, holding: lease)
    }
    summary.followed = try await eachShop(.dunning, &held, shouldStop) { scope, lease in
      try await DunningRun(platform).run(as: scope, holding: lease)
    }
    summary.lapsed = try await eachShop(.credits, &held, shouldStop) { scope, lease in
      try await CreditExpiry(platform).run(as: scope, holding: lease)
    }
  }

  private enum Job: String {
    case checks, billing, collection, dunning, credits

    /// Short where a batch is one transaction, which prolongs the lease and is undone without it;
    /// longer where a provider is asked on the way.
    var leaseSeconds: Int64 { self == .checks ? 60 : 3 }
  }

  /// Whether messages or events are in the hands of another worker, or of one that died.
  private func messagesAreHeld() async throws -> Bool {
    if try await platform.database.nextOutboxLeaseEnd() != nil { return true }
    return try await platform.database.nextInboxLeaseEnd() != nil
  }

  /// Runs one batch of a job for each shop that has work, under the lease of that shop's job.
  private func eachShop(
    _ job: Job, _ held: inout Int, _ shouldStop: @Sendable () -> Bool,
    _ body: (TenantScope, JobLease) async throws -> Int
  ) async throws -> Int {
    var done = 0
    for shop in try await shopsWithWork(job) where !shouldStop() {
      let wish = Lease(worker: worker, seconds: job.leaseSeconds)
      guard let lease = try await platform.database.claimJob(job.rawValue, for: shop, lease: wish)
      else {
        held += 1
        continue
      }
      do {
        if let scope = try await platform.database.workerScope(for: shop) {
          done += try await body(scope, lease)
        }
      } catch {
        report(WorkProblem(job: job.rawValue, shop: shop, error: error))
      }
      try await platform.database.release(lease)
    }
    return done
  }

  private func shopsWithWork(_ job: Job) async throws -> [Shop.ID] {
    let database = platform.database
    switch job {
    case .billing: return try await database.shopsWithDueSubscriptions(limit: DueWork.shopsPerPass)
    case .checks: return try await database.shopsWithDuePaymentChecks(limit: DueWork.shopsPerPass)
    case .collection: return try await database.shopsWithDueCollections(limit: DueWork.shopsPerPass)
    case .dunning: return try await database.shopsWithDueDunning(limit: DueWork.shopsPerPass)
    case .credits: return try await database.shopsWithLapsedCredits(limit: DueWork.shopsPerPass)
    }
  }

  /// When the next work of any kind falls due; nil when none will.
  package func nextMoment() async throws -> Instant? {
    let database = platform.database
    let moments = [
      try await database.nextBillingMoment(), try await database.nextOutboxDue(),
      try await database.nextInboxDue(), try await database.nextCollectionMoment(),
      try await database.nextPaymentCheckMoment(), try await database.nextDunningMoment(),
      try await database.nextCreditLapse(),
    ]
    return moments.compactMap(\.self).min()
  }
}

/// A job that failed for one shop; it is tried again at the next pass.
package struct WorkProblem: Sendable {
  package let job: String
  package let shop: Shop.ID
  package let error: any Error
}

/// What was done.
package struct WorkSummary: Hashable, Sendable {
  package internal(set) var events = 0
  package internal(set) var checks = 0
  package internal(set) var billed = 0
  package internal(set) var collected = 0
  package internal(set) var followed = 0
  /// Credits whose last day is over.
  package internal(set) var lapsed = 0
  package internal(set) var delivered = 0
  /// What is due but in the hands of another worker, or of one that died with its lease. Of the
  /// last pass.
  package internal(set) var heldByOthers = 0
  /// Whether the runs went, or why not. Of the last pass.
  package internal(set) var clock = RunVerdict.go

  package init() {}

  /// Nothing was done: there is nothing due, or others have it.
  package var isIdle: Bool {
    [events, checks, billed, collected, followed, lapsed, delivered].allSatisfy { $0 == 0 }
  }

  package mutating func add(_ other: WorkSummary) {
    events += other.events
    checks += other.checks
    billed += other.billed
    collected += other.collected
    followed += other.followed
    lapsed += other.lapsed
    delivered += other.delivered
    heldByOthers = other.heldByOthers
    clock = other.clock
  }
}
