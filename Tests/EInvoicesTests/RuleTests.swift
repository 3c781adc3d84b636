import Invoicing
import Primitives
import Testing

@testable import EInvoices

/// Every rule of our own validator, broken on purpose: it is named, and nothing else is.
@Suite("Rules of electronic invoices")
struct RuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let rules: [String]
    var sample = Sample()
    let change: @Sendable (inout EInvoice) -> Void
    var testDescription: String { rules.joined(separator: " ") }
  }

  static let cases: [Case] = [
    Case(rules: ["BR-02"]) { $0.number = " " },
    Case(rules: ["BR-06"]) { $0.seller.name = "" },
    Case(rules: ["BR-07"]) { $0.buyer.name = "\n" },
    Case(rules: ["BR-09"]) {
      $0.seller.country = "XX"; $0.profile = .core
    },
    Case(rules: ["BR-11"]) { $0.buyer.country = "" },
    Case(rules: ["BR-16", "BR-S-01", "BR-S-08", "BR-CO-10"]) { $0.lines = [] },
    Case(rules: ["BR-21"]) { $0.lines[0].id = "" },
    Case(rules: ["BR-25"]) { $0.lines[0].name = "" },
    Case(rules: ["BR-27", "PEPPOL-EN16931-R120"]) { $0.lines[0].price = .eur(-1) },
    Case(rules: ["BR-33"], sample: Samples.discounts) { $0.allowances[0].reason = "" },
    Case(rules: ["BR-31", "BR-S-08", "BR-CO-11"], sample: Samples.discounts) {
      $0.allowances[0].amount = .eur(0)
    },
    Case(rules: ["BR-49", "NL-R-008"]) { $0.payment?.code = "" },
    Case(rules: ["BR-61"]) { $0.payment?.iban = nil },
    Case(rules: ["BR-52"]) { $0.files = [EInvoiceFile(name: "", type: "image/png", bytes: [1])] },
    Case(rules: ["BR-CL-24"]) {
      $0.files = [EInvoiceFile(name: "a.html", type: "text/html", bytes: [1])]
    },
    Case(rules: ["BR-55", "NL-R-001"], sample: Sample.creditNote()) { $0.preceding?.number = "" },
    Case(rules: ["BR-CO-09"]) { $0.buyer.vatNumber = "1234" },
    Case(rules: ["BR-CO-09"]) { $0.seller.vatNumber = "ZZ004495445B01" },
    Case(rules: ["BR-CO-25"]) { $0.dueOn = nil },
    Case(rules: ["BR-CO-26", "BR-S-02", "NL-R-003"]) {
      ($0.seller.vatNumber, $0.seller.legalID) = (nil, nil)
    },
    Case(rules: ["BR-S-02"]) { $0.seller.vatNumber = nil },
    Case(rules: ["BR-E-02"], sample: Samples.exempt([.education])) { $0.seller.vatNumber = nil },
    Case(rules: ["BR-Z-02"], sample: Samples.zeroRate) { $0.seller.vatNumber = nil },
    Case(rules: ["BR-AE-02"], sample: Samples.reverseCharge(Sample.belgianBusiness)) {
      ($0.buyer.vatNumber, $0.buyer.legalID) = (nil, nil)
    },
    Case(rules: ["BR-O-02"], sample: Samples.outsideScope) {
      $0.seller.vatNumber = "NL004495445B01"
    },
    Case(rules: ["BR-O-11", "BR-Z-02"], sample: Samples.outsideScope) {
      $0.groups.append(
        EInvoice.VATGroup(vat: EInvoice.VATClass(.zero), taxable: .eur(0), tax: .eur(0)))
      $0.lines.append($0.lines[0])
      $0.lines[1].vat = EInvoice.VATClass(.zero)
      ($0.lines[1].net, $0.lines[1].price) = (.eur(0), .eur(0))
      $0.profile = .core
    },
    Case(rules: ["BR-CO-18", "BR-S-01", "BR-CO-14"]) { $0.groups = [] },
    Case(rules: ["BR-S-01", "BR-CO-14"]) { $0.groups.append($0.groups[0]) },
    Case(rules: ["BR-S-08", "BR-CO-17"]) { $0.groups[0].taxable = .eur(2_469) },
    Case(rules: ["BR-S-08"]) { $0.groups[0].taxable = .eur(2_480) },
    Case(rules: ["BR-CO-17", "BR-CO-14"]) { $0.groups[0].tax = .eur(523) },
    Case(rules: ["BR-E-09", "BR-CO-14"], sample: Samples.exempt([.education])) {
      $0.groups[0].tax = .eur(1)
    },
    Case(rules: ["BR-Z-09", "BR-CO-14"], sample: Samples.zeroRate) { $0.groups[0].tax = .eur(1) },
    Case(
      rules: ["BR-AE-09", "BR-CO-14"], sample: Samples.reverseCharge(Sample.germanBusiness)
    ) { $0.groups[0].tax = .eur(1) },
    Case(rules: ["BR-S-10"]) { $0.groups[0].exemptionReason = "x" },
    Case(rules: ["BR-Z-10"], sample: Samples.zeroRate) { $0.groups[0].exemptionCode = "x" },
    Case(rules: ["BR-E-10"], sample: Samples.exempt([.other])) {
      $0.groups[0].exemptionReason = nil
    },
    Case(rules: ["BR-AE-10"], sample: Samples.reverseCharge(Sample.germanBusiness)) {
      ($0.groups[0].exemptionReason, $0.groups[0].exemptionCode) = (nil, " ")
    },
    Case(rules: ["BR-O-10"], sample: Samples.outsideScope) {
      ($0.groups[0].exemptionReason, $0.groups[0].exemptionCode) = (nil, nil)
      $0.profile = .core
    },
    Case(rules: ["BR-CO-10", "BR-CO-13"]) { $0.totals.lines = .eur(2_480) },
    Case(rules: ["BR-CO-11", "BR-CO-13"], sample: Samples.discounts) {
      $0.totals.allowances = .eur(432)
    },
    Case(rules: ["BR-CO-13", "BR-CO-15"]) { $0.totals.net = .eur(2_478) },
    Case(rules: ["BR-CO-14", "BR-CO-15"]) { $0.totals.vat = .eur(520) },
    Case(rules: ["BR-CO-15", "BR-CO-16"]) { $0.totals.gross = .eur(3_001) },
    Case(rules: ["BR-CO-16"]) { $0.totals.payable = .eur(2_999) },
    Case(rules: ["BR-CO-16"]) { $0.totals.prepaid = .eur(1) },
    Case(rules: ["BR-CO-16"]) { $0.totals.rounding = .eur(1) },
    Case(rules: ["PEPPOL-EN16931-R003"]) { $0.buyerReference = nil },
    Case(rules: ["PEPPOL-EN16931-R010"]) { $0.buyer.endpoint = nil },
    Case(rules: ["PEPPOL-EN16931-R020"]) { $0.seller.endpoint = nil },
    Case(rules: ["PEPPOL-EN16931-R061"]) { $0.payment = EInvoice.Payment(code: "59") },
    Case(rules: ["PEPPOL-EN16931-R110", "PEPPOL-EN16931-R111"]) {
      $0.lines[0].period = Sample.period("2026-01-01", "2027-01-01")
      $0.period = Sample.period("2026-02-01", "2026-03-01")
    },
    Case(rules: ["PEPPOL-EN16931-R120"]) { $0.lines[0].quantity = 2 },
    Case(rules: ["PEPPOL-EN16931-R120"]) { $0.lines[0].price = .eur(2_480) },
    Case(rules: ["PEPPOL-EN16931-R120"]) { $0.lines[0].quantity = .max },
    Case(rules: ["PEPPOL-EN16931-R121", "PEPPOL-EN16931-R120"]) { $0.lines[0].baseQuantity = 0 },
    Case(rules: ["NL-R-001"], sample: Sample.creditNote()) { $0.preceding = nil },
    Case(rules: ["NL-R-002"]) { $0.seller.street = nil },
    Case(rules: ["NL-R-002"]) { $0.seller.postalCode = " " },
    Case(rules: ["NL-R-003"]) { $0.seller.legalID = SchemedID("0208", "0428759497") },
    Case(rules: ["NL-R-004"]) { $0.buyer.city = nil },
    Case(rules: ["NL-R-005"]) { $0.buyer.legalID = SchemedID(nil, "1") },
    Case(rules: ["NL-R-007"]) { $0.payment = nil },
    Case(rules: ["NL-R-008"]) { $0.payment?.code = "68" },
  ]

  @Test("A rule that is broken is named, and no other", arguments: cases)
  func broken(_ one: Case) throws {
    var invoice = try one.sample.invoice()
    invoice.profile = .peppol
    if one.sample.buyer.country == "US" { invoice.buyer.endpoint = SchemedID("0088", "1") }
    one.change(&invoice)
    let rules = invoice.problems().map(\.rule)
    #expect(Set(rules) == Set(one.rules))
    #expect(invoice.problems().allSatisfy { !$0.phrase(.nl).isEmpty && !$0.phrase(.en).isEmpty })
  }

  @Test("Not one cent in a sum goes unseen", arguments: [-1, 1] as [Int64])
  func oneCent(_ cent: Int64) throws {
    let fields: [WritableKeyPath<EInvoice.Totals, Money>] = [
      \.lines, \.allowances, \.net, \.vat, \.gross, \.prepaid, \.rounding, \.payable,
    ]
    for (name, sample) in Samples.all where sample.currency == .eur {
      let invoice = try sample.invoice()
      for field in fields {
        var broken = invoice
        broken.totals[keyPath: field] = try broken.totals[keyPath: field] + .eur(cent)
        #expect(!broken.problems().isEmpty, "\(name)")
      }
    }
  }

  @Test("A consumer's invoice is plain EN 16931, and says why it cannot go over Peppol")
  func consumer() throws {
    let invoice = try Samples.changed { $0.buyer = Sample.consumer }.invoice()
    #expect(invoice.profile == .core)
    #expect(invoice.shortcomings.map(\.rule) == ["PEPPOL-EN16931-R010"])
    #expect(invoice.shortcomings.allSatisfy { $0.concernsPeppolAlone })
    #expect(invoice.profile.customizationID == "urn:cen.eu:en16931:2017")
    #expect(invoice.profile.processID == nil)
  }

  @Test("A shop without its numbers learns all that lacks at once, in its language")
  func incomplete() throws {
    let document = try Samples.changed { sample in
      sample.seller.vatNumber = nil
      sample.seller.registrationNumber = nil
      sample.seller.country = ""
    }.issued()
    #expect {
      try EInvoice(document)
    } throws: { error in
      guard case .incomplete(let problems)? = error as? EInvoiceRefusal else { return false }
      #expect(problems.map(\.rule) == ["BR-09", "BR-CO-26", "BR-S-02"])
      #expect(EInvoiceRefusal.incomplete(problems).phrase(.nl).contains("BR-S-02"))
      #expect(EInvoiceRefusal.incomplete(problems).kind == .conflict)
      return true
    }
  }

  @Test("A currency with three decimals has no e-invoice")
  func decimals() throws {
    let document = try Samples.changed { $0.currency = .kwd }.issued()
    #expect {
      try EInvoice(document)
    } throws: { error in
      guard case .incomplete(let problems)? = error as? EInvoiceRefusal else { return false }
      return problems.map(\.rule) == ["BR-DEC-12"]
    }
  }

  @Test(
    "How it is paid",
    arguments: [
      (true, false, false, nil, "NL", "30"), (false, false, false, nil, "NL", "48"),
      (false, false, false, nil, "BE", "68"), (true, true, false, nil, "NL", "57"),
      (true, true, false, "MND-1", "NL", "59"), (true, true, true, "MND-1", "NL", nil),
      (true, false, true, nil, "NL", nil),
    ] as [(Bool, Bool, Bool, String?, String, String?)])
  func payment(
    _ hasIBAN: Bool, _ isCollected: Bool, _ isPaid: Bool, _ mandate: String?, _ country: String,
    _ code: String?
  ) throws {
    let document = try Samples.changed { sample in
      if !hasIBAN { sample.iban = nil }
      if isCollected { sample.collectOn = Sample.day("2026-12-06") }
      sample.isPaid = isPaid
      if country == "BE" { sample.seller = Sample.belgianShop }
    }.issued()
    let invoice = try EInvoice(document, mandate: mandate)
    #expect(invoice.payment?.code == code)
    #expect(invoice.profile == .peppol)
    #expect(invoice.payment?.iban == (code == "30" ? "NL91ABNA0417164300" : nil))
    #expect(invoice.payment?.reference == (code == nil ? nil : "RF18539007547034"))
  }

  @Test(
    "For whom it is: the order, else the customer number, else a person, else its own number",
    arguments: [
      ("PO 1", "K1", nil), (nil, "K1", "K1"), (nil, nil, "Sanne Bakker"),
    ] as [(String?, String?, String?)])
  func reference(_ order: String?, _ customer: String?, _ expected: String?) throws {
    let document = try Samples.changed { $0.customerReference = order }.issued()
    let invoice = try EInvoice(document, customerNumber: customer)
    #expect(invoice.orderReference == order)
    #expect(invoice.buyerReference == expected)
    let nobody = try Samples.changed { $0.buyer.contact = nil }.invoice()
    #expect(nobody.buyerReference == nobody.number)
  }
}
