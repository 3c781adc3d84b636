import Primitives
import Testing

@testable import Documents

@Suite("What stands on a document")
struct PaperTests {
  @Test("A pro forma asks for money and is no VAT invoice (R-10)", arguments: Language.allCases)
  func proFormaIsNoInvoice(language: Language) throws {
    var sample = SampleDocument()
    sample.language = language
    // Even if a value that must not be there were: the paper does not print it.
    sample.rates = SampleDocument.paidInvoice().rates
    sample.lines = SampleDocument.paidInvoice().lines
    let words = try sample.words()
    for hidden in ["NL004495445B01", "NL001234567B12", "13,76", "13.76", "9%", "1,24", "1.24"] {
      #expect(!words.contains(hidden), "\(hidden) on a pro forma")
    }
    #expect(words.contains("PF000123"))
    #expect(words.contains(language == .nl ? "Onbetaald" : "Unpaid"))
    #expect(words.contains(language == .nl ? "geen btw-factuur" : "not a VAT invoice"))
    #expect(words.contains(language == .nl ? "Totaal inclusief btw" : "Total including VAT"))
  }

  @Test("The page of a paid invoice, row by row (R-11, R-43)")
  func paidInvoiceReadsWell() throws {
    let sheet = try #require(try SampleDocument.paidInvoice().sheets().first)
    let expected = """
      Achterdijk 12
      Tuinderij De Warmoes B.V.
      3981 HA Bunnik
      Factuur | Betaald
      2026-00042
      Aan | Factuurnummer | 2026-00042
      Łukasz Şahin-Đorđević | Factuurdatum | 16 november 2026
      Prinses Wilhelminalaan 123-A
      Pro-formanummer | PF000123
      1012 AB Amsterdam
      Betaald op | 16 november 2026
      Btw-id NL001234567B12
      Betalingskenmerk | RF18539007547034
      Betaald op 16 november 2026
      € 15,00
      Omschrijving | Aantal | Prijs | Btw | Excl. btw | Incl. btw
      Groentetas, elke week | 1 | € 15,00 | 9% | € 13,76 | € 15,00
      16 november 2026 t/m 30 november 2026
      15 van 30 dagen x 30,00 = 15,00
      Btw-tarief | Excl. btw | Btw | Totaal exclusief btw | € 13,76
      9% | € 13,76 | € 1,24
      Btw | € 1,24
      Totaal inclusief btw | € 15,00
      Betaald op 16 november 2026 | € -15,00
      Te betalen | € 0,00
      Tuinderij De Warmoes B.V.  ·  Achterdijk 12, 3981 HA Bunnik  ·  KVK 12345678 | Pagina 1 van 1
      Btw-id NL004495445B01  ·  IBAN NL91 ABNA 0417 1643 00
      administratie@dewarmoes.example
      """
    #expect(sheet.rows.joined(separator: "\n").replacing("\u{A0}", with: " ") == expected)
  }

  @Test("Credits used are told where the amount is asked (R-15)")
  func showsCredits() throws {
    var sample = SampleDocument()
    sample.total = .eur(3_000)
    sample.creditsUsed = .eur(1_250)
    sample.toPay = .eur(1_750)
    let words = try sample.words()
    #expect(words.contains("€ 30,00, waarvan € 12,50 uit tegoed; € 17,50 te betalen"))
    sample.language = .en
    let english = try sample.words()
    #expect(english.contains("€30.00, of which €12.50 from your credits; €17.50 to pay"))
  }

  @Test("A collected document names the day and asks for no transfer")
  func announcesCollection() throws {
    var sample = SampleDocument()
    sample.collectOn = SampleDocument.day("2026-12-01")
    let words = try sample.words()
    #expect(words.contains("Wordt automatisch afgeschreven op 1 december 2026"))
    #expect(!words.contains("Zelf overmaken"))
    #expect(!words.contains("Vervaldatum"))
  }

  @Test("A shop that hides its bank account has none on the paper (R-27)")
  func hidesAccount() throws {
    var sample = SampleDocument()
    #expect(try sample.words().contains("NL91 ABNA 0417 1643 00"))
    sample.iban = nil
    let words = try sample.words()
    #expect(!words.contains("IBAN"))
    #expect(words.contains("RF18539007547034"))
  }

  @Test("A credit note names its invoice and asks for nothing")
  func creditNote() throws {
    let words = try SampleDocument.creditNote().words()
    #expect(words.contains("Bij factuur | 2026-00042"))
    #expect(words.contains("Totaal credit"))
    #expect(!words.contains("Te betalen"))
    #expect(!words.contains("Vervaldatum"))
  }

  @Test("Prices without VAT: one column of net amounts, the rate beside it")
  func netPrices() throws {
    var sample = SampleDocument.paidInvoice()
    sample.pricesIncludeVAT = false
    #expect(try sample.words().contains("Omschrijving | Aantal | Prijs | Btw | Excl. btw\n"))
  }

  @Test("The file names the document and its day, in the language of its reader")
  func metadata() {
    let metadata = Paper(SampleDocument.paidInvoice(.en).issued()).metadata
    #expect(metadata.title == "Invoice 2026-00042")
    #expect(metadata.subject == "Paid")
    #expect(metadata.created == "2026-11-16T00:00:00Z")
  }
}
