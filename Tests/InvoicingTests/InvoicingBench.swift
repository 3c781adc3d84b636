import Invoicing
import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

/// A shop with one customer, and short words for what the tests do in it.
struct InvoicingBench: Sendable {
  let shop: ShopBench
  let piet: Customer

  var database: Database { shop.database }
  var scope: TenantScope { shop.scope }

  static func run(
    _ kind: DatabaseKind, _ body: (InvoicingBench) async throws -> Void
  ) async throws {
    try await kind.withShop(LedgerMigrations.all + InvoicingMigrations.all) { shop in
      try await body(InvoicingBench(shop: shop, piet: try await shop.customer()))
    }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (ShopTransaction) throws -> Value
  ) async throws -> Value {
    try await database.write(as: scope, body)
  }

  func draft(
    _ cents: Int64 = 3000, mode: InvoiceMode = .proFormaFirst, credit: Int64? = nil,
    due: String = "2026-11-30"
  ) throws -> Draft {
    Draft(
      customer: piet.id, buyer: Party(piet),
      charges: [
        Charge(
          description: "Groentepakket", explanation: "15 of 30 days x 60.00 = 30.00",
          period: Period(from: try day("2026-11-16"), until: try day("2026-12-01")),
          unitPrice: .eur(cents), rate: .standard, pricesIncludeVAT: true, source: "sub_1",
          component: "plan")
      ], dueOn: try day(due), mode: mode, credit: credit.map(Money.eur), language: .nl,
      source: "sub_1")
  }

  func issue(_ drafts: [Draft]) async throws -> [DocumentHead] {
    try await write { shop in try shop.invoicing.issue(drafts) }
  }

  func issue(_ cents: Int64, _ mode: InvoiceMode) async throws -> DocumentHead {
    try #require(try await issue([try draft(cents, mode: mode)]).first)
  }

  func pay(
    _ payment: String, _ cents: Int64, cause: String = "paid", on parts: [(Invoice.ID, Int64)],
    date: String = "2026-11-16"
  ) async throws -> Settlement {
    let money = IncomingMoney(
      payment: payment, cause: cause, customer: piet.id, amount: .eur(cents),
      paidOn: try day(date))
    let parts = parts.map { SettledPart(document: $0.0, amount: .eur($0.1)) }
    return try await write { shop in try shop.invoicing.settle(money, on: parts) }
  }

  func takeBack(
    _ payment: String, _ cents: Int64, cause: String = "chargedBack"
  ) async throws -> Reopening {
    let money = ReturnedMoney(
      payment: payment, cause: cause, amount: .eur(cents), returnedOn: try day("2026-12-01"))
    return try await write { shop in try shop.invoicing.reopen(money) }
  }

  func find(_ id: Invoice.ID) async throws -> IssuedDocument {
    try await database.read(as: scope) { shop in try shop.invoicing.find(id) }
  }

  func balance(_ account: AccountCode) async throws -> Int64 {
    try await database.read(as: scope) { shop in
      try shop.ledger.balance(of: account, in: .eur).minorUnits
    }
  }

  /// Every check of the books and the documents holds.
  func verify(_ location: SourceLocation = #_sourceLocation) async throws {
    let checks = try await database.read(as: scope) { shop in
      try shop.invoicing.verify() + shop.ledger.verify()
    }
    for check in checks {
      #expect(check.holds, "\(check.invariant) \(check.breaks)", sourceLocation: location)
    }
  }
}
