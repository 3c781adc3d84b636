import Cryptography
import EInvoices
import Ledger
import Payments
import Primitives
import Runtime
import Storage
import Synchronization
import Tenancy
import TestSupport
import Testing
import Workflows

/// One shop in a world of its own: the real platform on a real database, a bank and a post office
/// that do as they are told, and a clock that a test moves by the day.
///
/// The number of workers is how many `DueWork` do each day's work side by side, each with a
/// database handle of its own.
final class World {
  let clock: ManualClock
  let bank: ScriptedBank
  let post: RecordingCarrier
  let register: ScriptedRegister
  let scope: TenantScope
  let platform: Platform
  private let workers: [DueWork]
  private let problems: Problems
  /// Whether the bank pays each collection on the moment it hears of it.
  var collectionsSucceed = false

  var database: Database { platform.database }

  private init(
    _ databases: [Database], clock: ManualClock, zone: String,
    settings edit: @Sendable @escaping (inout ShopSettings) -> Void
  ) async throws {
    let bank = ScriptedBank(clock: clock)
    let post = RecordingCarrier()
    let register = ScriptedRegister()
    let key = try MasterKey(MasterKey.generate())
    let platforms = databases.map { Platform(on: $0, key, bank, post, register) }
    guard let first = platforms.first else { throw WorldError.noDatabase }
    let problems = Problems()
    self.clock = clock
    self.bank = bank
    self.post = post
    self.register = register
    self.problems = problems
    platform = first
    workers = platforms.enumerated().map { number, platform in
      DueWork(platform, worker: "worker \(number + 1)") { problem in problems.note(problem) }
    }
    scope = try await World.found("demo", in: zone, on: first, edit)
  }

  /// Another shop on the same platform.
  func foundsShop(_ slug: String) async throws -> TenantScope {
    try await World.found(slug, in: "Europe/Amsterdam", on: platform) { _ in }
  }

  private static func found(
    _ slug: String, in zone: String, on platform: Platform,
    _ edit: @Sendable @escaping (inout ShopSettings) -> Void
  ) async throws -> TenantScope {
    let demo = try Demo.shop(slug)
    let scope = try await platform.database.foundShop(
      try NewShop(slug: demo.slug, name: demo.name, zone: try Demo.zone(zone), legal: demo.legal))
    let box = platform.credentials
    let connection = try GatewayConnection(
      gateway: .mollie, apiKey: Secret("test_\(slug)"), baseURL: "https://psp.example/v2")
    try await platform.database.write(as: scope) { shop in
      try shop.ledger.openBooks()
      try shop.settings.change { edit(&$0) }
      try shop.gatewayAccounts.connect(
        connection, sealing: box, webhookToken: "token-of-\(slug)")
    }
    return scope
  }

  // MARK: - Time

  var today: CivilDate { scope.zone.date(at: clock.now) }

  /// Lets time pass until 9 in the morning of a day: the workers do everything that falls due on
  /// the way, each thing at its own moment.
  func day(_ text: String) async throws {
    guard let day = CivilDate(text) else { throw WorldError.noSuchDay(text) }
    try await until(scope.zone.instant(of: day, secondOfDay: 9 * 3600))
  }

  func until(_ target: Instant) async throws {
    try await work()
    while let next = try await workers[0].nextMoment(), next <= target {
      guard next > clock.now else { throw WorldError.leftUndone(since: next, now: clock.now) }
      clock.set(next)
      try await work()
      if collectionsSucceed { try await everyCollectionSucceeds() }
    }
    clock.set(max(target, clock.now))
    try await work()
    if collectionsSucceed { try await everyCollectionSucceeds() }
  }

  /// Time passes and nobody works: the workers are down.
  func nobodyWorksUntil(_ text: String) throws {
    guard let day = CivilDate(text) else { throw WorldError.noSuchDay(text) }
    clock.set(scope.zone.instant(of: day, secondOfDay: 9 * 3600))
  }

