/// A piece of HTML, escaped already.
///
/// Text becomes markup by escaping; there is one other way, `init(trusted:)`, for what this
/// program itself has written.
package struct Markup: Sendable, Hashable {
  /// UTF-8.
  package private(set) var bytes: [UInt8]

  package static let empty = Markup(bytes: [])

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The text shown literally, whatever it holds.
  package init(_ text: String) {
    bytes = []
    bytes.reserveCapacity(text.utf8.count + 16)
    bytes.appendEscaped(text)
  }

  /// HTML taken as it is. Never for anything that came from outside.
  package init(trusted html: StaticString) {
    bytes = html.withUTF8Buffer { Array($0) }
  }

  /// HTML taken as it is, which this program has made. Never for anything that came from outside.
  package init(trustedBytes html: [UInt8]) { bytes = html }

  /// Pieces after each other, with this between them.
  package init(joining pieces: [Markup], separator: Markup = .empty) {
    bytes = []
    for (index, piece) in pieces.enumerated() {
      if index > 0 { bytes.append(contentsOf: separator.bytes) }
      bytes.append(contentsOf: piece.bytes)
    }
  }

  /// A fragment written in the builder's form.
  package init(@MarkupBuilder content: () -> Markup) { self = content() }

  /// The HTML as text, for tests and mails.
  package var html: String { String(decoding: bytes, as: UTF8.self) }

  package var isEmpty: Bool { bytes.isEmpty }

  package static func + (left: Markup, right: Markup) -> Markup {
    Markup(bytes: left.bytes + right.bytes)
  }

  mutating func append(_ other: Markup) { bytes.append(contentsOf: other.bytes) }
}

/// What can stand in a page: text, numbers, pieces. Everything but `Markup` escapes itself.
package protocol MarkupConvertible {
  var markup: Markup { get }
}

extension Markup: MarkupConvertible {
  package var markup: Markup { self }
}

extension String: MarkupConvertible {
  package var markup: Markup { Markup(self) }
}

extension Substring: MarkupConvertible {
  package var markup: Markup { Markup(String(self)) }
}

extension Int: MarkupConvertible {
  package var markup: Markup { Markup(String(self)) }
}

extension Int64: MarkupConvertible {
  package var markup: Markup { Markup(String(self)) }
}

extension Optional: MarkupConvertible where Wrapped: MarkupConvertible {
  package var markup: Markup { self?.markup ?? .empty }
}

extension Array: MarkupConvertible where Element: MarkupConvertible {
  package var markup: Markup { Markup(joining: map(\.markup)) }
}

extension [UInt8] {
  /// Text for element content and for quoted attribute values alike. Control characters that HTML
  /// does not know become U+FFFD.
  mutating func appendEscaped(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "\""): append(contentsOf: "&quot;".utf8)
      case UInt8(ascii: "'"): append(contentsOf: "&#39;".utf8)
      case 0x09, 0x0A, 0x0D: append(byte)
      case 0..<0x20, 0x7F: append(contentsOf: "\u{FFFD}".utf8)
      default: append(byte)
      }
    }
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }
}
