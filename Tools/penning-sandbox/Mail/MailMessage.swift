/// A mail taken apart: what a person reads, and the files that come with it.
struct MailMessage: Sendable {
  struct Attachment: Sendable {
    let name: String
    let type: String
    let content: [UInt8]
  }

  private(set) var headers: [(name: String, value: String)] = []
  private(set) var text: String?
  private(set) var html: String?
  private(set) var attachments: [Attachment] = []

  init(_ bytes: [UInt8]) { read(MailPart(bytes[...]), depth: 0, isTop: true) }

  /// The first header of that name, decoded; nil when there is none.
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  private mutating func read(_ part: MailPart, depth: Int, isTop: Bool) {
    if isTop { headers = part.headers.map { ($0.name, EncodedWords.decode($0.value)) } }
    let type = part.contentType
    if type.value.hasPrefix("multipart/"), let boundary = type["boundary"], depth < 10 {
      for inner in part.parts(boundary).prefix(100) { read(inner, depth: depth + 1, isTop: false) }
      return
    }
    let disposition = part.disposition
    let name = disposition["filename"] ?? type["name"]
    let isFile = disposition.value == "attachment" || name != nil
    switch type.value {
    case "text/plain", "": if !isFile, text == nil { text = part.text } else { keep(part, name) }
    case "text/html": if !isFile, html == nil { html = part.text } else { keep(part, name) }
    default: keep(part, name)
    }
  }

  private mutating func keep(_ part: MailPart, _ name: String?) {
    attachments.append(
      Attachment(
        name: name.map(EncodedWords.decode) ?? "part-\(attachments.count + 1)",
        type: part.contentType.value, content: part.decoded))
  }
}

/// One entity of a mail: headers and a body that may hold parts (RFC 2045, 2046).
struct MailPart {
  let headers: [(name: String, value: String)]
  let body: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    var headers: [(name: String, value: String)] = []
    var rest = bytes
    while let line = MailPart.takeLine(&rest), !line.isEmpty {
      let text = String(decoding: line, as: UTF8.self)
      if text.first?.isWhitespace == true, let last = headers.popLast() {
        headers.append((last.name, last.value + " " + text.drop { $0.isWhitespace }))
      } else if let colon = text.firstIndex(of: ":") {
        let value = text[text.index(after: colon)...].drop { $0.isWhitespace }
        headers.append((String(text[..<colon]), String(value)))
      }
    }
    self.headers = headers
    body = rest
  }

  /// `text/plain; charset="utf-8"`: the value in lower case and its parameters.
  struct Field {
    let value: String
    private let parameters: [(name: String, value: String)]

    init(_ text: String) {
      let parts = Field.split(text)
      value = (parts.first ?? "").lowercased()
      parameters = parts.dropFirst().compactMap { part in
        guard let equals = part.firstIndex(of: "=") else { return nil }
        let text = part[part.index(after: equals)...]
        return (part[..<equals].lowercased(), text.filter { $0 != "\"" })
      }
    }

    /// A parameter, also in the form of RFC 2231 (`filename*=UTF-8''a%20b`).
    subscript(name: String) -> String? {
      if let plain = parameters.first(where: { $0.name == name }) { return plain.value }
      guard let coded = parameters.first(where: { $0.name == name + "*" }) else { return nil }
      let tail = coded.value.split(separator: "'", omittingEmptySubsequences: false).last ?? ""
      return String(decoding: TransferCoding.percentDecoded(tail.utf8), as: UTF8.self)
    }

    /// At semicolons outside quotes.
    private static func split(_ text: String) -> [String] {
      var parts = [""]
      var isQuoted = false
      for character in text {
        if character == "\"" { isQuoted.toggle() }
        if character == ";", !isQuoted {
          parts.append("")
        } else {
          parts[parts.count - 1].append(character)
        }
      }
      return parts.map { part in
        let start = part.drop { $0.isWhitespace }
        return String(String(start).reversed().drop { $0.isWhitespace }.reversed())
      }
    }
  }

  var contentType: Field { Field(header("content-type") ?? "text/plain") }
  var disposition: Field { Field(header("content-disposition") ?? "") }

  /// The body with its transfer encoding undone.
  var decoded: [UInt8] {
    switch (header("content-transfer-encoding") ?? "").lowercased() {
    case "base64": TransferCoding.base64Decoded(body)
    case "quoted-printable": TransferCoding.quotedPrintableDecoded(body)
    default: Array(body)
    }
  }

  var text: String { Charset.text(decoded, contentType["charset"] ?? "utf-8") }

  /// What stands between the boundaries.
  func parts(_ boundary: String) -> [MailPart] {
    let mark = Array("--\(boundary)".utf8)
    var parts: [MailPart] = []
    var rest = body
    var start: ArraySlice<UInt8>.Index?
    while !rest.isEmpty {
      let lineStart = rest.startIndex
      guard let line = MailPart.takeLine(&rest) else { break }
      guard line.starts(with: mark) else { continue }
      if let begun = start {
        parts.append(MailPart(MailPart.withoutLastBreak(body[begun..<lineStart])))
      }
      if line.dropFirst(mark.count).starts(with: "--".utf8) { return parts }
      start = rest.startIndex
    }
    return parts
  }

  private func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name }?.value
  }

  /// The next line without its end; nil at the end of the bytes.
  private static func takeLine(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    var line = rest[rest.startIndex..<end]
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    rest = rest[(end < rest.endIndex ? end + 1 : end)...]
    return line
  }

  /// The line break before a boundary belongs to the boundary.
  private static func withoutLastBreak(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    if bytes.last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
    return bytes
  }
}
