import JSON
package import Primitives
import Storage

/// The keys by which programs work in a shop.
package struct APIKeyStore {
  let shop: ShopTransaction

  /// Makes a key; the secret's text is shown to the maker once.
  @discardableResult
  package func create(
    label: String, scopes: Set<APIScope>, secret: NewSecret
  ) throws -> APIKey {
    try shop.scope.require(.manageKeys)
    let label = try PlainText.required(label, "/label", most: 80)
    guard !scopes.isEmpty else { throw TenancyRefusal.field("/scopes", .missing) }
    let key = APIKey(
      id: shop.newID(), label: label, lastFour: secret.lastFour, scopes: scopes,
      createdAt: shop.now, revokedAt: nil)
    try shop.execute(
      """
      INSERT INTO api_keys (id, tenant_id, label, last_four, scopes, created_at)
      VALUES (\(key.id), \(shop.tenant), \(label), \(key.lastFour), \(key.scopeText),
        \(key.createdAt))
      """)
    try shop.tokens.issue(.apiKey, to: key.id.rawValue, secret)
    try shop.audit.record("apiKey.created", key.id, ["scopes": .string(key.scopeText)])
    return key
  }

  /// `.unknown` for another shop's as for none at all.
  package func find(_ id: APIKey.ID) throws -> APIKey {
    guard let key = try select("AND id = \(id)").first else {
      throw TenancyRefusal.unknown(.apiKey)
    }
    return key
  }

  /// Revoked ones included, the first first.
  package func all() throws -> [APIKey] { try select("ORDER BY id LIMIT 1000") }

  /// Ends a key with the next request.
  package func revoke(_ id: APIKey.ID) throws {
    try shop.scope.require(.manageKeys)
    guard try find(id).revokedAt == nil else { return }
    try shop.execute(
      """
      UPDATE api_keys SET revoked_at = \(shop.now)
      WHERE tenant_id = \(shop.tenant) AND id = \(id)
      """)
    try shop.tokens.revokeAll(.apiKey, of: id.rawValue)
    try shop.audit.record("apiKey.revoked", id)
  }

  private func select(_ rest: SQL) throws -> [APIKey] {
    try shop.all(
      """
      SELECT id, label, last_four, scopes, created_at, revoked_at
      FROM api_keys WHERE tenant_id = \(shop.tenant) \(rest)
      """
    ) { row in
      let scopes: String = try row(3)
      return APIKey(
        id: try row(0), label: try row(1), lastFour: try row(2),
        scopes: Set(scopes.split(separator: ",").compactMap { APIScope(rawValue: String($0)) }),
        createdAt: try row(4), revokedAt: try row(5))
    }
  }
}

extension ShopTransaction {
  package var apiKeys: APIKeyStore { APIKeyStore(shop: self) }
}

extension APIKey {
  fileprivate var scopeText: String { scopes.map(\.rawValue).sorted().joined(separator: ",") }
}
