import Foundation
import Invoicing
import Primitives
import Testing

@testable import EInvoices

@Suite("Electronic invoices")
struct EInvoiceTests {
  static let names = Samples.all.map(\.name)

  static func sample(_ name: String) throws -> Sample {
    try #require(Samples.all.first { $0.name == name }?.sample)
  }

  @Test(
    "Each kind of document keeps to the rules, and to the document's own cents", arguments: names)
  func valid(_ name: String) throws {
    let document = try EInvoiceTests.sample(name).issued()
    let invoice = try EInvoice(document)
    #expect(invoice.problems().isEmpty)
    #expect(invoice.totals.net == document.net)
    #expect(invoice.totals.vat == document.vat)
    #expect(invoice.totals.gross == document.total)
    #expect(invoice.totals.rounding.isZero)
    if document.kind == .invoice { #expect(invoice.totals.payable == document.toPay) }
  }

  @Test("The files are written out for the official validators", .enabled(if: folder != nil))
  func files() throws {
    let folder = try #require(EInvoiceTests.folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, sample) in Samples.all {
      let pdf = EInvoiceFile(
        name: "\(name).pdf", type: "application/pdf", bytes: Array("%PDF".utf8))
      let invoice = try EInvoice(try sample.issued(), files: name == "plain" ? [pdf] : [])
      try Data(invoice.ubl()).write(to: folder.appending(path: "ubl-\(name).xml"))
    }
    for seed in 0..<40 {
      let invoice = try EInvoiceTests.random(UInt64(seed)).invoice()
      try Data(invoice.ubl()).write(to: folder.appending(path: "ubl-random-\(seed).xml"))
    }
    for (name, broken) in try EInvoiceTests.broken() {
      try Data(broken.ubl()).write(to: folder.appending(path: "broken-ubl-\(name).xml"))
    }
  }

  /// Where the files for `Tests/Standards/run` are wanted.
  static let folder = ProcessInfo.processInfo.environment["PENNING_STANDARDS_FOLDER"]
    .map { URL(filePath: $0, directoryHint: .isDirectory) }

  /// What the official validators must catch: the name begins with the rule.
  static func broken() throws -> [(String, EInvoice)] {
    let good = try Sample().invoice()
    func changed(_ change: (inout EInvoice) -> Void) -> EInvoice {
      var invoice = good
      change(&invoice)
      return invoice
    }
    return [
      ("BR-CO-15-total-one-cent-off", changed { $0.totals.gross = .eur(3_001) }),
      ("BR-CO-16-payable-one-cent-off", changed { $0.totals.payable = .eur(2_999) }),
      ("BR-CO-10-lines-one-cent-off", changed { $0.totals.lines = .eur(2_480) }),
      ("BR-02-no-number", changed { $0.number = "" }),
      ("BR-07-no-buyer", changed { $0.buyer.name = "" }),
      ("BR-25-no-description", changed { $0.lines[0].name = "" }),
    ]
  }

  /// A document of any lines; the same for the same seed.
  static func random(_ seed: UInt64) -> Sample {
    let random = SeededRandom(seed: seed)
    let treatments: [VATTreatment] = [
      .taxed(.standard), .taxed(.reducedNL), .zero, .exempt(.education), Samples.halves,
      Samples.hundred,
    ]
    return Samples.changed { sample in
      sample.pricesIncludeVAT = random.below(3) > 0
      sample.kind = random.below(4) == 0 ? .creditNote : .invoice
      sample.creditedNumber = sample.kind == .creditNote ? "2026-00001" : nil
      sample.isPaid = random.below(3) == 0
      sample.items = (0...random.below(12)).map { _ in
        let price = Int64(random.below(1_000_000))
        return Sample.Item(
          quantity: Int64(random.below(40)) + 1, price: random.below(4) == 0 ? -price / 50 : price,
          treatment: treatments[Int(random.below(UInt64(treatments.count)))])
      }
      sample.items.append(Sample.Item(price: Int64(random.below(100_000_000))))
    }
  }

