import Invoicing
import Primitives
import Tenancy
import TestSupport
import Testing

/// Every amount at 0, 1, the limit and beyond; every text long, empty and with a NUL (F-46, F-47).
@Suite("Input at its bounds and beyond (I-05)") struct BadInputTests {
  struct Line: Sendable, CustomTestStringConvertible {
    let quantity: Int64
    let price: Int64
    var discount: Int64 = 0
    /// Nil where it is taken; the total then.
    let refusal: InvoicingRefusal?
    var total: Int64 = 0

    var testDescription: String { "\(quantity) x \(price) \(discount)" }
  }

  static let tooMany = InvoicingRefusal.quantity(pointer: "/lines/0/quantity")

  static let lines = [
    Line(quantity: 1, price: 0, refusal: nil), Line(quantity: 1, price: 1, refusal: nil, total: 1),
    Line(quantity: 1, price: Money.limit, refusal: nil, total: Money.limit),
    Line(quantity: 1, price: Money.limit + 1, refusal: .amountTooLarge),
    Line(quantity: 2, price: Money.limit, refusal: .amountTooLarge),
    Line(quantity: 1, price: .max, refusal: .amountTooLarge),
    Line(quantity: 1, price: .min, refusal: .amountTooLarge),
    Line(quantity: 1, price: -1, refusal: .negativeTotal),
    Line(quantity: 1, price: -Money.limit, refusal: .negativeTotal),
    Line(quantity: 1, price: 100, discount: -100, refusal: nil),
    Line(quantity: 1, price: 100, discount: -101, refusal: .negativeTotal),
    Line(quantity: 1, price: Money.limit, discount: 1, refusal: .amountTooLarge),
    Line(quantity: 1, price: Money.limit, discount: -1, refusal: nil, total: Money.limit - 1),
    Line(quantity: 1_000_000, price: 1, refusal: nil, total: 1_000_000),
    Line(quantity: 1_000_000, price: Money.limit, refusal: .amountTooLarge),
    Line(quantity: 1_000_001, price: 1, refusal: tooMany),
    Line(quantity: 0, price: 1, refusal: tooMany), Line(quantity: -1, price: 1, refusal: tooMany),
    Line(quantity: 1 << 31, price: 1, refusal: tooMany),
    Line(quantity: .max, price: 1, refusal: tooMany),
    Line(quantity: .min, price: 1, refusal: tooMany),
  ]

  @Test("amounts and quantities", arguments: lines, [true, false])
  func takes(_ line: Line, includes: Bool) async throws {
    try await InvoicingBench.run(.memory) { bench in
      var draft = try bench.draft(mode: .invoiceAtOnce)
      draft.charges[0].quantity = line.quantity
      draft.charges[0].unitPrice = .eur(line.price)
      draft.charges[0].pricesIncludeVAT = includes
      draft.charges[0].treatment = .zero
      if line.discount != 0 {
        var discount = draft.charges[0]
        (discount.quantity, discount.unitPrice) = (1, .eur(line.discount))
        draft.charges.append(discount)
      }
      if let refusal = line.refusal {
        await #expect(throws: refusal) { try await bench.issue([draft]) }
      } else {
        #expect(try await bench.issue([draft]).map(\.total) == [.eur(line.total)])
        try await bench.verify()
      }
    }
  }

  @Test("VAT on top of the largest amount is refused, within it is not")
  func vatOnTop() async throws {
    try await InvoicingBench.run(.memory) { bench in
      var draft = try bench.draft(Money.limit, mode: .invoiceAtOnce)
      draft.charges[0].pricesIncludeVAT = false
      await #expect(throws: InvoicingRefusal.amountTooLarge) { try await bench.issue([draft]) }
      draft.charges[0].pricesIncludeVAT = true
      #expect(try await bench.issue([draft]).map(\.total) == [.eur(Money.limit)])
      try await bench.verify()
    }
  }

  /// Text, and whether it fits 100, 500 and 2000 characters.
  static let texts: [(String, Bool, Bool, Bool)] = [
    ("x", true, true, true), (String(repeating: "x", count: 100), true, true, true),
    (String(repeating: "é", count: 101), false, true, true),
    (String(repeating: "😀", count: 500), false, true, true),
    (String(repeating: "x", count: 501), false, false, true),
    (String(repeating: "é", count: 2001), false, false, false),
    (String(repeating: "x", count: 10_000), false, false, false),
    ("a\0b", false, false, false), ("", false, false, false),
    ("'; DROP TABLE invoices; --", true, true, true), ("<img onerror=alert(1)>", true, true, true),
    ("{{7*7}} =cmd|' /C calc'!A0", true, true, true), ("\u{202E}rtl \u{FEFF}", true, true, true),
    ("regel een\r\nregel twee", true, true, true),
  ]

  @Test("texts, kept as they are or refused", arguments: texts)
  func keeps(_ text: String, short: Bool, middle: Bool, long: Bool) async throws {
    try await InvoicingBench.run(.memory) { bench in
      func tried(_ fits: Bool, _ edit: (inout Draft) -> Void) async throws -> IssuedDocument? {
        var draft = try bench.draft(mode: .invoiceAtOnce)
        edit(&draft)
        do {
          let head = try #require(try await bench.issue([draft]).first)
          #expect(fits)
          return try await bench.find(head.id)
        } catch InvoicingRefusal.text {
          #expect(!fits)
          return nil
        }
      }
      let reference = try await tried(short) { $0.customerReference = text }
      #expect(reference == nil || reference?.customerReference == text)
      let described = try await tried(middle) { $0.charges[0].description = text }
      #expect(described == nil || described?.lines[0].description == text)
      let noted = try await tried(long) { $0.note = text }
      #expect(noted == nil || noted?.note == text)
      try await bench.verify()
    }
  }
}
