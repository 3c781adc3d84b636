/// The characters that references are made of, and forms written with them.
enum Alphabet {
  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  static func isCapital(_ byte: UInt8) -> Bool { (65...90).contains(byte) }

  /// The digits as numbers; nil when something else is among them.
  static func digits(_ bytes: some Sequence<UInt8>) -> [Int]? {
    var digits: [Int] = []
    for byte in bytes {
      guard isDigit(byte) else { return nil }
      digits.append(Int(byte) - 48)
    }
    return digits
  }

  /// Digits read as one number; nil beyond 18 digits.
  static func number(_ digits: some Collection<Int>) -> Int? {
    digits.count <= 18 ? digits.reduce(0) { $0 * 10 + $1 } : nil
  }

  /// Whether a text has a form in which 9 is a digit, A a letter, X either, and all else itself.
  static func matches(_ bytes: [UInt8], _ form: String) -> Bool {
    let pattern = Array(form.utf8)
    guard bytes.count == pattern.count else { return false }
    return zip(bytes, pattern).allSatisfy { byte, wanted in
      switch wanted {
      case UInt8(ascii: "9"): isDigit(byte)
      case UInt8(ascii: "A"): isCapital(byte)
      case UInt8(ascii: "X"): isDigit(byte) || isCapital(byte)
      default: byte == wanted
      }
    }
  }

  /// A form written short: "A4 9_10" as "A4910" would be unclear, so the count stands in front:
  /// "4A10X" is "AAAAXXXXXXXXXX".
  static func spelled(_ short: String) -> String {
    var form = ""
    var count = 0
    for byte in short.utf8 {
      if isDigit(byte) {
        count = count * 10 + Int(byte) - 48
      } else {
        let sign = byte == UInt8(ascii: "N") ? "9" : String(UnicodeScalar(byte))
        form += String(repeating: sign, count: max(count, 1))
        count = 0
      }
    }
    return form
  }
}
