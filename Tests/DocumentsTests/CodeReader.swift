@testable import Documents

/// Reads a QR code of error level M up to version 13, written from ISO/IEC 18004 and apart from the
/// library that makes them: a code that it reads has its format, mask, blocks and error correction
/// right. It mends no errors: there must be none.
struct CodeReader {
  let matrix: CodeMatrix

  enum Fault: Error, Equatable { case size, level, correction, mode }

  private var size: Int { matrix.size }
  private var version: Int { (size - 17) / 4 }

  func text() throws -> String {
    guard size % 4 == 1, (1...13).contains(version) else { throw Fault.size }
    let bits = try dataBits()
    func number(_ start: Int, _ count: Int) -> Int {
      bits[start..<start + count].reduce(0) { $0 * 2 + ($1 ? 1 : 0) }
    }
    guard number(0, 4) == 0b0100 else { throw Fault.mode }
    let countBits = version < 10 ? 8 : 16
    let count = number(4, countBits)
    let bytes = (0..<count).map { UInt8(number(4 + countBits + $0 * 8, 8)) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func isDark(_ row: Int, _ column: Int) -> Bool { matrix.dark[row * size + column] }

  /// The data code words as bits, after their blocks proved themselves.
  private func dataBits() throws -> [Bool] {
    let (correction, blocks) = Self.blocks[version - 1]
    let lengths = blocks.flatMap { Array(repeating: $0.1, count: $0.0) }
    var words = try codeWords()[...]
    var data = lengths.map { _ in [UInt8]() }
    for place in 0..<(lengths.max() ?? 0) {
      for block in lengths.indices where place < lengths[block] {
        data[block].append(words.removeFirst())
      }
    }
    var all = data
    for _ in 0..<correction {
      for block in lengths.indices { all[block].append(words.removeFirst()) }
    }
    for block in all where !Field.isWhole(block, correction) { throw Fault.correction }
    return data.joined().flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 == 1 } }
  }

  /// All code words, in the zigzag from the lower right corner, unmasked.
  private func codeWords() throws -> [UInt8] {
    let mask = try mask()
    var bits: [Bool] = []
    var column = size - 1
    var isUpward = true
    while column > 0 {
      if column == 6 { column -= 1 }
      for step in 0..<size {
        let row = isUpward ? size - 1 - step : step
        for place in [column, column - 1] where !isFunction(row, place) {
          bits.append(isDark(row, place) != Self.isMasked(mask, row, place))
        }
      }
      isUpward.toggle()
      column -= 2
    }
    return stride(from: 0, to: bits.count - 7, by: 8).map { start in
      bits[start..<start + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
    }
  }

  private func mask() throws -> Int {
    let places =
      (0...5).map { (8, $0) } + [(8, 7), (8, 8), (7, 8)] + (0...5).reversed().map { ($0, 8) }
    let read = places.reduce(0) { $0 << 1 | (isDark($1.0, $1.1) ? 1 : 0) }
    let format = (read ^ 0b101_0100_0001_0010) >> 10
    guard format >> 3 == 0 else { throw Fault.level }
    return format & 7
  }

  private func isFunction(_ row: Int, _ column: Int) -> Bool {
    if row == 6 || column == 6 { return true }
    if row < 9, column < 9 || column >= size - 8 { return true }
    if row >= size - 8, column < 9 { return true }
    if version >= 7 {
      if row < 6, column >= size - 11 { return true }
      if column < 6, row >= size - 11 { return true }
    }
    let centres = Self.alignment[version - 1]
    let last = centres.last ?? 0
    for centre in centres {
      for other in centres
      where abs(row - centre) <= 2 && abs(column - other) <= 2
        && ![[6, 6], [6, last], [last, 6]].contains([centre, other])
      {
        return true
      }
    }
    return false
  }

  private static func isMasked(_ mask: Int, _ i: Int, _ j: Int) -> Bool {
    switch mask {
    case 0: (i + j) % 2 == 0
    case 1: i % 2 == 0
    case 2: j % 3 == 0
    case 3: (i + j) % 3 == 0
    case 4: (i / 2 + j / 3) % 2 == 0
    case 5: i * j % 2 + i * j % 3 == 0
    case 6: (i * j % 2 + i * j % 3) % 2 == 0
    default: ((i + j) % 2 + i * j % 3) % 2 == 0
    }
  }

  private static let alignment = [
    [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46],
    [6, 28, 50], [6, 30, 54], [6, 32, 58], [6, 34, 62],
  ]

  /// Words of correction in each block of level M, and how many blocks of how many data words.
  private static let blocks: [(Int, [(Int, Int)])] = [
    (10, [(1, 16)]), (16, [(1, 28)]), (26, [(1, 44)]), (18, [(2, 32)]), (24, [(2, 43)]),
    (16, [(4, 27)]), (18, [(4, 31)]), (22, [(2, 38), (2, 39)]), (22, [(3, 36), (2, 37)]),
    (26, [(4, 43), (1, 44)]), (30, [(1, 50), (4, 51)]), (22, [(6, 36), (2, 37)]),
    (22, [(8, 37), (1, 38)]),
  ]
}

/// The field of 256 elements that the error correction of the codes counts in.
private enum Field {
  static func times(_ a: UInt8, _ b: UInt8) -> UInt8 {
    var (product, factor, rest) = (0, Int(a), b)
    while rest > 0 {
      if rest & 1 == 1 { product ^= factor }
      factor <<= 1
      if factor > 255 { factor ^= 0x11D }
      rest >>= 1
    }
    return UInt8(product)
  }

  /// Whether the block is a word of the code: zero at the first powers of two.
  static func isWhole(_ block: [UInt8], _ correction: Int) -> Bool {
    var root: UInt8 = 1
    for _ in 0..<correction {
      if block.reduce(UInt8(0), { times($0, root) ^ $1 }) != 0 { return false }
      root = times(root, 2)
    }
    return true
  }
}
