/// Why a text is refused as the platform's secret (S-48).
package enum WeakSecret: Error, Sendable, Hashable, CustomStringConvertible {
  case missing
  case tooShort(bytes: Int)
  /// It stands in a manual, or is so regular that it can be guessed.
  case known

  /// One clear line for the operator; never holds the secret.
  package var description: String {
    switch self {
    case .missing: "no secret key is set"
    case .tooShort(let bytes):
      "the secret key has \(bytes) bytes; it needs at least \(MasterKey.minimumLength)"
    case .known: "the secret key is an example or can be guessed; generate a random one"
    }
  }
}

/// The platform's one secret (`PENNING_SECRET_KEY`), from which every other key is derived.
///
/// Prints as `***`.
package struct MasterKey: Sendable, CustomStringConvertible, CustomReflectable {
  package static let minimumLength = 32
  private let bytes: [UInt8]

  /// Takes the text as it stands; refuses what is absent, short or known.
  package init(_ text: String) throws(WeakSecret) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .missing }
    guard bytes.count >= Self.minimumLength else { throw .tooShort(bytes: bytes.count) }
    guard !Self.isGuessable(text, bytes) else { throw .known }
    self.bytes = bytes
  }

  /// The key for one purpose, 32 bytes. Purposes never share a key.
  package func key(for purpose: String) -> [UInt8] {
    HKDF.derive(
      from: bytes, salt: Array("penning".utf8), info: Array(purpose.utf8),
      count: AESGCM.keyLength)
  }

  /// A good secret to put into a configuration.
  package static func generate() -> String { Token.random(bytes: 32) }

  package var description: String { "***" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }

  /// Words that stand in examples and defaults, here and elsewhere.
  private static let exampleWords = [
    "change-me", "changeme", "change_me", "example", "insecure", "password", "penning-demo",
    "penning-dev", "penning-docs", "replace-me", "replaceme", "secret-key", "secret_key",
    "your-secret", "0123456789", "abcdefghij", "correct horse", "correcthorse",
  ]

  private static func isGuessable(_ text: String, _ bytes: [UInt8]) -> Bool {
    let lower = text.lowercased()
    if exampleWords.contains(where: lower.contains) { return true }
    // 32 random hexadecimal digits hold about 14 different ones; a keyboard pattern holds few.
    return Set(bytes).count < 8 || isRepetition(bytes)
  }

  private static func isRepetition(_ bytes: [UInt8]) -> Bool {
    (1...(bytes.count / 2)).contains { period in
      bytes.indices.dropFirst(period).allSatisfy { bytes[$0] == bytes[$0 - period] }
    }
  }
}
