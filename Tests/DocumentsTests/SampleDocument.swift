import Primitives

@testable import Invoicing

/// A document with everything on it, to be varied by the tests.
struct SampleDocument {
  var kind = DocumentKind.proForma
  var state = DocumentState.proForma(.open)
  var language = Language.nl
  var number = "PF000123"
  var proFormaNumber: String?
  var creditedNumber: String?
  var creditedIssuedOn: CivilDate?
  var paidOn: CivilDate?
  var collectOn: CivilDate?
  var sellerName = "Tuinderij De Warmoes B.V."
  var buyerName = "Łukasz Şahin-Đorđević"
  var buyerCountry = "NL"
  var lines = [SampleDocument.stub]
  var pricesIncludeVAT = true
  var rates: [IssuedDocument.RateTotal] = []
  var total = Money.eur(1_500)
  var creditsUsed = Money.eur(0)
  var paid = Money.eur(0)
  var toPay = Money.eur(1_500)
  var closed = Money.eur(0)
  var paymentReference = "RF18539007547034"
  var iban: String? = "NL91 ABNA 0417 1643 00"
  var accentColour: String? = "#7a2e6d"
  var logo: [UInt8]?
  var customerReference: String?
  var note: String?
  var attachments: [String] = []

  /// The pro rata part of the product's running example.
  static let stub = IssuedDocument.Line(
    description: "Groentetas, elke week", explanation: "15 van 30 dagen x 30,00 = 15,00",
    period: Period(from: day("2026-11-16"), until: day("2026-12-01")), quantity: 1,
    unitPrice: .eur(1_500), amount: .eur(1_500), net: nil, treatment: nil)

  static func day(_ text: String) -> CivilDate { CivilDate(text) ?? .first }

  /// The invoice that follows the sample pro forma once it is paid.
  static func paidInvoice(_ language: Language = .nl) -> SampleDocument {
    var sample = SampleDocument()
    sample.kind = .invoice
    sample.state = .invoice(.paid)
    sample.language = language
    sample.number = "2026-00042"
    sample.proFormaNumber = "PF000123"
    sample.paidOn = day("2026-11-16")
    sample.lines = [
      IssuedDocument.Line(
        description: stub.description, explanation: stub.explanation, period: stub.period,
        quantity: 1, unitPrice: .eur(1_500), amount: .eur(1_500), net: .eur(1_376),
        treatment: .taxed(.reducedNL))
    ]
    sample.rates = [.init(treatment: .taxed(.reducedNL), net: .eur(1_376), vat: .eur(124))]
    sample.paid = .eur(1_500)
    sample.toPay = .eur(0)
    return sample
  }

  static func creditNote() -> SampleDocument {
    var sample = paidInvoice()
    sample.kind = .creditNote
    sample.state = .creditNote
    sample.number = "C2026-00003"
    sample.proFormaNumber = nil
    sample.creditedNumber = "2026-00042"
    sample.creditedIssuedOn = day("2026-11-16")
    sample.paidOn = nil
    sample.paid = .eur(0)
    sample.note = "Opgezegd op 16 november 2026"
    return sample
  }

  /// An open invoice without VAT in its prices, of several groups, with a discount, partly paid
  /// from credits and partly credited.
  static func mixedInvoice(_ language: Language = .nl) -> SampleDocument {
    var sample = paidInvoice(language)
    sample.state = .invoice(.partlyPaid)
    sample.paidOn = nil
    sample.pricesIncludeVAT = false
    sample.lines = [
      netLine("Hosting, jaar", 1, 12_000, .taxed(.standard)),
      netLine("Korting: welkom10 (10%)", 1, -1_200, .taxed(.standard)),
      netLine("Handboek", 3, 1_000, .taxed(.reducedNL)),
      netLine("Cursus", 1, 5_000, .exempt(.education)),
      netLine("Advies in Gent", 2, 4_000, .reverseCharge),
    ]
    sample.rates = [
      .init(treatment: .taxed(.standard), net: .eur(10_800), vat: .eur(2_268)),
      .init(treatment: .taxed(.reducedNL), net: .eur(3_000), vat: .eur(270)),
      .init(treatment: .reverseCharge, net: .eur(8_000), vat: .eur(0)),
      .init(treatment: .exempt(.education), net: .eur(5_000), vat: .eur(0)),
    ]
    sample.total = .eur(29_338)
    sample.closed = .eur(5_000)
    sample.creditsUsed = .eur(1_250)
    sample.paid = .eur(10_000)
    sample.toPay = .eur(13_088)
    sample.customerReference = "PO-2026-7781"
    sample.note = "Levering in overleg met de heer De Vries; bel vooraf."
    sample.attachments = ["voorwaarden.pdf", "urenstaat.pdf"]
    return sample
  }

  static func netLine(
    _ description: String, _ quantity: Int64, _ price: Int64, _ treatment: VATTreatment
  ) -> IssuedDocument.Line {
    IssuedDocument.Line(
      description: description, explanation: nil, period: nil, quantity: quantity,
      unitPrice: .eur(price), amount: .eur(quantity * price), net: .eur(quantity * price),
      treatment: treatment)
  }

  /// As many different lines as asked, some of two rows.
  static func line(_ index: Int) -> IssuedDocument.Line {
    IssuedDocument.Line(
      description: "Regel \(index): groente van het seizoen, gewassen en in het krat gelegd",
      explanation: nil, period: index.isMultiple(of: 3) ? stub.period : nil,
      quantity: Int64(index % 7 + 1), unitPrice: .eur(250),
      amount: .eur(Int64(index % 7 + 1) * 250),
      net: nil, treatment: nil)
  }

  static func line(_ description: String) -> IssuedDocument.Line {
    IssuedDocument.Line(
      description: description, explanation: nil, period: nil, quantity: 1, unitPrice: .eur(100),
      amount: .eur(100), net: nil, treatment: nil)
  }

  /// As many digits as an input may have.
  static let wideLine = IssuedDocument.Line(
    description: "Een bedrag met veel cijfers, en een lange naam die zal moeten afbreken",
    explanation: nil, period: nil, quantity: 999_999, unitPrice: .eur(99_999_999_999),
    amount: .eur(99_999_999_999), net: .eur(99_999_999_999),
    treatment: VATRate(percent: "5.5").map(VATTreatment.taxed))

  func issued() -> IssuedDocument {
    IssuedDocument(
      id: Invoice.ID(rawValue: 42), kind: kind, number: number, proFormaNumber: proFormaNumber,
      creditedNumber: creditedNumber, creditedIssuedOn: creditedIssuedOn,
      issuedOn: Self.day("2026-11-16"), dueOn: Self.day("2026-11-30"), paidOn: paidOn,
      collectOn: collectOn, state: state, seller: seller, buyer: buyer, lines: lines,
      pricesIncludeVAT: pricesIncludeVAT, rates: rates, total: total, creditsUsed: creditsUsed,
      paid: paid, toPay: toPay, closed: closed, paymentReference: paymentReference, iban: iban,
      language: language, accentColour: accentColour, logo: logo,
      customerReference: customerReference, note: note, attachments: attachments, isManual: false)
  }

  private var seller: Party {
    Party(
      name: sellerName, street: "Achterdijk 12", postalCode: "3981 HA", city: "Bunnik",
      country: "NL", email: "administratie@dewarmoes.example", vatNumber: "NL004495445B01",
      registrationNumber: "12345678")
  }

  private var buyer: Party {
    Party(
      name: buyerName, street: "Prinses Wilhelminalaan 123-A", postalCode: "1012 AB",
      city: "Amsterdam", country: buyerCountry, vatNumber: "NL001234567B12")
  }
}
