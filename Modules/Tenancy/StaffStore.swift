import JSON
package import Primitives
import Storage

/// The people who work in a shop, with their roles.
package struct StaffStore {
  let shop: ShopTransaction

  /// Makes a person staff. Someone with an account on the platform keeps their name and password
  /// (S-20); a former member comes back. `.taken("/email")` for one who is staff already.
  @discardableResult
  package func add(_ new: NewStaff) throws -> Staff {
    try shop.scope.require(.manageStaff)
    let account = try account(for: new)
    let known: (id: Staff.ID, removedAt: Instant?)? = try shop.first(
      """
      SELECT id, removed_at FROM staff
      WHERE tenant_id = \(shop.tenant) AND account_id = \(account)
      """
    ) { (try $0(0), try $0(1)) }
    if let known, known.removedAt == nil { throw TenancyRefusal.taken("/email") }
    let id = known?.id ?? shop.newID()
    if known == nil { try insert(id, account, new.role) } else { try revive(id, new.role) }
    try shop.execute(
      """
      INSERT INTO memberships (account_id, tenant_id, staff_id)
      VALUES (\(account), \(shop.tenant), \(id))
      """)
    try shop.audit.record("staff.added", id, ["role": .string(new.role.rawValue)])
    return try find(id)
  }

  /// `.unknown` for another shop's as for none at all.
  package func find(_ id: Staff.ID) throws -> Staff {
    guard let found = try select("AND s.id = \(id)").first else {
      throw TenancyRefusal.unknown(.staff)
    }
    return found
  }

  /// Everyone, former members included, the first first.
  package func all() throws -> [Staff] { try select("ORDER BY s.id LIMIT 1000") }

  /// Gives another role; open sessions end, since they were opened with the old one.
  package func change(_ id: Staff.ID, to role: StaffRole) throws {
    try shop.scope.require(.manageStaff)
    let staff = try find(id)
    guard staff.role != role else { return }
    if staff.role == .owner { try keepAnOwner(besides: id) }
    try shop.execute(
      "UPDATE staff SET role = \(role) WHERE tenant_id = \(shop.tenant) AND id = \(id)")
    try shop.tokens.revokeAll(.staffSession, of: id.rawValue)
    try shop.audit.record(
      "staff.roleChanged", id,
      ["from": .string(staff.role.rawValue), "to": .string(role.rawValue)])
  }

  /// Ends a membership; its sessions die with it (S-27).
  package func remove(_ id: Staff.ID) throws {
    try shop.scope.require(.manageStaff)
    let staff = try find(id)
    guard staff.removedAt == nil else { return }
    if staff.role == .owner { try keepAnOwner(besides: id) }
    try shop.execute(
      "UPDATE staff SET removed_at = \(shop.now) WHERE tenant_id = \(shop.tenant) AND id = \(id)")
    try shop.execute(
      "DELETE FROM memberships WHERE tenant_id = \(shop.tenant) AND staff_id = \(id)")
    try shop.tokens.revokeAll(.staffSession, of: id.rawValue)
    try shop.audit.record("staff.removed", id)
  }

  private func keepAnOwner(besides id: Staff.ID) throws {
    let others = try all().filter { $0.isActive && $0.role == .owner && $0.id != id }
    if others.isEmpty { throw TenancyRefusal.lastOwner }
  }

  private func account(for new: NewStaff) throws -> Account.ID {
    let known: Account.ID? = try shop.first(
      "SELECT id FROM accounts WHERE email_folded = \(new.email.folded)"
    ) { try $0(0) }
    if let known { return known }
    let id: Account.ID = shop.newID()
    try shop.execute(
      """
      INSERT INTO accounts (id, email, email_folded, name, language, password_hash, created_at)
      VALUES (\(id), \(new.email), \(new.email.folded), \(new.name), \(new.language),
        \(new.passwordHash), \(shop.now))
      """)
    return id
  }

  private func insert(_ id: Staff.ID, _ account: Account.ID, _ role: StaffRole) throws {
    try shop.execute(
      """
      INSERT INTO staff (id, tenant_id, account_id, role, created_at)
      VALUES (\(id), \(shop.tenant), \(account), \(role), \(shop.now))
      """)
  }

  private func revive(_ id: Staff.ID, _ role: StaffRole) throws {
    try shop.execute(
      """
      UPDATE staff SET role = \(role), removed_at = NULL
      WHERE tenant_id = \(shop.tenant) AND id = \(id)
      """)
  }

  private func select(_ rest: SQL) throws -> [Staff] {
    try shop.all(
      """
      SELECT s.id, s.role, s.removed_at, a.id, a.email, a.name, a.language,
        CASE WHEN a.disabled_at IS NULL THEN 0 ELSE 1 END
      FROM staff s JOIN accounts a ON a.id = s.account_id
      WHERE s.tenant_id = \(shop.tenant) \(rest)
      """
    ) { row in
      Staff(
        id: try row(0),
        account: Account(
          id: try row(3), email: try row(4), name: try row(5), language: try row(6),
          isDisabled: try row(7)),
        role: try row(1), removedAt: try row(2))
    }
  }
}

extension ShopTransaction {
  package var staff: StaffStore { StaffStore(shop: self) }
}
