import Primitives
import Testing

@testable import Ledger

@Suite("The chart") struct ChartTests {
  struct Planned: Sendable, CustomTestStringConvertible {
    let code: AccountCode
    let text: String
    let parent: String?
    /// Nil where no account may open.
    let name: String?
    let reference: String?

    init(
      _ code: AccountCode, _ text: String, below parent: String? = nil, _ name: String?,
      rgs reference: String? = nil
    ) {
      (self.code, self.text, self.parent, self.name) = (code, text, parent, name)
      self.reference = reference
    }

    var testDescription: String { text }
  }

  static func rate(_ percent: String) -> VATTreatment {
    .taxed(VATRate(percent: percent) ?? .zero)
  }

  static let revenue = [
    Planned(.revenue(rate("21")), "8000-21", below: "8000", "Omzet 21 %", rgs: "WOmzNodOdh"),
    Planned(.revenue(rate("9")), "8000-9", below: "8000", "Omzet 9 %", rgs: "WOmzNodOdl"),
    Planned(.revenue(rate("5.5")), "8000-5.5", below: "8000", "Omzet 5.5 %", rgs: "WOmzNodOdo"),
    Planned(.revenue(rate("0")), "8000-0", below: "8000", "Omzet 0 %", rgs: "WOmzNodOdg"),
    Planned(
      .revenue(VATTreatment.reverseCharge), "8000-AE", below: "8000", "Omzet verlegd",
      rgs: "WOmzNodOdv"),
    Planned(
      .revenue(VATTreatment.outsideScope), "8000-O", below: "8000", "Omzet buiten btw",
      rgs: "WOmzNodOdb"),
  ]
  static let exempt = VATExemption.allCases.map {
    Planned(
      .revenue(.exempt($0)), "8000-E", below: "8000", "Omzet vrijgesteld", rgs: "WOmzNodNod")
  }
  static let others = [
    Planned(
      .vatPayable(rate("21")), "1500-21", below: "1500", "Te betalen btw 21 %",
      rgs: "BSchBepBtwOla"),
    Planned(
      .vatPayable(rate("9")), "1500-9", below: "1500", "Te betalen btw 9 %", rgs: "BSchBepBtwOlv"),
    Planned(
      .vatPayable(rate("17")), "1500-17", below: "1500", "Te betalen btw 17 %",
      rgs: "BSchBepBtwOlo"),
    Planned(
      .clearing("mollie"), "1290-mollie", below: "1290", "Te ontvangen van Mollie",
      rgs: "BLimKruSto"),
    Planned(
      .clearing("buckaroo"), "1290-buckaroo", below: "1290", "Te ontvangen van Buckaroo",
      rgs: "BLimKruSto"),
    Planned(.clearing, "1290", "Betaaldienst, te ontvangen", rgs: "BLimKruSto"),
    Planned(.receivable, "1300", "Debiteuren", rgs: "BVorDebHad"),
    Planned(.bank, "1100", "Bank", rgs: "BLimBanRba"),
    Planned(.customerCredits, "1600", "Tegoeden van klanten"),
    Planned(.prepayments, "1610", "Vooruitbetaald door klanten"),
    Planned(.refundsPayable, "1620", "Terug te betalen aan klanten"),
    Planned(.deferredRevenue, "2100", "Vooruit gefactureerde omzet"),
    Planned(.fees, "4700", "Kosten van betalingen", rgs: "WFbeKbaKba"),
    Planned(.goodwill, "4800", "Verleende tegoeden"),
    Planned(.writtenOff, "4900", "Afgeboekte vorderingen"),
    Planned(.chargebackLoss, "4910", "Verlies door terugboekingen"),
    Planned(.lapsedCredits, "8900", "Vervallen tegoeden"),
  ]
  static let refused = [
    Planned(.revenue, "8000", nil), Planned(.vatPayable, "1500", nil),
    Planned(AccountCode("9999"), "9999", nil), Planned(AccountCode(""), "", nil),
    Planned(AccountCode("8000-"), "8000-", nil),
    Planned(AccountCode("8000-021"), "8000-021", below: "8000", nil),
    Planned(AccountCode("8000-101"), "8000-101", below: "8000", nil),
    Planned(AccountCode("8000-S21"), "8000-S21", below: "8000", nil),
    Planned(AccountCode("8000-Z"), "8000-Z", below: "8000", nil),
    Planned(AccountCode("8000-21-9"), "8000-21-9", below: "8000", nil),
    Planned(AccountCode("1500-AE"), "1500-AE", below: "1500", nil),
    Planned(AccountCode("1290-Mollie"), "1290-Mollie", below: "1290", nil),
    Planned(AccountCode("1290-a b"), "1290-a b", below: "1290", nil),
    Planned(
      AccountCode("1290-abcdefghijklmnopqrstuvwxyz"), "1290-abcdefghijklmnopqrstuvwxyz",
      below: "1290", nil),
    Planned(AccountCode("1300-1"), "1300-1", below: "1300", nil),
  ]

