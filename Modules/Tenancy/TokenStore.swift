package import Primitives
import Storage

/// The secrets that let someone into this shop.
package struct TokenStore {
  let shop: ShopTransaction

  /// Writes a new secret into the directory. Its text is given to its holder and kept nowhere.
  /// - Parameter subject: the id of the staff, customer user or API key.
  @discardableResult
  package func issue(
    _ kind: TokenKind, to subject: Int64, _ secret: NewSecret
  ) throws -> AccessToken {
    let token = AccessToken(
      id: shop.newID(), kind: kind, tenant: shop.tenant, subject: subject,
      csrfSeed: secret.csrfSeed, createdAt: shop.now, lastUsedAt: shop.now,
      idleSeconds: kind.lifetime.idleSeconds,
      expiresAt: kind.lifetime.seconds.map { shop.now.adding(seconds: $0) }, usedAt: nil,
      revokedAt: nil)
    try shop.execute(
      """
      INSERT INTO access_tokens (id, hash, kind, tenant_id, subject_id, csrf_seed, created_at,
        last_used_at, idle_seconds, expires_at)
      VALUES (\(token.id), \(secret.hash), \(kind), \(shop.tenant), \(subject), \(token.csrfSeed),
        \(token.createdAt), \(token.lastUsedAt), \(token.idleSeconds), \(token.expiresAt))
      """)
    return token
  }

  /// Ends one secret: a log-out. Of another shop's there is nothing to end.
  package func revoke(_ id: AccessToken.ID) throws {
    try shop.execute(
      """
      UPDATE access_tokens SET revoked_at = \(shop.now)
      WHERE tenant_id = \(shop.tenant) AND id = \(id) AND revoked_at IS NULL
      """)
  }

  /// Ends every secret of a kind that someone holds, but one they keep.
  package func revokeAll(
    _ kind: TokenKind, of subject: Int64, except kept: AccessToken.ID? = nil
  ) throws {
    try shop.execute(
      """
      UPDATE access_tokens SET revoked_at = \(shop.now)
      WHERE tenant_id = \(shop.tenant) AND kind = \(kind) AND subject_id = \(subject)
        AND revoked_at IS NULL AND id <> \(kept?.rawValue ?? 0)
      """)
  }
}

extension ShopTransaction {
  package var tokens: TokenStore { TokenStore(shop: self) }
}

/// The platform's directory of secrets, read before any shop is known.
struct TokenDirectory {
  let transaction: Transaction

  func find(hash: [UInt8], kind: TokenKind) throws -> AccessToken? {
    try transaction.first(
      """
      SELECT id, kind, tenant_id, subject_id, csrf_seed, created_at, last_used_at, idle_seconds,
        expires_at, used_at, revoked_at
      FROM access_tokens WHERE hash = \(hash) AND kind = \(kind)
      """
    ) { row in
      AccessToken(
        id: try row(0), kind: try row(1), tenant: try row(2), subject: try row(3),
        csrfSeed: try row(4), createdAt: try row(5), lastUsedAt: try row(6),
        idleSeconds: try row(7), expiresAt: try row(8), usedAt: try row(9), revokedAt: try row(10))
    }
  }

  /// True for the one that was first.
  func use(_ id: AccessToken.ID) throws -> Bool {
    try transaction.execute(
      "UPDATE access_tokens SET used_at = \(transaction.now) WHERE id = \(id) AND used_at IS NULL")
      == 1
  }

  func touch(_ id: AccessToken.ID) throws {
    try transaction.execute(
      """
      UPDATE access_tokens SET last_used_at = \(transaction.now)
      WHERE id = \(id) AND last_used_at < \(transaction.now)
      """)
  }
}
