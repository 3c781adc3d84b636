package import Cryptography
package import Primitives
package import Storage

/// What someone typed to sign in as staff.
package struct Credentials: Sendable {
  package let email: String
  package let password: Secret<String>
  /// Where it came from, as the configured proxy says.
  package let address: String

  package init(email: String, password: String, address: String) {
    self.email = email
    self.password = Secret(password)
    self.address = address
  }
}

/// One shop that an account may enter.
package struct Membership: Hashable, Sendable {
  package let account: Account.ID
  package let shop: Shop.ID
  package let shopName: String
  package let staff: Staff.ID
}

extension Database {
  /// Signs staff in: one session in the wanted shop, or in the first that they may enter.
  ///
  /// Every wrong answer is `.signInFailed`, and takes as long for an unknown account; too many
  /// are `.tooManyAttempts`. The attempt is counted before the password is looked at.
  package func signIn(
    _ credentials: Credentials, hasher: PasswordHasher, session: NewSecret,
    shop wanted: Shop.ID? = nil
  ) async throws -> Admission {
    let keys = SignInKeys(credentials)
    let known = try await write { transaction in
      try transaction.throttles.take(keys.applying(in: transaction))
      return try AccountDirectory(transaction: transaction).find(keys.email)
    }
    let password = credentials.password.revealed
    let isRight = try await hasher.verify(password, against: known?.passwordHash)
    guard isRight, let known else { throw TenancyRefusal.signInFailed }
    let renewed =
      hasher.needsRehash(known.passwordHash) ? try await hasher.hash(password) : nil
    return try await write { transaction in
      try transaction.throttles.succeed(keys.pair)
      let accounts = AccountDirectory(transaction: transaction)
      if let renewed { try accounts.setPassword(known.id, renewed, over: known.passwordHash) }
      let memberships = try accounts.memberships(of: known.id)
      guard let door = memberships.first(where: { wanted == nil || $0.shop == wanted }),
        let admission = try accounts.open(door, session)
      else { throw TenancyRefusal.signInFailed }
      return admission
    }
  }

  /// The shops that someone who is signed in may enter, for a menu to switch between them.
  package func memberships(of admission: Admission) async throws -> [Membership] {
    guard case .staff(let id, _) = admission.scope.actor else { return [] }
    return try await read { transaction in
      let accounts = AccountDirectory(transaction: transaction)
      return try accounts.account(of: id, in: admission.scope.shopID)
        .map { try accounts.memberships(of: $0) } ?? []
    }
  }

  /// Leaves the session's shop for another that the same person may enter. Nil where they may not.
  package func switchShop(
    from admission: Admission, to wanted: Shop.ID, session: NewSecret
  ) async throws -> Admission? {
    guard case .staff(let id, _) = admission.scope.actor else { return nil }
    return try await write { transaction in
      let accounts = AccountDirectory(transaction: transaction)
      guard let account = try accounts.account(of: id, in: admission.scope.shopID),
        let door = try accounts.memberships(of: account).first(where: { $0.shop == wanted })
      else { return nil }
      try ShopTransaction(transaction, admission.scope).tokens.revoke(admission.token.id)
      return try accounts.open(door, session)
    }
  }
}

/// What an attempt is counted against.
private struct SignInKeys: Sendable {
  let email: EmailAddress?
  let pair: ThrottleKey
  private let account: ThrottleKey
  private let address: ThrottleKey

  init(_ credentials: Credentials) {
    email = EmailAddress(credentials.email)
    let name = email?.folded ?? credentials.email
    pair = ThrottleKey(.signInPair, "pair", name, credentials.address)
    account = ThrottleKey(.signInAccount, "account", name)
    address = ThrottleKey(.signInAddress, "address", credentials.address)
  }

  /// Where someone signed in before, attempts from elsewhere do not hold them up.
  func applying(in transaction: Transaction) throws -> [ThrottleKey] {
    let isAtHome = try transaction.throttles.hasSucceeded(pair, withinDays: 30)
    return isAtHome ? [pair] : [pair, address, account]
  }
}

/// The platform's people, read before any shop is known.
struct AccountDirectory {
  let transaction: Transaction

  func find(_ email: EmailAddress?) throws -> (id: Account.ID, passwordHash: String)? {
    guard let email else { return nil }
    return try transaction.first(
      """
      SELECT id, password_hash FROM accounts
      WHERE email_folded = \(email.folded) AND disabled_at IS NULL
      """
    ) { (try $0(0), try $0(1)) }
  }

  func memberships(of account: Account.ID) throws -> [Membership] {
    try transaction.all(
      """
      SELECT m.account_id, m.tenant_id, t.name, m.staff_id
      FROM memberships m JOIN tenants t ON t.id = m.tenant_id
      WHERE m.account_id = \(account) ORDER BY m.tenant_id LIMIT 200
      """
    ) {
      Membership(account: try $0(0), shop: try $0(1), shopName: try $0(2), staff: try $0(3))
    }
  }

  func account(of staff: Staff.ID, in shop: Shop.ID) throws -> Account.ID? {
    try transaction.first(
      """
      SELECT account_id FROM memberships WHERE tenant_id = \(shop) AND staff_id = \(staff)
      """
    ) { try $0(0) }
  }

  /// Replaces a password's hash, unless it was changed meanwhile.
  func setPassword(_ id: Account.ID, _ hash: String, over old: String) throws {
    try transaction.execute(
      """
      UPDATE accounts SET password_hash = \(hash)
      WHERE id = \(id) AND password_hash = \(old)
      """)
  }

  /// Begins a session in a shop.
  func open(_ door: Membership, _ session: NewSecret) throws -> Admission? {
    guard let shop = try ShopDirectory(transaction: transaction).find(door.shop) else { return nil }
    let system = ShopTransaction(transaction, TenantScope(shop: shop, actor: .system))
    let staff = try system.staff.find(door.staff)
    guard staff.isActive else { return nil }
    let token = try system.tokens.issue(.staffSession, to: staff.id.rawValue, session)
    let scope = TenantScope(shop: shop, actor: .staff(staff.id, role: staff.role))
    try ShopTransaction(transaction, scope).audit.record("staff.signedIn", staff.id)
    return Admission(scope: scope, token: token)
  }
}
