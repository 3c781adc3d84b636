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
    let bytes = randomBytes(count, from: source)
    return switch encoding {
    case .base64URL: Base64URL.encode(bytes)
    case .base32: Base32.encode(bytes)
    }
  }

  /// What is stored of a token, and looked up by: its SHA-256.
  package static func hash(_ token: String) -> [UInt8] { SHA256.hash(token) }
}

/// Bytes of any source. `SecureRandom` fills them in one call.
func randomBytes(_ count: Int, from source: any RandomSource) -> [UInt8] {
  if let secure = source as? SecureRandom { return secure.bytes(count) }
  var output: [UInt8] = []
  while output.count < count {
    let word = source.next()
    for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
      output.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
  return Array(output.prefix(count))
}
