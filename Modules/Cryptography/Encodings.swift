/// Hexadecimal, written in lower case, read in either.
package enum Hex {
  package static func encode(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      output.append(digits[Int(byte >> 4)])
      output.append(digits[Int(byte & 15)])
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Nil for an odd length or any other character.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 2) else { return nil }
    var output: [UInt8] = []
    var high: UInt8?
    for character in text.utf8 {
      guard let digit = value(of: character) else { return nil }
      if let first = high {
        output.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return output
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// Base64 with the standard alphabet and padding (RFC 4648, section 4): mail and signatures.
package enum Base64 {
  package static func encode(_ bytes: [UInt8]) -> String {
    let text = Radix.base64.encode(bytes)
    return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
  }

  /// Strict: full padding, no white space, no stray bits. Else nil.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 4) else { return nil }
    let body = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }
    guard text.utf8.count - body.count <= 2 else { return nil }
    return Radix.base64.decode(body.reversed())
  }
}

/// Base64 with the URL alphabet, without padding (RFC 4648, section 5): tokens and envelopes.
package enum Base64URL {
  package static func encode(_ bytes: [UInt8]) -> String { Radix.base64URL.encode(bytes) }

  /// Strict: no padding, no stray bits, so that each value has exactly one text. Else nil.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    Radix.base64URL.decode(text.utf8)
  }
}

/// Base32 without padding (RFC 4648, section 6): for what people read aloud or type.
package enum Base32 {
  package static func encode(_ bytes: [UInt8]) -> String { Radix.base32.encode(bytes) }

  /// Strict but for letter case. Else nil.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    Radix.base32.decode(text.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 })
  }
}

/// An alphabet whose size is a power of two, read and written bit by bit.
private struct Radix: Sendable {
  static let base64 = Radix(letters + letters.lowercased() + "0123456789+/", bits: 6)
  static let base64URL = Radix(letters + letters.lowercased() + "0123456789-_", bits: 6)
  static let base32 = Radix(letters + "234567", bits: 5)
  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

  private let alphabet: [UInt8]
  private let values: [UInt8]
  private let bits: Int
  private static let none: UInt8 = 255

  private init(_ alphabet: String, bits: Int) {
    self.alphabet = Array(alphabet.utf8)
    self.bits = bits
    var values = [UInt8](repeating: Self.none, count: 256)
    for (value, character) in self.alphabet.enumerated() {
      values[Int(character)] = UInt8(value)
    }
    self.values = values
  }

  func encode(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count * 8 + bits - 1) / bits)
    var buffer: UInt32 = 0
    var held = 0
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      held += 8
      while held >= bits {
        held -= bits
        output.append(alphabet[Int(buffer >> UInt32(held)) & (alphabet.count - 1)])
      }
      buffer &= 1 << UInt32(held) - 1
    }
    if held > 0 {
      output.append(alphabet[Int(buffer << UInt32(bits - held)) & (alphabet.count - 1)])
    }
    return String(decoding: output, as: UTF8.self)
  }

  func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var output: [UInt8] = []
    var buffer: UInt32 = 0
    var held = 0
    for character in text {
      let value = values[Int(character)]
      guard value != Self.none else { return nil }
      buffer = buffer << UInt32(bits) | UInt32(value)
      held += bits
      if held >= 8 {
        held -= 8
        output.append(UInt8(truncatingIfNeeded: buffer >> UInt32(held)))
        buffer &= 1 << UInt32(held) - 1
      }
    }
    // A whole unused character, or bits that no encoder would have set, is another's text.
    return held < bits && buffer == 0 ? output : nil
  }
}