  @Test(
    "names what may open, and opens nothing else", arguments: revenue + exempt + others + refused)
  func plans(_ example: Planned) {
    #expect(example.code.text == example.text)
    #expect(example.code.parent?.text == example.parent)
    let plan = StandardChart.plan(for: example.code)
    #expect(plan?.name(.nl) == example.name)
    #expect(plan == nil || plan?.code == example.code)
    if example.name != nil {
      #expect(StandardChart.referenceCode(example.code) == example.reference)
    }
  }

  @Test("has a revenue account for every rate, which tells its treatment")
  func everyRate() throws {
    for hundredths in 0...10_000 {
      let treatment = VATTreatment.taxed(
        try #require(VATRate(hundredthsOfPercent: hundredths)))
      #expect(StandardChart.treatment(of: .revenue(treatment)) == treatment)
      #expect(hundredths == 0 || StandardChart.plan(for: .vatPayable(treatment)) != nil)
    }
  }

  static let journals: [(String, Journal)] = [
    ("invoice.issued", .sales), ("creditNote.issued", .sales), ("invoice.writtenOff", .memorial),
    ("payment.received", .bank), ("payment.returned", .bank), ("refund.sent", .bank),
    ("chargeback.lost", .bank), ("payout.received", .bank), ("fee.charged", .bank),
    ("credit.granted", .memorial), ("credit.consumed", .memorial),
    ("revenue.released", .memorial), ("invoices.issued", .memorial), ("", .memorial),
    (".", .memorial), ("invoice", .sales),
  ]

  @Test("puts each kind of entry in one journal", arguments: journals)
  func journal(_ kind: String, _ journal: Journal) {
    #expect(EntryKind(kind).journal == journal)
  }

  static let codes: [(String, Bool)] = [
    ("8000", true), ("8000-21", true), ("VK_2026/1.0", true), ("", true), ("80 00", false),
    ("=1+1", false), ("omzet\n", false), (String(repeating: "1", count: 35), true),
    (String(repeating: "1", count: 36), false), ("€", false), ("-1", true), ("a\0", false),
  ]

  @Test("takes codes that every package of accountants takes", arguments: codes)
  func takesCode(_ code: String, isTaken: Bool) {
    let label = try? AccountLabel(code: code)
    #expect((label != nil) == isTaken)
  }

  static let names: [(String, Bool)] = [
    ("Omzet Nederland hoog", true), ("شركة", true), ("{{7*7}}", true),
    (String(repeating: "é", count: 50), true), (String(repeating: "é", count: 51), false),
    ("two\nlines", false), ("nul\0", false), ("line\u{2028}break", false),
  ]

  @Test("takes names on one line", arguments: names)
  func takesName(_ name: String, isTaken: Bool) {
    let label = try? AccountLabel(name: name)
    #expect((label != nil) == isTaken)
  }

  static let references: [(String, Bool)] = [
    ("BVorDebHad", true), ("B", true), ("WOmz", true), ("BSchBepBtwOla", true),
    ("BSchBepBtwOlaX", false), ("BV", false), ("XVor", false), ("bVor", false), ("BVo-", false),
  ]

  @Test("takes RGS codes of the right shape", arguments: references)
  func takesReference(_ code: String, isTaken: Bool) {
    let label = try? AccountLabel(referenceCode: code)
    #expect((label != nil) == isTaken)
  }

  static let subjects = [
    "journal-S", "journal-B", "journal-Z", "vat-S21", "vat-Z", "vat-E", "vat-AE",
  ]

  @Test("names journals and VAT codes as it reads them", arguments: subjects)
  func readsSubject(_ key: String) {
    #expect(LedgerLabel.Subject(key: key)?.key == key)
  }

  @Test(
    "knows no other journals or VAT codes",
    arguments: ["", "journal", "journal-X", "vat-", "vat-S0", "vat-E:education", "account-1"])
  func unknownSubjects(_ key: String) {
    #expect(LedgerLabel.Subject(key: key) == nil)
  }
}
