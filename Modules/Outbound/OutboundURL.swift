/// Why a text is not a URL that this platform would call.
package enum OutboundURLError: Error, Sendable, Hashable {
  /// Not `http://` or `https://`.
  case unsupportedScheme
  /// Longer than 2,048 bytes, or with control characters, blanks, `\`, `#` or non-ASCII signs.
  case badCharacters
  /// A user name or password before the host.
  case credentials
  /// No host, or one in a form that only some programs read as an address (`0x7f.1`).
  case badHost
  case badPort
  /// An address, or a name such as `localhost`, that the policy does not allow.
  case refusedHost
}

/// An absolute http(s) URL in a form that every program reads alike.
package struct OutboundURL: Sendable, Hashable {
  package let text: String
  package let scheme: String
  /// In lower case; an IPv6 address without its brackets.
  package let host: String
  package let port: Int

  package init(_ text: String) throws(OutboundURLError) {
    try self.init(text, ports: ["https": 443, "http": 80])
  }

  /// `ports` holds the schemes that are taken, with the port each stands for.
  init(_ text: String, ports: [String: Int]) throws(OutboundURLError) {
    guard text.utf8.count <= 2048, text.utf8.allSatisfy(Self.isAllowed) else {
      throw .badCharacters
    }
    guard let mark = text.firstRange(of: "://") else { throw .unsupportedScheme }
    let scheme = text[..<mark.lowerBound].lowercased()
    guard let usual = ports[scheme] else { throw .unsupportedScheme }
    let authority = text[mark.upperBound...].prefix { $0 != "/" && $0 != "?" }
    guard !authority.contains("@") else { throw .credentials }
    let (host, port) = try Self.split(authority)
    self.text = text
    self.scheme = scheme
    self.host = try Self.check(host)
    self.port = try port.map(Self.port) ?? usual
  }

  /// The address, when the host is one.
  var address: NetworkAddress? { NetworkAddress(host) }

  /// Names that stand for this machine, whatever the resolver would say.
  var isLocalName: Bool {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    return name == "localhost" || name.hasSuffix(".localhost")
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    (0x21...0x7e).contains(byte) && !##"\#"<>^`{|}"##.utf8.contains(byte)
  }

  private static func split(
    _ authority: Substring
  ) throws(OutboundURLError) -> (host: Substring, port: Substring?) {
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { throw .badHost }
      let host = authority[authority.index(after: authority.startIndex)..<end]
      guard host.contains(":") else { throw .badHost }
      let rest = authority[authority.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { throw .badHost }
      return (host, rest.isEmpty ? nil : rest.dropFirst())
    }
    let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let host = parts.first else { throw .badHost }
    guard !(parts.count == 2 && parts[1].contains(":")) else { throw .badHost }
    return (host, parts.count == 2 ? parts[1] : nil)
  }

  private static func check(_ host: Substring) throws(OutboundURLError) -> String {
    if host.contains(":") || looksNumeric(host) {
      guard NetworkAddress(host) != nil else { throw .badHost }
      return host.lowercased()
    }
    guard (1...253).contains(host.utf8.count) else { throw .badHost }
    let dotless = host.hasSuffix(".") ? host.dropLast() : host
    for label in dotless.split(separator: ".", omittingEmptySubsequences: false) {
      guard (1...63).contains(label.utf8.count), !label.hasPrefix("-"), !label.hasSuffix("-"),
        label.utf8.allSatisfy(isLabelSign)
      else { throw .badHost }
    }
    return host.lowercased()
  }

  /// Whether some resolvers would read it as a number: `2130706433`, `0x7f.1`, `127.1`.
  private static func looksNumeric(_ host: Substring) -> Bool {
    let labels = host.split(separator: ".")
    guard let last = labels.last?.lowercased() else { return false }
    return last.utf8.allSatisfy { (48...57).contains($0) }
      || last.hasPrefix("0x") && last.dropFirst(2).utf8.allSatisfy(isHexDigit)
  }

  private static func port(_ text: Substring) throws(OutboundURLError) -> Int {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let port = Int(text), (1...65535).contains(port)
    else { throw .badPort }
    return port
  }

  private static func isLabelSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
