/// One cell of a table.
package enum CSVCell: Hashable, Sendable {
  /// What a person typed, or may have.
  case text(String)
  /// A number, a date, an id, a code: written by the program, so it holds nothing that a
  /// spreadsheet would take for a formula, and "-15.00" stays a number.
  case exact(String)
  case empty
}

/// Writes a table as CSV (RFC 4180: commas, double quotes, CR LF) in UTF-8, row by row, into a
/// buffer that its owner empties whenever it likes.
///
/// A spreadsheet takes a cell that begins with = + - @ for a formula, and runs it. Text that begins
/// so gets an apostrophe in front, which spreadsheets show as the mark of text and
/// `CSVText.original` takes off again (S-05).
package struct CSVWriter: Sendable {
  private var buffer: [UInt8]
  /// Each row has as many cells as there are columns.
  private let width: Int

  /// - Parameter byteOrderMark: without it, old spreadsheets take UTF-8 for something else.
  package init(columns: [String], byteOrderMark: Bool = true) {
    buffer = byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    width = columns.count
    append(columns.map(CSVCell.text))
  }

  /// How many bytes can be taken.
  package var pending: Int { buffer.count }

  /// Hands out what was written since the last time.
  package mutating func take() -> [UInt8] {
    defer { buffer.removeAll(keepingCapacity: true) }
    return buffer
  }

  /// The next row; cells that lack are empty, and those beyond the last column are left out.
  package mutating func append(_ cells: [CSVCell]) {
    for column in 0..<width {
      if column > 0 { buffer.append(UInt8(ascii: ",")) }
      guard column < cells.count else { continue }
      switch cells[column] {
      case .text(let text): append(CSVText.guarded(text))
      case .exact(let text): append(text)
      case .empty: break
      }
    }
    buffer.append(contentsOf: "\r\n".utf8)
  }

  private mutating func append(_ text: String) {
    guard CSVText.needsQuotes(text) else { return buffer.append(contentsOf: text.utf8) }
    buffer.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }
}

/// How text stands in a cell.
package enum CSVText {
  /// What makes a spreadsheet take a cell for a formula, some only in some countries; and the
  /// apostrophe itself, so that the way back is sure.
  private static let dangerous: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "'", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    "\u{2212}", "|", "%",
  ]

  /// The text, with an apostrophe in front where it could be taken for a formula; NUL, which ends a
  /// text in many programs, becomes U+FFFD.
  package static func guarded(_ text: String) -> String {
    let clean = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    let first = clean.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" && $0 != "\u{FEFF}" }
    guard let first, dangerous.contains(first) else { return clean }
    return "'" + clean
  }

  /// The text that `guarded` was given, but for NUL.
  package static func original(_ cell: String) -> String {
    guard cell.unicodeScalars.first == "'" else { return cell }
    return String(String.UnicodeScalarView(cell.unicodeScalars.dropFirst()))
  }

  /// Quotes never hurt, and keep a cell one cell where the list separator is another one.
  static func needsQuotes(_ text: String) -> Bool {
    text.utf8.contains { [0x2C, 0x3B, 0x22, 0x0D, 0x0A, 0x09, 0x27].contains($0) }
      || text.utf8.first == 0x20 || text.utf8.last == 0x20
  }
}
