/// Header fields in their order; names compare without regard to case.
///
/// A field can never break out of its line: control characters in a value become blanks, and a
/// field whose name is no token is dropped.
package struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  package struct Field: Sendable, Hashable {
    package let name: String
    package let value: String
  }

  package private(set) var fields: [Field] = []

  package init() {}

  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { add(name, value) }
  }

  /// The first value of the field. Setting replaces all of that name; nil removes them.
  package subscript(name: String) -> String? {
    get { fields.first { sameName($0.name, name) }?.value }
    set {
      fields.removeAll { sameName($0.name, name) }
      if let newValue { add(name, newValue) }
    }
  }

  /// All values of the field, in order.
  package func values(of name: String) -> [String] {
    fields.filter { sameName($0.name, name) }.map(\.value)
  }

  /// Adds a field beside those already there.
  package mutating func add(_ name: String, _ value: String) {
    guard isToken(name) else { return }
    fields.append(Field(name: name, value: withoutControls(value)))
  }

  /// Adds the field unless one of that name is there.
  package mutating func setIfMissing(_ name: String, _ value: String) {
    if self[name] == nil { add(name, value) }
  }
}

/// True for RFC 9110's `token`.
func isToken(_ text: String) -> Bool {
  !text.isEmpty
    && text.utf8.allSatisfy { $0.isAlphanumeric || "!#$%&'*+-.^_`|~".utf8.contains($0) }
}

extension UInt8 {
  /// An ASCII letter or digit.
  var isAlphanumeric: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

/// Equal but for the case of ASCII letters.
func sameName(_ a: String, _ b: String) -> Bool {
  let (a, b) = (a.utf8, b.utf8)
  return a.count == b.count && zip(a, b).allSatisfy { lowered($0) == lowered($1) }
}

/// ASCII lower case.
func lowered(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
}

private func withoutControls(_ value: String) -> String {
  guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return value }
  let bytes = value.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }
  return String(decoding: bytes, as: UTF8.self)
}
