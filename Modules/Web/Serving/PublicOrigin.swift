/// Where a server is reached from outside, as its operator configured it: `https://admin.shop.nl`.
///
/// Links that leave the server (mails, payment services) are made from it, never from what a
/// request claims (S-46).
package struct PublicOrigin: Sendable, Hashable, CustomStringConvertible {
  /// Scheme, host and port, without a slash at the end.
  package let description: String
  package let isSecure: Bool
  /// Host with port, as a browser writes it into `Host`.
  package let authority: String

  /// Takes `http://` and `https://` with a host and maybe a port, in lower case; a slash at the
  /// end is dropped. Nil for anything else.
  package init?(_ text: String) {
    var text = text[...]
    if text.hasSuffix("/") { text = text.dropLast() }
    let scheme = text.hasPrefix("https://") ? "https://" : "http://"
    guard text.hasPrefix(scheme) else { return nil }
    let authority = String(text.dropFirst(scheme.count))
    guard !authority.isEmpty, authority.utf8.count <= 260, authority.utf8.allSatisfy(Self.isPlain)
    else { return nil }
    isSecure = scheme == "https://"
    // A browser leaves the scheme's own port out of `Host` and `Origin`.
    let port = isSecure ? ":443" : ":80"
    self.authority =
      authority.hasSuffix(port) ? String(authority.dropLast(port.count)) : authority
    description = scheme + self.authority
  }

  /// The whole address of a path of this server.
  package func url(_ path: String) -> String { description + path }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "-.:[]".utf8.contains(byte)
    }
  }
}
