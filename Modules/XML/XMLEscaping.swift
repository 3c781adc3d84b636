/// Where a piece of text stands.
enum XMLPlace {
  case text, attribute
}

extension [UInt8] {
  /// Appends text so that a reader gets exactly these characters back, but for those that XML
  /// forbids.
  mutating func appendXML(_ text: String, in place: XMLPlace) {
    if text.utf8.allSatisfy(\.isPlainXML) { return append(contentsOf: text.utf8) }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": append(contentsOf: "&amp;".utf8)
      case "<": append(contentsOf: "&lt;".utf8)
      case ">": append(contentsOf: "&gt;".utf8)
      case "\"" where place == .attribute: append(contentsOf: "&quot;".utf8)
      // A reader makes a line feed of it, and a space of all three in an attribute.
      case "\r": append(contentsOf: "&#13;".utf8)
      case "\n" where place == .attribute: append(contentsOf: "&#10;".utf8)
      case "\t" where place == .attribute: append(contentsOf: "&#9;".utf8)
      default:
        UTF8.encode(scalar.isAllowedInXML ? scalar : "\u{FFFD}").map { append(contentsOf: $0) }
      }
    }
  }

  /// Appends base64 with padding (RFC 4648, section 4).
  mutating func appendBase64(_ bytes: [UInt8]) {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    reserveCapacity(count + (bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<Swift.min(start + 3, bytes.count)]
      var bits = 0
      for byte in group { bits = bits << 8 | Int(byte) }
      bits <<= 8 * (3 - group.count)
      for position in 0..<4 {
        append(
          position <= group.count
            ? alphabet[bits >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
      }
    }
  }
}

extension UInt8 {
  /// ASCII that means itself wherever it stands: most of what is written.
  fileprivate var isPlainXML: Bool {
    (0x20..<0x7F).contains(self) && self != UInt8(ascii: "&") && self != UInt8(ascii: "<")
      && self != UInt8(ascii: ">") && self != UInt8(ascii: "\"")
  }
}

extension Unicode.Scalar {
  /// The production `Char` of XML 1.0.
  package var isAllowedInXML: Bool {
    switch value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}

extension String {
  /// Whether XML sees nothing but white space here.
  package var isBlankXML: Bool {
    unicodeScalars.allSatisfy { [" ", "\t", "\n", "\r"].contains($0) }
  }
}
