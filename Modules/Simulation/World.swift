import Catalog
import Cryptography
import Invoicing
import Payments
import Primitives
import Runtime
import Storage
import Tenancy
import Workflows

/// Everything around the platform, and the platform itself, wired as a program wires it: only the
/// clock, the bank, the post and the printer are stand-ins.
struct World: Sendable {
  let input: SimulationInput
  let clock: ManualClock
  let agenda: Agenda
  let bank: SimulatedBank
  let post: SimulatedPost
  let platform: Platform
  let planted: PlantedBug?

  static let checkout = "https://checkout.sim"

  /// Opens the database, makes its tables and wires the platform.
  init(_ input: SimulationInput, database url: DatabaseURL, planted: PlantedBug?) async throws {
    let start = CivilZone.utc.startOfDay(input.scenario.startDate)
    let clock = ManualClock(start)
    let agenda = Agenda()
    let bank = SimulatedBank(clock: clock, agenda: agenda, input: input, planted: planted)
    let post = SimulatedPost(clock: clock, input: input, planted: planted)
    let database = try await Database.open(
      url, clock: .manual(clock), options: DatabaseOptions(lane: 1))
    try await database.migrate(MigrationManifest.all)
    let secret = Dice(seed: input.seed, "secret").source.bytes(32)
    let key = try MasterKey(secret.map { String($0, radix: 16) }.joined(separator: "-"))
    platform = Platform(
      database: database,
      addresses: PublicAddresses(
        checkout: World.checkout, admin: "https://admin.sim", mailFrom: "noreply@penning.sim"),
      outside: OutsideWorld(
        gateway: { _ in SimulatedGateway(bank: bank) }, carrier: post,
        renderPDF: { World.paper($0) }),
      credentials: SecretBox(masterKey: key, purpose: "gateway-credentials"),
      links: Signer(masterKey: key, purpose: "payment-return"),
      random: Dice(seed: input.seed, "platform").source)
    self.input = input
    self.clock = clock
    self.agenda = agenda
    self.bank = bank
    self.post = post
    self.planted = planted
  }

  /// Stands in for the printer: cheap, but looks at all that would be drawn.
  static func paper(_ document: IssuedDocument) -> [UInt8] {
    let lines = document.lines.map { "\($0.description) \($0.amount.decimal)" }
    let text = [document.number, document.buyer.name, document.total.decimal] + lines
    return Array("%PDF-sim \(text.joined(separator: "\n"))".utf8)
  }

  // MARK: - Shops

  func foundShop(_ index: Int) async throws -> SimulatedShop {
    let kind = ShopKind.of(index)
    let new = try NewShop(
      slug: try known(Slug(kind.slug)), name: "Winkel \(kind.slug)",
      zone: try known(CivilZone(identifier: kind.zone)), legal: try World.legal(kind.slug))
    let scope = try await platform.database.foundShop(new)
    let visitors = try await platform.database.visitorScope(slug: new.slug)
    let plans = try ShopKind.plans(of: index)
    let credentials = platform.credentials
    let cents: Int64 = planted == .oneCentOff ? 1 : 0
    let (settings, webhook) = try await platform.database.write(as: scope) { shop in
      let settings = try shop.settings.change { kind.apply(to: &$0) }
      for plan in plans { try World.create(plan, over: cents, in: shop) }
      for coupon in AgreedCoupon.all { _ = try shop.coupons.create(coupon.draft) }
      let connection = try GatewayConnection(
        gateway: .mollie, apiKey: Secret("test_simulation"), baseURL: "https://bank.sim/v2")
      try shop.gatewayAccounts.connect(
        connection, sealing: credentials, webhookToken: "hook\(index)")
      return (settings, try shop.gatewayAccounts.webhookAddress(of: .mollie))
    }
    return SimulatedShop(
      index: index, id: scope.shop.id.rawValue, scope: scope, visitors: try known(visitors),
      settings: settings, webhook: try known(webhook), plans: plans, policy: kind.policy)
  }

  private static func create(
    _ plan: AgreedPlan, over cents: Int64, in shop: ShopTransaction
  ) throws {
    let interval = try known(CalendarInterval(unit: plan.unit, count: plan.count))
    let terms = PlanTerms(
      price: Money(minorUnits: plan.price + cents, currency: shop.currency),
      pricesIncludeVAT: plan.includesVAT, interval: interval)
    _ = try shop.catalog.createPlan(
      PlanDraft(name: plan.name, slug: plan.slug, vatCategory: plan.vatCategory, terms: terms))
  }

  private static func legal(_ name: String) throws -> LegalDetails {
    LegalDetails(
      legalName: "\(name) B.V.", address: try address(), vatNumber: VATNumber("NL123456782B90"),
      registration: "12345678", iban: IBAN("NL91ABNA0417164300"), creditorID: "NL98ZZZ123456780000")
  }

  static func address() throws -> PostalAddress {
    PostalAddress(
      street: "Dorpsstraat 1", postalCode: "1234 AB", city: "Utrecht", country: .netherlands)
  }
}
