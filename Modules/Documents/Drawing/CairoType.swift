/// The fonts of our paper, from the first choice to the one that covers most. What no font covers
/// stands as the box of the last one, and still copies as the text that it is.
///
/// There is no shaping: Arabic and Indic letters stand unjoined, and accents that are characters
/// of their own stand beside their letter.
final class CairoType: TextRuler {
  static let families = ["Open Sans", "DejaVu Sans"]

  /// The font of a character and its width at one em.
  private struct Glyph {
    let font: Int
    let advance: Double
  }

  /// More characters than any script of our customers has; texts beyond are measured anew.
  private static let mostKnown = 20_000

  private let fonts: [Face: [CairoFont]]
  private var known: [Face: [Unicode.Scalar: Glyph]] = [:]

  init() throws(DocumentError) {
    var fonts: [Face: [CairoFont]] = [:]
    for face in Face.allCases {
      var chain: [CairoFont] = []
      for family in Self.families { chain.append(try CairoFont(family: family, face)) }
      fonts[face] = chain
    }
    self.fonts = fonts
  }

  /// The text calls know no kerning, so widths add.
  func width(of text: String, in style: TextStyle) -> Double {
    var sum = 0.0
    var font = 0
    for scalar in text.unicodeScalars {
      let glyph = glyph(of: scalar, style.face, after: font)
      sum += glyph.advance
      font = glyph.font
    }
    return sum * style.size / CairoFont.em
  }

  /// The text in stretches of one font each, with their widths.
  func runs(
    of text: String, in style: TextStyle
  ) -> [(text: String, font: CairoFont, width: Double)] {
    guard let chain = fonts[style.face] else { return [] }
    var runs: [(text: String, font: CairoFont, width: Double)] = []
    var current = -1
    for scalar in text.unicodeScalars {
      let glyph = glyph(of: scalar, style.face, after: max(current, 0))
      let width = glyph.advance * style.size / CairoFont.em
      if glyph.font == current {
        runs[runs.count - 1].text.unicodeScalars.append(scalar)
        runs[runs.count - 1].width += width
      } else {
        runs.append((String(scalar), chain[glyph.font], width))
        current = glyph.font
      }
    }
    return runs
  }

  /// A space goes with what stands before it, or readers of the file lose it between two fonts.
  private func glyph(of scalar: Unicode.Scalar, _ face: Face, after font: Int) -> Glyph {
    if font > 0, scalar == " ", let chain = fonts[face] {
      return Glyph(font: font, advance: chain[font].glyph(of: scalar).advance)
    }
    return glyph(of: scalar, face)
  }

  private func glyph(of scalar: Unicode.Scalar, _ face: Face) -> Glyph {
    if let glyph = known[face]?[scalar] { return glyph }
    let found = find(scalar, face)
    if known[face, default: [:]].count < Self.mostKnown {
      known[face, default: [:]][scalar] = found
    }
    return found
  }

  private func find(_ scalar: Unicode.Scalar, _ face: Face) -> Glyph {
    let chain = fonts[face] ?? []
    var box = Glyph(font: 0, advance: 0)
    for (index, font) in chain.enumerated() {
      let glyph = font.glyph(of: scalar)
      box = Glyph(font: index, advance: glyph.advance)
      if glyph.isThere { break }
    }
    return box
  }
}
