extension Ink {
  /// The colour of a shop that chose none.
  static let house = Ink(red: 27, green: 94, blue: 140)

  /// "#rrggbb", made darker until it can be read on white and on its own lightest tint, as cards
  /// have it; anything else is refused.
  init?(accent text: String) {
    let digits = text.dropFirst()
    guard text.first == "#", digits.utf8.count == 6, digits.utf8.allSatisfy(\.isHexDigit),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    var ink = Ink(
      red: UInt8(value >> 16 & 0xFF), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
    while ink.contrast(with: ink.tinted(percent: 92)) < 4.5 { ink = ink.darkened }
    self = ink
  }

  /// By WCAG 1.4.3, which wants 4.5. The square stands in for its gamma of 2.4 and errs on the dark
  /// side.
  func contrast(with ground: Ink) -> Double {
    let lights = [luminance, ground.luminance].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  private var luminance: Double {
    func light(_ channel: UInt8) -> Double {
      let part = Double(channel) / 255
      return part * part
    }
    return 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue)
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
