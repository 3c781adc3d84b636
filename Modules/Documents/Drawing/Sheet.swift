/// A place on a page in points (1/72 inch), counted from the upper left corner.
struct Point: Hashable, Sendable {
  var x: Double
  var y: Double
}

/// An upright rectangle in points.
struct Box: Hashable, Sendable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }

  /// The same box, smaller by so much on each side.
  func inset(_ edge: Double) -> Box {
    Box(x: x + edge, y: y + edge, width: width - 2 * edge, height: height - 2 * edge)
  }
}

/// A colour of the page, one byte a channel.
struct Ink: Hashable, Sendable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  /// The colour between this one and white: 0 leaves it as it is, 100 is white.
  func tinted(percent: Int) -> Ink {
    func mix(_ channel: UInt8) -> UInt8 {
      UInt8(clamping: Int(channel) + (255 - Int(channel)) * min(max(percent, 0), 100) / 100)
    }
    return Ink(red: mix(red), green: mix(green), blue: mix(blue))
  }
}

/// The two cuts of the type of our paper.
enum Face: Hashable, Sendable, CaseIterable {
  case regular
  case bold
}

/// How a text looks: its cut, its size in points and its colour.
struct TextStyle: Hashable, Sendable {
  let face: Face
  let size: Double
  let ink: Ink
}

/// One stroke of the pen. A text stands with its left end on the base line.
enum Mark: Hashable, Sendable {
  case text(String, at: Point, style: TextStyle)
  case rule(from: Point, to: Point, thickness: Double, ink: Ink)
  case fill(Box, corner: Double, ink: Ink)
  case frame(Box, corner: Double, thickness: Double, ink: Ink)
  /// A line through the points, its ends round.
  case stroke([Point], thickness: Double, ink: Ink)
  /// A code of squares that fills the box; its margin is the layout's.
  case code(CodeMatrix, Box, ink: Ink)
  /// The document's picture, as large as the box allows, at its upper left corner.
  case picture(Box)
}

/// A page as the list of its marks: what a layout gives, what a printer draws, what tests read.
struct Sheet: Hashable, Sendable {
  var marks: [Mark] = []

  /// A4, upright.
  static let width = 595.28
  static let height = 841.89
}
