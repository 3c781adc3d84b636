import Credits
import Invoicing
import Ledger
import Payments
import Primitives
import Reports
import Storage
import Tenancy
import TestSupport
import Testing
import Workflows

/// Credits that end, revenue that waits for its month, and what the owner sees of it (R-15, R-17,
/// R-37).
@Suite struct BooksScenarios {
  private func credit(
    _ amount: String, until day: String?, to buyer: Purchase, _ world: World
  ) async throws {
    try await CreditGrant(world.platform).grant(
      try Money(decimal: amount, currency: world.scope.currency), to: buyer.customer,
      reason: "Excuses", expiresOn: day.flatMap { CivilDate($0) }, cause: "until \(day ?? "-")",
      as: world.scope)
  }

  private func available(to buyer: Purchase, _ world: World) async throws -> String {
    try await world.database.read(as: world.scope) { shop in
      let all = try shop.credits.available(for: [buyer.customer], in: shop.currency)
      return (all[buyer.customer] ?? .zero(shop.currency)).decimal
    }
  }

  @Test(arguments: Stage.all)
  func `R-15: what is left of a credit lapses on its day, once`(stage: Stage) async throws {
    try await World.with(stage) { world in
      world.collectionsSucceed = true
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await credit("40.00", until: "2026-12-20", to: anna, world)
      try await credit("5.00", until: nil, to: anna, world)
      try await world.day("2026-12-19")
      #expect(try await available(to: anna, world) == "15.00")
      try await world.day("2026-12-20")
      #expect(try await available(to: anna, world) == "5.00")
      #expect(try await world.balance(.customerCredits) == "-5.00")
      #expect(try await world.balance(.goodwill) == "35.00")
      try await world.day("2027-01-20")
      #expect(try await world.balance(.customerCredits) == "0.00")
      #expect(try await world.balance(.goodwill) == "35.00")
      #expect(try await world.booksAgreeWithBank())
    }
  }

