/// Text in lines of at most 76 ASCII characters (RFC 2045, section 6.7).
enum QuotedPrintable {
  /// Any line end of the text becomes a line; the lines have none.
  static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var afterCR = false
    for byte in text.utf8 {
      if byte == 13 || (byte == 10 && !afterCR) {
        lines += broken(line)
        line = []
      } else if byte != 10 {
        line.append(byte)
      }
      afterCR = byte == 13
    }
    return lines + broken(line)
  }

  /// One line of the text, broken softly where it is too long.
  private static func broken(_ line: [UInt8]) -> [String] {
    var lines: [String] = []
    var current: [UInt8] = []
    for (index, byte) in line.enumerated() {
      let isLast = index == line.count - 1
      let isBlank = byte == 32 || byte == 9
      let isPlain =
        isBlank ? !isLast : (33...126).contains(byte) && byte != UInt8(ascii: "=")
      // One column is kept for the `=` that says that the line goes on.
      if current.count + (isPlain ? 1 : 3) > (isLast ? 76 : 75) {
        lines.append(String(decoding: current, as: UTF8.self) + "=")
        current = []
      }
      if isPlain {
        current.append(byte)
      } else {
        current += [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return lines + [String(decoding: current, as: UTF8.self)]
  }

  private static let digits = Array("0123456789ABCDEF".utf8)
}
