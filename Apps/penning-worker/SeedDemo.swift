import Cryptography
import JSON
import Payments
import Primitives
import Runtime
import Storage
import Tenancy
import Workflows

/// Fills an empty database with the demo shop and a year of history, through the very
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
    let connection = try GatewayConnection(
      gateway: .mollie, apiKey: Secret("test_demoBrandhout2026"), baseURL: sandboxURL + "/v2")
    let (box, token) = (running.platform.credentials, Token.random(bytes: 24))
    try await running.database.write(as: scope) { shop in
      try DemoCatalog.fill(shop)
      try shop.settings.change { settings in
        settings.collectionPolicy = .fixedDay(1)
        settings.accentColour = "#7a3e1d"
        settings.customersChooseDay = true
        settings.attachesUBL = true
      }
      try shop.logo.put(DemoLogo.png)
      try shop.gatewayAccounts.connect(connection, sealing: box, webhookToken: token)
    }
  }

  /// Plays the lives in the order of their days: purchases, and what came of them.
  private func live(as scope: TenantScope, _ customers: SandboxCustomers) async throws {
    let deeds = DemoDeeds(platform: running.platform, scope: scope, customers: customers)
    var bought: [Int: DemoDeeds.Purchase] = [:]
    for event in events() {
      _ = try await clock.advance(to: DemoShop.start.adding(days: Int64(event.day)))
      let life = DemoLife.all[event.life]
      guard let deed = event.deed else {
        bought[event.life] = try await deeds.buy(life)
        continue
      }
      guard let purchase = bought[event.life] else { continue }
      do {
        try await deeds.play(deed, of: purchase)
      } catch let refusal as any Refusal {
        throw ProgramFailed("\(life.name), day \(event.day): \(refusal.phrase(.en))")
      }
    }
    await customers.close()
  }

  private struct Event {
    let day: Int
    let life: Int
    /// Nil for the purchase itself.
    let deed: DemoLife.Deed?
  }

  private func events() -> [Event] {
    DemoLife.all.enumerated().flatMap { index, life in
      [Event(day: life.day, life: index, deed: nil)]
        + life.deeds.map { Event(day: life.day + $0.days, life: index, deed: $0.deed) }
    }.sorted { ($0.day, $0.life) < ($1.day, $1.life) }
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
        try DemoLife.all.prefix(3).map { life in
          [
            "email": .string(try DemoShop.details(of: life).email.text),
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
