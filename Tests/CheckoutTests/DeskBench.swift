import Catalog
import Cryptography
import Invoicing
import Payments
import Primitives
import Runtime
import Storage
import Subscriptions
import Tenancy
import TestSupport
import Workflows

/// The platform without its pages: for what is true whoever asks.
struct DeskBench: Sendable {
  let shop: ShopBench
  let platform: Platform
  let bank: ScriptedBank
  let mailbox: Mailbox

  var scope: TenantScope { shop.scope }

  func read<Value: Sendable>(
    _ body: @Sendable (ShopTransaction) throws -> Value
  ) async throws -> Value { try await platform.database.read(as: scope, body) }

  @discardableResult
  func write<Value: Sendable>(
    _ body: @Sendable (ShopTransaction) throws -> Value
  ) async throws -> Value { try await platform.database.write(as: scope, body) }

  /// The buyer pays at the bank's page, which gives the mandate.
  func pay(_ payment: Payment.ID) async throws {
    _ = try await HostedPayment(platform).open(payment, as: scope)
    bank.settle(.paid)
    _ = try await HostedPayment(platform).refresh(payment, as: scope)
  }

  func work() async throws {
    _ = try await DueWork(platform, worker: "test", report: { _ in }).runUntilIdle()
  }

  /// Morning of a day; all that fell due until then is done now.
  func workUntil(_ text: String) async throws {
    guard let day = CivilDate(text) else { throw BenchError.noLink }
    shop.clock.set(scope.zone.startOfDay(day).adding(hours: 9))
    try await work()
  }

  /// What each document of an order and its renewals asks, in cents, the first first.
  func asked(of order: PlacedOrder) async throws -> [Int64] {
    try await read { shop in
      let main = try shop.invoicing.standing(
        of: order.subscription.description, customer: order.customer)
      let first = try order.document.map { try shop.invoicing.head($0) }
      let isApart = first.map { document in
        !main.contains { $0.head.id == document.id || $0.head.proForma == document.id }
      }
      return (isApart == true ? [first?.total.minorUnits ?? 0] : [])
        + main.map(\.head.total.minorUnits)
    }
  }

  /// How often coupons are used.
  func uses() async throws -> Int {
    try await read { try $0.coupons.list(.first).items.map(\.redeemed).reduce(0, +) }
  }
}

func withDesk(
  _ kind: DatabaseKind, register: any VATRegister = NoVATRegister(),
  _ body: (DeskBench) async throws -> Void
) async throws {
  let rest = Array(MigrationManifest.all.dropFirst(TenancyMigrations.all.count))
  try await kind.withShop(rest) { shop in
    let key = try MasterKey("t7Qm-3vXk-9pLr-2wZs-8yHn-4cJd-6fBg")
    let (bank, mailbox) = (ScriptedBank(), Mailbox())
    let platform = Platform(
      testing: shop.database, key, bank: bank, mailbox: mailbox, register: register)
    try await furnish(shop, sealing: platform.credentials)
    try await body(DeskBench(shop: shop, platform: platform, bank: bank, mailbox: mailbox))
  }
}
