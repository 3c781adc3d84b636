import Archives
import Testing

/// A reader of RFC 4180, for tests: rows of cells.
func readCSV(_ bytes: [UInt8]) -> [[String]] {
  var rows: [[String]] = []
  var row: [String] = []
  var cell: [UInt8] = []
  var isQuoted = false
  var index = 0
  while index < bytes.count {
    let byte = bytes[index]
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    index += 1
    switch (byte, isQuoted) {
    case (0x22, true) where next == 0x22:
      cell.append(0x22)
      index += 1
    case (0x22, _): isQuoted.toggle()
    case (0x2C, false):
      row.append(String(decoding: cell, as: UTF8.self))
      cell = []
    case (0x0D, false) where next == 0x0A:
      row.append(String(decoding: cell, as: UTF8.self))
      rows.append(row)
      (row, cell) = ([], [])
      index += 1
    default: cell.append(byte)
    }
  }
  return rows
}

@Suite("CSV files")
struct CSVTests {
  static let texts = [
    "", "plain", "a,b", "a;b", "say \"hi\"", "first\r\nsecond", "a\nb", "a\rb", " spaces ",
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "'=1", "''", "|x",
    "%0A", " =1", "\u{A0}=1", "\u{FF1D}1+1", "\u{2212}1", "<img onerror=x>", "{{7*7}}",
    "שלום עולם", "👩‍👩‍👧", "=\u{301}1", String(repeating: "x", count: 10_000),
  ]

  @Test("Each text comes back as it was, in a row of as many cells", arguments: texts)
  func roundTrip(_ text: String) throws {
    var csv = CSVWriter(columns: ["a", "b", "c"], byteOrderMark: false)
    csv.append([.text(text), .exact("-15.00"), .text(text)])
    let rows = readCSV(csv.take())
    #expect(rows.count == 2)
    let row = try #require(rows.last)
    #expect(row.count == 3)
    #expect(row.map(CSVText.original) == [text, "-15.00", text])
    #expect(row[1] == "-15.00")
  }

  @Test("No cell of text begins with what a spreadsheet runs", arguments: texts)
  func guarded(_ text: String) {
    let first = CSVText.guarded(text).unicodeScalars.first { $0 != " " && $0 != "\u{A0}" }
    if let first {
      #expect(!"=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first))
    }
  }

  @Test("NUL is seen, and ends nothing")
  func nul() {
    #expect(CSVText.guarded("a\0=b") == "a\u{FFFD}=b")
  }

  @Test("The mark of UTF-8 stands first, once, when it is wanted", arguments: [true, false])
  func mark(_ isWanted: Bool) {
    var csv = CSVWriter(columns: ["é"], byteOrderMark: isWanted)
    let head = csv.take()
    #expect(head.starts(with: [0xEF, 0xBB, 0xBF]) == isWanted)
    csv.append([.text("x")])
    #expect(csv.take() == Array("x\r\n".utf8))
    #expect(csv.pending == 0)
  }

  @Test("Rows keep the width of the head")
  func width() {
    var csv = CSVWriter(columns: ["a", "b"], byteOrderMark: false)
    csv.append([])
    csv.append([.exact("1"), .empty, .exact("3")])
    #expect(readCSV(csv.take()) == [["a", "b"], ["", ""], ["1", ""]])
  }
}
