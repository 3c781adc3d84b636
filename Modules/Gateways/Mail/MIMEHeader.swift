import Cryptography
import Notifications
import Primitives
import Tenancy

/// Header lines in which nothing from outside can begin another line (S-08).
enum MIMEHeader {
  /// `Thu, 01 Jan 2026 10:00:00 +0000`.
  static func date(_ instant: Instant) -> String {
    let day = CivilZone.utc.date(at: instant)
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let time = instant.rfc3339.dropFirst(11).prefix(8)
    let number = day.day < 10 ? "0\(day.day)" : "\(day.day)"
    let year = instant.rfc3339.prefix(4)
    let weekday = days[day.weekday - 1]
    return "\(weekday), \(number) \(months[day.month - 1]) \(year) \(time) +0000"
  }

  /// A line of free text: as it stands when it is short and plain, else in encoded words.
  static func text(_ name: String, _ value: String) -> String {
    let value = clean(value)
    let room = 76 - name.utf8.count - 2
    if isPlain(value), value.utf8.count <= room { return "\(name): \(value)" }
    return "\(name): " + encodedWords(value, firstRoom: room).joined(separator: "\r\n ")
  }

  /// `From: Name <address>`, on two lines when it is long.
  static func mailbox(_ header: String, _ correspondent: Correspondent) -> String {
    let name = clean(correspondent.name)
    guard !name.isEmpty else { return "\(header): \(correspondent.address.text)" }
    let line = "\(header): \(phrase(name, room: 74 - header.utf8.count))"
    let address = "<\(correspondent.address.text)>"
    let last = line.split(separator: "\r\n").last?.utf8.count ?? 0
    return line + (last + 1 + address.utf8.count <= 76 ? " " : "\r\n ") + address
  }

  static func messageID(_ id: String) throws(MIMEError) -> String {
    guard isMessageID(id) else { throw .badMessageID(id) }
    return "<\(id)>"
  }

  static func contentType(_ type: String) throws(MIMEError) -> String {
    let parts = type.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, type.utf8.count <= 100,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isTokenSign) })
    else { throw .badContentType(type) }
    return type
  }

  /// The true name by RFC 2231, and a plain one for old readers when it differs; the true one
  /// first, since some readers take whichever comes first.
  static func disposition(fileName: String) -> String {
    let name = safe(fileName)
    let plain = ascii(name)
    let fallback = ";\r\n filename=\"\(plain)\""
    let trueName = plain == name ? "" : ";\r\n filename*=utf-8''\(percentEncoded(name))"
    return "Content-Disposition: attachment" + trueName + fallback
  }

  // MARK: Encoded words (RFC 2047)

  /// Each at most 75 characters and whole characters only; `firstRoom` is what the first line has
  /// left.
  static func encodedWords(_ text: String, firstRoom: Int) -> [String] {
    let (head, tail) = ("=?utf-8?B?", "?=")
    func capacity(_ room: Int) -> Int {
      (min(room, 75) - head.utf8.count - tail.utf8.count) / 4 * 3
    }
    var words: [String] = []
    var chunk: [UInt8] = []
    // Not between characters but between scalars: one character can be longer than a word.
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if chunk.count + bytes.count > capacity(words.isEmpty ? firstRoom : 75) {
        words.append(head + Base64.encode(chunk) + tail)
        chunk = []
      }
      chunk += bytes
    }
    words.append(head + Base64.encode(chunk) + tail)
    return words
  }

  private static func phrase(_ name: String, room: Int) -> String {
    guard isPlain(name), name.utf8.count + 2 <= room else {
      return encodedWords(name, firstRoom: room).joined(separator: "\r\n ")
    }
    if name.utf8.allSatisfy({ isAtomSign($0) || $0 == 32 }) { return name }
    let escaped = name.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\"" + String(escaped) + "\""
  }

  // MARK: What may stand as it is

  /// Control characters become blanks, and no blanks at the ends.
  private static func clean(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      isControl(scalar) ? " " : scalar
    }
    let trimmed = scalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    return String(String.UnicodeScalarView(trimmed))
  }

  /// Line and paragraph separators too, which some readers take for line ends.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Printable ASCII that no reader takes for an encoded word.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (32...126).contains($0) } && !text.contains("=?")
  }

  private static func isMessageID(_ text: String) -> Bool {
    (3...240).contains(text.utf8.count) && text.contains("@")
      && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && !"<>,;:\"()[]\\".utf8.contains($0) }
  }

  private static func isAtomSign(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  private static func isTokenSign(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "!#$&-^_.+".utf8.contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }

  // MARK: File names

  /// At most 100 bytes, without what means something to a file system or to the header.
  private static func safe(_ name: String) -> String {
    var result = ""
    for character in clean(name) {
      let next = "/\\:*?\"<>|%".contains(character) ? "_" : String(character)
      guard result.utf8.count + next.utf8.count <= 100 else { break }
      result += next
    }
    let isEmpty = result.allSatisfy { $0 == "." || $0 == " " }
    return isEmpty ? "file" : result
  }

  /// Letters without their accents, anything else beyond ASCII replaced.
  private static func ascii(_ name: String) -> String {
    let plain = name.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
      if scalar.isASCII { return scalar }
      return scalar.properties.generalCategory == .nonspacingMark ? nil : baseLetter(scalar)
    }
    return String(String.UnicodeScalarView(plain))
  }

  /// Unicode's own name says what a letter is made from: LATIN SMALL LETTER E WITH ACUTE.
  private static func baseLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let words = (scalar.properties.name ?? "").split(separator: " ")
    guard words.count > 4, words[0] == "LATIN", words[2] == "LETTER", words[4] == "WITH",
      words[3].unicodeScalars.count == 1, let letter = words[3].unicodeScalars.first
    else { return "_" }
    return words[1] == "SMALL"
      ? letter.properties.lowercaseMapping.unicodeScalars.first ?? "_" : letter
  }

  private static func percentEncoded(_ name: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return name.utf8.reduce(into: "") { text, byte in
      if isAlphanumeric(byte) || "-._~".utf8.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }
}
