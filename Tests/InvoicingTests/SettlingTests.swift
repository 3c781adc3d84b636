import Invoicing
import Ledger
import Primitives
import Tenancy
import TestSupport
import Testing

@Suite("Settling documents") struct SettlingTests {
  @Test("R-11 a paid pro forma becomes the definitive invoice", arguments: TestDatabase.kinds)
  func definitive(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let proForma = try await bench.issue(3000, .proFormaFirst)
      let result = try await bench.pay(
        "pay_1", 3000, on: [(proForma.id, 3000)], date: "2026-11-15")
      let invoice = try #require(result.paid.first)
      #expect(result.unallocated.isZero && result.parts.map(\.document) == [invoice.id])
      #expect(invoice.number == "2026-00001" && invoice.proForma == proForma.id)
      #expect(invoice.reference == proForma.reference)
      let document = try await bench.find(invoice.id)
      #expect(document.proFormaNumber == "PF000001")
      #expect(try document.paidOn == day("2026-11-15"))
      #expect(try document.issuedOn == day("2026-11-16"))
      #expect(document.status(.nl) == "Betaald" && document.vat == .eur(521))
      #expect(try await bench.find(proForma.id).state == .proForma(.settled))
      #expect(try await bench.balance(.receivable) == 0)
      #expect(try await bench.balance(.clearing) == 3000)
      #expect(try await bench.balance(.prepayments) == 0)
      let found = try await bench.database.read(as: bench.scope) { shop in
        try shop.invoicing.find(reference: proForma.reference)?.id
      }
      #expect(found == invoice.id)
      try await bench.verify()
    }
  }

  @Test(
    "part payments on a pro forma stay prepayments until all is paid", arguments: TestDatabase.kinds
  )
  func parts(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let proForma = try await bench.issue(3000, .proFormaFirst)
      let first = try await bench.pay("pay_1", 1000, on: [(proForma.id, 1000)])
      #expect(first.paid.isEmpty && first.partlyPaid.map(\.toPay) == [.eur(2000)])
      #expect(try await bench.balance(.prepayments) == -1000)
      try await bench.verify()
      let second = try await bench.pay("pay_2", 2500, on: [(proForma.id, 2500)])
      #expect(second.paid.map(\.kind) == [.invoice] && second.unallocated == .eur(500))
      #expect(second.paid.map(\.paid) == [.eur(3000)])
      #expect(try await bench.balance(.prepayments) == -500)
      #expect(try await bench.balance(.receivable) == 0)
      try await bench.verify()
    }
  }

  @Test("R-23 one payment settles several documents of both kinds", arguments: TestDatabase.kinds)
  func several(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let invoice = try await bench.issue(1000, .invoiceAtOnce)
      let one = try await bench.issue(2000, .proFormaFirst)
      let two = try await bench.issue(3000, .proFormaFirst)
      let result = try await bench.pay(
        "pay_1", 5500, on: [(two.id, 3000), (invoice.id, 1000), (one.id, 1500)])
      #expect(result.paid.count == 2 && result.partlyPaid.map(\.id) == [one.id])
      #expect(try result.parts.map(\.amount).total(in: .eur) == .eur(5500))
      #expect(try await bench.balance(.prepayments) == -1500)
      try await bench.verify()
    }
  }

  @Test("the same money is booked once", arguments: TestDatabase.kinds)
  func once(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(3000, .invoiceAtOnce)
      _ = try await bench.pay("pay_1", 1000, on: [(head.id, 1000)])
      await #expect(throws: InvoicingRefusal.alreadyBooked) {
        try await bench.pay("pay_1", 1000, on: [(head.id, 1000)])
      }
      #expect(try await bench.find(head.id).toPay == .eur(2000))
      try await bench.verify()
    }
  }

  @Test("I-21 money for a closed document is not lost", arguments: TestDatabase.kinds)
  func closed(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let proForma = try await bench.issue(3000, .proFormaFirst)
      _ = try await bench.pay("pay_1", 500, on: [(proForma.id, 500)])
      let ended = try await bench.write { shop in
        let result = try shop.invoicing.end(proForma.id, by: .expire)
        return [result.released, result.proForma.toPay]
      }
      #expect(ended == [.eur(500), .eur(0)])
      let late = try await bench.pay("pay_2", 2500, on: [(proForma.id, 2500)])
      #expect(late.unallocated == .eur(2500) && late.parts.isEmpty)
      #expect(try await bench.balance(.prepayments) == -3000)
      try await bench.verify()
    }
  }

  @Test("R-25 a storno opens the invoice again, once", arguments: TestDatabase.kinds)
  func storno(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let proForma = try await bench.issue(3000, .proFormaFirst)
      let paid = try await bench.pay("pay_1", 3000, on: [(proForma.id, 3000)])
      let invoice = try #require(paid.paid.first)
      let back = try await bench.takeBack("pay_1", 3000)
      #expect(back.parts == [SettledPart(document: invoice.id, amount: .eur(3000))])
      let reopened = try await bench.find(invoice.id)
      #expect(reopened.state == .invoice(.open) && reopened.toPay == .eur(3000))
      #expect(reopened.paidOn == nil)
      #expect(try await bench.balance(.receivable) == 3000)
      #expect(try await bench.balance(.clearing) == 0)
      try await bench.verify()
      await #expect(throws: InvoicingRefusal.alreadyBooked) {
        try await bench.takeBack("pay_1", 3000)
      }
      await #expect(throws: InvoicingRefusal.nothingToTakeBack) {
        try await bench.takeBack("pay_1", 1, cause: "chargedBack:3001")
      }
      // The old link still pays: the money goes to the invoice that the pro forma became.
      let again = try await bench.pay("pay_2", 3000, on: [(proForma.id, 3000)])
      #expect(again.paid.map(\.id) == [invoice.id])
      try await bench.verify()
    }
  }

  @Test("R-25 a part taken back comes off loose money first", arguments: TestDatabase.kinds)
  func partialStorno(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let one = try await bench.issue(1000, .invoiceAtOnce)
      let two = try await bench.issue(2000, .invoiceAtOnce)
      _ = try await bench.pay("pay_1", 3500, on: [(one.id, 1000), (two.id, 2000)])
      let back = try await bench.takeBack("pay_1", 1200, cause: "refunded:1200")
      #expect(back.fromUnallocated == .eur(500))
      #expect(back.parts == [SettledPart(document: two.id, amount: .eur(700))])
      #expect(back.reopened.map(\.state) == [.invoice(.partlyPaid)])
      let rest = try await bench.takeBack("pay_1", 2300, cause: "refunded:3500")
      #expect(rest.parts.count == 2)
      #expect(try await bench.balance(.receivable) == 3000)
      #expect(try await bench.balance(.clearing) == 0)
      try await bench.verify()
    }
  }

  @Test(
    "R-16 a credit note takes an invoice back and frees what was paid",
    arguments: TestDatabase.kinds)
  func creditNote(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(3000, .invoiceAtOnce)
      _ = try await bench.pay("pay_1", 1000, on: [(head.id, 1000)])
      let result = try await bench.write { try $0.invoicing.creditNote(for: head.id) }
      #expect(result.creditNote.number == "CN2026-00001")
      #expect(result.releasedPayments == .eur(1000))
      let note = try await bench.find(result.creditNote.id)
      #expect(note.creditedNumber == head.number && note.total == .eur(3000))
      #expect(note.vat == .eur(521) && note.toPay.isZero)
      #expect(try await bench.find(head.id).state == .invoice(.credited))
      #expect(try await bench.balance(.receivable) == 0)
      #expect(try await bench.balance(.revenue(.standard)) == 0)
      #expect(try await bench.balance(.prepayments) == -1000)
      await #expect(throws: ImpossibleTransition.self) {
        try await bench.write { try $0.invoicing.creditNote(for: head.id) }
      }
      try await bench.verify()
      let back = try await bench.takeBack("pay_1", 1000)
      #expect(back.fromUnallocated == .eur(1000) && back.reopened.isEmpty)
      try await bench.verify()
    }
  }

  @Test("what is written off can open again by a storno", arguments: TestDatabase.kinds)
  func writeOff(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      let head = try await bench.issue(3000, .invoiceAtOnce)
      _ = try await bench.pay("pay_1", 1000, on: [(head.id, 1000)])
      let closed = try await bench.write { try $0.invoicing.writeOff(head.id) }
      #expect(closed.state == .invoice(.writtenOff) && closed.closed == .eur(2000))
      #expect(try await bench.balance(.writtenOff) == 2000)
      let back = try await bench.takeBack("pay_1", 1000)
      #expect(back.reopened.map(\.toPay) == [.eur(1000)])
      let again = try await bench.write { try $0.invoicing.writeOff(head.id) }
      #expect(again.closed == .eur(3000))
      try await bench.verify()
    }
  }

  @Test("refuses parts that do not fit the money")
  func refuses() async throws {
    try await InvoicingBench.run(.memory) { bench in
      let head = try await bench.issue(3000, .invoiceAtOnce)
      let unknown = Invoice.ID(rawValue: 12)
      await #expect(throws: InvoicingRefusal.partsDoNotFit) {
        try await bench.pay("a", 1000, on: [(head.id, 1001)])
      }
      await #expect(throws: InvoicingRefusal.partsDoNotFit) { try await bench.pay("a", 0, on: []) }
      await #expect(throws: InvoicingRefusal.partsDoNotFit) {
        try await bench.pay("a", 10, on: [(head.id, 0)])
      }
      await #expect(throws: InvoicingRefusal.unknownDocument) {
        try await bench.pay("a", 10, on: [(unknown, 10)])
      }
      let other = try await bench.shop.otherShop()
      await #expect(throws: InvoicingRefusal.unknownDocument) {
        try await bench.database.read(as: other) { try $0.invoicing.find(head.id) }
      }
      await #expect(throws: InvoicingRefusal.wrongKind) {
        try await bench.write { try $0.invoicing.end(head.id, by: .cancel).released }
      }
    }
  }

  @Test("money keeps its sum through any sequence of events", arguments: 0..<6)
  func conserves(seed: Int) async throws {
    let random = SeededRandom(seed: UInt64(seed))
    try await InvoicingBench.run(.memory) { bench in
      var documents: [Invoice.ID] = []
      for step in 0..<40 {
        switch random.below(6) {
        case 0, 1:
          let mode: InvoiceMode = random.below(2) == 0 ? .proFormaFirst : .invoiceAtOnce
          documents.append(try await bench.issue(Int64(random.below(900)) + 100, mode).id)
        case 2, 3:
          let parts = documents.shuffled(by: random).prefix(2).map {
            ($0, Int64(random.below(400)) + 1)
          }
          _ = try await bench.pay("pay_\(step)", 900, on: parts)
        case 4:
          let payment = "pay_\(random.below(40))"
          do {
            _ = try await bench.takeBack(
              payment, Int64(random.below(500)) + 1, cause: "back:\(step)")
          } catch InvoicingRefusal.nothingToTakeBack {}
        default:
          guard let id = documents.shuffled(by: random).first else { continue }
          do {
            _ = try await bench.write { try $0.invoicing.creditNote(for: id).releasedPayments }
          } catch is ImpossibleTransition {} catch InvoicingRefusal.wrongKind {}
        }
      }
      try await bench.verify()
    }
  }
}

extension Array {
  func shuffled(by random: SeededRandom) -> [Element] {
    var copy = self
    for index in copy.indices.dropFirst() {
      copy.swapAt(index, Int(random.below(UInt64(index) + 1)))
    }
    return copy
  }
}
