import Primitives
import Testing

@testable import Documents
@testable import Invoicing

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
      Tuinderij De Warmoes B.V.
      Tuinderij De Warmoes
      Achterdijk 12
      3981 HA Bunnik
      B.V.
      administratie@dewarmoes.example
      Betaald
      Factuur
      2026-00042
      Aan | Factuurnummer | 2026-00042
      Łukasz Şahin-Đorđević | Factuurdatum | 16 november 2026
      Prinses Wilhelminalaan 123-A
      Pro-formanummer | PF000123
      1012 AB Amsterdam
      Betaald op | 16 november 2026
      Btw-id NL001234567B12
      Betalingskenmerk | RF18 5390 0754 7034
      Betaald op 16 november 2026
      € 15,00
      Omschrijving | Aantal | Prijs | Btw | Excl. btw | Incl. btw
      Groentetas, elke week | 1 | € 15,00 | 9% | € 13,76 | € 15,00
      16 november 2026 t/m 30 november 2026
      15 van 30 dagen x 30,00 = 15,00
      Totaal exclusief btw | € 13,76
      9% btw over € 13,76 | € 1,24
      Totaal inclusief btw | € 15,00
      Betaald op 16 november 2026 | € -15,00
      Te betalen | € 0,00
      Tuinderij De Warmoes B.V.  ·  Achterdijk 12, 3981 HA Bunnik  ·  KVK 12345678 | Pagina 1 van 1
      Btw-id NL004495445B01  ·  IBAN NL91 ABNA 0417 1643 00
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
    #expect(words.contains("€ 30,00, waarvan € 12,50 uit uw tegoed, € 17,50 te betalen"))
    sample.language = .en
    let english = try sample.words()
    #expect(english.contains("€30.00, of which €12.50 from your credits, €17.50 to pay"))
  }

  @Test("A collected document names the day and asks for no transfer")
  func announcesCollection() throws {
    var sample = SampleDocument()
    sample.collectOn = SampleDocument.day("2026-12-01")
    let words = try sample.words()
    #expect(words.contains("Wordt automatisch afgeschreven op 1 december 2026"))
    #expect(words.contains("U hoeft niets te doen."))
    #expect(!words.contains("Op naam van"))
    #expect(!words.contains("Vervaldatum"))
  }

  @Test("A shop that hides its bank account has none on the paper (R-27)")
  func hidesAccount() throws {
    var sample = SampleDocument()
    #expect(try sample.words().contains("NL91 ABNA 0417 1643 00"))
    sample.iban = nil
    let words = try sample.words()
    #expect(!words.contains("IBAN"))
    #expect(words.contains("RF18 5390 0754 7034"))
  }

  @Test("A credit note names its invoice and asks for nothing")
  func creditNote() throws {
    let words = try SampleDocument.creditNote().words()
    #expect(words.contains("Bij factuur | 2026-00042"))
    #expect(words.contains("Factuurdatum | 16 november 2026"))
    #expect(words.contains("Reden\nOpgezegd op 16 november 2026"))
    #expect(words.contains("Totaal credit"))
    #expect(!words.contains("Te betalen"))
    #expect(!words.contains("Vervaldatum"))
  }

  @Test("Each VAT group has its sum, and what the law wants said stands beside it (R-14)")
  func vatGroups() throws {
    let words = try SampleDocument.mixedInvoice().words()
    for part in [
      "21% btw over € 108,00 | € 22,68", "9% btw over € 30,00 | € 2,70",
      "Btw verlegd over € 80,00 | € 0,00", "Vrijgesteld van btw over € 50,00 | € 0,00",
      "Totaal btw | € 25,38", "Totaal inclusief btw | € 293,38",
    ] {
      #expect(words.contains(part), "\(part) not found")
    }
    #expect(
      Paper(SampleDocument.mixedInvoice().issued()).mentions
        == ["Btw verlegd: de afnemer is de btw verschuldigd.", "Vrijgesteld van btw: onderwijs."])
    let english = try SampleDocument.mixedInvoice(.en).words()
    for part in [
      "21% VAT on €108.00 | €22.68", "VAT reverse charged on €80.00", "Exempt from VAT on €50.00",
    ] {
      #expect(english.contains(part), "\(part) not found")
    }
  }

  @Test("What was credited, used and paid is taken off line by line, and told in one sentence")
  func settlement() throws {
    let words = try SampleDocument.mixedInvoice().words()
    for part in [
      "Gecrediteerd | € -50,00", "Uit uw tegoed | € -12,50", "Betaald | € -100,00",
      "Te betalen | € 130,88", "Korting: welkom10 (10%) | 1 | € -12,00 | 21% | € -12,00",
    ] {
      #expect(words.contains(part), "\(part) not found")
    }
    let card = try #require(Paper(SampleDocument.mixedInvoice(.en).issued()).card)
    #expect(
      card.rows == [
        "€293.38, of which €12.50 from your credits, €100.00 already paid, €50.00 credited, "
          + "€130.88 to pay"
      ])
  }

  @Test("The customer's reference, the shop's note and the attachments are told")
  func notes() throws {
    let words = try SampleDocument.mixedInvoice().words()
    #expect(words.contains("Uw referentie | PO-2026-7781"))
    #expect(words.contains("Opmerking\nLevering in overleg met de heer De Vries; bel vooraf."))
    #expect(words.contains("Bijlagen\nvoorwaarden.pdf, urenstaat.pdf"))
  }

  @Test(
    "Kinds and states are told apart before a word is read (R-43)",
    arguments: [
      (DocumentState.proForma(.open), Paper.Bar.dashed, Paper.Tone.due),
      (.proForma(.partlySettled), .dashed, .due), (.proForma(.settled), .dashed, .settled),
      (.proForma(.expired), .dashed, .ended), (.proForma(.replaced), .dashed, .ended),
      (.proForma(.cancelled), .dashed, .ended), (.invoice(.open), .whole, .due),
      (.invoice(.partlyPaid), .whole, .due), (.invoice(.paid), .whole, .settled),
      (.invoice(.credited), .whole, .ended), (.invoice(.writtenOff), .whole, .ended),
      (.creditNote, .hollow, .returned),
    ])
  func looks(state: DocumentState, bar: Paper.Bar, tone: Paper.Tone) throws {
    var sample = SampleDocument.paidInvoice()
    sample.state = state
    switch state {
    case .proForma: sample.kind = .proForma
    case .invoice: sample.kind = .invoice
    case .creditNote: sample.kind = .creditNote
    }
    let paper = Paper(sample.issued())
    #expect(paper.bar == bar)
    #expect(paper.card?.tone == tone)
    #expect(paper.stamp?.tone ?? .returned == tone)
    let asks = try sample.words().contains("Te betalen uiterlijk")
    #expect(asks == (tone == .due))
  }

  @Test("A country abroad is called by its name", arguments: [("BE", "België"), ("ZZ", "ZZ")])
  func country(code: String, name: String) {
    var sample = SampleDocument()
    sample.buyerCountry = code
    let paper = Paper(sample.issued())
    #expect(paper.buyer.rows.last == name)
    #expect(paper.seller.rows.contains("Nederland"))
    sample.buyerCountry = "NL"
    #expect(!Paper(sample.issued()).seller.rows.contains("Nederland"))
  }

  @Test(
    "Hostile texts stand as they were written, on every kind",
    arguments: [
      "=cmd|' /C calc'!A0", "<img src=x onerror=alert(1)>", "{{7*7}}", "${7*7}", "%n%s",
      "'; DROP TABLE invoices; --", "(\\) Tj ET endstream", "https://evil.example",
    ])
  func hostileTexts(text: String) throws {
    for var sample in [SampleDocument(), .mixedInvoice(), .creditNote()] {
      sample.buyerName = text
      sample.customerReference = text
      sample.note = text
      sample.attachments = [text]
      sample.lines = [SampleDocument.line(text)]
      let paper = Paper(sample.issued())
      #expect(paper.buyer.name == text && paper.table.lines[0].description == text)
      #expect(paper.facts.contains { $0.value == text })
      #expect(paper.notes.count { $0.text == text } == 2)
    }
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
