import Cryptography
package import HTML
import Primitives

/// The one style sheet of both servers, compiled in, served under a name made of its content.
package enum StyleSheet {
  package static let text =
    tokensCSS + elementsCSS + frameCSS + contentCSS + tablesCSS + formsCSS + printCSS

  /// `penning-0123456789abcdef.css`: changes with the content, so browsers may keep it for good.
  package static let fileName = "penning-\(hash).css"

  private static let hash = String(Hex.encode(SHA256.hash(text)).prefix(16))
}

/// A shop's own colour, served as a style sheet of one rule, since pages allow no inline styles.
package struct Accent: Sendable, Hashable {
  package let color: HexColor

  package init(_ color: HexColor) { self.color = color }

  /// `accent-1f6feb.css`
  package var fileName: String { "accent-\(color.digits).css" }

  /// Nil for a name that is none of ours.
  package init?(fileName: String) {
    guard fileName.hasPrefix("accent-"), fileName.hasSuffix(".css"),
      let color = HexColor(String(fileName.dropFirst(7).dropLast(4)))
    else { return nil }
    self.init(color)
    guard self.fileName == fileName else { return nil }
  }

  /// The colour darkened until white text on it, and it on white, can be read (4.5 : 1).
  package var readable: HexColor {
    var color = color
    for _ in 0..<64 where Self.contrastWithWhite(color) < 460 {
      color = HexColor(
        red: UInt8(Int(color.red) * 94 / 100), green: UInt8(Int(color.green) * 94 / 100),
        blue: UInt8(Int(color.blue) * 94 / 100))
    }
    return color
  }

  var css: String { ":root{--accent:\(readable)}\n" }

  /// Hundredths of the WCAG contrast ratio, approximated with integers: gamma 2 for 2.2, which
  /// errs on the side of less contrast for dark colours.
  static func contrastWithWhite(_ color: HexColor) -> Int {
    func square(_ part: UInt8) -> Int { Int(part) * Int(part) }
    let weighted = 2126 * square(color.red) + 7152 * square(color.green) + 722 * square(color.blue)
    let luminance = weighted / 65_025  // 0...10,000
    return 105 * 10_000 / (luminance + 500)
  }
}
