package import Primitives

/// A person of the platform who can sign in; may be staff of several shops.
package struct Account: Entity, Hashable, Sendable {
  package static let idPrefix = "acc"

  package let id: Account.ID
  package let email: EmailAddress
  package let name: String
  package let language: Language
  package let isDisabled: Bool
}

/// A person's membership in one shop.
package struct Staff: Entity, Hashable, Sendable {
  package static let idPrefix = "stf"

  package let id: Staff.ID
  package let account: Account
  package let role: StaffRole
  /// Set when the membership ended; its sessions die with it.
  package let removedAt: Instant?

  package var name: String { account.name }
  package var isActive: Bool { removedAt == nil && !account.isDisabled }
}

/// A person to be made staff. The password's hash was made before the transaction.
package struct NewStaff: Hashable, Sendable {
  package let email: EmailAddress
  package let name: String
  package let role: StaffRole
  package let language: Language
  package let passwordHash: String

  /// - Parameter passwordHash: what `PasswordHasher.hash` gave.
  package init(
    email: EmailAddress, name: String, role: StaffRole, language: Language, passwordHash: String
  ) throws(TenancyRefusal) {
    self.email = email
    self.name = try PlainText.required(name, "/name", most: 120)
    self.role = role
    self.language = language
    self.passwordHash = passwordHash
  }
}
