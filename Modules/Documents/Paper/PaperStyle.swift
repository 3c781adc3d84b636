/// The measures of our paper, in points.
enum Measure {
  static let margin = 56.0
  static let left = margin
  static let right = Sheet.width - margin
  static let width = right - left
  /// Where the second column begins: buyer left of it, facts and totals right of it.
  static let middle = left + width * 0.54
  /// The lowest a mark of the body may stand.
  static let bottom = Sheet.height - 84
  static let footer = Sheet.height - 50
  static let gap = 14.0
  static let cellGap = 15.0
}

/// The colours that do not depend on the shop.
enum Palette {
  static let text = Ink(red: 28, green: 32, blue: 38)
  static let quiet = Ink(red: 86, green: 94, blue: 105)
  static let hairline = Ink(red: 222, green: 226, blue: 231)
  static let white = Ink(red: 255, green: 255, blue: 255)
  static let black = Ink(red: 0, green: 0, blue: 0)
  static let due = Ink(red: 156, green: 58, blue: 0)
  static let settled = Ink(red: 17, green: 99, blue: 52)
  static let returned = Ink(red: 73, green: 62, blue: 122)
}

extension Paper.Tone {
  var ink: Ink {
    switch self {
    case .due: Palette.due
    case .settled: Palette.settled
    case .ended: Palette.quiet
    case .returned: Palette.returned
    }
  }
}

extension TextStyle {
  static let body = TextStyle(face: .regular, size: 9, ink: Palette.text)
  static let strong = TextStyle(face: .bold, size: 9, ink: Palette.text)
  static let small = TextStyle(face: .regular, size: 7.5, ink: Palette.quiet)
  static let caption = TextStyle(face: .regular, size: 6.5, ink: Palette.quiet)
  static let label = TextStyle(face: .regular, size: 8, ink: Palette.quiet)
  static let heading = TextStyle(face: .bold, size: 8, ink: Palette.quiet)
  static let partyName = TextStyle(face: .bold, size: 10, ink: Palette.text)
  static let address = TextStyle(face: .regular, size: 8.5, ink: Palette.quiet)
  static let title = TextStyle(face: .bold, size: 21, ink: Palette.text)
  static let number = TextStyle(face: .regular, size: 11, ink: Palette.quiet)
  static let total = TextStyle(face: .bold, size: 11, ink: Palette.text)
  static let amount = TextStyle(face: .bold, size: 21, ink: Palette.text)

  /// The same text in another colour.
  func inked(_ ink: Ink) -> TextStyle { TextStyle(face: face, size: size, ink: ink) }

  /// The same text in another size.
  func sized(_ size: Double) -> TextStyle { TextStyle(face: face, size: size, ink: ink) }

  /// From one base line to the next.
  var leading: Double { size * 1.42 }
}
