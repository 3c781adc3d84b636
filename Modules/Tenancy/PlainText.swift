/// Checks of texts that people type, each naming the field at fault.
package enum PlainText {
  /// One line: trimmed, not longer than `most` characters, without line breaks or controls.
  package static func line(_ text: String, _ pointer: String, most: Int = 200)
    throws(TenancyRefusal) -> String
  {
    try check(text, pointer, most: most, allowingLines: false)
  }

  /// One line that must not be empty.
  package static func required(_ text: String, _ pointer: String, most: Int = 200)
    throws(TenancyRefusal) -> String
  {
    let text = try line(text, pointer, most: most)
    guard !text.isEmpty else { throw .field(pointer, .missing) }
    return text
  }

  /// Several lines.
  package static func paragraph(_ text: String, _ pointer: String, most: Int = 4000)
    throws(TenancyRefusal) -> String
  {
    try check(text, pointer, most: most, allowingLines: true)
  }

  private static func check(
    _ text: String, _ pointer: String, most: Int, allowingLines: Bool
  ) throws(TenancyRefusal) -> String {
    // A character may be many bytes; the bytes are bounded first so that counting is cheap.
    guard text.utf8.count <= most * 8 else { throw .field(pointer, .tooLong(most)) }
    let trimmed = trim(text)
    guard trimmed.unicodeScalars.count <= most else { throw .field(pointer, .tooLong(most)) }
    for scalar in trimmed.unicodeScalars
    where isControl(scalar) && !(allowingLines && isLineBreak(scalar)) {
      throw .field(pointer, .controlCharacter)
    }
    return trimmed
  }

  private static func trim(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }

  /// C0, DEL, C1, and the separators and direction overrides that change how a line reads.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x0A || scalar.value == 0x0D || scalar.value == 0x09
  }
}
