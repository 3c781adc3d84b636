/// Writes XML 1.0 in UTF-8, one element after another, into a buffer that its owner empties
/// whenever it likes: a document of any length needs no more memory than what was not yet taken.
///
/// - What a person typed is always text: it is escaped by where it stands, and characters that
///   XML 1.0 forbids even in escaped form, such as NUL, become U+FFFD.
/// - Names come from the program alone (`StaticString`).
/// - An element in which nothing is written is left out, with its attributes: no standard that
///   this platform writes allows empty ones. `openKeeping` is for the rest.
package struct XMLWriter: Sendable {
  private struct Level: Sendable {
    let name: StaticString
    let attributes: [XMLAttribute]
    /// Whether its start tag stands in the buffer.
    var isWritten = false
    /// Whether elements stand in it, so that its end tag has a line of its own.
    var holdsElements = false
  }

  private var buffer: [UInt8] = []
  private var levels: [Level] = []
  /// Below this depth every start tag is written.
  private var written = 0

  /// Begins a document with its XML declaration.
  package init() {
    append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
  }

  /// How many bytes can be taken.
  package var pending: Int { buffer.count }

  /// The elements that are open now.
  package var depth: Int { levels.count }

  /// Hands out what was written since the last time.
  package mutating func take() -> [UInt8] {
    defer { buffer.removeAll(keepingCapacity: true) }
    return buffer
  }

  /// Begins an element, which is written as soon as there is something in it.
  package mutating func open(_ name: StaticString, _ attributes: [XMLAttribute] = []) {
    levels.append(Level(name: name, attributes: attributes))
  }

  /// Begins an element that is written even when it stays empty.
  package mutating func openKeeping(_ name: StaticString, _ attributes: [XMLAttribute] = []) {
    open(name, attributes)
    writeStartTags()
  }

  /// Ends the innermost element; does nothing where none is open.
  package mutating func close() {
    guard let level = levels.popLast() else { return }
    guard level.isWritten else { return }
    written = levels.count
    if level.holdsElements { newLine() }
    append("</")
    append(level.name)
    append(">")
    if levels.isEmpty { append("\n") }
  }

  /// An element with others in it; left out when the body writes nothing.
  package mutating func element(
    _ name: StaticString, _ attributes: [XMLAttribute] = [],
    _ body: (inout XMLWriter) throws -> Void
  ) rethrows {
    open(name, attributes)
    try body(&self)
    close()
  }

  /// An element with text in it; left out when there is none, or white space alone.
  package mutating func element(
    _ name: StaticString, _ text: String?, _ attributes: [XMLAttribute] = []
  ) {
    guard let text, !text.isBlankXML else { return }
    open(name, attributes)
    writeStartTags()
    buffer.appendXML(text, in: .text)
    close()
  }

  /// An element with a file in it, in base64; left out when the file is empty.
  package mutating func element(
    _ name: StaticString, base64 bytes: [UInt8], _ attributes: [XMLAttribute] = []
  ) {
    guard !bytes.isEmpty else { return }
    open(name, attributes)
    writeStartTags()
    buffer.appendBase64(bytes)
    close()
  }

  private mutating func writeStartTags() {
    for depth in written..<levels.count {
      if depth > 0 { levels[depth - 1].holdsElements = true }
      newLine(depth)
      append("<")
      append(levels[depth].name)
      for attribute in levels[depth].attributes { append(attribute) }
      append(">")
      levels[depth].isWritten = true
    }
    written = levels.count
  }

  private mutating func append(_ attribute: XMLAttribute) {
    append(" ")
    append(attribute.name)
    append("=\"")
    buffer.appendXML(attribute.value, in: .attribute)
    append("\"")
  }

  private mutating func newLine(_ depth: Int? = nil) {
    buffer.append(UInt8(ascii: "\n"))
    for _ in 0..<(depth ?? levels.count) { buffer.append(UInt8(ascii: " ")) }
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { buffer.append(contentsOf: $0) }
  }
}

/// An attribute: a name of the program's and a value of anyone's.
package struct XMLAttribute: Sendable {
  package let name: StaticString
  package let value: String

  package init(_ name: StaticString, _ value: String) {
    self.name = name
    self.value = value
  }
}
