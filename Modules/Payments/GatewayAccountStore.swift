package import Cryptography
package import Primitives
package import Storage
package import Tenancy

/// A shop's accounts at payment service providers, and its customers' ids there.
package struct GatewayAccountStore {
  let shop: ShopTransaction
}

extension ShopTransaction {
  package var gatewayAccounts: GatewayAccountStore { GatewayAccountStore(shop: self) }
}

/// Where a provider calls about the payments of one account: `gwa_…-token`, a part of an URL.
/// The token cannot be guessed, so nobody else can make us ask.
package struct WebhookAddress: Hashable, Sendable, LosslessStringConvertible {
  package let account: GatewayAccount.ID
  package let token: String

  package init(account: GatewayAccount.ID, token: String) {
    self.account = account
    self.token = token
  }

  package init?(_ text: String) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 200, let account = GatewayAccount.ID("\(parts[0])")
    else { return nil }
    self.init(account: account, token: String(parts[1]))
  }

  package var description: String { "\(account)-\(token)" }
}

/// What is needed to connect a shop to a provider.
package struct GatewayConnection: Sendable {
  package let gateway: GatewayName
  package let apiKey: Secret<String>
  package let baseURL: String

  /// - Throws: ``PaymentRefusal/malformedKey``, ``PaymentRefusal/malformedURL``.
  package init(
    gateway: GatewayName, apiKey: Secret<String>, baseURL: String
  ) throws(PaymentRefusal) {
    guard GatewayConnection.mode(of: apiKey.revealed) != nil else { throw .malformedKey }
    let url = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
    guard url.utf8.count <= 200, url.hasPrefix("https://") || url.hasPrefix("http://"),
      url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .malformedURL }
    self.gateway = gateway
    self.apiKey = apiKey
    self.baseURL = url
  }

  /// The key says it: `live_…` or `test_…`, letters, digits and underscores after it.
  var mode: GatewayMode { GatewayConnection.mode(of: apiKey.revealed) ?? .test }

  private static func mode(of key: String) -> GatewayMode? {
    let rest = key.utf8.dropFirst(5)
    let isWord = rest.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == 95
    }
    guard !rest.isEmpty, rest.count <= 200, isWord else { return nil }
    return key.hasPrefix("live_") ? .live : key.hasPrefix("test_") ? .test : nil
  }
}

extension GatewayAccountStore {
  package func list() throws -> [GatewayAccount] {
    try select("WHERE tenant_id = \(shop.tenant) ORDER BY gateway")
  }

  package func find(_ gateway: GatewayName) throws -> GatewayAccount? {
    try select("WHERE tenant_id = \(shop.tenant) AND gateway = \(gateway)").first
  }

  /// Connects the shop, or replaces its key; a replaced key makes a stopped account usable again.
  ///
  /// - Parameters:
  ///   - box: seals the key; made for the purpose `"gateway-credentials"`.
  ///   - webhookToken: an unguessable token, kept when the account exists already.
  @discardableResult
  package func connect(
    _ connection: GatewayConnection, sealing box: SecretBox, webhookToken: String
  ) throws -> GatewayAccount {
    let known = try find(connection.gateway)
    let id = known?.id ?? shop.newID()
    let sealed = try box.seal(connection.apiKey.revealed, context: context(of: id))
    if known == nil {
      try shop.execute(
        """
        INSERT INTO gateway_accounts
          (id, tenant_id, gateway, mode, base_url, api_key, webhook_token, created_at)
        VALUES (\(id), \(shop.tenant), \(connection.gateway), \(connection.mode),
          \(connection.baseURL), \(sealed), \(webhookToken), \(shop.now))
        """)
    } else {
      try shop.execute(
        """
        UPDATE gateway_accounts SET mode = \(connection.mode), base_url = \(connection.baseURL),
          api_key = \(sealed), disabled_reason = \(nil as String?)
        WHERE id = \(id) AND tenant_id = \(shop.tenant)
        """)
    }
    return GatewayAccount(
      id: id, gateway: connection.gateway, mode: connection.mode, baseURL: connection.baseURL,
      disabledReason: nil)
  }

  /// Takes the account out of use, so that nothing is sent with a key that is refused.
  package func disable(_ gateway: GatewayName, reason: String) throws {
    try setDisabled(gateway, String(reason.prefix(300)))
  }

