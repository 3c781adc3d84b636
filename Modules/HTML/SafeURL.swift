/// An address that may stand in `href`, `src` or `action`.
///
/// `javascript:`, `data:`, `//other-host` and the like cannot be made into one.
package struct SafeURL: Sendable, Hashable, CustomStringConvertible {
  package let text: String

  /// Where a link goes that was given an address it should not have.
  package static let nowhere = SafeURL(verbatim: "#")

  package var description: String { text }

  private init(verbatim: String) { text = verbatim }

  /// A path of this server, with its query if any: "/invoices?after=7". Made by our own code from
  /// typed links; one that would leave this server becomes `nowhere`.
  package init(path: String) {
    self = Self.isOwnPath(path) ? SafeURL(verbatim: path) : .nowhere
  }

  /// A path of this server that somebody else asked for ("where to after sign-in").
  ///
  /// Refused besides what leaves this server: encoded separators and control characters, which
  /// some reader on the way could decode; anything longer than 2,000 bytes.
  package init?(untrustedPath path: String) {
    let lower = path.lowercased()
    let tricks = ["%2f", "%5c", "%0", "%1", "%7f", "/../", "/./"]
    guard path.utf8.count <= 2000, Self.isOwnPath(path), !tricks.contains(where: lower.contains),
      !lower.hasSuffix("/..")
    else { return nil }
    text = path
  }

  /// An address elsewhere: `https://`, `http://` or `mailto:`, in visible ASCII, without a user
  /// name before the host.
  package init?(external address: String) {
    let lower = address.lowercased()
    guard address.utf8.count <= 2000, Self.isPlain(address) else { return nil }
    if let scheme = ["https://", "http://"].first(where: lower.hasPrefix) {
      let rest = lower.dropFirst(scheme.count)
      let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      guard Self.isHost(host) else { return nil }
    } else if lower.hasPrefix("mailto:") {
      let mailbox = lower.dropFirst("mailto:".count).prefix { $0 != "?" }
      guard mailbox.contains("@"), !mailbox.contains("/") else { return nil }
    } else {
      return nil
    }
    text = address
  }

  /// A place in the same page.
  package init(fragment id: String) {
    self = Self.isPlain(id) ? SafeURL(verbatim: "#" + id) : .nowhere
  }

  private static func isOwnPath(_ path: String) -> Bool {
    path.hasPrefix("/") && !path.hasPrefix("//") && isPlain(path)
  }

  /// Visible ASCII but for what browsers or tags read as something else.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      (0x21...0x7E).contains(byte)
        && ![0x22, 0x27, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B, 0x7C, 0x7D].contains(byte)
    }
  }

  /// A name, an IPv4 or bracketed IPv6 address, with a port or without.
  private static func isHost(_ host: Substring) -> Bool {
    guard !host.isEmpty, !host.hasPrefix(":"), host.utf8.count <= 260 else { return false }
    return host.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "-.:[]_".utf8.contains(byte)
      }
    }
  }
}
