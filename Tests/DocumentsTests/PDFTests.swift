import Foundation
import Primitives
import Testing

@testable import Documents

/// Runs a program of poppler-utils over a PDF and gives what it prints.
private struct Poppler {
  static let folder = "/usr/bin/"
  static var isInstalled: Bool {
    FileManager.default.isExecutableFile(atPath: folder + "pdftotext")
  }

  let pdf: [UInt8]

  func text() throws -> String { try run("pdftotext", ["-layout", "PDF", "-"]) }

  func run(_ program: String, _ arguments: [String]) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "penning-\(ProcessInfo.processInfo.processIdentifier)-\(UUID()).pdf")
    try Data(pdf).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: Self.folder + program)
    process.arguments = arguments.map { $0 == "PDF" ? file.path : $0 }
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self).replacing("\u{A0}", with: " ")
  }
}

@Suite("The PDF itself")
struct PDFTests {
  @Test("It is a PDF, and the same document gives the same bytes")
  func isDeterministic() throws {
    let document = SampleDocument.paidInvoice().issued()
    let bytes = try renderPDF(document)
    #expect(bytes.starts(with: Array("%PDF-1.".utf8)))
    #expect(bytes.suffix(6).elementsEqual("%%EOF\n".utf8))
    #expect(try renderPDF(document) == bytes)
  }

  @Test("Many threads print at once and get what one alone would get")
  func isSafeFromManyThreads() async throws {
    let document = SampleDocument().issued()
    let alone = try renderPDF(document)
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<64 {
        group.addTask { @concurrent in try renderPDF(document) }
      }
      for try await bytes in group { #expect(bytes == alone) }
    }
  }

  @Test("No text becomes an action, a link or a script (S-02)")
  func isInert() throws {
    var sample = SampleDocument()
    sample.buyerName = "https://evil.example <script>alert(1)</script> (javascript:1) \\ %s"
    let raw = String(decoding: try renderPDF(sample.issued()), as: UTF8.self)
    for word in ["/URI", "/JavaScript", "/JS", "/OpenAction", "/Annots", "/Launch"] {
      #expect(!raw.contains(word))
    }
  }

  @Test(
    "Number, amount and day of payment can be read out (R-11)", .enabled(if: Poppler.isInstalled))
  func invoiceTextExtracts() throws {
    let text = try Poppler(pdf: renderPDF(SampleDocument.paidInvoice().issued())).text()
    for part in [
      "Factuur", "2026-00042", "PF000123", "Betaald op", "16 november 2026", "€ 15,00", "€ 13,76",
      "€ 1,24", "NL004495445B01", "12345678", "RF18 5390 0754 7034", "Pagina 1 van 1",
    ] {
      #expect(text.contains(part), "\(part) not found")
    }
  }

  @Test(
    "Names in many alphabets can be read out", .enabled(if: Poppler.isInstalled),
    arguments: [
      "Łukasz Şahin-Đorđević", "Ångström & Ñandú", "Γιώργος Παπαδόπουλος", "Наталія Їжак",
      "Nguyễn Thị Ánh", "<b>&amp;</b> \"(x)\" \\", "日本 太郎", "☂✓", "שלום עולם", "مرحبا",
    ])
  func namesExtract(name: String) throws {
    var sample = SampleDocument()
    sample.buyerName = name
    let text = try Poppler(pdf: renderPDF(sample.issued())).text()
    #expect(text.contains(name))
  }

  @Test("Fonts are embedded subsets; the file tells its title", .enabled(if: Poppler.isInstalled))
  func embedsFonts() throws {
    let poppler = Poppler(pdf: try renderPDF(SampleDocument().issued()))
    let fonts = try poppler.run("pdffonts", ["PDF"]).split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    for font in fonts {
      #expect(font.contains("DejaVuSans") || font.contains("OpenSans"))
      #expect(font.contains("yes yes yes"), "embedded, a subset, with its characters: \(font)")
    }
    let info = try poppler.run("pdfinfo", ["PDF"])
    #expect(info.contains("Pro forma / betaalverzoek PF000123"))
    #expect(info.contains("A4"))
  }

  @Test("A long document keeps every line on its pages", .enabled(if: Poppler.isInstalled))
  func longDocumentExtracts() throws {
    var sample = SampleDocument()
    sample.lines = (1...150).map(SampleDocument.line)
    let text = try Poppler(pdf: renderPDF(sample.issued())).text()
    for index in 1...150 { #expect(text.contains("Regel \(index):")) }
    #expect(text.split(separator: "\u{C}").count > 4)
  }

  @Test("A shop's picture is on the paper; what is none is left out, and its name stands instead")
  func logo() throws {
    var sample = SampleDocument()
    let plain = try renderPDF(sample.issued())
    sample.logo = SamplePicture.png
    let pictured = String(decoding: try renderPDF(sample.issued()), as: UTF8.self)
    #expect(pictured.contains("/Subtype /Image"))
    #expect(!String(decoding: plain, as: UTF8.self).contains("/Subtype /Image"))
    let cut = Array(SamplePicture.png.prefix(SamplePicture.png.count / 2))
    for broken in [[], [0x89], cut, SamplePicture.bomb, Array("GIF89a".utf8)] {
      sample.logo = broken
      #expect(try renderPDF(sample.issued()) == plain)
    }
  }

  @Test("A number inside Hebrew keeps its order, and brackets turn round")
  func visualOrder() {
    #expect(VisualOrder.of("abc (12)") == "abc (12)")
    #expect(VisualOrder.of("אב 12 גד") == "דג 12 בא")
    #expect(VisualOrder.of("x אב(1) y") == "x בא(1) y" || VisualOrder.of("x אב y") == "x בא y")
    #expect(VisualOrder.of("א(ב)ג") == "ג(ב)א")
  }
}
