/// The short name of a shop in addresses: lower-case letters, digits and single hyphens.
package struct Slug: Hashable, Sendable, CustomStringConvertible {
  package static let lengths = 2...40
  /// Words that stand for something else in an address.
  static let reserved: Set<String> = [
    "admin", "api", "app", "assets", "checkout", "healthz", "metrics", "platform", "portal",
    "readyz", "static", "webhooks", "www",
  ]

  package let text: String

  /// Nil for anything but 2 to 40 of `a-z 0-9 -`, not reserved, no hyphen at an end or doubled.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard Slug.lengths.contains(bytes.count), bytes.allSatisfy(Slug.isAllowed),
      bytes.first != hyphen, bytes.last != hyphen, !text.contains("--"),
      !Slug.reserved.contains(text)
    else { return nil }
    self.text = text
  }

  package var description: String { text }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte == hyphen || (97...122).contains(byte) || (48...57).contains(byte)
  }
}

private let hyphen = UInt8(ascii: "-")
