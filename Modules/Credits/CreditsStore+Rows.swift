import Ledger
package import Primitives
import Storage
package import Tenancy

extension CreditsStore {
  /// A customer's credits, the oldest first; at most 1000.
  package func credits(of customer: Customer.ID) throws -> [Credit] {
    try credits("AND customer_id = \(customer) ORDER BY id LIMIT 1000")
  }

  /// - Throws: `CreditsRefusal.unknown`.
  package func credit(_ id: Credit.ID) throws -> Credit {
    guard let credit = try credits("AND id = \(id)").first else { throw CreditsRefusal.unknown }
    return credit
  }

  /// A page of the shop's credits, or of a customer's, newest first.
  package func page(
    _ request: PageRequest, of customer: Customer.ID? = nil
  ) throws -> Page<Credit> {
    let narrow: SQL = customer.map { "AND customer_id = \($0)" } ?? ""
    let fetched = try credits(
      "\(narrow) AND id < \(request.before) ORDER BY id DESC LIMIT \(request.fetch)")
    return Page(fetched: fetched, for: request) { $0.id.rawValue }
  }

  /// What settles documents, in order of time.
  package func uses(of documents: [CreditedDocument.ID]) throws -> [CreditUse] {
    try shop.all(
      """
      SELECT id, credit_id, document_id, currency, amount, state FROM credit_uses
      WHERE tenant_id = \(shop.tenant) AND document_id IN (\(list: documents))
        AND purpose = 'document'
      ORDER BY id
      """
    ) { row in
      let id: CreditUse.ID = try row.get(0)
      guard let state = CreditUseState(rawValue: try row.get(5)) else {
        throw CreditsDamage.unreadable(table: "credit_uses", id: id.rawValue)
      }
      return CreditUse(
        id: id, credit: try row.get(1), purpose: .document, document: try row.get(2),
        amount: Money(minorUnits: try row.get(4), currency: try row.get(3)), state: state)
    }
  }

  /// A credit that has not expired, as a condition.
  var isUsable: SQL { "(expires_on IS NULL OR expires_on > \(shop.today))" }

  /// What can still be used of these customers' credits, locked for change in one order.
  func usableCredits(of customers: [Customer.ID]) throws -> [Credit] {
    let ids = Set(customers).sorted()
    return try credits(
      """
      AND customer_id IN (\(list: ids)) AND available > 0 AND \(isUsable)
      ORDER BY id\(shop.transaction.dialect.forUpdate)
      """)
  }

  func lockedCredits(ids: [Credit.ID]) throws -> [Credit] {
    try credits("AND id IN (\(list: ids)) ORDER BY id\(shop.transaction.dialect.forUpdate)")
  }

  func save(_ purse: Purse) throws {
    let credits = purse.changed
    var rows = BulkRows(
      into: "credits",
      [
        .integer("id"), .integer("tenant_id"), .integer("available"), .integer("reserved"),
        .integer("consumed"),
      ])
    for credit in credits {
      rows.append(
        credit.id, shop.tenant, credit.available.minorUnits, credit.reserved.minorUnits,
        credit.consumed.minorUnits)
    }
    guard try shop.update(rows, key: ["id", "tenant_id"]) == credits.count else {
      throw CreditsDamage.lostRace
    }
  }

  func credits(_ condition: SQL) throws -> [Credit] {
    try shop.all(
      """
      SELECT id, customer_id, currency, amount, available, reserved, consumed, reason,
        granted_on, expires_on, paid_from, source
      FROM credits WHERE tenant_id = \(shop.tenant) \(condition)
      """
    ) { row in
      let currency: Currency = try row.get(2)
      func money(_ column: Int) throws -> Money {
        Money(minorUnits: try row.get(column), currency: currency)
      }
      return Credit(
        id: try row.get(0), customer: try row.get(1), amount: try money(3),
        available: try money(4), reserved: try money(5), consumed: try money(6),
        reason: try row.get(7), grantedOn: try row.get(8), expiresOn: try row.get(9),
        paidFrom: AccountCode(try row.get(10)), source: try row.get(11))
    }
  }

  var creditColumns: [Column] {
    [
      .integer("id"), .integer("tenant_id"), .integer("customer_id"), .text("currency"),
      .integer("amount"), .integer("available"), .integer("reserved"), .integer("consumed"),
      .text("reason"), .text("granted_on"), .text("source"), .text("expires_on"),
      .integer("lapses_at"), .text("paid_from"),
    ]
  }

  var useColumns: [Column] {
    [
      .integer("id"), .integer("tenant_id"), .integer("credit_id"), .integer("document_id"),
      .text("currency"), .integer("amount"), .text("state"), .text("purpose"),
      .text("began_on"), .text("ended_on"),
    ]
  }
}