  package func enable(_ gateway: GatewayName) throws { try setDisabled(gateway, nil) }

  private func setDisabled(_ gateway: GatewayName, _ reason: String?) throws {
    let changed = try shop.execute(
      """
      UPDATE gateway_accounts SET disabled_reason = \(reason)
      WHERE tenant_id = \(shop.tenant) AND gateway = \(gateway)
      """)
    guard changed == 1 else { throw PaymentRefusal.unknownAccount }
  }

  /// The opened account, for the module Gateways.
  /// - Throws: ``PaymentRefusal/unknownAccount``, ``PaymentRefusal/accountDisabled(_:)``,
  ///   `CryptographyError` when the platform's secret is not the one it was sealed with.
  package func access(_ gateway: GatewayName, opening box: SecretBox) throws -> GatewayAccess {
    guard let account = try find(gateway) else { throw PaymentRefusal.unknownAccount }
    if let reason = account.disabledReason { throw PaymentRefusal.accountDisabled(reason) }
    let sealed: String? = try shop.first(
      "SELECT api_key FROM gateway_accounts WHERE id = \(account.id) AND tenant_id = \(shop.tenant)"
    ) { try $0(0) }
    guard let sealed else { throw PaymentRefusal.unknownAccount }
    let key = try box.open(sealed, context: context(of: account.id))
    return GatewayAccess(
      account: account.id, gateway: gateway, mode: account.mode, baseURL: account.baseURL,
      apiKey: Secret(key))
  }

  /// The address that the provider is to call about this shop's payments.
  package func webhookAddress(of gateway: GatewayName) throws -> WebhookAddress? {
    try shop.first(
      """
      SELECT id, webhook_token FROM gateway_accounts
      WHERE tenant_id = \(shop.tenant) AND gateway = \(gateway)
      """
    ) { WebhookAddress(account: try $0(0), token: try $0(1)) }
  }

  /// The sealed key is tied to its place: it opens for no other shop and no other account.
  private func context(of id: GatewayAccount.ID) -> String { "\(shop.tenant)/\(id)" }

  private func select(_ rest: SQL) throws -> [GatewayAccount] {
    try shop.all(
      "SELECT id, gateway, mode, base_url, disabled_reason FROM gateway_accounts \(rest)"
    ) { row in
      GatewayAccount(
        id: try row(0), gateway: try row(1), mode: try row(2), baseURL: try row(3),
        disabledReason: try row(4))
    }
  }
}

// MARK: - Customers at the provider

extension GatewayAccountStore {
  /// The provider's id of a customer, once it was told of.
  package func customerID(of customer: Customer.ID, at gateway: GatewayName) throws -> String? {
    try shop.first(
      """
      SELECT gateway_customer_id FROM gateway_customers
      WHERE customer_id = \(customer) AND tenant_id = \(shop.tenant) AND gateway = \(gateway)
      """
    ) { try $0(0) }
  }

  /// Remembers the provider's id of a customer. The first one stays: mandates hang on it.
  package func remember(
    _ gatewayCustomerID: String, of customer: Customer.ID, at gateway: GatewayName
  ) throws {
    try shop.execute(
      """
      INSERT INTO gateway_customers
        (customer_id, tenant_id, gateway, gateway_customer_id, created_at)
      VALUES (\(customer), \(shop.tenant), \(gateway), \(gatewayCustomerID), \(shop.now))
      ON CONFLICT (customer_id, tenant_id, gateway) DO NOTHING
      """)
  }
}

// MARK: - The webhook's door

extension WebhookAddress {
  /// The shop and gateway whose webhook this address is; nil for any other address. Read before
  /// the shop is known, outside every fence; the token is compared in constant time (I-28).
  package func resolve(
    _ transaction: Transaction
  ) throws -> (shop: Shop.ID, gateway: GatewayName)? {
    let found: (Shop.ID, GatewayName, String)? = try transaction.first(
      "SELECT tenant_id, gateway, webhook_token FROM gateway_accounts WHERE id = \(account)"
    ) { (try $0(0), try $0(1), try $0(2)) }
    guard let (shop, gateway, expected) = found,
      constantTimeEquals(expected, token)
    else { return nil }
    return (shop, gateway)
  }
}
