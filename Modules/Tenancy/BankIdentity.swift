/// An international bank account number with right check digits (ISO 13616).
package struct IBAN: Hashable, Sendable, CustomStringConvertible {
  /// Capitals without spaces: `NL91ABNA0417164300`.
  package let text: String

  /// Reads it with or without spaces, in any case. Nil when length, shape or check is wrong.
  package init?(_ text: String) {
    guard text.utf8.count <= 60 else { return nil }
    let bytes = Array(text.uppercased().utf8).filter { $0 != UInt8(ascii: " ") }
    guard (15...34).contains(bytes.count), bytes[0...1].allSatisfy(isCapital),
      bytes[2...3].allSatisfy(isDigit), bytes.allSatisfy({ isDigit($0) || isCapital($0) }),
      ISO7064.remainder97(of: Array(bytes[4...]) + bytes[..<4]) == 1
    else { return nil }
    let country = String(decoding: bytes[0...1], as: UTF8.self)
    if let length = IBAN.lengths[country], length != bytes.count { return nil }
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  package var description: String { masked }
  package var country: String { String(text.prefix(2)) }
  /// `NL91 **** **** 4300`-like: enough to recognise, too little to use (I-44).
  package var masked: String { "\(text.prefix(4)) **** \(text.suffix(4))" }

  /// In groups of four, as people write it.
  package var grouped: String {
    var result = ""
    for (index, character) in text.enumerated() {
      if index > 0, index % 4 == 0 { result.append(" ") }
      result.append(character)
    }
    return result
  }

  /// The lengths of the SEPA countries.
  static let lengths: [String: Int] = [
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28,
    "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31,
    "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "VA": 22,
  ]
}

/// A VAT number as EN 16931 writes it: the country's prefix, then 2 to 13 letters and digits.
///
/// Checks the shape and, for the Netherlands and Belgium, the country's own check digits; whether
/// it is registered only VIES can say.
package struct VATNumber: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package init?(_ text: String) {
    guard text.utf8.count <= 40 else { return nil }
    let bytes = Array(text.uppercased().utf8).filter { !VATNumber.separators.contains($0) }
    guard (4...15).contains(bytes.count), bytes[0...1].allSatisfy(isCapital),
      bytes[2...].allSatisfy({ isDigit($0) || isCapital($0) }), VATNumber.holds(bytes)
    else { return nil }
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  package var description: String { text }
  package var country: String { String(text.prefix(2)) }

  private static let separators = Set(" .-".utf8)

  private static func holds(_ bytes: [UInt8]) -> Bool {
    switch String(decoding: bytes[0...1], as: UTF8.self) {
    case "NL": isDutch(bytes)
    case "BE": isBelgian(Array(bytes[2...]))
    default: true
    }
  }

  /// `NL` 9 digits `B` 2 digits: by mod 97 over the whole (sole traders since 2020) or by the
  /// eleven test over the first nine digits.
  private static func isDutch(_ bytes: [UInt8]) -> Bool {
    let digits = bytes[2..<min(11, bytes.count)]
    guard bytes.count == 14, digits.allSatisfy(isDigit), bytes[11] == UInt8(ascii: "B"),
      bytes[12...].allSatisfy(isDigit)
    else { return false }
    if ISO7064.remainder97(of: bytes) == 1 { return true }
    let weighted = zip(digits.prefix(8), [9, 8, 7, 6, 5, 4, 3, 2]).reduce(0) {
      $0 + Int($1.0 - 48) * $1.1
    }
    return weighted % 11 == Int(bytes[10] - 48)
  }

  /// Ten digits, the last two of which are 97 less the rest modulo 97.
  private static func isBelgian(_ digits: [UInt8]) -> Bool {
    guard digits.count == 10, digits.allSatisfy(isDigit), digits[0] <= UInt8(ascii: "1") else {
      return false
    }
    let number = digits.prefix(8).reduce(0) { $0 * 10 + Int($1 - 48) }
    return 97 - number % 97 == Int(digits[8] - 48) * 10 + Int(digits[9] - 48)
  }
}

/// A country by its ISO 3166 code of two capitals.
package struct Country: Hashable, Sendable, CustomStringConvertible {
  package static let netherlands = Country(known: "NL")
  package static let belgium = Country(known: "BE")

  package let code: String

  package init?(_ code: String) {
    let bytes = Array(code.utf8)
    guard bytes.count == 2, bytes.allSatisfy(isCapital) else { return nil }
    self.code = code
  }

  private init(known code: String) { self.code = code }

  package var description: String { code }
}

/// Check digits by ISO 7064 MOD 97-10, letters counted as 10 to 35.
enum ISO7064 {
  /// The remainder of capitals and digits; other bytes must have been refused before.
  static func remainder97(of bytes: [UInt8]) -> Int {
    bytes.reduce(0) { remainder, byte in
      isDigit(byte)
        ? (remainder * 10 + Int(byte) - 48) % 97 : (remainder * 100 + Int(byte) - 55) % 97
    }
  }
}

func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
func isCapital(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
