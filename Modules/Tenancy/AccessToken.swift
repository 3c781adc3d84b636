import Cryptography
package import Primitives

/// What a secret from outside opens.
package enum TokenKind: String, CaseIterable, Sendable {
  case staffSession, portalSession, signInLink, apiKey

  /// How long it lives unused and at most (facts/http_conventions 6).
  package var lifetime: TokenLifetime {
    switch self {
    case .staffSession: TokenLifetime(idleSeconds: 30 * 60, seconds: 12 * 3600)
    case .portalSession: TokenLifetime(idleSeconds: 2 * 3600, seconds: 12 * 3600)
    case .signInLink: TokenLifetime(idleSeconds: nil, seconds: 3600)
    case .apiKey: TokenLifetime(idleSeconds: nil, seconds: nil)
    }
  }
}

package struct TokenLifetime: Hashable, Sendable {
  /// Nil where not being used ends nothing.
  package let idleSeconds: Int64?
  /// Nil where only a revocation ends it.
  package let seconds: Int64?

  package init(idleSeconds: Int64?, seconds: Int64?) {
    self.idleSeconds = idleSeconds
    self.seconds = seconds
  }
}

/// One row of the platform's directory of secrets; the secret itself is nowhere.
package struct AccessToken: Entity, Hashable, Sendable {
  package static let idPrefix = "tok"

  package let id: AccessToken.ID
  package let kind: TokenKind
  package let tenant: Shop.ID
  /// The id of the staff, customer user or API key that it lets in.
  package let subject: Int64
  /// What a session's CSRF tokens are made from.
  package let csrfSeed: [UInt8]
  package let createdAt: Instant
  package let lastUsedAt: Instant
  package let idleSeconds: Int64?
  package let expiresAt: Instant?
  package let usedAt: Instant?
  package let revokedAt: Instant?

  /// Whether it opens anything at a moment. A link opens once; activity never extends the
  /// absolute end (S-28).
  package func isOpen(at now: Instant) -> Bool {
    if revokedAt != nil || usedAt != nil { return false }
    if let expiresAt, now >= expiresAt { return false }
    if let idleSeconds, now >= lastUsedAt.adding(seconds: idleSeconds) { return false }
    return true
  }
}

/// A new secret: its text goes to its holder once, its hash into the directory.
///
/// Drawn before the transaction that stores it, since a transaction may run twice.
package struct NewSecret: Sendable {
  package let text: Secret<String>
  let hash: [UInt8]
  let csrfSeed: [UInt8]

  /// 256 random bits. API keys begin with `pk_`.
  package init(for kind: TokenKind, from random: any RandomSource = SecureRandom()) {
    let token = (kind == .apiKey ? "pk_" : "") + Token.random(bytes: 32, from: random)
    text = Secret(token)
    hash = Token.hash(token)
    csrfSeed = Token.hash(Token.random(bytes: 32, from: random))
  }

  /// What is shown of an API key ever after.
  var lastFour: String { String(text.revealed.suffix(4)) }
}

/// A secret that was let in: whose it is, and what it opens.
package struct Admission: Sendable {
  package let scope: TenantScope
  package let token: AccessToken
}

/// A program's key to one shop. The secret is in the directory of tokens, hashed.
package struct APIKey: Entity, Hashable, Sendable {
  package static let idPrefix = "key"

  package let id: APIKey.ID
  package let label: String
  package let lastFour: String
  package let scopes: Set<APIScope>
  package let createdAt: Instant
  package let revokedAt: Instant?
}
