import Dunning
import Invoicing
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Follow-up in the database")
struct DunningStoreTests {
  /// A shop with one followed pro forma of 30.00, due in 14 days.
  struct Bench: Sendable {
    let shop: ShopBench
    let document: Invoice.ID
    let opened: DunningCase

    var database: Database { shop.database }
    var scope: TenantScope { shop.scope }
  }

  @Test(
    "goes from memory aid to reminder to the action centre, each once (I-35)",
    arguments: TestDatabase.kinds)
  func life(kind: DatabaseKind) async throws {
    try await with(kind) { bench in
      var sent: [String] = []
      for _ in 0..<40 {
        sent += try await step(bench).map { "\($0)" }
        bench.shop.clock.advance(seconds: 86_400)
      }
      #expect(sent == ["2026-11-27 memoryAid", "2026-12-07 reminder"])
      try await bench.database.read(as: bench.scope) { shop in
        let ended = try shop.dunning.get(bench.opened.id)
        #expect(ended.state == .parked(.flowCompleted))
        #expect(ended.taken == [.memoryAid, .reminder])
        #expect(try shop.dunning.history(of: ended.id).map(\.step) == [.memoryAid, .reminder])
        #expect(try shop.dunning.countPerStep() == [StepCount(step: .reminder, count: 1)])
        #expect(try shop.dunning.page(.first, at: .reminder).items == [ended])
        #expect(try shop.dunning.page(.first, at: nil).items.isEmpty)
      }
    }
  }

