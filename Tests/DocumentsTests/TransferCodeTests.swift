import Primitives
import Testing

@testable import Documents
@testable import Invoicing

@Suite("The code that a bank's app scans (R-27)")
struct TransferCodeTests {
  @Test("Its text is EPC069-12, line by line")
  func text() throws {
    let code = try #require(
      TransferCode(
        payee: "Bakkerij Jansen", iban: "nl91 abna 0417 1643 00", amount: .eur(4_000),
        reference: "RF88 2026 0042"))
    #expect(
      code.text
        == "BCD\n002\n1\nSCT\n\nBakkerij Jansen\nNL91ABNA0417164300\nEUR40.00\n\nRF8820260042\n")
  }

  @Test(
    "A reference of another kind goes as words",
    arguments: ["PF000123", "+++202/6000/04236+++"])
  func words(reference: String) throws {
    let code = try #require(
      TransferCode(
        payee: "A", iban: "NL91ABNA0417164300", amount: .eur(1), reference: reference))
    let lines = code.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 11)
    #expect(lines[9] == "" && lines[10] == reference)
  }

  @Test(
    "There is none for what cannot be transferred so",
    arguments: [
      ("A", "NL91ABNA0417164300", Money.eur(0)), ("A", "NL91ABNA0417164300", .eur(-1)),
      ("A", "NL91ABNA0417164300", .eur(100_000_000_000)), ("A", "NL91ABNA0417164301", .eur(1)),
      ("", "NL91ABNA0417164300", .eur(1)), ("\u{202E}", "NL91ABNA0417164300", .eur(1)),
      ("A", "NL91ABNA0417164300", Money(minorUnits: 100, currency: .usd)),
    ])
  func none(payee: String, iban: String, amount: Money) {
    #expect(
      TransferCode(payee: payee, iban: iban, amount: amount, reference: "RF8820260042") == nil)
  }

  @Test("Names of any length and script fit, and no line of theirs becomes one of ours")
  func longNames() throws {
    for name in [
      String(repeating: "W", count: 10_000), String(repeating: "太郎", count: 5_000), "A\nEUR9.99\nB",
    ] {
      guard
        let code = TransferCode(
          payee: name, iban: "NL91ABNA0417164300", amount: .eur(99_999_999_999),
          reference: "RF8820260042")
      else { continue }
      #expect(code.text.utf8.count <= 331)
      #expect(code.text.split(separator: "\n", omittingEmptySubsequences: false).count == 11)
    }
  }

  @Test("It stands where a transfer is right, and nowhere else")
  func whereItStands() {
    func code(_ change: (inout SampleDocument) -> Void) -> CodeMatrix? {
      var sample = SampleDocument()
      change(&sample)
      return Paper(sample.issued()).card?.code
    }
    #expect(code { _ in } != nil)
    #expect(code { $0.iban = nil } == nil)
    #expect(code { $0.collectOn = SampleDocument.day("2026-12-01") } == nil)
    #expect(code { $0 = .paidInvoice() } == nil)
    #expect(code { $0 = .creditNote() } == nil)
    #expect(code { $0 = .mixedInvoice() } != nil)
    for state in [ProFormaState.settled, .expired, .replaced, .cancelled] {
      #expect(code { $0.state = .proForma(state) } == nil)
    }
  }
}

@Suite("QR codes")
struct CodeMatrixTests {
  @Test("What is written is what is read, at every length", arguments: 1...331)
  func roundTrips(length: Int) throws {
    let signs = Array("BCD\n0é€Ω-太".unicodeScalars)
    var text = ""
    for index in 0... {
      let next = String(signs[(index * index + length) % signs.count])
      if text.utf8.count + next.utf8.count > length { break }
      text += next
    }
    guard !text.isEmpty else { return }
    let matrix = try #require(CodeMatrix(text))
    #expect(try CodeReader(matrix: matrix).text() == text)
  }

  @Test("The code of a document carries what the document asks")
  func ofDocument() throws {
    let document = SampleDocument.mixedInvoice().issued()
    let matrix = try #require(Paper(document).card?.code)
    let lines = try CodeReader(matrix: matrix).text().split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[7] == "EUR130.88")
    #expect(lines[9] == "RF18539007547034")
  }

  @Test("The reader itself sees a flipped square")
  func readerIsStrict() throws {
    let matrix = try #require(CodeMatrix("BCD"))
    var dark = matrix.dark
    dark[dark.count - 1].toggle()
    let bad = CodeMatrix(size: matrix.size, dark: dark)
    #expect(throws: CodeReader.Fault.correction) { try CodeReader(matrix: bad).text() }
  }

  @Test("Texts beyond version 13 give none")
  func refusesLong() {
    #expect(CodeMatrix(String(repeating: "x", count: 400)) == nil)
    #expect(CodeMatrix("a\u{0}b") == nil)
    #expect(CodeMatrix("") == nil)
  }
}
