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

extension Platform {
  /// Nothing that is measured speaks to anybody; what it orders stays in the outbox.
  init(benching database: Database) throws {
    let key = try MasterKey(MasterKey.generate())
    self.init(
      database: database,
      addresses: PublicAddresses(
        checkout: "https://checkout.example", admin: "https://admin.example",
        mailFrom: "noreply@penning.example"),
      outside: OutsideWorld(
        gateway: { _ in Nobody() }, carrier: Nobody(), renderPDF: { _ in [] }),
      credentials: SecretBox(masterKey: key, purpose: "gateway-credentials"),
      links: Signer(masterKey: key, purpose: "payment-return"), random: SystemRandom())
  }
}

/// The outside world of a benchmark.
private struct Nobody: PaymentGateway, Carrier {
  func createCustomer(_ request: GatewayCustomerRequest) async -> GatewayOutcome<String> {
    .retryLater(after: nil)
  }

  func createPayment(_ request: GatewayRequest) async -> GatewayOutcome<GatewayPayment> {
    .retryLater(after: nil)
  }

  func fetchPayment(_ id: String) async -> GatewayOutcome<GatewayPayment> {
    .retryLater(after: nil)
  }

  func findPayment(
    _ payment: Payment.ID, customer: String?
  ) async -> GatewayOutcome<GatewayPayment?> {
    .retryLater(after: nil)
  }

  func deliver(_ mail: OutgoingMail) async -> DeliveryOutcome { .temporary("nobody is there") }
}

/// A town whose subscriptions have all been billed: what the other measurements read.
struct BilledTown {
  let database: Database
  let platform: Platform
  let scopes: [TenantScope]

  /// The first shop.
  var scope: TenantScope {
    get throws {
      guard let first = scopes.first else { throw ProgramFailed("there is no shop") }
      return first
    }
  }

  init(
    _ order: BillingOrder, in database: Database, _ clock: ManualClock, isBilled: Bool = true
  ) async throws {
    guard try await database.workerScopes(limit: 1).isEmpty else {
      throw ProgramFailed("the database holds shops already; give an empty one")
    }
    self.database = database
    platform = try Platform(benching: database)
    try await Town(database: database, order: order).found()
    clock.set(Town.billingDay)
    scopes = try await database.workerScopes(limit: order.shops)
    guard isBilled else { return }
    let run = BillingRun(platform)
    for scope in scopes {
      while try await !run.run(as: scope).isIdle {}
    }
    try await database.gatherStatistics()
  }
}

/// How long each of many like things took.
struct Timings {
  private var nanoseconds: [UInt64] = []

  mutating func time<T>(_ work: () async throws -> T) async rethrows -> T {
    let watch = Stopwatch()
    let value = try await work()
    nanoseconds.append(watch.nanoseconds)
    return value
  }

  var count: Int { nanoseconds.count }
  var seconds: Double { Double(nanoseconds.reduce(0, +)) / 1e9 }
  var perSecond: Double { Double(count) / max(seconds, 1e-9) }
  var median: Double { quantile(0.5) }

  /// Milliseconds.
  func quantile(_ part: Double) -> Double {
    let sorted = nanoseconds.sorted()
    guard let last = sorted.indices.last else { return 0 }
    return Double(sorted[min(Int(Double(sorted.count) * part), last)]) / 1e6
  }
}
