import Primitives
import Tenancy
import Testing

@testable import Invoicing

/// Whatever parts an invoice is credited by, in whatever order, its credit notes add up to it.
@Suite("A credit note by part (R-16, I-07, I-12)") struct CreditCalculationTests {
  struct Paper: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let includes: Bool
    /// Quantity, unit price, treatment.
    let lines: [(Int64, Int64, VATTreatment)]
  }

  static let papers = [
    Paper(
      testDescription: "one rate, prices with VAT", includes: true,
      lines: [
        (1, 3000, .taxed(.standard)), (3, 333, .taxed(.standard)), (1, 1, .taxed(.standard)),
      ]),
    Paper(
      testDescription: "one rate, prices without VAT", includes: false,
      lines: [
        (1, 1249, .taxed(.reducedNL)), (3, 333, .taxed(.reducedNL)), (7, 1, .taxed(.reducedNL)),
      ]),
    Paper(
      testDescription: "three rates with VAT", includes: true,
      lines: [(2, 2499, .taxed(.standard)), (1, 1333, .taxed(.reducedNL)), (1, 500, .zero)]),
    Paper(
      testDescription: "three rates without VAT", includes: false,
      lines: [(2, 2500, .taxed(.standard)), (1, 1250, .taxed(.reducedNL)), (1, 777, .zero)]),
    Paper(
      testDescription: "taxed, exempt and reverse-charged", includes: false,
      lines: [
        (1, 999, .taxed(.standard)), (1, 999, .exempt(.education)), (1, 999, .reverseCharge),
      ]),
    Paper(
      testDescription: "cents of which VAT is a fraction", includes: true,
      lines: [(9, 1, .taxed(.standard)), (9, 1, .taxed(.standard)), (5, 1, .taxed(.reducedNL))]),
  ]

  /// Each line in two parts, six parts in all 720 orders: every credit note within the invoice,
  /// all together the invoice, and at every step the VAT of what is credited by the book.
  @Test("adds up in every order of parts", arguments: papers)
  func everyOrder(_ paper: Paper) throws {
    let invoice = try Self.invoice(paper)
    let parts = invoice.lines.indices.flatMap { ordinal -> [CreditedLine] in
      let whole = invoice.lines[ordinal].amount.minorUnits
      let first = whole / 3
      return [first, whole - first].filter { $0 != 0 }.map {
        CreditedLine(ordinal: ordinal, amount: .eur($0))
      }
    }
    for order in Self.permutations(Array(parts.indices)) {
      try creditAll(invoice, order.map { [parts[$0]] })
    }
  }

  /// All ways to take the three lines whole, alone or together, in every order.
  @Test("adds up in every division of lines", arguments: papers)
  func everyDivision(_ paper: Paper) throws {
    let invoice = try Self.invoice(paper)
    let whole = invoice.lines.indices.map {
      CreditedLine(ordinal: $0, amount: invoice.lines[$0].amount)
    }
    let divisions: [[[Int]]] = [
      [[0, 1, 2]], [[0], [1, 2]], [[1], [0, 2]], [[2], [0, 1]], [[0], [1], [2]],
    ]
    for division in divisions {
      for order in Self.permutations(Array(division.indices)) {
        try creditAll(invoice, order.map { division[$0].map { whole[$0] } })
      }
    }
  }

  @Test("takes the rest when nothing is asked", arguments: papers)
  func rest(_ paper: Paper) throws {
    var invoice = try Self.invoice(paper)
    for _ in 0..<4 {
      guard
        let line = invoice.lines.indices.first(where: { index in
          (try? invoice.rest(of: index).minorUnits > 1) == true
        })
      else { break }
      let amount = try invoice.rest(of: line).minorUnits / 2
      let part = CreditedLine(ordinal: line, amount: .eur(amount))
      guard let taken = try? CreditCalculation(of: invoice, asked: [part]) else { break }
      try invoice.take(taken)
    }
    let rest = try CreditCalculation(of: invoice, asked: nil)
    #expect(rest.total == (try invoice.head.creditable()))
    try invoice.take(rest)
    #expect(invoice.creditedRates == invoice.rates)
    #expect(try invoice.head.creditable().isZero)
  }

  @Test("never goes beyond a line", arguments: papers)
  func bounds(_ paper: Paper) throws {
    let invoice = try Self.invoice(paper)
    for (ordinal, line) in invoice.lines.enumerated() {
      let most = line.amount
      for amount in [most.minorUnits + 1, -1, 0, Money.limit, -Money.limit, .min] {
        #expect(
          throws: InvoicingRefusal.creditedLine(pointer: "/lines/0/amount", most: most)
        ) {
          try CreditCalculation(
            of: invoice, asked: [CreditedLine(ordinal: ordinal, amount: .eur(amount))])
        }
      }
    }
    for ordinal in [-1, 3, Int.max, Int.min] {
      #expect(throws: InvoicingRefusal.text(pointer: "/lines/0/ordinal", most: 3)) {
        try CreditCalculation(
          of: invoice, asked: [CreditedLine(ordinal: ordinal, amount: .eur(1))])
      }
    }
    let twice = Array(repeating: CreditedLine(ordinal: 0, amount: .eur(1)), count: 2)
    #expect(throws: InvoicingRefusal.text(pointer: "/lines/1/ordinal", most: 3)) {
      try CreditCalculation(of: invoice, asked: twice)
    }
    #expect(throws: InvoicingRefusal.lineCount) { try CreditCalculation(of: invoice, asked: []) }
    #expect(throws: InvoicingRefusal.mixedCurrencies) {
      try CreditCalculation(
        of: invoice,
        asked: [CreditedLine(ordinal: 0, amount: Money(minorUnits: 1, currency: .usd))])
    }
  }

  /// Plan 30.00, add-on 10.00 at another rate, 10 % off each: what is credited of a line beyond
  /// its group needs the discount along.
  @Test("a discount is credited along", arguments: [true, false])
  func discounts(includes: Bool) throws {
    var invoice = try Self.invoice(
      Paper(
        testDescription: "", includes: includes,
        lines: [
          (1, 3000, .taxed(.standard)), (1, -300, .taxed(.standard)),
          (1, 1000, .taxed(.reducedNL)), (1, -100, .taxed(.reducedNL)),
        ]))
    func part(_ ordinal: Int, _ cents: Int64) -> CreditedLine {
      CreditedLine(ordinal: ordinal, amount: .eur(cents))
    }
    #expect(throws: InvoicingRefusal.creditBeyondGroup) {
      try CreditCalculation(of: invoice, asked: [part(0, 3000)])
    }
    #expect(throws: InvoicingRefusal.creditBeyondGroup) {
      try CreditCalculation(of: invoice, asked: [part(1, -300), part(2, 900)])
    }
    let plan = try CreditCalculation(of: invoice, asked: [part(1, -300), part(0, 3000)])
    #expect(plan.lines.map(\.amount) == [.eur(3000), .eur(-300)])
    #expect(plan.rates == [invoice.rates[0]])
    try invoice.take(plan)
    let some = try CreditCalculation(of: invoice, asked: [part(2, 500)])
    try invoice.take(some)
    try invoice.take(try CreditCalculation(of: invoice, asked: nil))
    #expect(invoice.creditedRates == invoice.rates)
    #expect(try invoice.head.creditable().isZero)
  }

  @Test("says how many where it is that many")
  func quantities() throws {
    let invoice = try Self.invoice(
      Paper(
        testDescription: "", includes: true,
        lines: [(5, 200, .taxed(.standard)), (1, 0, .zero), (3, 333, .zero)]))
    let two = try CreditCalculation(
      of: invoice,
      asked: [
        CreditedLine(ordinal: 0, amount: .eur(400)),
        CreditedLine(ordinal: 2, amount: .eur(100), explanation: "3 van 30 dagen"),
      ])
    #expect(two.lines.map(\.quantity) == [2, 1])
    #expect(two.lines.map(\.unitPrice) == [.eur(200), .eur(100)])
    #expect(two.lines.map(\.explanation) == [nil, "3 van 30 dagen"])
    #expect(two.lines.map(\.creditedOrdinal) == [0, 2])
    let all = try CreditCalculation(of: invoice, asked: nil)
    #expect(all.lines.map(\.quantity) == [5, 1, 3])
  }

  // MARK: - Means

  /// Credits the parts one note after the other and checks every step.
  private func creditAll(_ start: StoredDocument, _ notes: [[CreditedLine]]) throws {
    var invoice = start
    var sum = Money.zero(.eur)
    for parts in notes {
      let taken = try CreditCalculation(of: invoice, asked: parts)
      #expect(taken.total.isPositive && taken.rates.allSatisfy { !$0.vat.isNegative })
      #expect(try taken.lines.map(\.net).total(in: .eur) == taken.net)
      try invoice.take(taken)
      sum = try sum + taken.total
      for (credited, whole) in zip(invoice.creditedRates, invoice.rates) {
        #expect(try credited == Self.byTheBook(invoice, whole.treatment))
        #expect(credited.net.minorUnits <= whole.net.minorUnits)
        #expect(credited.vat.minorUnits <= whole.vat.minorUnits)
      }
    }
    #expect(sum == start.head.total)
    #expect(invoice.creditedRates == start.rates)
    #expect(try invoice.head.creditable().isZero)
  }

  /// The rule once more, in whole cents and by hand: half up.
  static func byTheBook(
    _ invoice: StoredDocument, _ treatment: VATTreatment
  ) throws -> IssuedDocument.RateTotal {
    let sum = zip(invoice.lines, invoice.creditedLines).reduce(Int64(0)) {
      $1.0.treatment == treatment ? $0 + $1.1.minorUnits : $0
    }
    let rate = Int64(treatment.rate.hundredthsOfPercent)
    let base = invoice.pricesIncludeVAT ? 10_000 + rate : 10_000
    let vat = (2 * sum * rate + base) / (2 * base)
    return IssuedDocument.RateTotal(
      treatment: treatment, net: .eur(invoice.pricesIncludeVAT ? sum - vat : sum),
      vat: .eur(vat))
  }

  static func permutations(_ items: [Int]) -> [[Int]] {
    guard let first = items.first else { return [[]] }
    return permutations(Array(items.dropFirst())).flatMap { rest in
      (0...rest.count).map { place in
        Array(rest[..<place]) + [first] + Array(rest[place...])
      }
    }
  }

  static func invoice(_ paper: Paper) throws -> StoredDocument {
    let calculation = try VATCalculation(
      lines: try paper.lines.map {
        VATCalculation.Line(
          quantity: try Ratio($0.0, 1), unitPrice: .eur($0.1), treatment: $0.2)
      }, pricesIncludeVAT: paper.includes, currency: .eur)
    let party = StoredParty(id: StoredParty.Row.ID(rawValue: 1), hash: [])
    return StoredDocument(
      head: head(total: calculation.gross), pricesIncludeVAT: paper.includes, seller: party,
      buyer: party, hash: [],
      lines: zip(paper.lines, calculation.shares).map { line, share in
        DocumentContent.Line(
          description: "x", explanation: nil, period: nil, quantity: line.0,
          unitPrice: .eur(line.1), amount: share.amount, net: share.net, treatment: line.2,
          source: nil, component: nil)
      }, creditedLines: paper.lines.map { _ in .eur(0) }, rates: calculation.rates,
      creditedRates: calculation.rates.map {
        IssuedDocument.RateTotal(treatment: $0.treatment, net: .eur(0), vat: .eur(0))
      })
  }

  static func head(total: Money) -> DocumentHead {
    let id = Invoice.ID(rawValue: 7)
    return DocumentHead(
      id: id, kind: .invoice, number: "1", customer: Customer.ID(rawValue: 1),
      issuedOn: .first, dueOn: .first, collectOn: nil, paidOn: nil, state: .invoice(.open),
      language: .nl, total: total, paid: .eur(0), creditsUsed: .eur(0), toPay: total,
      closed: .eur(0), reference: PaymentReference(for: id), proForma: nil, credited: nil,
      creditedAmount: .eur(0), source: nil, customerReference: nil, note: nil, attachments: 0,
      sentAgain: 0, version: 1)
  }
}

extension StoredDocument {
  /// As the store does with what a credit note takes.
  mutating func take(_ taken: CreditCalculation) throws {
    for (ordinal, credited) in taken.creditedLines { creditedLines[ordinal] = credited }
    for rate in taken.creditedRates {
      guard let index = creditedRates.firstIndex(where: { $0.treatment == rate.treatment })
      else { continue }
      creditedRates[index] = rate
    }
    var head = head
    _ = try head.credit(taken.total, on: head.issuedOn)
    self = StoredDocument(
      head: head, pricesIncludeVAT: pricesIncludeVAT, seller: seller, buyer: buyer, hash: hash,
      lines: lines, creditedLines: creditedLines, rates: rates, creditedRates: creditedRates)
  }
}
