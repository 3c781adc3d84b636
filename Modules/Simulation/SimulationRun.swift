import Payments
import Primitives
package import Storage
import Synchronization
import Tenancy
import Workflows

/// One run: the world goes on event by event, the worker wakes when something is due, the auditor
/// looks after every step, until the months are over and everything has come to rest.
package final class SimulationRun {
  private let world: World
  private let workload: Workload
  private let auditor: Auditor
  private let worker: DueWork
  private let problems: Problems
  private let start: Instant
  private let end: Instant
  private var report: SimulationReport
  private var wake: Instant?
  private var asleepUntil = Instant.first
  private var months: [CivilDate]
  private var monthsDone = 0
  private var claimedBefore: Int64 = 0
  private var isClosing = false

  /// Days after the months in which nothing goes wrong any more and everything must settle.
  static let settlingDays: Int64 = 4

  /// Runs the input on a fresh database, away from the caller's actor: each transaction would else
  /// cost two changes of thread.
  /// - Returns: the report; a broken invariant stands in its `failure`.
  /// - Throws: `SimulationRefusal` for a database that holds shops already; what the platform
  ///   throws where nobody expected it becomes a failure.
  @concurrent package static func run(
    _ input: SimulationInput, database url: DatabaseURL = .memory, planted: PlantedBug? = nil
  ) async throws -> SimulationReport {
    let began = SystemTime.monotonicNanoseconds()
    let world = try await World(input, database: url, planted: planted)
    do {
      guard try await world.platform.database.workerScopes(limit: 1).isEmpty else {
        throw SimulationRefusal.notEmpty
      }
      let run = try await SimulationRun(world)
      var report = await run.report(of: world)
      let hundredths = (SystemTime.monotonicNanoseconds() - began) / 10_000_000
      report.wallHundredths = Int64(hundredths)
      await world.platform.database.close()
      return report
    } catch {
      await world.platform.database.close()
      throw error
    }
  }

  private init(_ world: World) async throws {
    let scenario = world.input.scenario
    var shops: [SimulatedShop] = []
    for index in 0..<scenario.shops { shops.append(try await world.foundShop(index)) }
    let problems = Problems()
    self.world = world
    self.problems = problems
    auditor = Auditor(bank: world.bank, shops: shops)
    workload = Workload(world, auditor, shops)
    worker = DueWork(world.platform, worker: "simulated") { problems.add("\($0.job): \($0.error)") }
    start = world.clock.now
    months = (1...world.input.months).map { scenario.startDate.adding(months: $0) }
    end = CivilZone.utc.startOfDay(months.last ?? scenario.startDate)
    report = SimulationReport(world.input)
    try workload.begin(until: end)
    for month in months { world.agenda.add(.monthEnds, at: CivilZone.utc.startOfDay(month)) }
    let reception = WebhookReception(world.platform)
    world.bank.listen { payment in await SimulationRun.call(reception, about: payment) }
  }

  // MARK: - The days

  private func report(of world: World) async -> SimulationReport {
    do {
      try await live(until: end)
      isClosing = true
      world.bank.calmDown()
      world.post.calmDown()
      asleepUntil = .first
      wake = world.clock.now
      try await live(until: end.adding(days: SimulationRun.settlingDays))
      try await auditor.settle(
        world.platform.database, faults: world.input.faults, at: world.clock.now)
      try await verify()
    } catch let broken as BrokenInvariant {
      fail(broken)
    } catch {
      fail(BrokenInvariant(invariant: "I-50", detail: "an error nobody expected: \(error)"))
    }
    sumUp()
    return report
  }

  private func fail(_ broken: BrokenInvariant) {
    let day = Int(world.clock.now.seconds(since: start) / 86_400) + 1
    report.failure = SimulationReport.Failure(
      invariant: broken.invariant, detail: broken.detail, step: report.steps, day: day)
  }

  /// What is next, in order: a happening or the worker.
  private func live(until end: Instant) async throws {
    while true {
      let happening = world.agenda.next ?? .last
      let waking = wake ?? .last
      guard min(happening, waking) <= end else { break }
      report.steps += 1
      if happening <= waking {
        guard let (moment, what) = world.agenda.take() else { break }
        world.clock.set(moment)
        try await happen(what)
        if !isClosing || wake == nil { hurry(to: moment) }
      } else {
        world.clock.set(waking)
        try await work()
      }
    }
    world.clock.set(end)
  }

  /// The worker looks at the next full quarter, hour or what the scenario says.
  private func hurry(to moment: Instant) {
    let next = max(tick(from: moment), asleepUntil)
    wake = wake.map { min($0, next) } ?? next
  }

  private func tick(from moment: Instant) -> Instant {
    let step = Int64(world.input.scenario.workerEveryMinutes) * 60_000
    let passed = moment.milliseconds - start.milliseconds
    return Instant(milliseconds: start.milliseconds + (passed + step - 1) / step * step)
  }

  private func work() async throws {
    let now = world.clock.now
    _ = try await worker.runUntilIdle()
    if let problem = problems.first {
      throw BrokenInvariant(invariant: "I-47", detail: "a job failed: \(problem)")
    }
    let mails = world.post.drain()
    try await auditor.look(world.platform.database, mails: mails, at: now)
    if !isClosing { workload.read(mails) }
    let next = try await worker.nextMoment()
    wake = next.map { tick(from: max($0, now.adding(milliseconds: 1))) }
  }

  // MARK: - Happenings

  private func happen(_ what: Happening) async throws {
    switch what {
    case .settles(let payment):
      if !world.bank.settle(payment), !isClosing { try workload.notice(payment) }
    case .expires(let payment): world.bank.expire(payment)
    case .chargesBack(let payment):
      world.bank.chargeBack(payment)
      if !isClosing { try workload.notice(payment) }
    case .refunds(let payment): world.bank.finishRefunds(of: payment)
    case .webhook(let payment):
      guard let payment = world.bank.payment(payment) else { return }
      await SimulationRun.call(WebhookReception(world.platform), about: payment)
    case .workerSleeps(let hours):
      asleepUntil = world.clock.now.adding(hours: Int64(hours))
      wake = wake.map { max($0, asleepUntil) }
    case .monthEnds: try await endMonth()
    default: if !isClosing { try await act(what) }
    }
  }

  private func act(_ what: Happening) async throws {
    switch what {
    case .arrives(let customer): try await workload.arrive(customer)
    case .decides(let customer, let payment, let pays):
      workload.decide(customer, payment: payment, pays: pays)
    case .comesBack(let customer, let payment):
      try await workload.comeBack(customer, payment: payment)
    case .visitsPortal(let customer, let tries):
      try await workload.visitPortal(customer, tries: tries)
    case .cancels(let customer): try await workload.cancel(customer)
    case .withdraws(let customer, let subscription):
      try await workload.withdraw(customer, subscription)
    case .grantsCredit(let customer): try await workload.grantCredit(customer)
    case .pauses(let customer): try await workload.pause(customer)
    case .changesPlan(let customer): try await workload.changePlan(customer)
    case .getsCreditNote(let customer): try await workload.makeCreditNote(customer)
    case .changesPolicy(let shop): try await workload.changePolicy(shop)
    case .forgedWebhook(let shop): try await workload.forgeWebhook(shop)
    case .settles, .expires, .chargesBack, .refunds, .webhook, .workerSleeps, .monthEnds: return
    }
    try await lookAround()
  }

  /// The auditor looks before the worker has been: what people did themselves.
  private func lookAround() async throws {
    try await auditor.look(
      world.platform.database, mails: [], at: world.clock.now, expecting: false)
  }

  /// As the provider calls: the address that it was given, the payment's id.
  private static func call(_ reception: WebhookReception, about payment: BankPayment) async {
    guard let place = payment.webhook?.split(separator: "/").last,
      let address = WebhookAddress(String(place))
    else { return }
    // A call that fails is one of those that never came: the sweeper finds it.
    _ = try? await reception.receive(
      payment.id, at: address, body: Array("id=\(payment.id)".utf8))
  }

  // MARK: - Months

  private func endMonth() async throws {
    let open = auditor.openClaims
    let claimed = auditor.books.reduce(0) { $0 + $1.claimed }
    let inMonth = claimed - claimedBefore
    let from = monthsDone == 0 ? world.input.scenario.startDate : months[monthsDone - 1]
    let days = Int64(from.days(until: months[monthsDone]))
    report.months.append(
      SimulationReport.Month(
        month: String(from.description.prefix(7)),
        claimed: .eur(inMonth), open: .eur(open),
        tenthsOfDays: inMonth == 0 ? 0 : open * days * 10 / inMonth))
    claimedBefore = claimed
    monthsDone += 1
    try auditor.findForgotten(at: world.clock.now)
    try await verify()
    try await workload.plantGap()
  }

  /// The product's own checks, over every shop.
  private func verify() async throws {
    for shop in workload.shops {
      let found = try await Verification(world.platform).verify(as: shop.scope)
      for check in found.checks {
        auditor.count(check.checked)
        guard let first = check.breaks.first else { continue }
        throw BrokenInvariant(
          invariant: check.invariant, detail: "\(shop.scope.shop.slug): \(check.name): \(first)")
      }
    }
  }

  private func sumUp() {
    let books = auditor.books
    report.invoiced = .eur(books.reduce(0) { $0 + $1.invoicedGross })
    report.collected = .eur(books.reduce(0) { $0 + $1.collected - $1.takenBack - $1.paidBack })
    report.outstanding = .eur(auditor.openClaims)
    report.writtenOff = .eur(books.reduce(0) { $0 + $1.balance("4900") })
    report.stornos = books.reduce(0) { $0 + $1.stornos }
    report.stornoAmount = .eur(books.reduce(0) { $0 + $1.takenBack })
    report.creditNotes = auditor.creditNotes
    report.refunds = auditor.refunds.count
    report.pauses = auditor.pauses
    report.planChanges = auditor.planChanges
    report.subscriptions = auditor.subscriptions.count
    report.documents = auditor.claims.count
    report.mails = auditor.mails
    report.invariantsChecked = auditor.checked
    report.simulatedDays = Int(world.clock.now.seconds(since: start) / 86_400)
  }
}

/// Why a run cannot begin.
package enum SimulationRefusal: Error, Hashable, CustomStringConvertible {
  case notEmpty

  package var description: String { "the database holds shops already: a run needs an empty one" }
}

/// Jobs that failed: in this world a database never does, so each is a bug.
private final class Problems: Sendable {
  private let texts = Mutex<[String]>([])

  var first: String? { texts.withLock { $0.first } }

  func add(_ text: String) { texts.withLock { $0.append(text) } }
}
