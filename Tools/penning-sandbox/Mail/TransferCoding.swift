/// How bytes travel in a mail (RFC 2045).
enum TransferCoding {
  /// What is not of the alphabet, such as line breaks, is passed over.
  static func base64Decoded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var held = 0
    for byte in bytes {
      guard let value = base64Value(byte) else { continue }
      buffer = buffer << 6 | UInt32(value)
      held += 6
      if held >= 8 {
        held -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(held)))
      }
    }
    return result
  }

  static func quotedPrintableDecoded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    escaped(bytes, mark: UInt8(ascii: "="), joiningLines: true)
  }

  static func percentDecoded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    escaped(bytes, mark: UInt8(ascii: "%"), joiningLines: false)
  }

  private static func escaped(
    _ bytes: some Sequence<UInt8>, mark: UInt8, joiningLines: Bool
  ) -> [UInt8] {
    let bytes = Array(bytes)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == mark else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let next = bytes[(index + 1)...].prefix(2)
      if let value = UInt8(String(decoding: next, as: UTF8.self), radix: 16), next.count == 2 {
        result.append(value)
        index += 3
      } else if joiningLines, next.first == 13 || next.first == 10 {
        index += next.elementsEqual([13, 10]) ? 3 : 2
      } else {
        result.append(mark)
        index += 1
      }
    }
    return result
  }

  private static func base64Value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

/// Text in the two charsets that mails of today use.
enum Charset {
  static func text(_ bytes: [UInt8], _ name: String) -> String {
    switch name.lowercased() {
    case "iso-8859-1", "latin1", "windows-1252":
      String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    default: String(decoding: bytes, as: UTF8.self)
    }
  }
}

/// `=?utf-8?B?…?=` in headers (RFC 2047).
enum EncodedWords {
  static func decode(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    var wasWord = false
    while let start = rest.firstRange(of: "=?") {
      let before = rest[..<start.lowerBound]
      guard let word = word(in: rest[start.lowerBound...]) else {
        result += rest[..<start.upperBound]
        rest = rest[start.upperBound...]
        wasWord = false
        continue
      }
      // White space between two encoded words is not part of the text.
      if !(wasWord && before.allSatisfy(\.isWhitespace)) { result += before }
      result += word.text
      rest = word.rest
      wasWord = true
    }
    return result + rest
  }

  private static func word(in text: Substring) -> (text: String, rest: Substring)? {
    let parts = text.dropFirst(2).split(
      separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, parts[3].hasPrefix("=") else { return nil }
    let bytes: [UInt8]
    switch parts[1].uppercased() {
    case "B": bytes = TransferCoding.base64Decoded(parts[2].utf8)
    case "Q":
      let spaced = parts[2].utf8.map { $0 == UInt8(ascii: "_") ? 32 : $0 }
      bytes = TransferCoding.quotedPrintableDecoded(spaced)
    default: return nil
    }
    return (Charset.text(bytes, String(parts[0])), parts[3].dropFirst())
  }
}
