import Catalog
import Credits
import Cryptography
import HTTPServer
import Invoicing
import JSON
import Ledger
import Observability
import Outbound
import Payments
import Primitives
import Runtime
import Storage
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Web

@testable import penning_admin

/// The whole server on a port of its own over a fresh SQLite database, with two shops that each
/// have a customer, a plan, a subscription and documents.
struct AdminBench: Sendable {
  static let origin = "http://127.0.0.1"
  /// 16 November 2026, 09:00 in Amsterdam.
  static let start = Demo.start

  let app: AdminApp
  let base: String
  let client: HTTPClient
  let demo: BenchShop
  let other: BenchShop

  var database: Database { app.database }

  func browser(_ language: String = "nl") -> Browser {
    Browser(base: base, client: client, language: language)
  }

  /// A browser in which someone of a role has signed in to the demo shop.
  func signedIn(as role: StaffRole, language: String = "nl") async throws -> Browser {
    var browser = browser(language)
    let secret = NewSecret(for: .staffSession)
    let staff = try #require(demo.staff[role])
    _ = try await database.write(as: demo.scope) { shop in
      try shop.tokens.issue(.staffSession, to: staff.id.rawValue, secret)
    }
    browser.setCookie("penning_staff", secret.text.revealed)
    return browser
  }

  func program(_ key: String?) -> Program { Program(base: base, client: client, key: key) }

  /// How many rows each table has: what must not change.
  func rowCounts() async throws -> [String: Int64] {
    var counts: [String: Int64] = [:]
    // Counting attempts and touching sessions is no effect of a request.
    for table in try await database.tables() where !["throttles"].contains(table.name) {
      counts[table.name] = try await database.read { transaction in
        try transaction.first("SELECT COUNT(*) FROM \(sql: table.name)") { try $0(0) } ?? 0
      }
    }
    return counts
  }
}

/// What a shop of a test has.
struct BenchShop: Sendable {
  static let password = "correct fietsbel paard nietje"

  let scope: TenantScope
  let staff: [StaffRole: Staff]
  let readKey: String
  let writeKey: String
  let revocable: APIKey
  let customer: Customer
  let plan: Plan
  let active: Subscription
  let proForma: DocumentHead
  let invoice: DocumentHead
  let payment: Payment
  let credit: Credit.ID
  let account: LedgerAccount.ID
  let entry: JournalEntry.ID
  let coupon: Coupon
  let rise: PriceRise
  /// Complete, with a file.
  let draft: ManualDraft.ID
}

enum AdminBenchError: Error { case notBuilt }

/// Runs a test on a server of its own.
func withAdmin(_ body: @Sendable @escaping (AdminBench) async throws -> Void) async throws {
  let folder = try TemporaryFolder()
  defer { folder.remove() }
  let failure = Failure()
  let arguments = [
    "penning-admin", "--database-url", "sqlite:\(folder.path)/admin.sqlite", "--clock", "database",
    "--secret-key", MasterKey.generate(), "--public-admin-url", AdminBench.origin,
    "--public-checkout-url", "http://checkout.example",
  ]
  let status = await AdminSettings.program.run(arguments, environment: [:]) { _, settings in
    let running = try await RunningPlatform.open(settings)
    do {
      try await serve(running, settings, body)
    } catch {
      await failure.keep(error)
    }
    await running.close()
  }
  if let error = await failure.error { throw error }
  try #require(status == 0)
}

private actor Failure {
  private(set) var error: (any Error)?
  func keep(_ error: any Error) { self.error = error }
}

private func serve(
  _ running: RunningPlatform, _ settings: Settings,
  _ body: (AdminBench) async throws -> Void
) async throws {
  try await running.database.beginPlatformTime(at: AdminBench.start)
  let cheap = try #require(ScryptCost(checking: 16, 1, 1))
  let many = RateLimit(burst: 1_000_000, perMinute: 1_000_000)
  let app = AdminApp(
    running.platform, masterKey: running.masterKey,
    origin: try #require(PublicOrigin(AdminBench.origin)), log: .none, metrics: Metrics(),
    hasher: PasswordHasher(cost: cheap),
    limits: AdminApp.Limits(pages: many, api: many, key: many))
  let server = app.server(ServerConfiguration(listen: "127.0.0.1:0"))
  let address = try server.start()
  let client = HTTPClient(policy: .development)
  do {
    let demo = try await BenchShop.found("demo", in: app)
    let other = try await BenchShop.found("other", in: app)
    try await body(
      AdminBench(
        app: app, base: "http://\(address)", client: client, demo: demo, other: other))
  } catch {
    await end(client, server)
    throw error
  }
  await end(client, server)
}

private func end(_ client: HTTPClient, _ server: HTTPServer) async {
  await client.stop()
  await server.stop(grace: .seconds(2))
}

