import Cryptography
import Primitives
package import Storage

extension Database {
  /// Lets a secret in: the session or API key as it was presented. Nil when it opens nothing,
  /// whatever the reason: unknown, another kind, expired, revoked, its holder removed.
  package func admit(_ secret: String, as kind: TokenKind) async throws -> Admission? {
    guard kind != .signInLink, secret.utf8.count <= longestSecret else { return nil }
    let hash = Token.hash(secret)
    let admission = try await read { transaction in
      try Entrance(transaction: transaction).admit(hash: hash, kind: kind)
        .map { (admission: $0, isStale: $0.token.needsTouch(at: transaction.now)) }
    }
    guard let admission else { return nil }
    if admission.isStale {
      let id = admission.admission.token.id
      try await write { try TokenDirectory(transaction: $0).touch(id) }
    }
    return admission.admission
  }

  /// Opens a mailed sign-in link, once, and begins a session with a new secret (S-24).
  package func redeem(link secret: String, session: NewSecret) async throws -> Admission? {
    guard secret.utf8.count <= longestSecret else { return nil }
    let hash = Token.hash(secret)
    return try await write { transaction in
      guard let link = try Entrance(transaction: transaction).admit(hash: hash, kind: .signInLink),
        try TokenDirectory(transaction: transaction).use(link.token.id)
      else { return nil }
      let shop = ShopTransaction(transaction, link.scope)
      let token = try shop.tokens.issue(.portalSession, to: link.token.subject, session)
      return Admission(scope: link.scope, token: token)
    }
  }

  /// Forgets the secrets that ended more than `days` ago, at most `limit` of them.
  /// - Returns: how many.
  @discardableResult
  package func sweepTokens(olderThan days: Int64 = 30, limit: Int = 1000) async throws -> Int {
    try await write { transaction in
      try transaction.execute(
        """
        DELETE FROM access_tokens WHERE id IN (
          SELECT id FROM access_tokens
          WHERE expires_at IS NOT NULL AND expires_at < \(transaction.now.adding(days: 0 - days))
          ORDER BY expires_at LIMIT \(limit))
        """)
    }
  }
}

/// No secret of this platform is longer; longer ones are not even hashed.
private let longestSecret = 256

extension AccessToken {
  /// A write for each request would be one too many: once a minute is enough for idle time-outs.
  fileprivate func needsTouch(at now: Instant) -> Bool {
    now >= lastUsedAt.adding(seconds: 60)
  }
}

/// From a secret's hash to a scope.
struct Entrance {
  let transaction: Transaction

  func admit(hash: [UInt8], kind: TokenKind) throws -> Admission? {
    guard let token = try TokenDirectory(transaction: transaction).find(hash: hash, kind: kind),
      token.isOpen(at: transaction.now),
      let shop = try ShopDirectory(transaction: transaction).find(token.tenant)
    else { return nil }
    let system = ShopTransaction(transaction, TenantScope(shop: shop, actor: .system))
    guard let actor = try actor(of: token, in: system) else { return nil }
    return Admission(scope: TenantScope(shop: shop, actor: actor), token: token)
  }

  /// Nil for a holder who is there no more: their next request fails (I-43).
  private func actor(of token: AccessToken, in shop: ShopTransaction) throws -> Actor? {
    do {
      switch token.kind {
      case .staffSession:
        let staff = try shop.staff.find(Staff.ID(rawValue: token.subject))
        return staff.isActive ? .staff(staff.id, role: staff.role) : nil
      case .portalSession, .signInLink:
        let user = try shop.customerUsers.find(CustomerUser.ID(rawValue: token.subject))
        return user.isActive ? .customer(user.customer, user: user.id, right: user.right) : nil
      case .apiKey:
        let key = try shop.apiKeys.find(APIKey.ID(rawValue: token.subject))
        return key.revokedAt == nil ? .apiKey(key.id, scopes: key.scopes) : nil
      }
    } catch is TenancyRefusal {
      return nil
    }
  }
}
