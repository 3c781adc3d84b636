/// How much a text may ask of the reader.
package struct JSONLimits: Sendable, Hashable {
  /// Arrays and objects inside each other.
  package var depth: Int
  package var bytes: Int
  /// Values in the whole text: what a small text can cost in memory is bounded by this.
  package var values: Int

  /// Depth beyond 512 is not given: the reader descends by calls.
  package init(depth: Int = 64, bytes: Int = 1_048_576, values: Int = 100_000) {
    self.depth = Swift.min(depth, 512)
    self.bytes = bytes
    self.values = values
  }
}

/// Why a text is not JSON as we read it, and where.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Reason: Sendable, Hashable {
    case empty
    case tooLong(limit: Int)
    case tooDeep(limit: Int)
    case tooManyValues(limit: Int)
    case byteOrderMark
    case invalidUTF8
    case unexpected(expected: String)
    case unexpectedEnd
    case trailingText
    case controlCharacter
    case badEscape
    case loneSurrogate
    case nulCharacter
    case badNumber
    case duplicateKey(String)
  }

  package let reason: Reason
  /// Bytes before the place of the error.
  package let offset: Int
  /// RFC 6901 pointer to the value in which it is, "" for the whole text.
  package private(set) var pointer: String

  init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
    pointer = ""
  }

  /// The same error, seen from the container that holds the failed value.
  func inside(_ key: String) -> JSONError {
    var error = self
    error.pointer = JSONPointer.appending(String(key.prefix(100)), to: "") + pointer
    return error
  }

  /// A sentence for the person who sent the text.
  package var description: String {
    let place = pointer.isEmpty ? "at byte \(offset)" : "at byte \(offset), in \(pointer)"
    return "The JSON is refused: \(explanation) (\(place))."
  }

  private var explanation: String {
    switch reason {
    case .empty: "there is no text"
    case .tooLong(let limit): "it is longer than \(limit) bytes"
    case .tooDeep(let limit): "it is nested deeper than \(limit) levels"
    case .tooManyValues(let limit): "it holds more than \(limit) values"
    case .byteOrderMark: "it begins with a byte order mark"
    case .invalidUTF8: "it is not valid UTF-8"
    case .unexpected(let expected): "\(expected) was expected"
    case .unexpectedEnd: "it ends too early"
    case .trailingText: "there is more text after the value"
    case .controlCharacter: "a string holds a control character that is not escaped"
    case .badEscape: "a string holds an unknown escape"
    case .loneSurrogate: "a string holds half of a surrogate pair"
    case .nulCharacter: "a string holds the character U+0000"
    case .badNumber: "a number is not written as JSON writes numbers"
    case .duplicateKey(let key): "the name \"\(key.prefix(60))\" occurs twice in one object"
    }
  }
}

/// Text forms of RFC 6901 pointers.
package enum JSONPointer {
  /// The pointer to the member `key` of what `pointer` points at.
  package static func appending(_ key: String, to pointer: String) -> String {
    guard key.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return pointer + "/" + key }
    var escaped = pointer + "/"
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
