extension JSONValue {
  /// The text as UTF-8: members in their order, no white space, the same bytes each time.
  ///
  /// `<`, `>`, `&`, U+2028 and U+2029 are escaped, so that the text can stand in a page or a
  /// script without ending it.
  package func serialized() -> [UInt8] {
    var writer = JSONWriter()
    writer.write(self)
    return writer.bytes
  }

  /// The same as text.
  package var text: String { String(decoding: serialized(), as: UTF8.self) }
}

extension JSONObject {
  /// The object as text in UTF-8, as `JSONValue.serialized()` writes it.
  package func serialized() -> [UInt8] { JSONValue.object(self).serialized() }
}

struct JSONWriter {
  private static let hex = Array("0123456789abcdef".utf8)
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): bytes.append(contentsOf: String(value).utf8)
    case .number(let text): write(number: text)
    case .string(let text): write(string: text)
    case .array(let items): write(items)
    case .object(let object): write(object)
    }
  }

  private mutating func write(_ items: [JSONValue]) {
    bytes.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(item)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ object: JSONObject) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in object.members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(string: member.key)
      bytes.append(UInt8(ascii: ":"))
      write(member.value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// A text that is no number is written as a string: nothing can break out of its place.
  private mutating func write(number text: String) {
    switch try? JSONValue(parsing: text) {
    case .number, .integer: bytes.append(contentsOf: text.utf8)
    default: write(string: text)
    }
  }

  private mutating func write(string: String) {
    bytes.append(UInt8(ascii: "\""))
    var lineSeparatorPrefix = 0  // how many of the bytes E2 80 came just before
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes.append(contentsOf: [0x5C, 0x22])
      case UInt8(ascii: "\\"): bytes.append(contentsOf: [0x5C, 0x5C])
      case 0x0A: bytes.append(contentsOf: [0x5C, UInt8(ascii: "n")])
      case 0x0D: bytes.append(contentsOf: [0x5C, UInt8(ascii: "r")])
      case 0x09: bytes.append(contentsOf: [0x5C, UInt8(ascii: "t")])
      case 0..<0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
        escape(UInt16(byte))
      case 0xA8 where lineSeparatorPrefix == 2, 0xA9 where lineSeparatorPrefix == 2:
        bytes.removeLast(2)
        escape(byte == 0xA8 ? 0x2028 : 0x2029)
      default: bytes.append(byte)
      }
      lineSeparatorPrefix =
        byte == 0xE2 ? 1 : byte == 0x80 && lineSeparatorPrefix == 1 ? 2 : 0
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ code: UInt16) {
    bytes.append(contentsOf: [0x5C, UInt8(ascii: "u")])
    for shift in [12, 8, 4, 0] as [UInt16] { bytes.append(Self.hex[Int(code >> shift & 0xF)]) }
  }
}
