extension Ink {
  /// The colour of a shop that chose none.
  static let house = Ink(red: 27, green: 94, blue: 140)

  /// "#rrggbb", made darker until it can be read on white; anything else is refused.
  init?(accent text: String) {
    let digits = text.dropFirst()
    guard text.first == "#", digits.utf8.count == 6, digits.utf8.allSatisfy(\.isHexDigit),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    var ink = Ink(
      red: UInt8(value >> 16 & 0xFF), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
    while !ink.readsOnWhite { ink = ink.darkened }
    self = ink
  }

  /// At least 4.5 : 1 against white (WCAG 1.4.3); the square stands in for the gamma of 2.4, which
  /// errs on the dark side.
  private var readsOnWhite: Bool {
    func light(_ channel: UInt8) -> Double {
      let part = Double(channel) / 255
      return part * part
    }
    let luminance = 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue)
    return 1.05 / (luminance + 0.05) >= 4.5
  }

  private var darkened: Ink {
    func less(_ channel: UInt8) -> UInt8 { UInt8(clamping: Int(channel) * 9 / 10) }
    return Ink(red: less(red), green: less(green), blue: less(blue))
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
