/// An e-mail address that SMTP can carry without extensions: ASCII, the domain in lower case.
///
/// Non-ASCII local parts need SMTPUTF8 at every hop and are refused (facts/http_conventions 5).
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
  /// Octets of the whole, the part before the @, the domain.
  package static let maxLength = 254
  static let maxLocalLength = 64
  static let maxDomainLength = 253

  /// `Piet.Jansen@example.nl`: the local part as given, the domain in lower case.
  package let text: String

  /// Nil for anything that is not one plain address.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count <= EmailAddress.maxLength,
      let at = bytes.lastIndex(of: UInt8(ascii: "@")),
      EmailAddress.isLocalPart(bytes[..<at]), EmailAddress.isDomain(bytes[(at + 1)...])
    else { return nil }
    let local = String(decoding: bytes[..<at], as: UTF8.self)
    self.text = local + "@" + String(decoding: bytes[(at + 1)...], as: UTF8.self).lowercased()
  }

  package var description: String { text }

  /// The same mailbox for every host in use: compared and looked up in lower case.
  package var folded: String { text.lowercased() }

  package var domain: String {
    text.lastIndex(of: "@").map { String(text[text.index(after: $0)...]) } ?? ""
  }

  /// For pages and logs that need not show all of it: `p***@example.nl`.
  package var masked: String { (text.first.map(String.init) ?? "") + "***@" + domain }

  /// RFC 5321 Dot-string: no quoted local part.
  private static func isLocalPart(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard (1...maxLocalLength).contains(bytes.count) else { return false }
    let atoms = bytes.split(separator: dot, omittingEmptySubsequences: false)
    return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomByte) }
  }

  private static func isAtomByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || atomSymbols.contains(byte)
  }

  private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard (3...maxDomainLength).contains(bytes.count) else { return false }
    let labels = bytes.split(separator: dot, omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy(isLabel), let top = labels.last else { return false }
    return top.count >= 2 && !top.allSatisfy { (48...57).contains($0) }
  }

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
      && label.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }

  private static let dot = UInt8(ascii: ".")
  private static let atomSymbols = Set("!#$%&'*+/=?^_`{|}~-".utf8)
}
