import Invoicing
import Ledger
import Primitives
import Storage
import Tenancy
import TestSupport
import Testing

@Suite("Credit notes (R-15, R-16)") struct CreditNoteTests {
  /// What a credit of 10.00 does to an invoice of 30.00.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Paid before; the rest of the 30.00 is open.
    let paid: Int64
    let credit: Int64
    let toPay: Int64
    let freed: Int64
    let state: InvoiceState
  }

  static let cases = [
    Case(
      testDescription: "open: lowers what is open", paid: 0, credit: 1000, toPay: 2000, freed: 0,
      state: .open),
    Case(
      testDescription: "open, all of it", paid: 0, credit: 3000, toPay: 0, freed: 0,
      state: .credited),
    Case(
      testDescription: "partly paid: lowers what is open", paid: 1000, credit: 1000, toPay: 1000,
      freed: 0, state: .partlyPaid),
    Case(
      testDescription: "partly paid: the open part whole", paid: 2000, credit: 1000, toPay: 0,
      freed: 0, state: .paid),
    Case(
      testDescription: "partly paid: the open part and some of the payment", paid: 2500,
      credit: 1000, toPay: 0, freed: 500, state: .paid),
    Case(
      testDescription: "paid: frees the payment", paid: 3000, credit: 1000, toPay: 0, freed: 1000,
      state: .paid),
    Case(
      testDescription: "paid, all of it", paid: 3000, credit: 3000, toPay: 0, freed: 3000,
      state: .credited),
    Case(
      testDescription: "one cent", paid: 0, credit: 1, toPay: 2999, freed: 0, state: .open),
    Case(
      testDescription: "all but a cent of a paid one", paid: 3000, credit: 2999, toPay: 0,
      freed: 2999, state: .paid),
  ]

  @Test("lower what is open first, then free what was paid", arguments: cases, TestDatabase.kinds)
  func lowers(_ example: Case, kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(3000, .invoiceAtOnce)
      if example.paid > 0 {
        _ = try await bench.pay("pay_1", example.paid, on: [(head.id, example.paid)])
      }
      let result = try await bench.credit(head.id, [(0, example.credit)])
      #expect(result.invoice.toPay == .eur(example.toPay))
      #expect(result.invoice.state == .invoice(example.state))
      #expect(result.invoice.creditedAmount == .eur(example.credit))
      #expect(result.releasedPayments == .eur(example.freed))
      #expect(result.lowered == .eur(example.credit - example.freed))
      #expect(result.creditNote.total == .eur(example.credit))
      #expect(try await bench.balance(.receivable) == example.toPay)
      #expect(try await bench.balance(.prepayments) == -example.freed)
      try await bench.verify()
      let note = try await bench.find(result.creditNote.id)
      #expect(note.note == "Te veel berekend" && note.creditedIssuedOn == head.issuedOn)
      #expect(note.closed == note.total && note.toPay.isZero)
    }
  }

  @Test("have a series of their own, several to an invoice", arguments: TestDatabase.kinds)
  func several(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(1000, .invoiceAtOnce)
      for part in [333, 333, 333] { _ = try await bench.credit(head.id, [(0, Int64(part))]) }
      let last = try await bench.write { try $0.invoicing.creditNote(for: head.id) }
      #expect(last.creditNote.total == .eur(1) && last.invoice.state == .invoice(.credited))
      #expect(last.creditNote.number == "CN2026-00004")
      let notes = try await bench.write { try $0.invoicing.creditNotes(of: head.id) }
      #expect(notes.map(\.total) == [.eur(333), .eur(333), .eur(333), .eur(1)])
      var (net, vat) = (Int64(0), Int64(0))
      for note in notes {
        let document = try await bench.find(note.id)
        net += try #require(document.net).minorUnits
        vat += try #require(document.vat).minorUnits
      }
      let invoice = try await bench.find(head.id)
      #expect(invoice.net == .eur(net) && invoice.vat == .eur(vat))
      #expect(try await bench.balance(.revenue(.standard)) == 0)
      #expect(try await bench.balance(.vatPayable(.standard)) == 0)
      await #expect(throws: ImpossibleTransition.self) { try await bench.credit(head.id, [(0, 1)]) }
      try await bench.verify()
    }
  }

  @Test("show what is left for the next", arguments: TestDatabase.kinds)
  func creditable(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issueThree()
      _ = try await bench.credit(head.id, [(1, 100), (2, 500)])
      let left = try await bench.write { try $0.invoicing.creditable(head.id) }
      #expect(left.lines.map(\.amount) == [.eur(2000), .eur(900), .eur(500)])
      #expect(left.lines.map(\.credited) == [.eur(0), .eur(100), .eur(500)])
      #expect(left.lines.map(\.rest) == [.eur(2000), .eur(800), .eur(0)])
      #expect(left.rest == .eur(2800) && left.pricesIncludeVAT)
      await #expect(
        throws: InvoicingRefusal.creditedLine(pointer: "/lines/0/amount", most: .eur(0))
      ) { try await bench.credit(head.id, [(2, 1)]) }
      await #expect(throws: InvoicingRefusal.wrongKind) {
        let note = try await bench.write { try $0.invoicing.creditNotes(of: head.id)[0].id }
        try await bench.credit(note, [(0, 1)])
      }
      try await bench.verify()
    }
  }

  @Test("free what credits settled before what was paid", arguments: TestDatabase.kinds)
  func credits(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let drafts = [try bench.draft(3000, mode: .invoiceAtOnce, credit: 1000)]
      let head = try #require(try await bench.issue(drafts).first)
      _ = try await bench.pay("pay_1", 2000, on: [(head.id, 2000)])
      let first = try await bench.credit(head.id, [(0, 600)])
      #expect(first.releasedCredits == .eur(600) && first.releasedPayments == .eur(0))
      let second = try await bench.credit(head.id, [(0, 600)])
      #expect(second.releasedCredits == .eur(400) && second.releasedPayments == .eur(200))
      #expect(second.invoice.paid == .eur(1800) && second.invoice.creditsUsed.isZero)
    }
  }

  @Test("a storno takes what was freed first", arguments: TestDatabase.kinds)
  func storno(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(3000, .invoiceAtOnce)
      _ = try await bench.pay("pay_1", 3000, on: [(head.id, 3000)])
      _ = try await bench.credit(head.id, [(0, 1000)])
      let back = try await bench.takeBack("pay_1", 3000)
      #expect(back.fromUnallocated == .eur(1000))
      #expect(back.reopened.map(\.toPay) == [.eur(2000)])
      #expect(try await bench.balance(.clearing) == 0)
      let rest = try await bench.write { try $0.invoicing.creditNote(for: head.id) }
      #expect(rest.lowered == .eur(2000) && rest.invoice.state == .invoice(.credited))
      try await bench.verify()
    }
  }

  @Test("what was written off is not credited too", arguments: TestDatabase.kinds)
  func writtenOff(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(3000, .invoiceAtOnce)
      _ = try await bench.pay("pay_1", 1000, on: [(head.id, 1000)])
      _ = try await bench.write { try $0.invoicing.writeOff(head.id) }
      await #expect(throws: ImpossibleTransition.self) { try await bench.credit(head.id, [(0, 1)]) }
      _ = try await bench.takeBack("pay_1", 1000)
      await #expect(throws: InvoicingRefusal.creditBeyondTotal(.eur(1000))) {
        try await bench.write { try $0.invoicing.creditNote(for: head.id).creditNote }
      }
      let last = try await bench.credit(head.id, [(0, 1000)])
      #expect(last.invoice.state == .invoice(.credited) && last.invoice.toPay.isZero)
      #expect(try await bench.balance(.writtenOff) == 2000)
      try await bench.verify()
    }
  }

  @Test("the database itself keeps to the bounds", arguments: TestDatabase.kinds)
  func constraints(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issueThree()
      _ = try await bench.credit(head.id, [(0, 100)])
      let changes: [SQL] = [
        "UPDATE invoice_lines SET credited = amount + 1", "UPDATE invoice_lines SET credited = -1",
        "UPDATE invoice_rates SET credited_net = net + 1",
        "UPDATE invoice_rates SET credited_vat = vat + 1",
        "UPDATE invoice_rates SET credited_vat = -1",
        "UPDATE invoices SET credited_amount = closed_amount + 1",
        "UPDATE invoices SET credited_amount = -1",
        "UPDATE invoices SET closed_amount = closed_amount + 1",
      ]
      for change in changes {
        await #expect(throws: StorageError.self, "\(change)") {
          try await bench.write { shop in try shop.execute("\(change) WHERE tenant_id > 0") }
        }
      }
      let silent: [SQL] = [
        "UPDATE invoice_lines SET credited = 99 WHERE ordinal = 0",
        "UPDATE invoice_rates SET credited_net = 0, credited_vat = 0",
        "UPDATE invoices SET credited_amount = 0",
      ]
      for change in silent {
        let broken = try await bench.database.rehearse(as: bench.scope) { shop in
          _ = try shop.execute(change)
          return try shop.invoicing.verify().filter { !$0.holds }.map(\.invariant)
        }
        #expect(broken.contains("I-07"), "\(change)")
      }
      try await bench.verify()
    }
  }

  @Test("two at once never take more than there is", arguments: TestDatabase.sharedKinds)
  func parallel(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(1000, .invoiceAtOnce)
      let taken = try await withThrowingTaskGroup(of: Int64.self) { group in
        for _ in 0..<8 {
          group.addTask {
            do {
              return try await bench.credit(head.id, [(0, 300)]).creditNote.total.minorUnits
            } catch InvoicingRefusal.creditedLine { return 0 }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(taken == 900)
      try await bench.verify()
    }
  }

  @Test(
    "refuses a reason of 10,000 characters or with a NUL",
    arguments: [
      String(repeating: "x", count: 10_000), "a\0b", "",
    ])
  func reasons(_ reason: String) async throws {
    try await InvoicingBench.run(.memory) { bench in
      let head = try await bench.issue(1000, .invoiceAtOnce)
      await #expect(throws: InvoicingRefusal.text(pointer: "/reason", most: 2000)) {
        try await bench.write {
          try $0.invoicing.creditNote(for: head.id, reason: reason).creditNote
        }
      }
    }
  }

  @Test("a free invoice is credited once", arguments: TestDatabase.kinds)
  func free(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(0, .invoiceAtOnce)
      let result = try await bench.write { try $0.invoicing.creditNote(for: head.id) }
      #expect(result.creditNote.total.isZero && result.invoice.state == .invoice(.credited))
      await #expect(throws: ImpossibleTransition.self) {
        try await bench.write { try $0.invoicing.creditNote(for: head.id).creditNote }
      }
      try await bench.verify()
    }
  }
}

extension InvoicingBench {
  /// A part of lines, by ordinal and cents.
  @discardableResult
  func credit(_ id: Invoice.ID, _ parts: [(Int, Int64)]) async throws -> Crediting {
    let lines = parts.map { CreditedLine(ordinal: $0.0, amount: .eur($0.1)) }
    return try await write {
      try $0.invoicing.creditNote(for: id, lines: lines, reason: "Te veel berekend")
    }
  }

  /// 20.00 and 9.00 at 21 %, 5.00 at 9 %.
  func issueThree() async throws -> DocumentHead {
    var draft = try draft(2000, mode: .invoiceAtOnce)
    draft.charges += [
      Charge(
        description: "Extra", quantity: 9, unitPrice: .eur(100), rate: .standard,
        pricesIncludeVAT: true),
      Charge(
        description: "Boek", unitPrice: .eur(500), rate: .reducedNL, pricesIncludeVAT: true),
    ]
    return try #require(try await issue([draft]).first)
  }
}