  /// Everything that is due now, by all workers at once.
  func work() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in workers { group.addTask { try await World.exhaust(worker) } }
      try await group.waitForAll()
    }
    // A worker that found everything taken has gone home; what the others left is done here.
    if workers.count > 1 { try await World.exhaust(workers[0]) }
  }

  /// Work that never ends is a failure, not a test that hangs.
  private static func exhaust(_ worker: DueWork) async throws {
    let questions = Mutex(0)
    _ = try await worker.runUntilIdle {
      questions.withLock { asked in
        asked += 1
        return asked > 4000
      }
    }
    if questions.withLock({ $0 > 4000 }) { throw WorldError.neverIdle }
  }

  // MARK: - Beginning and end

  /// Runs a story and then checks the books, the bank and the post office.
  static func with(
    _ stage: Stage, from day: String = "2026-11-16", zone: String = "Europe/Amsterdam",
    settings: @Sendable @escaping (inout ShopSettings) -> Void = { _ in },
    _ story: (World) async throws -> Void
  ) async throws {
    guard let date = CivilDate(day) else { throw WorldError.noSuchDay(day) }
    let clock = ManualClock(try Demo.zone(zone).instant(of: date, secondOfDay: 9 * 3600))
    try await stage.kind.withURL(MigrationManifest.all) { url in
      var databases: [Database] = []
      do {
        for _ in 0..<stage.workers {
          let options = DatabaseOptions(readers: 2, connections: 3)
          databases.append(
            try await Database.open(url, clock: .manual(clock), options: options))
          try await databases.last?.migrate(MigrationManifest.all)
        }
        let world = try await World(databases, clock: clock, zone: zone, settings: settings)
        try await story(world)
        try await world.everythingHolds()
        for database in databases { await database.close() }
      } catch {
        for database in databases { await database.close() }
        throw error
      }
    }
  }

  /// What holds after every story, whatever it told.
  private func everythingHolds() async throws {
    let verification = Verification(platform)
    try await database.forEachShop { scope in
      for check in try await verification.verify(as: scope).checks {
        #expect(check.holds, "\(check.invariant) \(check.name): \(check.breaks)")
      }
    }
    for made in bank.everyone {
      #expect(bank.made(for: made.request.payment) == 1, "two payments for one attempt")
    }
    #expect(post.doubles.isEmpty, "a mail went out twice")
    #expect(problems.all.isEmpty, "\(problems.all)")
  }
}

/// Where a story is told: on which database, by how many workers.
struct Stage: Hashable, Sendable, CustomTestStringConvertible {
  let kind: DatabaseKind
  let workers: Int

  var testDescription: String { "\(kind.rawValue), \(workers) at work" }

  /// Each database, one worker.
  static let each = TestDatabase.kinds.map { Stage(kind: $0, workers: 1) }
  /// Each database with one worker, and with three at once where several can have it open.
  static let all = each + crowded
  static let crowded = TestDatabase.sharedKinds.map { Stage(kind: $0, workers: 3) }
}

enum WorldError: Error {
  case noDatabase
  case noSuchDay(String)
  case unknownPlan(String)
  case bankKnowsNot(Payment.ID)
  case noWebhookAddress(String)
  /// Work that was due and that nobody did, though everyone was idle.
  case leftUndone(since: Instant, now: Instant)
  /// The workers went on for ever.
  case neverIdle
}

/// What the workers could not do.
private final class Problems: Sendable {
  private let state = Mutex<[String]>([])

  func note(_ problem: WorkProblem) {
    state.withLock { $0.append("\(problem.job): \(problem.error)") }
  }

  var all: [String] { state.withLock { $0 } }
}

extension Platform {
  fileprivate init(
    on database: Database, _ key: MasterKey, _ bank: ScriptedBank, _ post: RecordingCarrier,
    _ register: ScriptedRegister
  ) {
    self.init(
      database: database,
      addresses: PublicAddresses(
        checkout: "https://pay.example", admin: "https://admin.example",
        mailFrom: "noreply@penning.example"),
      outside: OutsideWorld(
        gateway: { bank.counter(for: $0) }, carrier: post, renderPDF: { _ in [0x25, 0x50] },
        renderEInvoice: { try? EInvoice($0, customerNumber: $1).ubl() },
        vatRegister: register),
      credentials: SecretBox(masterKey: key, purpose: "gateway-credentials"),
      links: Signer(masterKey: key, purpose: "payment-return"), random: SeededRandom(seed: 7))
  }
}
