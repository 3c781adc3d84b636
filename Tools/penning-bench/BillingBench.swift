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
/// and then writes the same rows bare.
struct BillingBench {
  private let order: BillingOrder
  private let url: DatabaseURL
  private let tell: (String) -> Void

  init(_ order: BillingOrder, at url: DatabaseURL, telling tell: @escaping (String) -> Void) {
    self.order = order
    self.url = url
    self.tell = tell
  }

  func run() async throws -> BillingFigures {
    let clock = ManualClock(Town.foundingDay)
    let database: Database
    do {
      // One reader: each keeps pages of its own, and here nobody else reads.
      database = try await Database.open(
        url, clock: .manual(clock), options: DatabaseOptions(readers: 1))
      try await database.migrate(MigrationManifest.all)
    } catch let error as StorageError {
      throw ProgramFailed("the database cannot be used: \(error.message)")
    }
    do {
      let figures = try await run(on: database, clock)
      await database.close()
      return figures
    } catch {
      await database.close()
      throw error
    }
  }

  private func run(on database: Database, _ clock: ManualClock) async throws -> BillingFigures {
    guard try await database.workerScopes(limit: 1).isEmpty else {
      throw ProgramFailed("the database holds shops already; give an empty one")
    }
    tell("founding \(order.shops) shops with \(order.subscriptions) subscriptions")
    let (founding, foundingMemory) = (Stopwatch(), PeakMemory())
    try await Town(database: database, order: order).found()
    let foundingCost = (seconds: founding.seconds, mebibytes: foundingMemory.mebibytes)
    clock.set(Town.billingDay)
    tell("billing")
    let before = try await RowCounts(in: database)
    let memory = PeakMemory()
    let billed = try await bill(on: database)
    let runMemory = memory.mebibytes
    let written = try await RowCounts(in: database).since(before)
    guard written["subscription_charges"] == order.subscriptions,
      written["invoices"] == order.subscriptions
    else { throw ProgramFailed("not every subscription was billed once") }
    tell("writing the same rows bare")
    let rawMemory = PeakMemory()
    let raw = try await RawLimit(database: database, order: order).measure()
    guard raw.rows == written.large(than: order.subscriptions / 2) else {
      throw ProgramFailed(
        "the bare rows \(raw.rows.text) are not those of the run \(written.text)")
    }
    return BillingFigures(
      order: order, dialect: database.dialect, founding: foundingCost, run: billed,
      raw: raw.pace, rows: written.total, runMebibytes: runMemory,
      rawMebibytes: rawMemory.mebibytes,
      peakMebibytes: ProcessUsage.now().peakMebibytes)
  }

  /// As `DueWork` does it: shop by shop in passes, each batch under the lease of the shop's job.
  private func bill(on database: Database) async throws -> Pace {
    let run = BillingRun(try Platform(benching: database))
    var pace = Pace()
    while true {
      let shops = try await database.shopsWithDueSubscriptions(limit: 50)
      if shops.isEmpty { return pace }
      for shop in shops {
        let lap = Stopwatch()
        let lease = try await database.claimJob(
          "billing", for: shop, lease: Lease(worker: "penning-bench"))
        guard let lease, let scope = try await database.workerScope(for: shop) else { continue }
        let report = try await run.run(as: scope, holding: lease)
        try await database.release(lease)
        pace.add(report.documents, in: lap)
      }
    }
  }
}

extension Platform {
  /// The billing run speaks to nobody; what it orders stays in the outbox.
  fileprivate init(benching database: Database) throws {
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
