import Foundation
import Primitives
import Runtime
import Storage
import Tenancy
import TestSupport
import Testing

/// Finding what is due reads a range of its due index, also where one shop has many rows: cost
/// follows what is due, not what exists.
@Suite struct DueQueryTests {
  /// A query as it stands in its source file, so that this test cannot fall behind it: the text
  /// from `start` to `end` there, its values filled in.
  struct DueQuery: Sendable, CustomTestStringConvertible {
    let name: String
    let file: String
    let start: String
    var end = "\"\"\""
    /// What stands before the text in the statement.
    var select = ""
    let table: String
    let index: String

    var testDescription: String { name }
  }

  static let queries = [
    DueQuery(
      name: "subscriptions of a shop", file: "Subscriptions/SubscriptionStore+Billing.swift",
      start: "WHERE s.bill_at = \\(moment)", select: "SELECT s.id FROM subscriptions s ",
      table: "subscriptions", index: "due_subscriptions"),
    DueQuery(
      name: "next subscription", file: "Subscriptions/SubscriptionStore+Billing.swift",
      start: "SELECT bill_at FROM subscriptions WHERE bill_at IS", end: "\"",
      table: "subscriptions",
      index: "due_subscriptions"),
    DueQuery(
      name: "collections of a shop", file: "Payments/PaymentStore+Due.swift",
      start: "WHERE state = 'planned' AND collect_at <= \\(shop.now)",
      select: "SELECT id FROM payments ", table: "payments", index: "due_collections"),
    DueQuery(
      name: "next collection", file: "Payments/PaymentStore+Due.swift",
      start: "SELECT collect_at FROM payments", end: "\"", table: "payments",
      index: "due_collections"),
    DueQuery(
      name: "checks of a shop", file: "Payments/PaymentStore+Due.swift",
      start: "WHERE next_check_at IS NOT NULL AND next_check_at <= \\(shop.now)",
      select: "SELECT id FROM payments ", table: "payments", index: "due_payment_checks"),
    DueQuery(
      name: "next check", file: "Payments/PaymentStore+Due.swift",
      start: "SELECT next_check_at FROM payments", table: "payments",
      index: "due_payment_checks"),
    DueQuery(
      name: "cases of a shop", file: "Dunning/DunningStore.swift",
      start: "WHERE c.state = 'active' AND c.due_at <= \\(shop.now)",
      select: "SELECT c.id FROM dunning_cases c ", table: "dunning_cases", index: "due_dunning"),
    DueQuery(
      name: "shops with cases", file: "Dunning/DunningStore.swift",
      start: "SELECT +tenant_id FROM dunning_cases", table: "dunning_cases", index: "due_dunning"),
    DueQuery(
      name: "next case", file: "Dunning/DunningStore.swift",
      start: "SELECT due_at FROM dunning_cases", end: "\"", table: "dunning_cases",
      index: "due_dunning"),
    DueQuery(
      name: "next effect", file: "Outbox/Database+Outbox.swift",
      start: "SELECT due_at FROM \\(sql: table)", table: "outbox", index: "due_outbox"),
    DueQuery(
      name: "next event", file: "Outbox/Database+Outbox.swift",
      start: "SELECT due_at FROM \\(sql: table)", table: "inbox", index: "due_inbox"),
    DueQuery(
      name: "effects", file: "Outbox/WorkQueue.swift",
      start: "due_at <= \\(transaction.now) AND lease_until", end: "\"",
      select: "SELECT id FROM outbox WHERE ", table: "outbox", index: "due_outbox"),
    DueQuery(
      name: "events", file: "Outbox/WorkQueue.swift",
      start: "due_at <= \\(transaction.now) AND lease_until", end: "\"",
      select: "SELECT id FROM inbox WHERE ", table: "inbox", index: "due_inbox"),
  ]

  @Test(arguments: TestDatabase.kinds)
  func `each due query reads its due index, one shop having most rows`(
    kind: DatabaseKind
  ) async throws {
    try await kind.withShop(otherMigrations) { bench in
      let rows = try await SampleRows.write(in: bench.database, as: bench.scope)
      let small = try await bench.otherShop()
      _ = try await SampleRows.write(in: bench.database, as: small)
      try await ManyRows(bench.database).multiply(rows, by: 4000)
      for query in DueQueryTests.queries {
        for shop in [bench.scope.shopID, small.shopID] {
          let text = try query.statement(shop: shop, now: bench.clock.now)
          let plan = try await bench.database.queryPlan("\(sql: text)").joined(separator: "\n")
          #expect(plan.contains(query.index), "\(query.name): \(text)\n\(plan)")
          let isRange = query.name.hasPrefix("next") || !plan.contains("SCAN \(query.table)")
          #expect(isRange, "\(query.name) reads the whole index:\n\(plan)")
        }
      }
    }
  }

  private var otherMigrations: [Migration] {
    MigrationManifest.all.filter { !TenancyMigrations.all.contains($0) }
  }
}

extension DueQueryTests.DueQuery {
  static let modules = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Modules")

  /// - Throws: when the source does not hold the query any more.
  func statement(shop: Shop.ID, now: Instant) throws -> String {
    let source = try String(
      contentsOf: DueQueryTests.DueQuery.modules.appending(path: file), encoding: .utf8)
    let from = try #require(source.firstRange(of: start), "\(file) has no \(start)")
    let rest = source[from.lowerBound...]
    let until = try #require(rest.firstRange(of: end))
    var text = String(rest[..<until.lowerBound])
    let moment = "\(now.milliseconds)"
    for (name, value) in [
      ("moment", moment), ("shop.now", moment), ("transaction.now", moment),
      ("transaction.leaseTime", moment),
      ("shop.tenant", "\(shop.rawValue)"), ("limit", "200"), ("sql: table", table),
    ] {
      text = text.replacing("\\(\(name))", with: value)
    }
    let order = select.hasSuffix("WHERE ") ? " ORDER BY due_at, tenant_id, id LIMIT 200" : ""
    let statement = select + text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return statement + order
  }
}
