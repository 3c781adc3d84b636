package import Primitives
import Storage
package import Tenancy

/// Something that happened to a customer's credits, as a history lists it.
package struct CreditEvent: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case granted
    /// Held for a document that is not paid yet.
    case reserved
    case used
    /// Held for a document that was given up; free again.
    case released
    case lapsed
    case paidOut

    /// Whether the customer has more by it, less, or what there was before.
    package var sign: Int {
      switch self {
      case .granted: 1
      case .released: 0
      case .reserved, .used, .lapsed, .paidOut: -1
      }
    }
  }

  /// Of the credit or the use: later is larger.
  package let order: Int64
  package let kind: Kind
  package let credit: Credit.ID
  package let customer: Customer.ID
  /// Above zero.
  package let amount: Money
  /// When it came to where it is now; nil for uses from before days were kept.
  package let day: CivilDate?
  /// The document that holds or used it.
  package let document: CreditedDocument.ID?
  /// Why the credit was given.
  package let reason: String
}

extension CreditsStore {
  /// What happened to the credits of a customer, or of all, newest first.
  package func history(
    of customer: Customer.ID? = nil, _ request: PageRequest
  ) throws -> Page<CreditEvent> {
    let narrow: SQL = customer.map { "AND c.customer_id = \($0)" } ?? ""
    let fetched = try shop.all(
      """
      SELECT order_id, kind, purpose, credit_id, customer_id, currency, amount, day, document_id,
        reason
      FROM (
        SELECT c.id AS order_id, 'granted' AS kind, 'document' AS purpose, c.id AS credit_id,
          c.customer_id AS customer_id, c.currency AS currency, c.amount AS amount,
          c.granted_on AS day, 0 AS document_id, c.reason AS reason
        FROM credits c
        WHERE c.tenant_id = \(shop.tenant) AND c.id < \(request.before) \(narrow)
        UNION ALL
        SELECT u.id, u.state, u.purpose, u.credit_id, c.customer_id, u.currency, u.amount,
          COALESCE(u.ended_on, u.began_on), u.document_id, c.reason
        FROM credits c
        JOIN credit_uses u ON u.tenant_id = c.tenant_id AND u.credit_id = c.id
        WHERE c.tenant_id = \(shop.tenant) AND u.id < \(request.before) \(narrow)
      ) h
      ORDER BY order_id DESC LIMIT \(request.fetch)
      """, CreditEvent.init)
    return Page(fetched: fetched, for: request) { $0.order }
  }
}

extension CreditEvent {
  init(_ row: Row) throws {
    order = try row.get(0)
    let purpose = CreditUse.Purpose(rawValue: try row.get(2))
    guard let purpose, let kind = Kind(try row.get(1), purpose) else {
      throw CreditsDamage.unreadable(table: "credit_uses", id: order)
    }
    self.kind = kind
    credit = try row.get(3)
    customer = try row.get(4)
    amount = Money(minorUnits: try row.get(6), currency: try row.get(5))
    day = try row.get(7)
    let document: CreditedDocument.ID = try row.get(8)
    self.document = document.rawValue > 0 && purpose == .document ? document : nil
    reason = try row.get(9)
  }
}

extension CreditEvent.Kind {
  fileprivate init?(_ state: String, _ purpose: CreditUse.Purpose) {
    switch (purpose, state) {
    case (_, "granted"): self = .granted
    case (.lapse, _): self = .lapsed
    case (.payout, _): self = .paidOut
    case (.document, "reserved"): self = .reserved
    case (.document, "consumed"): self = .used
    case (.document, "released"): self = .released
    default: return nil
    }
  }
}
