/// A cookie to set. Always HttpOnly and for the whole host; over TLS its name gets the prefix
/// `__Host-`, which browsers only take with Secure, Path=/ and without Domain (S-18).
package struct Cookie: Sendable, Hashable {
  package enum SameSite: String, Sendable { case strict = "Strict", lax = "Lax" }

  package let name: String
  package let value: String
  /// Seconds that the browser keeps it; nil: until it closes; 0: removes it.
  package let lifetime: Int?
  package let sameSite: SameSite
  /// False only where the site is served without TLS, as in the demo on loopback.
  package let secure: Bool

  package init(
    _ name: String, _ value: String, lifetime: Int? = nil, sameSite: SameSite = .lax,
    secure: Bool = true
  ) {
    self.name = Self.fullName(name, secure: secure)
    self.value = value
    self.lifetime = lifetime
    self.sameSite = sameSite
    self.secure = secure
  }

  /// The name under which the browser sends it back.
  package static func fullName(_ name: String, secure: Bool) -> String {
    secure ? "__Host-\(name)" : name
  }

  var headerValue: String {
    var text = "\(name)=\(PercentCoding.encode(value)); Path=/; HttpOnly"
    text += "; SameSite=\(sameSite.rawValue)"
    if secure { text += "; Secure" }
    if let lifetime { text += "; Max-Age=\(max(lifetime, 0))" }
    return text
  }

  /// The cookies of `Cookie` fields; of two with one name the first counts, a value that can't be
  /// decoded is left out.
  static func parse(_ fields: [String]) -> [String: String] {
    var cookies: [String: String] = [:]
    for pair in fields.joined(separator: ";").split(separator: ";") {
      let parts = pair.utf8.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let name = String(Substring(parts[0])).trimmed.nonEmpty,
        let value = PercentCoding.decode(Array(String(Substring(parts[1])).trimmed.utf8))
      else { continue }
      if cookies[name] == nil { cookies[name] = value }
    }
    return cookies
  }
}

extension String {
  /// Without blanks and tabs at both ends.
  var trimmed: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let bytes = utf8.drop(while: isBlank)
    let kept = bytes.lastIndex { !isBlank($0) }.map { bytes[...$0] } ?? bytes.prefix(0)
    return String(Substring(kept))
  }

  var nonEmpty: String? { isEmpty ? nil : self }
}
