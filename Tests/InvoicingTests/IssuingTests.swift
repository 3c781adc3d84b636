import Invoicing
import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Issuing documents") struct IssuingTests {
  @Test("R-10 a pro forma claims payment and is no VAT invoice", arguments: TestDatabase.kinds)
  func proForma(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(3000, .proFormaFirst)
      #expect(head.number == "PF000001")
      #expect(head.state == .proForma(.open) && head.toPay == .eur(3000))
      let document = try await bench.find(head.id)
      #expect(document.seller.vatNumber == nil && document.rates.isEmpty)
      #expect(document.net == nil && document.vat == nil && document.notice != nil)
      #expect(document.lines.map(\.rate) == [nil] && document.lines.map(\.net) == [nil])
      #expect(document.status(.nl) == "Onbetaald")
      #expect(document.iban == "NL91ABNA0417164300")
      #expect(document.paymentReference == head.reference.text)
      #expect(try await bench.balance(.receivable) == 0)
      try await bench.verify()
    }
  }

  @Test("R-10 a pro forma of prices without VAT asks for the gross", arguments: TestDatabase.kinds)
  func proFormaOfNetPrices(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      var draft = try bench.draft()
      draft.charges[0].pricesIncludeVAT = false
      draft.charges[0].quantity = 3
      let issued = try await bench.issue([draft])
      let head = try #require(issued.first)
      let document = try await bench.find(head.id)
      #expect(document.total == .eur(10_890))
      #expect(document.pricesIncludeVAT)
      #expect(document.lines.map(\.amount) == [.eur(10_890)])
      #expect(document.lines.map(\.unitPrice) == [.eur(3630)])
      let paid = try await bench.pay("pay_1", 10_890, on: [(head.id, 10_890)])
      let invoice = try await bench.find(try #require(paid.paid.first).id)
      #expect(!invoice.pricesIncludeVAT && invoice.net == .eur(9000))
      #expect(invoice.lines.map(\.unitPrice) == [.eur(3000)])
      try await bench.verify()
    }
  }

  @Test("R-12 an invoice at once has its VAT and is booked", arguments: TestDatabase.kinds)
  func invoice(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(3000, .invoiceAtOnce)
      #expect(head.number == "2026-00001" && head.state == .invoice(.open))
      let document = try await bench.find(head.id)
      #expect(document.net == .eur(2479) && document.vat == .eur(521))
      #expect(document.seller.vatNumber != nil)
      #expect(document.lines.map(\.net) == [.eur(2479)])
      #expect(try await bench.balance(.receivable) == 3000)
      #expect(try await bench.balance(.revenue(.standard)) == -2479)
      #expect(try await bench.balance(.vatPayable(.standard)) == -521)
      try await bench.verify()
    }
  }

  @Test(
    "I-22 what credits cover whole becomes a paid invoice at once", arguments: TestDatabase.kinds)
  func covered(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let heads = try await bench.issue([
        try bench.draft(3000, credit: 3000), try bench.draft(3000, credit: 1000),
        try bench.draft(0),
      ])
      #expect(heads.map(\.kind) == [.invoice, .proForma, .invoice])
      #expect(heads.map(\.toPay) == [.eur(0), .eur(2000), .eur(0)])
      #expect(heads.map(\.state) == [.invoice(.paid), .proForma(.open), .invoice(.paid)])
      #expect(heads[1].creditsUsed == .eur(1000))
    }
  }

  @Test("R-13 a batch is numbered in order, 200 at once", arguments: TestDatabase.kinds)
  func batch(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let draft = try bench.draft()
      let first = try await bench.issue(Array(repeating: draft, count: 200))
      let second = try await bench.issue(Array(repeating: draft, count: 200))
      let numbers = (first + second).map(\.number)
      #expect(numbers.first == "PF000001" && numbers.last == "PF000400")
      #expect(Set(numbers).count == 400)
      let parties = try await bench.database.read { transaction in
        try transaction.all("SELECT id FROM invoice_parties") { row in try row.get(0) as Int64 }
      }
      #expect(parties.count == 2)
      try await bench.verify()
    }
  }

  @Test(
    "I-20 dates do not decrease, and the year is that of the date", arguments: TestDatabase.kinds)
  func dates(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      var early = try bench.draft(100, mode: .invoiceAtOnce)
      early.issuedOn = try day("2026-11-10")
      var late = early
      late.issuedOn = try day("2026-11-12")
      let heads = try await bench.issue([late, early])
      #expect(heads.map(\.number) == ["2026-00002", "2026-00001"])
      let again = try await bench.issue([early])
      #expect(try again.map(\.issuedOn) == [day("2026-11-12")])
      bench.shop.clock.set(try #require(Instant(rfc3339: "2026-12-31T23:30:00Z")))
      let next = try await bench.issue(100, .invoiceAtOnce)
      #expect(next.number == "2027-00001")
      try await bench.verify()
    }
  }

  @Test("R-13 a changed format begins its own series", arguments: TestDatabase.kinds)
  func formats(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      _ = try await bench.issue(100, .invoiceAtOnce)
      try await bench.write { shop in
        _ = try shop.settings.change { settings in
          settings.numbering.invoice = NumberFormat(prefix: "F", includesYear: false, width: 3)
        }
      }
      let heads = try await bench.issue([
        try bench.draft(100, mode: .invoiceAtOnce), try bench.draft(100, mode: .invoiceAtOnce),
      ])
      #expect(heads.map(\.number) == ["F001", "F002"])
      let found = try await bench.database.read(as: bench.scope) { shop in
        [
          try shop.invoicing.find(number: "F002")?.id,
          try shop.invoicing.find(number: "2026-00001")?.number.count == 10 ? heads[1].id : nil,
          try shop.invoicing.find(number: "F003")?.id, try shop.invoicing.find(number: "'")?.id,
        ]
      }
      #expect(found == [heads[1].id, heads[1].id, nil, nil])
      try await bench.verify()
    }
  }

  @Test("R-13 parallel writers leave no gap", arguments: TestDatabase.sharedKinds)
  func parallel(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let draft = try bench.draft(100, mode: .invoiceAtOnce)
      let other = try bench.draft(100)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<8 {
          group.addTask {
            for round in 0..<5 {
              // Some give up after drawing: their numbers must come back.
              let fails = (worker + round).isMultiple(of: 4)
              do {
                try await bench.write { shop in
                  _ = try shop.invoicing.issue([draft, other, draft])
                  if fails { throw Abandoned() }
                }
              } catch is Abandoned {}
            }
          }
        }
        try await group.waitForAll()
      }
      let numbers = try await bench.database.read(as: bench.scope) { shop in
        try shop.invoicing.page(
          try PageRequest(limit: 200), filter: DocumentFilter(kind: .invoice)
        ).items.map(\.number)
      }
      #expect(numbers.count == 60)
      #expect(Set(numbers).count == 60 && numbers.max() == "2026-00060")
      try await bench.verify()
    }
  }

  struct Abandoned: Error {}

  @Test("refuses what cannot be a document, naming the field")
  func refuses() async throws {
    try await InvoicingBench.run(.memory) { bench in
      var cases: [(InvoicingRefusal, Draft)] = []
      func add(_ refusal: InvoicingRefusal, _ edit: (inout Draft) throws -> Void) throws {
        var draft = try bench.draft()
        try edit(&draft)
        cases.append((refusal, draft))
      }
      try add(.lineCount) { $0.charges = [] }
      try add(.lineCount) { $0.charges = Array(repeating: $0.charges[0], count: 201) }
      try add(.text(pointer: "/lines/0/description", most: 500)) { $0.charges[0].description = "" }
      try add(.text(pointer: "/lines/0/description", most: 500)) {
        $0.charges[0].description = String(repeating: "é", count: 501)
      }
      try add(.text(pointer: "/lines/0/description", most: 500)) {
        $0.charges[0].description = "a\0b"
      }
      try add(.quantity(pointer: "/lines/0/quantity")) { $0.charges[0].quantity = 0 }
      try add(.quantity(pointer: "/lines/0/quantity")) { $0.charges[0].quantity = .max }
      try add(.amountTooLarge) {
        $0.charges[0].unitPrice = .eur(Money.limit)
        $0.charges[0].quantity = 2
      }
      try add(.negativeTotal) { $0.charges[0].unitPrice = .eur(-1) }
      try add(.creditDoesNotFit) { $0.credit = .eur(3001) }
      try add(.creditDoesNotFit) { $0.credit = .eur(-1) }
      try add(.mixedCurrencies) { $0.credit = Money(minorUnits: 1, currency: .usd) }
      try add(.issuedInFuture) { $0.issuedOn = try day("2026-11-17") }
      try add(.mixedPrices) {
        $0.charges.append($0.charges[0])
        $0.charges[1].pricesIncludeVAT = false
      }
      for (refusal, draft) in cases {
        await #expect(throws: refusal) { try await bench.issue([draft]) }
      }
      let page = try await bench.database.read(as: bench.scope) { shop in
        try shop.invoicing.page(.first).items.count
      }
      #expect(page == 0)
    }
  }

  @Test("I-19 an altered document is found", arguments: TestDatabase.kinds)
  func altered(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      _ = try await bench.issue(3000, .invoiceAtOnce)
      let changes: [SQL] = [
        "UPDATE invoice_lines SET description = 'x'", "UPDATE invoices SET due_on = '2027-01-01'",
        "UPDATE invoice_rates SET vat = vat + 1, net = net - 1",
        "UPDATE invoice_parties SET content = '{}'",
      ]
      for change in changes {
        let broken = try await bench.database.rehearse(as: bench.scope) { shop in
          _ = try shop.execute("\(change) WHERE tenant_id = \(shop.tenant)")
          return try shop.invoicing.verify().filter { !$0.holds }.map(\.invariant)
        }
        #expect(broken.contains { ["I-18", "I-19"].contains($0) }, "\(change)")
      }
      try await bench.verify()
    }
  }
}
