package import Primitives
import Storage

/// What the register of the member states said of a customer's VAT number on a day: the proof that
/// a reverse charge stands on (Directive 2006/112/EC art. 138, 194, 196).
package struct VATCheck: Entity, Hashable, Sendable {
  package static let idPrefix = "vck"

  package enum Outcome: String, CaseIterable, Hashable, Sendable {
    case valid, invalid
  }

  package let id: VATCheck.ID
  package let customer: Customer.ID
  /// With its country prefix, as it was asked.
  package let number: String
  package let outcome: Outcome
  package let checkedAt: Instant
  /// Of the business, as the register gives them; empty where it keeps them to itself.
  package let name: String
  package let address: String
  /// The number under which the register keeps the question.
  package let consultation: String?
  /// SHA-256 of the answer as it came.
  package let answerHash: [UInt8]
}

/// An answer of the register to be kept.
package struct NewVATCheck: Hashable, Sendable {
  package let number: String
  package let outcome: VATCheck.Outcome
  package let name: String
  package let address: String
  package let consultation: String?
  package let answerHash: [UInt8]

  package init(
    number: String, outcome: VATCheck.Outcome, name: String = "", address: String = "",
    consultation: String? = nil, answerHash: [UInt8]
  ) {
    self.number = number
    self.outcome = outcome
    self.name = name
    self.address = address
    self.consultation = consultation
    self.answerHash = answerHash
  }
}

/// The proofs of a shop's customers. Rows are only added.
package struct VATCheckStore {
  let shop: ShopTransaction

  /// Keeps an answer.
  package func record(_ check: NewVATCheck, of customer: Customer.ID) throws {
    try shop.execute(
      """
      INSERT INTO customer_vat_checks (id, tenant_id, customer_id, number, outcome, checked_at,
        name, address, consultation, answer_hash)
      VALUES (\(shop.newID(VATCheck.self)), \(shop.tenant), \(customer), \(check.number),
        \(check.outcome.rawValue), \(shop.now), \(check.name), \(check.address),
        \(check.consultation), \(check.answerHash))
      """)
    try shop.audit.record("customer.vatNumberChecked", customer)
  }

  /// The customers of these whose number, as it is now, was found valid when it was asked last.
  package func valid(of customers: [Customer]) throws -> Set<Customer.ID> {
    let numbers = Dictionary(
      customers.compactMap { customer in
        customer.details.vatNumber.map { (customer.id, $0.text) }
      }
    ) { first, _ in first }
    guard !numbers.isEmpty else { return [] }
    var valid: Set<Customer.ID> = []
    // In order of time: the last word on a number counts.
    try shop.each(
      """
      SELECT customer_id, number, outcome FROM customer_vat_checks
      WHERE tenant_id = \(shop.tenant) AND customer_id IN (\(list: numbers.keys.sorted()))
      ORDER BY customer_id, id
      """
    ) { row in
      let customer: Customer.ID = try row.get(0)
      guard numbers[customer] == (try row.get(1) as String) else { return }
      if try row.get(2) == VATCheck.Outcome.valid.rawValue {
        valid.insert(customer)
      } else {
        valid.remove(customer)
      }
    }
    return valid
  }

  /// A customer's checks, the newest first.
  package func history(of customer: Customer.ID) throws -> [VATCheck] {
    try shop.all(
      """
      SELECT id, number, outcome, checked_at, name, address, consultation, answer_hash
      FROM customer_vat_checks
      WHERE tenant_id = \(shop.tenant) AND customer_id = \(customer) ORDER BY id DESC LIMIT 100
      """
    ) { row in
      guard let outcome = VATCheck.Outcome(rawValue: try row.get(2)) else {
        throw row.mismatch(2, expected: "an outcome")
      }
      return VATCheck(
        id: try row.get(0), customer: customer, number: try row.get(1), outcome: outcome,
        checkedAt: try row.get(3), name: try row.get(4), address: try row.get(5),
        consultation: try row.get(6), answerHash: try row.get(7))
    }
  }
}

extension ShopTransaction {
  /// Proofs of VAT numbers.
  package var vatChecks: VATCheckStore { VATCheckStore(shop: self) }
}
