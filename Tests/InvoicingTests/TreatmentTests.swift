import Invoicing
import Ledger
import Primitives
import Tenancy
import TestSupport
import Testing

@Suite("Treatments of VAT (R-14)") struct TreatmentTests {
  static let treatments: [VATTreatment] =
    [.taxed(.standard), .taxed(.reducedNL), .zero, .reverseCharge, .outsideScope]
    + VATExemption.allCases.map(VATTreatment.exempt)

  @Test("only a rate charges VAT", arguments: treatments, [true, false])
  func charges(treatment: VATTreatment, includes: Bool) throws {
    let result = try VATCalculation(
      lines: [VATCalculation.Line(quantity: .one, unitPrice: .eur(10_000), treatment: treatment)],
      pricesIncludeVAT: includes, currency: .eur)
    #expect(result.rates.map(\.treatment) == [treatment])
    #expect(result.vat.isZero == (treatment.category != .standard))
    #expect(try result.net + result.vat == result.gross)
  }

  @Test("each stands in a group of its own, rates first", arguments: [true, false])
  func groups(includes: Bool) throws {
    let lines = (Self.treatments + Self.treatments.reversed()).map {
      VATCalculation.Line(quantity: .one, unitPrice: .eur(1000), treatment: $0)
    }
    let result = try VATCalculation(lines: lines, pricesIncludeVAT: includes, currency: .eur)
    #expect(Set(result.rates.map(\.treatment)) == Set(Self.treatments))
    #expect(result.rates.map(\.treatment) == Self.treatments.sorted())
    #expect(result.rates.prefix(2).map(\.rate.percent) == ["21", "9"])
    #expect(try result.shares.map(\.net).total(in: .eur) == result.net)
  }

  @Test("are stored, booked and shown, one document with all", arguments: TestDatabase.kinds)
  func document(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      var draft = try bench.draft(mode: .invoiceAtOnce)
      draft.buyer.vatNumber = "NL004495445B01"
      draft.charges = Self.treatments.map {
        Charge(
          description: $0.code, unitPrice: .eur(1210), treatment: $0, pricesIncludeVAT: true)
      }
      let head = try #require(try await bench.issue([draft]).first)
      let document = try await bench.find(head.id)
      #expect(document.lines.map(\.treatment) == Self.treatments)
      #expect(document.rates.map(\.treatment) == Self.treatments.sorted())
      #expect(document.vat == .eur(210 + 100))
      #expect(document.mentions.count == VATExemption.allCases.count + 2)
      #expect(try await bench.balance(.revenue(.reverseCharge)) == -1210)
      #expect(try await bench.balance(.revenue(.outsideScope)) == -1210)
      #expect(try await bench.balance(.revenue(VATTreatment.zero)) == -1210)
      let exempt = Int64(VATExemption.allCases.count) * 1210
      #expect(try await bench.balance(.revenue(.exempt(.education))) == -exempt)
      #expect(try await bench.balance(.vatPayable(.taxed(.reducedNL))) == -100)
      try await bench.verify()
      let note = try await bench.write { try $0.invoicing.creditNote(for: head.id).creditNote }
      #expect(try await bench.find(note.id).rates == document.rates)
      for treatment in Self.treatments {
        #expect(try await bench.balance(.revenue(treatment)) == 0)
      }
      try await bench.verify()
    }
  }

  @Test("reverse charge needs the customer's VAT number (Wet OB art. 35a)")
  func reverseCharge() async throws {
    try await InvoicingBench.run(.memory) { bench in
      var draft = try bench.draft(mode: .invoiceAtOnce)
      draft.charges[0].treatment = .reverseCharge
      draft.buyer.vatNumber = nil
      await #expect(throws: InvoicingRefusal.vatNumberMissing) { try await bench.issue([draft]) }
      draft.buyer.vatNumber = "BE0428759497"
      #expect(try await bench.issue([draft]).map(\.total) == [.eur(3000)])
    }
  }

  @Test("a discount line takes off, on paper and in the books", arguments: TestDatabase.kinds)
  func discount(kind: DatabaseKind) async throws {
    try await InvoicingBench.run(kind) { bench in
      var draft = try bench.draft(3000, mode: .proFormaFirst)
      draft.charges.append(
        Charge(
          description: "Korting 10 %", unitPrice: .eur(-300), treatment: .taxed(.standard),
          pricesIncludeVAT: true))
      let head = try #require(try await bench.issue([draft]).first)
      #expect(head.total == .eur(2700))
      #expect(try await bench.find(head.id).lines.map(\.amount) == [.eur(3000), .eur(-300)])
      let paid = try await bench.pay("pay_1", 2700, on: [(head.id, 2700)])
      let invoice = try await bench.find(try #require(paid.paid.first).id)
      #expect(invoice.vat == .eur(469) && invoice.net == .eur(2231))
      #expect(try await bench.balance(.revenue(.standard)) == -2231)
      try await bench.verify()
      draft.charges[1].unitPrice = .eur(-3000)
      let free = try #require(try await bench.issue([draft]).first)
      #expect(free.kind == .invoice && free.state == .invoice(.paid))
      draft.charges[1].unitPrice = .eur(-3001)
      await #expect(throws: InvoicingRefusal.negativeTotal) { try await bench.issue([draft]) }
      try await bench.verify()
    }
  }
}
