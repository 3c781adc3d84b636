extension String {
  /// The text as it may stand on paper. Line breaks and tabs become one space; control and format
  /// characters (which can reverse, hide or join text) vanish, so what is printed reads as it was
  /// stored, and nothing in a name can act on the reader's program.
  var printable: String {
    var clean = String.UnicodeScalarView()
    var pendingSpace = false
    for scalar in unicodeScalars {
      if scalar.properties.isWhitespace {
        pendingSpace = !clean.isEmpty
        // A space that may not break keeps an amount together with its sign.
        if scalar == "\u{A0}" || scalar == "\u{202F}" {
          clean.append("\u{A0}")
          pendingSpace = false
        }
        continue
      }
      guard Self.isVisible(scalar) else { continue }
      if pendingSpace {
        clean.append(" ")
        pendingSpace = false
      }
      clean.append(scalar)
    }
    return String(clean)
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default:
      !scalar.properties.isVariationSelector
    }
  }
}
