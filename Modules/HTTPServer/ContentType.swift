/// A media type with its parameters: `multipart/form-data; boundary=x`.
struct ContentType: Sendable, Hashable {
  /// In lower case.
  let type: String
  private var parameters: [String: String] = [:]

  init(_ text: String) {
    var parts = Self.split(text)[...]
    type = (parts.popFirst() ?? "").trimmed.asciiLowercased
    for part in parts {
      let pair = part.utf8.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { continue }
      let name = String(Substring(pair[0])).trimmed.asciiLowercased
      if parameters[name] == nil {
        parameters[name] = Self.unquoted(String(Substring(pair[1])).trimmed)
      }
    }
  }

  subscript(name: String) -> String? { parameters[name] }

  /// Cuts at `;` outside quotes.
  private static func split(_ text: String) -> [String] {
    var parts: [[UInt8]] = [[]]
    var quoted = false
    var escaped = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: ";"), !quoted {
        parts.append([])
        continue
      }
      if byte == UInt8(ascii: "\""), !escaped { quoted.toggle() }
      escaped = quoted && byte == UInt8(ascii: "\\") && !escaped
      parts[parts.count - 1].append(byte)
    }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func unquoted(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"")
    else { return text }
    var result: [UInt8] = []
    var escaped = false
    for byte in bytes.dropFirst().dropLast() {
      if byte == UInt8(ascii: "\\"), !escaped {
        escaped = true
      } else {
        result.append(byte)
        escaped = false
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension String {
  var asciiLowercased: String { String(decoding: utf8.map(lowered), as: UTF8.self) }
}
