/// What a free text may hold; one rule for JSON bodies and forms.
///
/// Lengths count Unicode scalars, as JSON Schema does. Control characters are refused, and so are
/// the marks that turn the direction of text round (they make a name read as another).
package struct TextRule: Sendable, Hashable {
  package enum Lines: Sendable, Hashable { case single, multiple }

  package enum Fault: Sendable, Hashable {
    case blank
    case tooShort(least: Int)
    case tooLong(most: Int)
    case controlCharacter
  }

  package let least: Int
  package let most: Int
  package let lines: Lines

  package init(most: Int, least: Int = 1, lines: Lines = .single) {
    self.least = least
    self.most = most
    self.lines = lines
  }

  /// The first fault of the text; nil when it may stand.
  package func fault(in text: String) -> Fault? {
    guard text.utf8.count <= most * 4 else { return .tooLong(most: most) }
    let scalars = text.unicodeScalars
    guard scalars.count <= most else { return .tooLong(most: most) }
    if scalars.contains(where: { !allows($0) }) { return .controlCharacter }
    if least > 0, scalars.allSatisfy(\.properties.isWhitespace) { return .blank }
    if scalars.count < least { return .tooShort(least: least) }
    return nil
  }

  private func allows(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: lines == .multiple
    case 0..<0x20, 0x7F...0x9F: false
    case 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: false
    case 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF, 0xE0000...0xE007F: false
    default: true
    }
  }
}

extension TextRule.Fault {
  /// Stable name for programs.
  package var code: String {
    switch self {
    case .blank: "blank"
    case .tooShort, .tooLong: "length"
    case .controlCharacter: "control_character"
    }
  }

  /// A sentence in English.
  package var detail: String {
    switch self {
    case .blank: "must not be empty"
    case .tooShort(let least): "must have at least \(least) characters"
    case .tooLong(let most): "must have at most \(most) characters"
    case .controlCharacter: "must not contain control characters"
    }
  }
}
