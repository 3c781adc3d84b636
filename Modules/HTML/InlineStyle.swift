/// A colour as `#rrggbb`, checked: what a shop chooses as its accent.
package struct HexColor: Sendable, Hashable, CustomStringConvertible {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// "#1f6feb" or "1f6feb", in either case; nil for anything else.
  package init?(_ text: String) {
    let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
    let areHex = digits.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    guard areHex, digits.utf8.count == 6, let value = UInt32(digits, radix: 16) else { return nil }
    self.init(
      red: UInt8(truncatingIfNeeded: value >> 16), green: UInt8(truncatingIfNeeded: value >> 8),
      blue: UInt8(truncatingIfNeeded: value))
  }

  /// Six lower-case digits without the "#".
  package var digits: String {
    [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  package var description: String { "#" + digits }
}

/// A `style` attribute, for mails (pages have a style sheet; their security policy refuses this).
package struct InlineStyle: Sendable, ExpressibleByStringLiteral {
  let text: String

  private init(text: String) { self.text = text }

  /// Only from the code: `"color:#333;margin:0"`.
  package init(stringLiteral value: StaticString) { text = "\(value)" }

  /// The same with one more property that takes a colour.
  package func adding(_ property: StaticString, _ color: HexColor) -> InlineStyle {
    InlineStyle(text: text.isEmpty ? "\(property):\(color)" : "\(text);\(property):\(color)")
  }
}
