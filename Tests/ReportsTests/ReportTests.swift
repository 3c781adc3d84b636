import Catalog
import Credits
import Invoicing
import Ledger
import Outbox
import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy
import TestSupport
import Testing

@testable import Reports

/// The stories of real shops are told in ScenarioTests; here, that both databases can answer.
@Suite struct ReportTests {
  static let migrations: [Migration] =
    CatalogMigrations.all + LedgerMigrations.all + OutboxMigrations.all
    + SubscriptionsMigrations.all + CreditsMigrations.all + InvoicingMigrations.all
    + PaymentsMigrations.all

  @Test(arguments: TestDatabase.kinds)
  func aNewShopOwesNothingAndProvesIt(kind: DatabaseKind) async throws {
    try await kind.withShop(ReportTests.migrations) { bench in
      let (figures, checks) = try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.openBooks()
        return (try ShopFigures(of: shop), try BooksProof(of: shop).checks())
      }
      #expect(figures.months.count == 12)
      #expect(figures.outstanding.amount.isZero && figures.overdue.documents == 0)
      #expect(Set(checks.map(\.invariant)) == ["I-05", "I-06", "I-11", "I-15"])
      for check in checks { #expect(check.holds, "\(check.name): \(check.breaks)") }
    }
  }

  @Test(arguments: [(-1, 1), (0, 1), (1, 1), (12, 12), (60, 60), (61, 60)])
  func monthsAreAtMostSixty(asked: Int, given: Int) async throws {
    try await DatabaseKind.memory.withShop(ReportTests.migrations) { bench in
      let figures = try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.openBooks()
        return try ShopFigures(of: shop, months: asked)
      }
      #expect(figures.months.count == given)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aCreditThatLapsesInTheMiddleOfADayIsFound(kind: DatabaseKind) async throws {
    try await kind.withShop(ReportTests.migrations) { bench in
      let checks = try await bench.database.write(as: bench.scope) { shop in
        try shop.ledger.openBooks()
        let customer = try shop.customers.create(try Demo.customer())
        try shop.credits.grant(
          [NewCredit(customer: customer.id, amount: .eur(100), reason: "Test", source: "test")])
        try shop.execute(
          "UPDATE credits SET lapses_at = \(shop.scope.zone.startOfDay(shop.today).adding(seconds: 1))"
        )
        return try BooksProof(of: shop).checks()
      }
      #expect(checks.first { $0.invariant == "I-15" }?.holds == false)
    }
  }
}
