/// The measures of our paper, in points.
enum Measure {
  static let margin = 56.0
  static let left = margin
  static let right = Sheet.width - margin
  static let width = right - left
  /// Where the second column of the head begins: buyer left of it, facts right of it.
  static let middle = left + width * 0.54
  /// The lowest a mark of the body may stand.
  static let bottom = Sheet.height - 86
  static let footer = Sheet.height - 52
  static let gap = 14.0
  static let cellGap = 16.0
}

/// The colours that do not depend on the shop.
enum Palette {
  static let text = Ink(red: 28, green: 32, blue: 38)
  static let quiet = Ink(red: 97, green: 106, blue: 117)
  static let hairline = Ink(red: 217, green: 221, blue: 227)
  static let white = Ink(red: 255, green: 255, blue: 255)
  static let due = Ink(red: 156, green: 58, blue: 0)
  static let settled = Ink(red: 17, green: 99, blue: 52)
}

extension TextStyle {
  static let body = TextStyle(face: .regular, size: 9, ink: Palette.text)
  static let strong = TextStyle(face: .bold, size: 9, ink: Palette.text)
  static let small = TextStyle(face: .regular, size: 7.5, ink: Palette.quiet)
  static let label = TextStyle(face: .regular, size: 8, ink: Palette.quiet)
  static let heading = TextStyle(face: .bold, size: 8, ink: Palette.quiet)
  static let partyName = TextStyle(face: .bold, size: 10, ink: Palette.text)
  static let title = TextStyle(face: .bold, size: 20, ink: Palette.text)
  static let number = TextStyle(face: .regular, size: 11, ink: Palette.quiet)
  static let total = TextStyle(face: .bold, size: 11.5, ink: Palette.text)

  /// The same text in another colour.
  func inked(_ ink: Ink) -> TextStyle { TextStyle(face: face, size: size, ink: ink) }

  /// From one base line to the next.
  var leading: Double { size * 1.42 }
}
