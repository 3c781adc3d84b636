/// Something with an identity, whose ids carry a prefix of their kind outside: `inv_…`.
package protocol Entity {
  /// A few lower-case letters, unique among all kinds.
  static var idPrefix: String { get }
}

extension Entity {
  package typealias ID = EntityID<Self>
}

/// The id of one kind of thing: a time-ordered 63-bit integer inside, text with a prefix outside.
package struct EntityID<Owner: Entity>: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let rawValue: Int64

  package init(rawValue: Int64) { self.rawValue = rawValue }

  /// Reads `inv_0c5k8…`: the prefix of this kind and 13 base-32 digits. Nil for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let prefix = Array(Owner.idPrefix.utf8) + [UInt8(ascii: "_")]
    guard bytes.count == prefix.count + IDText.digits, bytes.starts(with: prefix),
      let value = IDText.value(of: bytes[prefix.count...])
    else { return nil }
    rawValue = value
  }

  package var description: String { "\(Owner.idPrefix)_\(IDText.text(of: rawValue))" }

  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Base 32 in the order of ASCII, without the letters that look alike; fixed width keeps the order.
enum IDText {
  static let digits = 13
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  static func text(of value: Int64) -> String {
    var rest = UInt64(bitPattern: value)
    var bytes = [UInt8](repeating: alphabet[0], count: digits)
    for index in (0..<digits).reversed() {
      bytes[index] = alphabet[Int(rest & 31)]
      rest >>= 5
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func value(of bytes: ArraySlice<UInt8>) -> Int64? {
    var value: UInt64 = 0
    for byte in bytes {
      guard let digit = alphabet.firstIndex(of: byte), value >> 58 == 0 else { return nil }
      value = value << 5 | UInt64(digit)
    }
    return value > 0 ? Int64(exactly: value) : nil
  }
}
