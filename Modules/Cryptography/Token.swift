package import Primitives

/// Random texts that let in whoever shows them: sessions, links, API keys.
///
/// The text is given away once; the database holds its hash alone (S-25), so that a stolen
/// database opens no door. A random token needs no slow hash: there is nothing to guess from.
package enum Token {
  /// How the bytes are written.
  package enum Encoding: Sendable {
    /// Shortest; for URLs, cookies and keys.
    case base64URL
    /// For what a person may have to type.
    case base32
  }

  /// A new token of `bytes` random bytes (at least 16, that is 128 bits).
  package static func random(
    bytes count: Int = 32, _ encoding: Encoding = .base64URL,
    from source: any RandomSource = SecureRandom()
  ) -> String {
    precondition(count >= 16, "a token has at least 128 bits")
    let bytes = source.bytes(count)
    return switch encoding {
    case .base64URL: Base64URL.encode(bytes)
    case .base32: Base32.encode(bytes)
    }
  }

  /// What is stored of a token, and looked up by: its SHA-256.
  package static func hash(_ token: String) -> [UInt8] { SHA256.hash(token) }
}
