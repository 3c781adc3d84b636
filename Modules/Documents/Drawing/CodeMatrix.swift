import CQREncode

/// A QR code as its dark and light squares, without the light margin of four squares around it.
struct CodeMatrix: Hashable, Sendable {
  /// Squares of a side.
  let size: Int
  /// Row by row from the upper left corner.
  let dark: [Bool]

  /// The light squares that must stay around the code.
  static let margin = 4

  init(size: Int, dark: [Bool]) {
    self.size = size
    self.dark = dark
  }

  /// The smallest code of error level M that holds the text. Nil when it takes a version above the
  /// highest one allowed, or when the library gives none.
  init?(_ text: String, highestVersion: Int32 = 13) {
    guard !text.isEmpty, !text.utf8.contains(0),
      let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)
    else {
      return nil
    }
    defer { QRcode_free(code) }
    guard code.pointee.version <= highestVersion, code.pointee.width > 0,
      let data = code.pointee.data
    else { return nil }
    size = Int(code.pointee.width)
    dark = UnsafeBufferPointer(start: data, count: size * size).map { $0 & 1 == 1 }
  }

  /// The dark stretches: each a row, its first column and its length.
  var stretches: [(row: Int, column: Int, length: Int)] {
    var all: [(row: Int, column: Int, length: Int)] = []
    for row in 0..<size {
      var column = 0
      while column < size {
        guard dark[row * size + column] else {
          column += 1
          continue
        }
        let start = column
        while column < size, dark[row * size + column] { column += 1 }
        all.append((row, start, column - start))
      }
    }
    return all
  }
}
