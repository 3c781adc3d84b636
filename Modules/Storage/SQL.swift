/// A statement with its bound values: `"SELECT name FROM shops WHERE id = \(id)"` binds `id`.
///
/// Interpolated values never become text; raw text needs the label `sql:`. One text serves both
/// databases: the placeholders are `$1`, `$2`, … The description holds the text alone, so that
/// bound values never reach a log.
package struct SQL: Sendable, Hashable {
  /// The statement with placeholders `$1`, `$2`, … for its bound values.
  package internal(set) var text: String
  var bindings: [Binding]

  /// A bound value and where its placeholder begins in the text, in UTF-8 bytes: appending
  /// renumbers by it, without having to understand the text.
  struct Binding: Sendable, Hashable {
    let value: SQLValue
    let offset: Int
  }

  package init() {
    text = ""
    bindings = []
  }

  /// Text taken as it is. Never pass what a person typed.
  package init(raw text: String) {
    self.text = text
    bindings = []
  }

  /// The bound values in the order of their placeholders.
  package var values: [SQLValue] { bindings.map(\.value) }

  package var isEmpty: Bool { text.isEmpty }

  mutating func bind(_ value: SQLValue) {
    bindings.append(Binding(value: value, offset: text.utf8.count))
    text += "$"
    text += String(bindings.count)
  }

  package static func += (left: inout SQL, right: SQL) {
    if right.bindings.isEmpty || left.bindings.isEmpty {
      let shift = left.text.utf8.count
      left.text += right.text
      for binding in right.bindings {
        left.bindings.append(Binding(value: binding.value, offset: binding.offset + shift))
      }
    } else {
      left.appendRenumbering(right)
    }
  }

  private mutating func appendRenumbering(_ other: SQL) {
    let bytes = other.text.utf8
    var start = bytes.startIndex
    for (number, binding) in other.bindings.enumerated() {
      let placeholder = bytes.index(bytes.startIndex, offsetBy: binding.offset)
      text += other.text[start..<placeholder]
      bind(binding.value)
      let digits = String(number + 1).utf8.count
      start = bytes.index(placeholder, offsetBy: 1 + digits)
    }
    text += other.text[start...]
  }

  package static func + (left: SQL, right: SQL) -> SQL {
    var sum = left
    sum += right
    return sum
  }
}

extension SQL: CustomStringConvertible {
  package var description: String { text }
}

extension Sequence<SQL> {
  /// The parts one after the other with `separator` between them.
  package func joined(separator: SQL) -> SQL {
    var whole = SQL()
    var isFirst = true
    for part in self {
      if !isFirst { whole += separator }
      whole += part
      isFirst = false
    }
    return whole
  }
}