extension BenchShop {
  static func found(_ slug: String, in app: AdminApp) async throws -> BenchShop {
    let database = app.database
    let scope = try await database.foundShop(try Demo.shop(slug))
    let staff = try await staff(of: slug, scope, app)
    let (read, write) = (NewSecret(for: .apiKey), NewSecret(for: .apiKey))
    let spare = NewSecret(for: .apiKey)
    let terms = PlanTerms(price: .eur(3000), interval: .monthly)
    let slugOfPlan = try #require(Slug("koffie"))
    return try await database.write(as: scope) { shop in
      _ = try shop.apiKeys.create(label: "Read", scopes: [.read], secret: read)
      _ = try shop.apiKeys.create(label: "Write", scopes: [.read, .write], secret: write)
      let revocable = try shop.apiKeys.create(label: "Spare", scopes: [.read], secret: spare)
      let customer = try shop.customers.create(try Demo.customer("Piet \(slug)"))
      let plan = try shop.catalog.createPlan(
        PlanDraft(name: "Koffie", slug: slugOfPlan, terms: terms))
      let active = try subscribe(customer, plan, shop)
      let file = Array("%PDF-1.7".utf8)
      var asked = draft(customer, active, plan, .proFormaFirst)
      asked.attachments = [try shop.invoicing.attachments.store(name: "a.pdf", bytes: file)]
      let documents = try shop.invoicing.issue([
        asked,
        draft(customer, active, plan, .invoiceAtOnce),
      ])
      let payment = try shop.payments.begin(
        NewPayment(
          customer: customer.id,
          targets: [PaymentTarget(document: documents[0].id, amount: documents[0].toPay)],
          currency: .eur, method: .ideal, isFirst: true, gateway: .mollie,
          description: documents[0].number))
      let credits = try shop.credits.grant(
        [NewCredit(customer: customer.id, amount: .eur(1000), reason: "Start", source: "bench")])
      let entries = try shop.ledger.entries(of: documents[1].id.description)
      let manual = try shop.invoicing.drafts.create(for: customer.id, handMade)
      _ = try shop.invoicing.drafts.attach(name: "b.pdf", bytes: file, to: manual.id)
      return BenchShop(
        scope: scope, staff: staff, readKey: read.text.revealed, writeKey: write.text.revealed,
        revocable: revocable, customer: customer, plan: plan, active: active,
        proForma: documents[0], invoice: documents[1],
        payment: payment, credit: try #require(credits.first),
        account: try shop.ledger.account(.receivable).id, entry: try #require(entries.first).id,
        coupon: try shop.coupons.create(
          CouponDraft(code: "WELKOM", discount: Discount(.percent(hundredths: 1000), periods: 3))),
        rise: try shop.priceRises.plan(
          plan.id, newPrice: .eur(3300), effectiveFrom: shop.today.adding(days: 40)),
        draft: manual.id)
    }
  }

  private static let handMade = ManualContent(lines: [
    ManualContent.Line(
      description: "Advies", unitPrice: .eur(10_000), treatment: .taxed(.standard))
  ])

  private static func staff(
    of slug: String, _ scope: TenantScope, _ app: AdminApp
  ) async throws -> [StaffRole: Staff] {
    let hash = try await app.hasher.hash(password)
    var staff: [StaffRole: Staff] = [:]
    for role in StaffRole.allCases {
      let address = "\(role.rawValue.lowercased())@\(slug).example"
      let new = try NewStaff(
        email: try #require(EmailAddress(address)), name: "\(role)", role: role, language: .nl,
        passwordHash: hash)
      staff[role] = try await app.database.write(as: scope) { try $0.staff.add(new) }
    }
    return staff
  }

  private static func subscribe(
    _ customer: Customer, _ plan: Plan, _ shop: ShopTransaction
  ) throws -> Subscription {
    let pending = try shop.subscriptions.start(
      plan, for: customer.id, quantity: 1, policy: .purchaseDate)
    let period = try #require(pending.schedule.period(0))
    let bill = try PeriodBill(pending, period: period)
    let billed = try shop.subscriptions.record([(pending, bill)], noticeDays: 7)
    return try shop.subscriptions.apply(.firstPaymentReceived, to: billed[0], noticeDays: 7)
  }

  private static func draft(
    _ customer: Customer, _ subscription: Subscription, _ plan: Plan, _ mode: InvoiceMode
  ) -> Draft {
    Draft(
      customer: customer.id,
      buyer: Party(
        name: customer.name, street: "Dorpsstraat 1", postalCode: "1234 AB", city: "Utrecht",
        country: "NL"),
      charges: [
        Charge(
          description: plan.name, unitPrice: plan.version.price, rate: .standard,
          pricesIncludeVAT: true, source: subscription.id.description)
      ], dueOn: subscription.purchasedOn.adding(days: 14), mode: mode, language: .nl)
  }
}
