import Primitives
import Tenancy

/// Credits of some customers as a batch reserves, consumes or releases parts of them.
struct Purse {
  private(set) var credits: [Credit.ID: Credit] = [:]
  private var byCustomer: [Customer.ID: [Credit.ID]] = [:]
  private(set) var touched: Set<Credit.ID> = []

  init(_ credits: [Credit]) {
    for credit in credits {
      self.credits[credit.id] = credit
      byCustomer[credit.customer, default: []].append(credit.id)
    }
  }

  var changed: [Credit] { touched.sorted().compactMap { credits[$0] } }

  func customer(of id: Credit.ID) -> Customer.ID? { credits[id]?.customer }

  /// Holds as much of a claim as there is; the plan says what is missing.
  mutating func reserve(_ claim: CreditClaim) throws -> CreditPlan {
    let plan = try plan(claim.amount, from: claim.customer)
    for part in plan.parts {
      try change(part.credit, available: part.amount.negated, reserved: part.amount)
    }
    return plan
  }

  /// Uses an amount up at once.
  mutating func take(_ amount: Money, from customer: Customer.ID) throws -> [CreditPlan.Part] {
    let plan = try plan(amount, from: customer)
    guard plan.missing.isZero else { throw CreditsRefusal.notEnough }
    for part in plan.parts { try take(part.amount, of: part.credit) }
    return plan.parts
  }

  mutating func take(_ amount: Money, of credit: Credit.ID) throws {
    try change(credit, available: amount.negated, consumed: amount)
  }

  mutating func finish(_ use: CreditUse, by event: CreditUseState.Event) throws {
    switch event {
    case .consume: try change(use.credit, reserved: use.amount.negated, consumed: use.amount)
    case .release: try change(use.credit, available: use.amount, reserved: use.amount.negated)
    }
  }

  private func plan(_ amount: Money, from customer: Customer.ID) throws -> CreditPlan {
    let own = (byCustomer[customer] ?? []).compactMap { credits[$0] }
      .filter { $0.amount.currency == amount.currency }
    return try CreditPlan(for: amount, from: own.map { (id: $0.id, available: $0.available) })
  }

  private mutating func change(
    _ id: Credit.ID, available: Money? = nil, reserved: Money? = nil, consumed: Money? = nil
  ) throws {
    guard var credit = credits[id] else {
      throw CreditsDamage.unreadable(table: "credits", id: id.rawValue)
    }
    let zero = Money.zero(credit.amount.currency)
    credit.available = try credit.available + (available ?? zero)
    credit.reserved = try credit.reserved + (reserved ?? zero)
    credit.consumed = try credit.consumed + (consumed ?? zero)
    credits[id] = credit
    touched.insert(id)
  }
}
