import Primitives
import Testing

@testable import Documents
@testable import Invoicing

@Suite("Where things stand")
struct LayoutTests {
  /// Documents that press against the edges.
  static let samples: [SampleDocument] = {
    var many = SampleDocument()
    many.lines = (1...200).map(SampleDocument.line)
    var wide = SampleDocument.paidInvoice()
    wide.buyerName = String(repeating: "Łukasz Şahin-Đorđević ", count: 40)
    wide.lines = [SampleDocument.wideLine]
    wide.total = SampleDocument.wideLine.amount
    wide.paid = wide.total
    var unbroken = SampleDocument()
    unbroken.buyerName = String(repeating: "W", count: 5_000)
    var empty = SampleDocument()
    empty.lines = []
    empty.buyerName = ""
    var wordy = SampleDocument.mixedInvoice()
    wordy.note = String(repeating: "Een lange opmerking van de winkel. ", count: 500)
    wordy.customerReference = String(repeating: "PO", count: 2_000)
    wordy.sellerName = String(repeating: "Verenigde Tuinders ", count: 200)
    return [
      SampleDocument(), .paidInvoice(), .paidInvoice(.en), .creditNote(), many, wide, unbroken,
      empty, wordy, .mixedInvoice(), .mixedInvoice(.en),
    ]
  }()

  @Test("Nothing leaves the margins, whatever the document", arguments: samples.indices)
  func staysInside(index: Int) throws {
    for sheet in try Self.samples[index].sheets() {
      #expect(sheet.strays(EvenRuler()) == [])
    }
  }

  @Test("Many lines run over many pages: each once, each page with its heads and its number")
  func manyLines() throws {
    var sample = SampleDocument()
    sample.lines = (1...200).map(SampleDocument.line)
    let sheets = try sample.sheets()
    #expect(sheets.count > 5)
    for (index, sheet) in sheets.enumerated() {
      #expect(sheet.texts.contains("Pagina \(index + 1) van \(sheets.count)"))
      #expect(sheet.texts.contains("Omschrijving"))
      #expect(sheet.texts.contains { $0.contains("PF000123") })
    }
    let starts = sheets.flatMap(\.texts).filter { $0.hasPrefix("Regel ") }
    #expect(starts.map { $0.prefix { $0 != ":" } } == (1...200).map { "Regel \($0)"[...] })
  }

  @Test("Sums so far are carried from the foot of a page to the head of the next")
  func carriesSums() throws {
    var sample = SampleDocument()
    sample.lines = (1...80).map(SampleDocument.line)
    let sheets = try sample.sheets()
    var sum = Int64(0)
    for (index, sheet) in sheets.enumerated() {
      for text in sheet.texts where text.hasPrefix("Regel ") {
        let number = try #require(Int64(text.dropFirst(6).prefix { $0 != ":" }))
        sum += (number % 7 + 1) * 250
      }
      guard index + 1 < sheets.count else { break }
      let carried = Money.eur(sum).formatted(.nl)
      #expect(sheet.rows.contains("Transport naar pagina \(index + 2) | \(carried)"))
      #expect(
        sheets[index + 1].rows.contains("Transport van pagina \(index + 1) | \(carried)"))
    }
    #expect(sum == sample.lines.reduce(0) { $0 + $1.amount.minorUnits })
  }

  @Test("Totals that no longer fit take the sums with them to the next page", arguments: 1...30)
  func totalsTakeSums(count: Int) throws {
    var sample = SampleDocument.mixedInvoice()
    sample.lines = Array(repeating: sample.lines[0], count: count)
    let sheets = try sample.sheets()
    for sheet in sheets.dropFirst() where sheet.texts.contains("Totaal inclusief btw") {
      #expect(sheet.texts.contains { $0.hasPrefix("Transport van") })
    }
    #expect(sheets.flatMap(\.texts).count { $0 == "Totaal inclusief btw" } == 1)
  }

  @Test("Amounts end in one column")
  func amountsAlign() throws {
    var sample = SampleDocument()
    sample.lines = (1...5).map(SampleDocument.line)
    let sheet = try #require(try sample.sheets().first)
    let amounts = Set(sample.lines.map { $0.amount.formatted(.nl) })
    var ends: Set<Int> = []
    for case .text(let text, let point, let style) in sheet.marks
    where amounts.contains(text) && point.x > Measure.right - 80 && style == .body {
      ends.insert(Int((point.x + EvenRuler().width(of: text, in: style)).rounded()))
    }
    #expect(ends == [Int((Measure.right - TableColumns.inset).rounded())])
  }

  @Test("A line longer than a page goes on over the next pages, no word lost")
  func endlessLine() throws {
    var sample = SampleDocument()
    let words = (1...3_000).map { "woord\($0)" }
    sample.lines = [SampleDocument.line(words.joined(separator: " "))]
    let sheets = try sample.sheets()
    #expect(sheets.count > 2)
    let printed = sheets.flatMap(\.texts).flatMap { $0.split(separator: " ") }
    #expect(printed.filter { $0.hasPrefix("woord") } == words.map { $0[...] })
  }

  @Test("Amounts of many digits shrink instead of running into the description")
  func shrinksCells() {
    let normal = TableColumns(Paper(SampleDocument().issued()).table, ruler: EvenRuler())
    #expect(normal.cellStyle.size == 9)
    var sample = SampleDocument.paidInvoice()
    sample.lines = [SampleDocument.wideLine]
    let wide = TableColumns(Paper(sample.issued()).table, ruler: EvenRuler())
    #expect(wide.cellStyle.size < 9)
    #expect(wide.descriptionWidth > 60)
  }

  @Test("A document of absurd length is refused")
  func refusesAbsurdLength() {
    var sample = SampleDocument()
    sample.lines = Array(repeating: SampleDocument.stub, count: 40_000)
    #expect(throws: DocumentError.tooManyPages(limit: PaperLayout.pageLimit)) {
      try sample.sheets()
    }
  }
}
