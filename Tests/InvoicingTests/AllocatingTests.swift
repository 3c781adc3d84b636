import Invoicing
import Ledger
import Primitives
import Tenancy
import TestSupport
import Testing

@Suite("Money on no document is laid later (R-23, I-08)") struct AllocatingTests {
  @Test("by the shop's rule", arguments: AllocationRule.allCases, TestDatabase.kinds)
  func byRule(rule: AllocationRule, kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      _ = try await bench.write { shop in
        _ = try shop.settings.change { $0.allocationRule = rule }
      }
      _ = try await bench.pay("pay_1", 2500, on: [], date: "2026-11-12")
      let heads = try await bench.issue([
        try bench.draft(1000, mode: .invoiceAtOnce, due: "2026-12-01"),
        try bench.draft(2000, mode: .invoiceAtOnce, due: "2026-11-01"),
      ])
      let laid = try await bench.write { try $0.invoicing.allocate(of: bench.piet.id) }
      let expected: [(Int, Int64)] =
        rule == .oldestFirst ? [(1, 2000), (0, 500)] : [(1, 2000), (0, 500)]
      #expect(laid.parts.map(\.document) == expected.map { heads[$0.0].id })
      #expect(laid.parts.map(\.amount) == expected.map { .eur($0.1) })
      #expect(laid.left.isZero && laid.paid.map(\.id) == [heads[1].id])
      #expect(laid.partlyPaid.map(\.toPay) == [.eur(500)])
      #expect(try laid.paid.map(\.paidOn) == [day("2026-11-12")])
      #expect(try await bench.balance(.prepayments) == 0)
      #expect(try await bench.balance(.receivable) == 500)
      try await bench.verify()
    }
  }

  @Test("by choice, out of several payments", arguments: TestDatabase.kinds)
  func byChoice(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let one = try await bench.issue(1000, .invoiceAtOnce)
      let two = try await bench.issue(3000, .invoiceAtOnce)
      for index in 0..<3 { _ = try await bench.pay("pay_\(index)", 900, on: []) }
      let laid = try await bench.write { shop in
        try shop.invoicing.allocate(
          of: bench.piet.id,
          on: [
            SettledPart(document: two.id, amount: .eur(1500)),
            SettledPart(document: one.id, amount: .eur(500)),
          ])
      }
      #expect(laid.left == .eur(700))
      #expect(laid.partlyPaid.map(\.toPay) == [.eur(500), .eur(1500)])
      let left = try await bench.write { try $0.invoicing.unallocated(of: bench.piet.id) }
      #expect(left == .eur(700))
      try await bench.verify()
      // The second payment lies on both documents: taken back, both open again.
      let back = try await bench.takeBack("pay_1", 900)
      #expect(try back.parts.map(\.amount).total(in: .eur) == .eur(900))
      try await bench.verify()
      _ = try await bench.takeBack("pay_2", 900)
      _ = try await bench.takeBack("pay_0", 900)
      #expect(try await bench.balance(.receivable) == 4000)
      #expect(try await bench.balance(.prepayments) == 0)
      try await bench.verify()
    }
  }

  @Test("a pro forma that is covered becomes its invoice", arguments: TestDatabase.kinds)
  func proForma(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let proForma = try await bench.issue(2000, .proFormaFirst)
      _ = try await bench.pay("pay_1", 500, on: [(proForma.id, 500)])
      _ = try await bench.pay("pay_2", 700, on: [], date: "2026-11-14")
      _ = try await bench.pay("pay_3", 900, on: [], date: "2026-11-15")
      let laid = try await bench.write { try $0.invoicing.allocate(of: bench.piet.id) }
      let invoice = try #require(laid.paid.first)
      #expect(invoice.kind == .invoice && invoice.proForma == proForma.id)
      #expect(try invoice.paidOn == day("2026-11-15") && laid.left == .eur(100))
      #expect(try await bench.balance(.prepayments) == -100)
      #expect(try await bench.balance(.receivable) == 0)
      try await bench.verify()
    }
  }

  @Test("with nothing to lay or nowhere to lay it, nothing happens")
  func nothing() async throws {
    try await InvoicingBench.run(.memory) { bench in
      let empty = try await bench.write { try $0.invoicing.allocate(of: bench.piet.id) }
      #expect(empty.parts.isEmpty && empty.left.isZero)
      _ = try await bench.pay("pay_1", 500, on: [])
      let kept = try await bench.write { try $0.invoicing.allocate(of: bench.piet.id) }
      #expect(kept.parts.isEmpty && kept.left == .eur(500))
      try await bench.verify()
    }
  }

  @Test("refuses a choice that does not fit")
  func refuses() async throws {
    try await InvoicingBench.run(.memory) { bench in
      let head = try await bench.issue(1000, .invoiceAtOnce)
      let anna = try await bench.shop.customer("Anna")
      var foreign = try bench.draft(500, mode: .invoiceAtOnce)
      foreign.customer = anna.id
      let other = try #require(try await bench.issue([foreign]).first)
      _ = try await bench.pay("pay_1", 2000, on: [])
      for (document, amount) in [(head.id, 1001), (head.id, 2001), (other.id, 1), (head.id, -1)]
        as [(Invoice.ID, Int64)]
      {
        await #expect(throws: InvoicingRefusal.partsDoNotFit) {
          try await bench.write { shop in
            try shop.invoicing.allocate(
              of: bench.piet.id, on: [SettledPart(document: document, amount: .eur(amount))])
          }
        }
      }
      try await bench.verify()
    }
  }

  @Test(
    "what is turned into credits is the shop's loss when taken back", arguments: TestDatabase.kinds)
  func turned(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(1000, .invoiceAtOnce)
      _ = try await bench.pay("pay_1", 3000, on: [(head.id, 1000)])
      // As the credits do it: D 1610 / C 1600.
      try await bench.write { shop in
        try shop.invoicing.turn(.eur(1500), of: bench.piet.id)
        try shop.ledger.post([
          try JournalEntry(
            kind: EntryKind("test"), source: "1", bookedOn: shop.today, text: "credits",
            lines: [
              .debit(.prepayments, .eur(1500), customer: bench.piet.id),
              .credit(.customerCredits, .eur(1500), customer: bench.piet.id),
            ])
        ])
      }
      await #expect(throws: InvoicingRefusal.partsDoNotFit) {
        try await bench.write { try $0.invoicing.turn(.eur(501), of: bench.piet.id) }
      }
      try await bench.verify()
      let back = try await bench.takeBack("pay_1", 3000)
      #expect(back.fromUnallocated == .eur(500) && back.fromTurned == .eur(1500))
      #expect(back.reopened.map(\.toPay) == [.eur(1000)])
      #expect(try await bench.balance(.chargebackLoss) == 1500)
      #expect(try await bench.balance(.prepayments) == 0)
      try await bench.verify()
    }
  }
}