  @Test(
    "a step cannot be taken twice, not even by two workers that read the same case",
    arguments: TestDatabase.kinds)
  func once(kind: DatabaseKind) async throws {
    try await with(kind) { bench in
      bench.shop.clock.advance(seconds: 11 * 86_400)
      let due = try await bench.database.read(as: bench.scope) { try $0.dunning.due() }
      #expect(due.map(\.id) == [bench.opened.id])
      try await bench.database.write(as: bench.scope) {
        try $0.dunning.record(.send(.memoryAid), for: due[0], outstanding: .eur(3000))
      }
      await #expect(throws: (any Error).self) {
        try await bench.database.write(as: bench.scope) {
          try $0.dunning.record(.send(.memoryAid), for: due[0], outstanding: .eur(3000))
        }
      }
      await #expect(throws: DunningRefusal.notActive(bench.opened.id)) {
        try await bench.database.write(as: bench.scope) {
          try $0.dunning.record(.close(.paid), for: due[0], outstanding: .eur(0))
        }
      }
      try await bench.database.read(as: bench.scope) { shop in
        let taken = try shop.dunning.history(of: bench.opened.id)
        #expect(taken.map(\.step) == [.memoryAid])
      }
    }
  }

  @Test(
    "closes with the payment, and opens again with its return without a second reminder",
    arguments: TestDatabase.kinds)
  func reopens(kind: DatabaseKind) async throws {
    try await with(kind) { bench in
      let document = bench.document
      for _ in 0..<22 {
        _ = try await step(bench)
        bench.shop.clock.advance(seconds: 86_400)
      }
      try await bench.database.write(as: bench.scope) { shop in
        try shop.dunning.close([document], reason: .paid)
        #expect(try shop.dunning.find(document)?.state == .closed(.paid))
        try shop.dunning.reopen([document])
        #expect(try shop.dunning.find(document)?.state == .active)
      }
      var sent: [String] = []
      for _ in 0..<5 {
        sent += try await step(bench)
        bench.shop.clock.advance(seconds: 86_400)
      }
      #expect(sent.isEmpty)
    }
  }

  @Test(
    "is held while money is under way, and looks again the next morning",
    arguments: TestDatabase.kinds)
  func holds(kind: DatabaseKind) async throws {
    try await with(kind) { bench in
      bench.shop.clock.advance(seconds: 11 * 86_400)
      try await bench.database.write(as: bench.scope) { shop in
        let due = try shop.dunning.due()
        try shop.dunning.record(.hold(.unknown), for: due[0], outstanding: .eur(3000))
        #expect(try shop.dunning.due().isEmpty)
        let tomorrow = shop.scope.zone.instant(
          of: shop.today.adding(days: 1), secondOfDay: DunningStore.hour * 3600)
        #expect(try shop.dunning.get(due[0].id).dueAt == tomorrow)
      }
      #expect(try await bench.database.nextDunningMoment() != nil)
      #expect(try await bench.database.shopsWithDueDunning().isEmpty)
    }
  }

  @Test(
    "a changed flow is a new version; what is on its way keeps its own (R-33)",
    arguments: TestDatabase.kinds)
  func versions(kind: DatabaseKind) async throws {
    try await with(kind) { bench in
      let terms = try DunningTerms(memoryAidDaysBefore: nil, reminderDaysAfter: 10)
      try await bench.database.write(as: bench.scope) { shop in
        let second = try shop.dunning.flow(terms)
        #expect(second.version == 2)
        #expect(try shop.dunning.flow(terms) == second)
        #expect(try shop.dunning.get(bench.opened.id).flow == bench.opened.flow)
        let none = try shop.dunning.flow(
          DunningTerms(memoryAidDaysBefore: nil, reminderDaysAfter: nil))
        #expect(none.version == 3 && none.terms.isEmpty)
      }
    }
  }

  @Test("another shop's case does not exist (I-41)", arguments: TestDatabase.kinds)
  func otherShop(kind: DatabaseKind) async throws {
    try await with(kind) { bench in
      let other = try await bench.shop.otherShop()
      try await bench.database.write(as: other) { shop in
        try shop.dunning.close([bench.document], reason: .paid)
        #expect(try shop.dunning.find(bench.document) == nil)
        #expect(throws: DunningRefusal.unknownCase) { try shop.dunning.get(bench.opened.id) }
      }
      let still = try await bench.database.read(as: bench.scope) {
        try $0.dunning.get(bench.opened.id)
      }
      #expect(still.state == .active)
    }
  }

  @Test("what is due is found by its index")
  func plan() async throws {
    try await with(.memory) { bench in
      for query: SQL in [
        """
        SELECT +tenant_id FROM dunning_cases WHERE state = 'active' AND due_at <= 5
        GROUP BY +tenant_id ORDER BY MIN(due_at), 1 LIMIT 9
        """,
        """
        SELECT c.id FROM dunning_cases c
        JOIN dunning_flows f ON f.id = c.flow_id AND f.tenant_id = c.tenant_id
        WHERE c.state = 'active' AND c.due_at <= 5 AND +c.tenant_id = 1
        ORDER BY c.due_at, c.id LIMIT 9
        """,
      ] {
        let plan = try await bench.database.read { transaction in
          try transaction.all("EXPLAIN QUERY PLAN \(query)") { try $0(3) as String }
        }
        #expect(plan.contains { $0.contains("SEARCH") && $0.contains("due_dunning") }, "\(plan)")
      }
    }
  }

  /// What the worker does with a document that stays unpaid; the day and step of what was sent.
  private func step(_ bench: Bench) async throws -> [String] {
    try await bench.database.write(as: bench.scope) { shop in
      try shop.dunning.due().compactMap { due in
        let facts = DunningFacts(
          outstanding: .eur(3000), isWithdrawn: false, attempt: .none, isDisputed: false)
        let decision = due.nextStep(given: facts, on: shop.today)
        try shop.dunning.record(decision, for: due, outstanding: facts.outstanding)
        guard case .send(let step) = decision else { return nil }
        return "\(shop.today) \(step)"
      }
    }
  }

  private func with(
    _ kind: DatabaseKind, _ body: (Bench) async throws -> Void
  ) async throws {
    try await kind.withShop(InvoicingMigrations.all + DunningMigrations.all) { shop in
      let customer = try await shop.customer()
      let terms = try DunningTerms(memoryAidDaysBefore: 3, reminderDaysAfter: 7)
      let document = try await proForma(of: customer, in: shop)
      let opened = try await shop.database.write(as: shop.scope) { transaction in
        let flow = try transaction.dunning.flow(terms)
        try transaction.dunning.open(
          [
            FollowedDocument(
              document: document, customer: customer.id, dueOn: transaction.today.adding(days: 14))
          ], flow: flow)
        return try transaction.dunning.find(document)
      }
      try await body(Bench(shop: shop, document: document, opened: try #require(opened)))
    }
  }

  private func proForma(of customer: Customer, in shop: ShopBench) async throws -> Invoice.ID {
    try await shop.database.write(as: shop.scope) { transaction in
      let charge = Charge(
        description: "Basis", unitPrice: .eur(3000), rate: .standard, pricesIncludeVAT: true)
      let buyer = Party(
        name: customer.name, street: "Dorpsstraat 1", postalCode: "1234 AB", city: "Utrecht",
        country: "NL")
      return try transaction.invoicing.issueProForma([
        Draft(
          customer: customer.id, buyer: buyer, charges: [charge],
          dueOn: transaction.today.adding(days: 14), language: .nl)
      ])[0].id
    }
  }
}