  @Test("Documents of any lines add up, whatever their prices hold")
  func property() throws {
    for seed in 0..<3_000 {
      let document = try EInvoiceTests.random(UInt64(seed)).issued()
      let invoice = try EInvoice(document)
      #expect(invoice.profile == .peppol, "seed \(seed): \(invoice.shortcomings.map(\.rule))")
      #expect(invoice.totals.gross == document.total, "seed \(seed)")
    }
  }

  @Test("A pro forma is refused: it is no invoice", arguments: Language.allCases)
  func proForma(_ language: Language) throws {
    let document = try Samples.changed { $0.kind = .proForma }.issued()
    #expect(throws: EInvoiceRefusal.proForma) { try EInvoice(document) }
    #expect(EInvoiceRefusal.proForma.phrase(language).contains("pro forma"))
  }

  @Test("The verified example of two rates: 74.13, of which 11.63 VAT")
  func example() throws {
    let totals = try Samples.twoRates.invoice().totals
    #expect(totals.net == .eur(6_250))
    #expect(totals.vat == .eur(1_163))
    #expect(totals.gross == .eur(7_413))
  }

  @Test("A discount is an allowance in the group that it lowers, and no price is below zero")
  func discounts() throws {
    let invoice = try Samples.discounts.invoice()
    #expect(invoice.lines.map(\.id) == ["1", "2"])
    #expect(invoice.allowances.map(\.amount) == [.eur(248), .eur(183)])
    #expect(invoice.allowances.map(\.vat.rate) == [.standard, .reducedNL])
    #expect(invoice.totals.allowances == .eur(431))
    #expect(invoice.totals.gross == .eur(4_500))
  }

  @Test("A document of discounts alone has lines with quantities below zero")
  func discountsAlone() throws {
    let invoice = try EInvoiceTests.sample("discounts-alone").invoice()
    #expect(invoice.lines.map(\.quantity) == [-1])
    #expect(invoice.lines.map(\.price) == [.eur(413)])
    #expect(invoice.payment == nil)
  }

  @Test("A price that is no whole number of cents is the price of all of them")
  func basePrice() throws {
    let invoice = try Samples.undivided.invoice()
    #expect(invoice.lines.map(\.baseQuantity) == [3, 7, 3, 1])
    #expect(invoice.lines.map(\.net) == [.eur(245), .eur(5_791), .eur(917), .eur(1)])
    #expect(invoice.lines.map(\.price) == [.eur(245), .eur(5_791), .eur(917), .eur(1)])
  }

  @Test("Exemptions on several grounds are one group that names them all")
  func grounds() throws {
    let groups = try Samples.exempt([.education, .healthcare, .other]).invoice().groups
    #expect(groups.count == 1)
    #expect(groups[0].taxable == .eur(37_035))
    #expect(groups[0].exemptionCode == nil)
    let reason = try #require(groups[0].exemptionReason)
    #expect(reason.contains("onderwijs") && reason.contains("gezondheidszorg"))
  }

  @Test("Outside the scope of VAT no VAT number is named")
  func outsideScope() throws {
    let invoice = try Samples.outsideScope.invoice()
    #expect(invoice.seller.vatNumber == nil)
    #expect(!String(decoding: invoice.ubl(), as: UTF8.self).contains("<cbc:Percent>"))
    #expect(invoice.seller.endpoint == SchemedID("0106", "12345678"))
  }

  @Test("What people typed stands in the file as text")
  func hostile() throws {
    let text = String(decoding: try Samples.hostile.invoice().ubl(), as: UTF8.self)
    #expect(!text.contains("<img"))
    #expect(text.contains("&lt;img src=x onerror=alert(1)&gt; =cmd|' /C calc'!A0 {{7*7}} ]]&gt;"))
    #expect(text.contains("\u{FFFD} שלום"))
    #expect(text.contains("👩‍👩‍👧&#13;\nX: y"))
  }
}
