import Glibc

/// Cuts a `multipart/form-data` body into its parts (RFC 7578), strictly: CR LF line ends, a
/// closing boundary, one `Content-Disposition: form-data` with a name per part.
struct MultipartReader {
  struct Part {
    var name = ""
    var fileName: String?
    var type = ""
    var bytes: [UInt8] = []
  }

  private let body: [UInt8]
  /// CR LF `--` boundary.
  private let delimiter: [UInt8]

  init(body: [UInt8], boundary: String) {
    // The first boundary has no CR LF of its own: with one in front all are alike.
    self.body = [13, 10] + body
    delimiter = [13, 10] + Array("--\(boundary)".utf8)
  }

  func parts(limit: Int) throws(HTTPError) -> [Part] {
    guard body.starts(with: delimiter) else { throw Self.broken }
    var parts: [Part] = []
    var at = delimiter.count
    while true {
      if has("--", at) { return parts }
      guard has("\r\n", at) else { throw Self.broken }
      guard parts.count < limit else { throw .tooLarge }
      guard let end = index(of: delimiter, from: at) else { throw Self.broken }
      parts.append(try part(at + 2, end))
      at = end + delimiter.count
    }
  }

  private static let broken = HTTPError.malformed("The form's parts can't be read.")

  /// The part between `start` and `end`: header lines, an empty line, the content.
  private func part(_ start: Int, _ end: Int) throws(HTTPError) -> Part {
    var part = Part()
    var at = start
    var named = false
    while true {
      guard let lineEnd = index(of: [13, 10], from: at), lineEnd <= end, lineEnd - at <= 8192
      else { throw Self.broken }
      let line = body[at..<lineEnd]
      at = lineEnd + 2
      if line.isEmpty { break }
      guard let text = String(validating: line, as: UTF8.self),
        let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
      else { throw Self.broken }
      let value = String(text[text.utf8.index(after: colon)...]).trimmed
      switch String(text[..<colon]).asciiLowercased {
      case "content-disposition":
        guard !named else { throw Self.broken }
        named = true
        try read(disposition: value, into: &part)
      case "content-type": part.type = value
      default: break
      }
    }
    guard named, at <= end + 2 else { throw Self.broken }
    part.bytes = at < end ? Array(body[at..<end]) : []
    return part
  }

  private func read(disposition: String, into part: inout Part) throws(HTTPError) {
    // Browsers write `"` in a name as %22 and leave a backslash alone.
    let fields = ContentType(disposition.replacing("\\", with: "\\\\"))
    guard fields.type == "form-data", let name = fields["name"] else { throw Self.broken }
    part.name = name.replacing("%22", with: "\"")
    part.fileName = fields["filename"]?.replacing("%22", with: "\"")
  }

  private func has(_ text: StaticString, _ at: Int) -> Bool {
    text.withUTF8Buffer { body.dropFirst(at).starts(with: $0) }
  }

  /// The first place of `needle` at or after `start`.
  private func index(of needle: [UInt8], from start: Int) -> Int? {
    guard start >= 0, let first = needle.first, needle.count <= body.count else { return nil }
    return body.withUnsafeBytes { bytes in
      var at = start
      while at <= bytes.count - needle.count {
        guard let base = bytes.baseAddress,
          let found = memchr(base + at, Int32(first), bytes.count - needle.count - at + 1)
        else { return nil }
        at = UnsafeRawPointer(found) - base
        if bytes[at..<at + needle.count].elementsEqual(needle) { return at }
        at += 1
      }
      return nil
    }
  }
}
