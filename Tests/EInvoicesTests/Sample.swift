import Primitives

@testable import EInvoices
@testable import Invoicing

/// A document to be varied by the tests; its VAT is calculated as Invoicing does it.
struct Sample {
  struct Item {
    var description = "Groentetas, elke week"
    var explanation: String?
    var quantity: Int64 = 1
    var price: Int64
    var treatment = VATTreatment.taxed(.standard)
    var period: Period?
  }

  var kind = DocumentKind.invoice
  var number = "2026-00042"
  var items = [Item(price: 3_000)]
  var pricesIncludeVAT = true
  var currency = Currency.eur
  var seller = Sample.dutchShop
  var buyer = Sample.dutchBusiness
  var language = Language.nl
  var iban: String? = "NL91 ABNA 0417 1643 00"
  var collectOn: CivilDate?
  var creditsUsed: Int64 = 0
  var isPaid = false
  var customerReference: String?
  var note: String?
  var proFormaNumber: String?
  var creditedNumber: String?

  static let dutchShop = Party(
    name: "Tuinderij De Warmoes B.V.", street: "Achterdijk 12", postalCode: "3981 HA",
    city: "Bunnik", country: "NL", email: "administratie@dewarmoes.example",
    vatNumber: "NL004495445B01", registrationNumber: "12345678")
  static let dutchBusiness = Party(
    name: "Eetcafé Het Anker", contact: "Sanne Bakker", street: "Havenstraat 3",
    postalCode: "1012 AB", city: "Amsterdam", country: "NL", email: "inkoop@hetanker.example",
    vatNumber: "NL001234567B13", registrationNumber: "87654321")
  static let consumer = Party(
    name: "Łukasz Şahin-Đorđević", street: "Prinsengracht 1", postalCode: "1015 DX",
    city: "Amsterdam", country: "NL")
  static let belgianBusiness = Party(
    name: "Brouwerij De Zwaan NV", street: "Grote Markt 1", postalCode: "2000", city: "Antwerpen",
    country: "BE", vatNumber: "BE0428759497")
  static let belgianShop = Party(
    name: "Boerderij Te Velde BV", street: "Dorpsstraat 7", postalCode: "9000", city: "Gent",
    country: "BE", vatNumber: "BE0428759497", registrationNumber: "0428.759.497")
  static let germanBusiness = Party(
    name: "Gemüsehof Müller GmbH", street: "Hauptstraße 5", postalCode: "10115", city: "Berlin",
    country: "DE", vatNumber: "DE136695976")
  static let american = Party(
    name: "Acme Inc.", street: "1 Main Street", postalCode: "94105", city: "San Francisco",
    country: "US")

  static func day(_ text: String) -> CivilDate { CivilDate(text) ?? .first }

  static func period(_ from: String, _ until: String) -> Period? {
    Period(from: day(from), until: day(until))
  }

  static func creditNote() -> Sample {
    var sample = Sample()
    sample.kind = .creditNote
    sample.number = "C2026-00003"
    sample.creditedNumber = "2026-00042"
    sample.note = "Te veel in rekening gebracht."
    return sample
  }

  func issued() throws -> IssuedDocument {
    let calculation = try VATCalculation(
      lines: items.map { item in
        VATCalculation.Line(
          quantity: try Ratio(item.quantity, 1),
          unitPrice: Money(minorUnits: item.price, currency: currency), treatment: item.treatment)
      }, pricesIncludeVAT: pricesIncludeVAT, currency: currency)
    let lines = zip(items, calculation.shares).map { item, share in
      IssuedDocument.Line(
        description: item.description, explanation: item.explanation, period: item.period,
        quantity: item.quantity, unitPrice: Money(minorUnits: item.price, currency: currency),
        amount: share.amount, net: kind == .proForma ? nil : share.net,
        treatment: kind == .proForma ? nil : item.treatment)
    }
    let nothing = Money.zero(currency)
    let credits = Money(minorUnits: creditsUsed, currency: currency)
    let rest = try calculation.gross - credits
    let isClosed = isPaid || kind == .creditNote
    return IssuedDocument(
      id: Invoice.ID(rawValue: 42), kind: kind, number: number, proFormaNumber: proFormaNumber,
      creditedNumber: creditedNumber,
      creditedIssuedOn: creditedNumber.map { _ in Sample.day("2026-11-16") },
      issuedOn: Sample.day("2026-11-22"), dueOn: Sample.day("2026-12-06"),
      paidOn: isPaid ? Sample.day("2026-11-22") : nil, collectOn: collectOn, state: state,
      seller: seller, buyer: buyer, lines: lines, pricesIncludeVAT: pricesIncludeVAT,
      rates: kind == .proForma ? [] : calculation.rates, total: calculation.gross,
      creditsUsed: credits, paid: isPaid ? rest : nothing, toPay: isClosed ? nothing : rest,
      closed: kind == .creditNote ? rest : nothing, paymentReference: "RF18539007547034",
      iban: iban, language: language, accentColour: nil, logo: nil,
      customerReference: customerReference, note: note, attachments: [], isManual: false)
  }

  private var state: DocumentState {
    switch kind {
    case .proForma: .proForma(.open)
    case .invoice: .invoice(isPaid ? .paid : .open)
    case .creditNote: .creditNote
    }
  }

  func invoice() throws -> EInvoice { try EInvoice(try issued()) }
}
