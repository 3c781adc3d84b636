import Catalog
import Cryptography
import HTTPServer
import Invoicing
import Notifications
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
import Workflows

@testable import penning_checkout

/// The server on a port of its own over a fresh database, with a scripted bank and mailbox.
struct CheckoutBench {
  static let origin = "http://127.0.0.1"
  let database: Database
  let clock: ManualClock
  let scope: TenantScope
  let platform: Platform
  let bank: ScriptedBank
  let mailbox: Mailbox
  let base: String
  let client: HTTPClient
  let routes: Router

  func browser(_ language: String = "nl") -> Browser {
    Browser(base: base, client: client, language: language)
  }

  /// Does what a worker would do now.
  func work() async throws {
    _ = try await DueWork(platform, worker: "test", report: { _ in }).runUntilIdle()
  }

  /// The path of the newest mailed sign-in link.
  func mailedLink() throws -> String {
    let texts = mailbox.mails.map(\.text)
    for text in texts.reversed() {
      if let found = text.firstMatch(of: #/https?:\/\/[^\s]*(\/demo\/portal\/sign-in\/[\w\-]+)/#) {
        return String(found.output.1)
      }
    }
    throw BenchError.noLink
  }

  /// A browser that is signed in as the user of a mailbox.
  func signedIn(_ email: String, language: String = "nl") async throws -> Browser {
    var browser = browser(language)
    let form = try await browser.get("/demo/portal/sign-in")
    _ = try await browser.post(
      "/demo/portal/sign-in", [("csrf", form.value(of: "csrf") ?? ""), ("email", email)])
    try await work()
    let link = try mailedLink()
    let page = try await browser.get(link)
    _ = try await browser.post(link, [("csrf", page.value(of: "csrf") ?? "")])
    return browser
  }
}

enum BenchError: Error { case noLink }

/// Runs a test on a server of its own.
func withCheckout(
  _ kind: DatabaseKind = .memory, register: any VATRegister = NoVATRegister(),
  _ body: (CheckoutBench) async throws -> Void
) async throws {
  let rest = Array(MigrationManifest.all.dropFirst(TenancyMigrations.all.count))
  try await kind.withShop(rest) { shop in
    let key = try MasterKey("t7Qm-3vXk-9pLr-2wZs-8yHn-4cJd-6fBg")
    let client = HTTPClient(policy: .development)
    let bank = ScriptedBank()
    let mailbox = Mailbox()
    let platform = Platform(
      testing: shop.database, key, bank: bank, mailbox: mailbox, register: register)
    try await furnish(shop, sealing: platform.credentials)
    let origin = try #require(PublicOrigin(CheckoutBench.origin))
    let app = CheckoutApp(
      platform, masterKey: key, origin: origin, log: .none, metrics: Metrics())
    let server = app.server(ServerConfiguration(listen: "127.0.0.1:0"))
    let address = try server.start()
    let bench = CheckoutBench(
      database: shop.database, clock: shop.clock, scope: shop.scope, platform: platform,
      bank: bank, mailbox: mailbox, base: "http://\(address)", client: client,
      routes: app.routes())
    do {
      try await body(bench)
    } catch {
      await server.stop(grace: .seconds(1))
      await client.stop()
      throw error
    }
    await server.stop(grace: .seconds(1))
    await client.stop()
  }
}

extension Platform {
  /// One with a scripted bank and mailbox.
  init(
    testing database: Database, _ key: MasterKey, bank: ScriptedBank, mailbox: Mailbox,
    register: any VATRegister
  ) {
    self.init(
      database: database,
      addresses: PublicAddresses(
        checkout: "https://checkout.test", admin: "https://admin.test",
        mailFrom: "noreply@penning.test"),
      outside: OutsideWorld(
        gateway: { _ in ScriptedGateway(bank: bank) }, carrier: mailbox,
        renderPDF: { Array("%PDF-1.7 \($0.number)".utf8) }, vatRegister: register),
      credentials: SecretBox(masterKey: key, purpose: "gateway-credentials"),
      links: Signer(masterKey: key, purpose: "payment-return"), random: SecureRandom())
  }
}

/// A monthly plan of 30.00 that is collected on the 1st, and an account at the bank.
func furnish(_ shop: ShopBench, sealing box: SecretBox) async throws {
  let connection = try GatewayConnection(
    gateway: .mollie, apiKey: Secret("test_1234567890"), baseURL: ScriptedBank.origin + "/v2")
  let slug = try #require(Slug("basis"))
  try await shop.database.write(as: shop.scope) { inside in
    try inside.settings.change { $0.collectionPolicy = .fixedDay(1) }
    _ = try inside.catalog.createPlan(
      PlanDraft(
        name: "Basis", slug: slug, summary: "Alles wat u nodig heeft.",
        terms: PlanTerms(price: .eur(3000), interval: .monthly)))
    try inside.gatewayAccounts.connect(
      connection, sealing: box, webhookToken: "webhook-token-of-the-demo-shop-1234")
  }
}