  @Test(arguments: Stage.each)
  func `R-15: what a pro forma holds does not lapse under it, and does when it is free again`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await credit("10.00", until: "2026-12-12", to: anna, world)
      try await world.day("2026-12-14")
      let open = try await world.heads(of: anna).filter(\.isOpen)
      #expect(open.map(\.toPay) == [.eur(2000)])
      #expect(try await world.balance(.customerCredits) == "-10.00")
      try await world.paysInPortal(open.map(\.id), by: anna)
      #expect(try await world.balance(.customerCredits) == "0.00")
      #expect(try await world.balance(.receivable) == "0.00")
    }
  }

  private func payOut(
    _ cents: Int64, _ cause: String, to buyer: Purchase, _ paying: CreditPayout,
    _ scope: TenantScope
  ) async throws {
    try await paying.payOut(
      .eur(cents), to: buyer.customer, reason: "Verhuisd", way: .byHand, cause: cause, as: scope)
  }

  @Test(arguments: Stage.each)
  func `R-15: credits paid out by hand leave by the bank account, once`(stage: Stage) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await credit("10.00", until: nil, to: anna, world)
      let paying = CreditPayout(world.platform)
      let scope = world.scope
      try await payOut(400, "one", to: anna, paying, scope)
      await #expect(throws: CreditsRefusal.alreadyPaidOut) {
        try await payOut(400, "one", to: anna, paying, scope)
      }
      await #expect(throws: CreditsRefusal.notEnough) {
        try await payOut(601, "two", to: anna, paying, scope)
      }
      #expect(try await available(to: anna, world) == "6.00")
      #expect(try await world.balance(.bank) == "-4.00")
    }
  }

  @Test(arguments: Stage.all)
  func `R-17: a year that is paid ahead is earned month by month, however often it is asked`(
    stage: Stage
  ) async throws {
    try await World.with(stage, settings: { $0.defersRevenue = true }) { world in
      try await world.offers("jaar", at: "441.65", every: .yearly)
      _ = try await world.buys("Anna", "jaar")
      #expect(try await world.balance(.deferredRevenue) == "-365.00")
      #expect(try await world.balance(.revenue(.standard)) == "0.00")
      #expect(try await world.balance(.vatPayable(.standard)) == "-76.65")
      try await world.day("2027-02-01")
      let run = DeferredRevenueRun(world.platform)
      let scope = world.scope
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<3 { group.addTask { _ = try await run.releaseAll(as: scope) } }
        try await group.waitForAll()
      }
      // 15 days of November, December, January.
      #expect(try await world.balance(.revenue(.standard)) == "-77.00")
      #expect(try await run.releaseAll(as: scope).shares == 0)
      let year = try #require(
        Period(from: world.today.adding(days: -300), until: world.today.adding(days: 1)))
      let months = try await world.database.read(as: scope) { shop in
        try shop.ledger.months(of: .revenue, over: year, in: .eur)
      }
      #expect(months.map(\.amount) == [.eur(-1500), .eur(-3100), .eur(-3100)])
      #expect(try await world.balance(.deferredRevenue) == "-288.00")
    }
  }

  @Test(arguments: Stage.each)
  func `R-37: a checkout left open is not owed, and a debit under way is not late`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      _ = try await world.orders("Bert")
      let first = try await figures(world)
      #expect(first.outstanding.documents == 0 && first.unfinished.amount == .eur(3000))
      try await world.day("2026-12-20")
      let waiting = try await figures(world)
      #expect(waiting.outstanding.amount == .eur(3000) && waiting.overdue.documents == 0)
      #expect(waiting.underWay.amount == .eur(3000) && waiting.underWay.documents == 1)
      try await world.collectionFails(try await world.newestPayment(of: anna).id)
      let failed = try await figures(world)
      #expect(failed.overdue.amount == .eur(3000) && failed.underWay.documents == 0)
      let months = failed.months.suffix(2)
      #expect(months.map(\.running) == [1, 1] && months.map(\.started) == [1, 0])
    }
  }

  private func figures(_ world: World) async throws -> ShopFigures {
    try await world.database.read(as: world.scope) { try ShopFigures(of: $0) }
  }

  /// Rows changed behind the platform's back, and the rule that they break.
  private struct Damage: Sendable {
    let done: String
    let undone: String
    let rule: String
  }

  private static let damages = [
    Damage(
      done: "UPDATE ledger_lines SET amount = amount + 1 WHERE amount = 3000",
      undone: "UPDATE ledger_lines SET amount = amount - 1 WHERE amount = 3001", rule: "I-01"),
    Damage(
      done: "UPDATE ledger_balances SET balance = balance + 1",
      undone: "UPDATE ledger_balances SET balance = balance - 1", rule: "I-02"),
    Damage(
      done: "UPDATE credits SET available = available - 1, consumed = consumed + 1 "
        + "WHERE available > 0",
      undone: "UPDATE credits SET available = available + 1, consumed = consumed - 1 "
        + "WHERE available > 0", rule: "I-10"),
    Damage(
      done: "UPDATE credit_uses SET currency = 'USD'",
      undone: "UPDATE credit_uses SET currency = 'EUR'", rule: "I-06"),
    Damage(
      done: "UPDATE credit_uses SET amount = amount + 99999",
      undone: "UPDATE credit_uses SET amount = amount - 99999", rule: "I-11"),
    Damage(
      done: "UPDATE subscriptions SET bill_at = bill_at + 1 WHERE bill_at IS NOT NULL",
      undone: "UPDATE subscriptions SET bill_at = bill_at - 1 WHERE bill_at IS NOT NULL",
      rule: "I-15"),
  ]

  @Test(arguments: Stage.each)
  func `R-17: the proof finds what was changed by hand, wherever it is`(
    stage: Stage
  ) async throws {
    try await World.with(stage) { world in
      try await world.offers()
      let anna = try await world.buys("Anna")
      try await world.endsMandates(of: anna)
      try await credit("10.00", until: nil, to: anna, world)
      try await world.day("2026-12-10")
      try await credit("3.00", until: "2027-06-01", to: anna, world)
      for damage in BooksScenarios.damages { try await suffers(damage, world) }
    }
  }

  private func suffers(_ damage: Damage, _ world: World) async throws {
    try await execute(damage.done, world)
    let report = try await Verification(world.platform).verify(as: world.scope)
    let rules = report.checks.filter { !$0.holds }.map(\.invariant)
    #expect(rules.contains(damage.rule), "\(damage.done): \(rules)")
    try await execute(damage.undone, world)
  }

  private func execute(_ statement: String, _ world: World) async throws {
    try await world.database.write(as: world.scope) { shop in
      _ = try shop.execute("\(sql: statement)")
    }
  }
}
