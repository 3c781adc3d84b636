package import Primitives

/// What a mail server lets in.
package struct SMTPCredentials: Sendable {
  package let user: String
  package let password: Secret<String>

  package init(user: String, password: String) {
    self.user = user
    self.password = Secret(password)
  }
}

/// Why a text names no mail server.
package enum SMTPServerError: Error, Sendable, Hashable {
  case url(OutboundURLError)
  /// User and password must both be there, percent-encoded where needed, or neither.
  case badCredentials
  /// A path or query has no meaning here.
  case unexpectedPath
}

/// A mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. Prints without
/// its password.
package struct SMTPServer: Sendable, CustomStringConvertible {
  package let url: OutboundURL
  package let credentials: SMTPCredentials?

  package init(_ text: String) throws(SMTPServerError) {
    let (bare, login) = Self.split(text)
    do {
      url = try OutboundURL(bare, ports: ["smtp": 587, "smtps": 465])
    } catch {
      throw .url(error)
    }
    guard bare.hasSuffix("/") || bare.split(separator: "/").count == 2,
      bare.filter({ $0 == "/" }).count <= 3, !bare.contains("?")
    else { throw .unexpectedPath }
    credentials = try login.map(Self.credentials)
  }

  var isImplicitlyEncrypted: Bool { url.scheme == "smtps" }

  package var description: String {
    let login = credentials.map { "\($0.user):***@" } ?? ""
    return "\(url.scheme)://\(login)\(url.host):\(url.port)"
  }

  /// The text without its login, and the login.
  private static func split(_ text: String) -> (String, Substring?) {
    guard let mark = text.firstRange(of: "://") else { return (text, nil) }
    let authority = text[mark.upperBound...].prefix { $0 != "/" && $0 != "?" }
    guard let at = authority.lastIndex(of: "@") else { return (text, nil) }
    let rest = text[text.index(after: at)...]
    return (String(text[..<mark.upperBound]) + rest, authority[..<at])
  }

  private static func credentials(
    _ login: Substring
  ) throws(SMTPServerError) -> SMTPCredentials {
    let parts = login.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let user = decode(parts[0]), let password = decode(parts[1]),
      !user.isEmpty, !password.isEmpty
    else { throw .badCredentials }
    return SMTPCredentials(user: user, password: password)
  }

  private static func decode(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, !digits.hasPrefix("+"), !digits.hasPrefix("-"),
        let value = UInt8(digits, radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    guard bytes.allSatisfy({ $0 >= 32 && $0 != 127 }) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}
