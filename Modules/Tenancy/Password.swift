import Cryptography
import Primitives
package import Storage

/// What a password must be (facts/http_conventions 6): long enough and not the first that a
/// guesser tries; no rule about its characters.
package enum PasswordRule {
  package static let shortest = 8

  /// - Parameter context: words that say where this is, such as the shop's name and the e-mail
  ///   address; a password that is one of them is as good as none.
  package static func check(
    _ password: String, context: [String] = []
  ) throws(TenancyRefusal) {
    guard password.utf8.count <= PasswordHasher.longestPassword else {
      throw .field("/password", .tooLong(PasswordHasher.longestPassword))
    }
    guard password.count >= shortest else { throw .field("/password", .tooShort(shortest)) }
    let bare = password.lowercased().filter { $0.isLetter }
    let isOneSign = Set(password).count < 3
    let isContext = context.contains { $0.lowercased() == password.lowercased() }
    guard !isOneSign, !isContext, !common.contains(bare), !isRun(password) else {
      throw .field("/password", .commonPassword)
    }
  }

  /// What is left of the most used ones when their digits and signs are taken away.
  private static let common: Set<String> = [
    "password", "passw", "passwort", "wachtwoord", "welkom", "welcome", "geheim", "qwerty",
    "qwertyuiop", "qwertyui", "azerty", "azertyuiop", "asdfghjkl", "zxcvbnm", "letmein", "iloveyou",
    "admin", "administrator", "penning", "secret", "dragon", "monkey", "football", "voetbal",
    "princess", "sunshine", "superman", "trustno", "abcdefgh", "abcdefghi", "hallo", "test",
    "testtest", "login", "inloggen", "factuur", "zomer", "winter", "lente", "herfst", "amsterdam",
    "rotterdam", "feyenoord", "ajax",
  ]

  /// 12345678, 87654321 and their like.
  private static func isRun(_ password: String) -> Bool {
    let values = password.unicodeScalars.map { Int($0.value) }
    let steps = Set(zip(values, values.dropFirst()).map { $1 - $0 })
    return steps == [1] || steps == [-1]
  }
}

extension Database {
  /// Sets a new password for the person of a session. Every other session of theirs ends, in
  /// every shop (S-27).
  package func changePassword(of admission: Admission, to hash: String) async throws {
    guard case .staff(let id, _) = admission.scope.actor else {
      throw TenancyRefusal.unknown(.account)
    }
    try await write { transaction in
      let accounts = AccountDirectory(transaction: transaction)
      guard let account = try accounts.account(of: id, in: admission.scope.shopID) else {
        throw TenancyRefusal.unknown(.account)
      }
      try accounts.setPassword(account, hash)
      try accounts.endSessions(of: account, except: admission.token.id)
      try ShopTransaction(transaction, admission.scope).audit.record("account.passwordChanged", id)
    }
  }

  /// Shuts a person out of the whole platform: an operator's command.
  package func disableAccount(_ email: EmailAddress) async throws {
    try await write { transaction in
      let accounts = AccountDirectory(transaction: transaction)
      guard let account = try accounts.find(email)?.id else {
        throw TenancyRefusal.unknown(.account)
      }
      try accounts.disable(account)
      try accounts.endSessions(of: account, except: nil)
    }
  }
}

extension AccountDirectory {
  func setPassword(_ id: Account.ID, _ hash: String) throws {
    try transaction.execute("UPDATE accounts SET password_hash = \(hash) WHERE id = \(id)")
  }

  func disable(_ id: Account.ID) throws {
    try transaction.execute(
      "UPDATE accounts SET disabled_at = \(transaction.now) WHERE id = \(id)")
  }

  /// Ends a person's sessions in every shop.
  func endSessions(of id: Account.ID, except kept: AccessToken.ID?) throws {
    for door in try memberships(of: id) {
      try transaction.execute(
        """
        UPDATE access_tokens SET revoked_at = \(transaction.now)
        WHERE tenant_id = \(door.shop) AND kind = 'staffSession' AND subject_id = \(door.staff)
          AND revoked_at IS NULL AND id <> \(kept?.rawValue ?? 0)
        """)
    }
  }
}
