import Invoicing
import Primitives
import Tenancy
import TestSupport
import Testing

@Suite("Finding documents") struct ReadingTests {
  @Test("pages and filters, each shop its own", arguments: TestDatabase.kinds)
  func pages(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let anna = try await bench.shop.customer("Anna")
      var drafts: [Draft] = []
      for index in 0..<6 {
        var draft = try bench.draft(
          100, mode: index < 3 ? .proFormaFirst : .invoiceAtOnce,
          due: index.isMultiple(of: 2) ? "2026-11-01" : "2026-12-01")
        if index == 5 { draft.customer = anna.id }
        drafts.append(draft)
      }
      let heads = try await bench.issue(drafts)
      _ = try await bench.pay("pay_1", 100, on: [(heads[3].id, 100)])
      let ids = heads.map(\.id)
      func page(_ filter: DocumentFilter, _ limit: Int = 50) async throws -> [Invoice.ID] {
        try await bench.database.read(as: bench.scope) { shop in
          try shop.invoicing.page(try PageRequest(limit: limit), filter: filter).items.map(\.id)
        }
      }
      #expect(try await page(DocumentFilter()) == ids.reversed())
      #expect(try await page(DocumentFilter(), 2) == [ids[5], ids[4]])
      #expect(try await page(DocumentFilter(kind: .invoice)) == [ids[5], ids[4], ids[3]])
      #expect(
        try await page(DocumentFilter(kind: .invoice, status: .open)) == [ids[5], ids[4]])
      #expect(
        try await page(DocumentFilter(kind: .invoice, status: .state(.invoice(.paid))))
          == [ids[3]])
      #expect(try await page(DocumentFilter(status: .overdue)) == [ids[4], ids[2], ids[0]])
      #expect(try await page(DocumentFilter(customer: anna.id)) == [ids[5]])
      let outstanding = try await bench.database.read(as: bench.scope) {
        try $0.invoicing.outstanding()
      }
      #expect(outstanding.map(\.kind) == [.invoice, .proForma])
      #expect(outstanding.map(\.open) == [.eur(200), .eur(300)])
      #expect(outstanding.map(\.overdue) == [.eur(100), .eur(200)])
      #expect(outstanding.map(\.overdueDocuments) == [1, 2])
    }
  }

  @Test("R-40 open documents stand in the portal's order", arguments: PortalOrder.allCases)
  func portal(order: PortalOrder) async throws {
    try await InvoicingBench.run(.memory) { bench in
      let heads = try await bench.issue([
        try bench.draft(500, due: "2026-12-03"), try bench.draft(900, due: "2026-12-01"),
        try bench.draft(700, due: "2026-12-02"),
      ])
      let sorted = try await bench.write { shop in
        _ = try shop.settings.change { $0.portalOrder = order }
        return try shop.invoicing.open(of: bench.piet.id).map(\.id)
      }
      let expected: [Int] =
        switch order {
        case .newestFirst: [2, 1, 0]
        case .oldestFirst, .dueFirst, .largestFirst: [1, 2, 0]
        }
      #expect(sorted == expected.map { heads[$0].id })
    }
  }

  @Test("month totals are kept", arguments: TestDatabase.kinds)
  func totals(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(3000, .invoiceAtOnce)
      _ = try await bench.issue(500, .proFormaFirst)
      _ = try await bench.pay("pay_1", 3000, on: [(head.id, 3000)])
      _ = try await bench.write { try $0.invoicing.creditNote(for: head.id).creditNote }
      let totals = try await bench.database.read(as: bench.scope) {
        try $0.invoicing.totals(from: "2026-11", through: "2026-11")
      }
      let amounts = Dictionary(uniqueKeysWithValues: totals.map { ($0.measure, $0.amount) })
      #expect(amounts[.invoiced] == .eur(3000) && amounts[.credited] == .eur(3000))
      #expect(amounts[.revenue] == .eur(0) && amounts[.vat] == .eur(0))
      #expect(amounts[.requested] == .eur(500) && amounts[.received] == .eur(3000))
    }
  }
}
