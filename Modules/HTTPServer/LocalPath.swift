/// A path on this very site, as it may come from a `next` field: begins with one `/`, and no
/// browser reads another host into it (S-15).
package struct LocalPath: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count <= 2000, bytes.first == UInt8(ascii: "/"), bytes.dropFirst().first != 0x2F,
      RequestTarget(text) != nil
    else { return nil }
    description = text
  }
}
