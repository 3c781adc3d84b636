import JSON
package import Primitives
import Storage

/// The people who act for a shop's customers in the portal.
package struct CustomerUserStore {
  let shop: ShopTransaction

  /// Adds a user; a removed one comes back with the new right. `.taken("/email")` for one who
  /// is a user of this customer already.
  @discardableResult
  package func add(_ new: NewCustomerUser, to customer: Customer.ID) throws -> CustomerUser {
    _ = try shop.customers.find(customer)
    let known = try select(
      "AND customer_id = \(customer) AND email_folded = \(new.email.folded)"
    ).first
    if let known, known.isActive { throw TenancyRefusal.taken("/email") }
    let user = CustomerUser(
      id: known?.id ?? shop.newID(), customer: customer, email: new.email, name: new.name,
      language: new.language, right: new.right, getsPaymentRequests: new.getsPaymentRequests,
      removedAt: nil)
    if known == nil { try insert([user]) } else { try save(user) }
    try shop.audit.record("customerUser.added", user.id, ["right": .string(user.right.rawValue)])
    return user
  }

  /// `.unknown` for another shop's as for none at all.
  package func find(_ id: CustomerUser.ID) throws -> CustomerUser {
    guard let user = try select("AND id = \(id)").first else {
      throw TenancyRefusal.unknown(.customerUser)
    }
    return user
  }

  /// The active users behind one mailbox: whom a sign-in link may let in.
  package func find(email: EmailAddress) throws -> [CustomerUser] {
    try select("AND email_folded = \(email.folded) AND removed_at IS NULL ORDER BY id LIMIT 20")
  }

  /// A customer's users, removed ones included, the first first.
  package func all(of customer: Customer.ID) throws -> [CustomerUser] {
    try select("AND customer_id = \(customer) ORDER BY id LIMIT 200")
  }

  /// Who gets the payment requests of these customers; a batch of a run asks once.
  package func recipients(
    of customers: some Sequence<Customer.ID>
  ) throws -> [Customer.ID: [CustomerUser]] {
    let users = try select(
      """
      AND customer_id IN (\(list: Set(customers).sorted())) AND gets_requests = 1
        AND removed_at IS NULL ORDER BY id
      """)
    return Dictionary(grouping: users, by: \.customer)
  }

  /// Changes what a user may do; open sessions end, since they were opened with the old right.
  @discardableResult
  package func change(
    _ id: CustomerUser.ID, to right: CustomerRight, getsPaymentRequests: Bool
  ) throws -> CustomerUser {
    let old = try find(id)
    if old.right == .owner, right != .owner { try keepAnOwner(of: old.customer, besides: id) }
    let new = CustomerUser(
      id: id, customer: old.customer, email: old.email, name: old.name, language: old.language,
      right: right, getsPaymentRequests: getsPaymentRequests, removedAt: old.removedAt)
    try save(new)
    if old.right != right { try endSessions(of: id) }
    try shop.audit.record(
      "customerUser.changed", id,
      ["from": .string(old.right.rawValue), "to": .string(right.rawValue)])
    return new
  }

  /// Removes a user; their sessions and links die with it (I-43).
  package func remove(_ id: CustomerUser.ID) throws {
    let user = try find(id)
    guard user.isActive else { return }
    if user.right == .owner { try keepAnOwner(of: user.customer, besides: id) }
    try shop.execute(
      """
      UPDATE customer_users SET removed_at = \(shop.now)
      WHERE tenant_id = \(shop.tenant) AND id = \(id)
      """)
    try endSessions(of: id)
    try shop.audit.record("customerUser.removed", id)
  }

  /// The first user of each new customer: the customer in person.
  func insertOwners(of customers: [Customer]) throws {
    try insert(
      customers.map { customer in
        CustomerUser(
          id: shop.newID(), customer: customer.id, email: customer.email, name: customer.name,
          language: customer.language, right: .owner, getsPaymentRequests: true, removedAt: nil)
      })
  }

  private func keepAnOwner(of customer: Customer.ID, besides id: CustomerUser.ID) throws {
    let others = try all(of: customer).filter { $0.isActive && $0.right == .owner && $0.id != id }
    if others.isEmpty { throw TenancyRefusal.lastOwner }
  }

  private func endSessions(of id: CustomerUser.ID) throws {
    try shop.tokens.revokeAll(.portalSession, of: id.rawValue)
    try shop.tokens.revokeAll(.signInLink, of: id.rawValue)
  }

  private func insert(_ users: [CustomerUser]) throws {
    var rows = BulkRows(
      into: "customer_users",
      [
        .integer("id"), .integer("tenant_id"), .integer("customer_id"), .text("email"),
        .text("email_folded"), .text("name"), .text("language"), .text("access"),
        .integer("gets_requests"), .integer("created_at"),
      ])
    for user in users {
      rows.append(
        user.id, shop.tenant, user.customer, user.email, user.email.folded, user.name,
        user.language, user.right, user.getsPaymentRequests, shop.now)
    }
    try shop.insert(rows)
  }

  private func save(_ user: CustomerUser) throws {
    try shop.execute(
      """
      UPDATE customer_users SET name = \(user.name), language = \(user.language),
        access = \(user.right), gets_requests = \(user.getsPaymentRequests),
        removed_at = \(user.removedAt)
      WHERE tenant_id = \(shop.tenant) AND id = \(user.id)
      """)
  }

  private func select(_ rest: SQL) throws -> [CustomerUser] {
    try shop.all(
      """
      SELECT id, customer_id, email, name, language, access, gets_requests, removed_at
      FROM customer_users WHERE tenant_id = \(shop.tenant) \(rest)
      """
    ) { row in
      CustomerUser(
        id: try row(0), customer: try row(1), email: try row(2), name: try row(3),
        language: try row(4), right: try row(5), getsPaymentRequests: try row(6),
        removedAt: try row(7))
    }
  }
}

extension ShopTransaction {
  package var customerUsers: CustomerUserStore { CustomerUserStore(shop: self) }
}
