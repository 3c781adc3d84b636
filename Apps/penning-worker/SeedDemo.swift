import Catalog
import Cryptography
import JSON
import Outbound
import Payments
import Primitives
import Runtime
import Storage
import Subscriptions
import Tenancy
import Workflows

/// Fills an empty database with the demo shop and some months of history, through the very
/// workflows that run in production and the sandbox that stands in for the provider.
struct SeedDemo: Sendable {
  let running: RunningPlatform
  private let clock: AdvanceClock
  private let sandboxURL: String?

  init(_ running: RunningPlatform, _ settings: Settings) {
    self.running = running
    clock = AdvanceClock(running, settings)
    sandboxURL = settings[PlatformSetting.sandbox]
  }

  func run() async throws {
    guard let sandboxURL else { throw WrongUse("seed-demo needs PENNING_SANDBOX_URL") }
    guard try await running.database.workerScopes(limit: 1).isEmpty else {
      throw ProgramFailed("the database is not empty")
    }
    try await running.database.beginPlatformTime(at: DemoShop.start)
    try await clock.sandbox?.set(DemoShop.start)
    let shop = try await found()
    try await equip(shop, sandboxURL)
    try await live(as: shop, SandboxCustomers(sandboxURL))
    _ = try await clock.advance(to: DemoShop.present)
    await clock.sandbox?.close()
    Console.out(try await answer(shop).text + "\n")
  }

  private func found() async throws -> TenantScope {
    try await running.database.foundShop(DemoShop.shop())
  }

  /// Plans, settings and the account at the provider.
  private func equip(_ scope: TenantScope, _ sandboxURL: String) async throws {
    let plans = try DemoShop.plans()
    let connection = try GatewayConnection(
      gateway: .mollie, apiKey: Secret("test_demoBrandhout2026"), baseURL: sandboxURL + "/v2")
    let (box, token) = (running.platform.credentials, Token.random(bytes: 24))
    try await running.database.write(as: scope) { shop in
      for plan in plans { _ = try shop.catalog.createPlan(plan) }
      try shop.settings.change { settings in
        settings.collectionPolicy = .fixedDay(1)
        settings.accentColour = "#7a3e1d"
      }
      try shop.gatewayAccounts.connect(connection, sealing: box, webhookToken: token)
    }
  }

  /// Plays the visits in order, each on its day.
  private func live(as scope: TenantScope, _ customers: SandboxCustomers) async throws {
    var leaving: [Subscription.ID] = []
    for visit in DemoShop.visits {
      let day = DemoShop.start.adding(days: Int64(visit.day))
      _ = try await clock.advance(to: day)
      let bought = try await buy(visit, as: scope, customers)
      if visit.outcome == .cancelsLater { leaving.append(bought) }
    }
    for subscription in leaving {
      _ = try await Cancellation(running.platform).cancel(subscription, as: scope)
    }
    await customers.close()
  }

  private func buy(
    _ visit: DemoShop.Visit, as scope: TenantScope, _ customers: SandboxCustomers
  ) async throws -> Subscription.ID {
    guard let slug = Slug(visit.plan) else { throw ProgramFailed("no plan \(visit.plan)") }
    let today = try await running.database.read(as: scope) { shop in
      try CheckoutQuote(planSlug: slug, in: shop).askedToday
    }
    let started = try await Checkout(running.platform).start(
      CheckoutOrder(
        planSlug: slug, quantity: 1, details: try DemoShop.details(of: visit), method: .ideal,
        shownToday: today),
      as: scope)
    let payment = try await HostedPayment(running.platform).open(started.payment, as: scope)
    guard let id = payment.gatewayPaymentID else {
      throw ProgramFailed("the sandbox made no payment: \(payment.reasonCode ?? "no reason")")
    }
    if visit.outcome != .abandons {
      try await customers.pay(id)
      _ = try await HostedPayment(running.platform).refresh(started.payment, as: scope)
    }
    return started.subscription
  }

  /// Staff and keys are made last: their passwords are shown once, here.
  private func answer(_ scope: TenantScope) async throws -> JSONValue {
    let logins = try await makeStaff(scope)
    let secret = NewSecret(for: .apiKey)
    try await running.database.write(as: scope) { shop in
      try shop.apiKeys.create(label: "Demo", scopes: [.read, .write], secret: secret)
      return ()
    }
    let portal = running.platform.addresses.portal(of: scope.shop)
    return [
      "shop": ["id": .string(scope.shopID.description), "slug": .string(scope.shop.slug.text)],
      "apiKey": .string(secret.text.revealed),
      "logins": .array(
        logins.map { login in
          [
            "role": .string(login.role.rawValue), "email": .string(login.email),
            "password": .string(login.password),
          ]
        }),
      "customerLogins": .array(
        try DemoShop.visits.prefix(3).map { visit in
          [
            "email": .string(try DemoShop.details(of: visit).email.text),
            "portalURL": .string(portal), "signIn": "link by mail, see the sandbox's mailbox",
          ]
        }),
    ]
  }

  private func makeStaff(_ scope: TenantScope) async throws -> [DemoShop.Login] {
    let hasher = PasswordHasher()
    var logins: [DemoShop.Login] = []
    for (role, name, email) in DemoShop.staff {
      let password = Token.random(bytes: 16)
      guard let address = EmailAddress(email) else { throw ProgramFailed("no mailbox \(email)") }
      let staff = try NewStaff(
        email: address, name: name, role: role, language: .nl,
        passwordHash: try await hasher.hash(password))
      try await running.database.write(as: scope) { shop in _ = try shop.staff.add(staff) }
      logins.append(DemoShop.Login(role: role, name: name, email: email, password: password))
    }
    return logins
  }
}

/// The demo's customers at the provider's page: they press its buttons.
struct SandboxCustomers: Sendable {
  private let url: String
  private let client = HTTPClient(policy: .development)

  init(_ url: String) { self.url = url }

  func pay(_ payment: String) async throws {
    let answer = try await client.send(
      OutboundRequest(.post, "\(url)/sandbox/payments/\(payment)/paid"))
    guard (200..<300).contains(answer.status) else {
      throw ProgramFailed("the sandbox did not take the payment: \(answer.status)")
    }
  }

  func close() async { await client.stop() }
}
