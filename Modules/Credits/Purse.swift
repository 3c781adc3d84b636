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

  mutating func reserve(_ claim: CreditClaim) throws -> [CreditPlan.Part] {
    let own = (byCustomer[claim.customer] ?? []).compactMap { credits[$0] }
      .filter { $0.amount.currency == claim.amount.currency }
    let plan = try CreditPlan(
      for: claim.amount, from: own.map { (id: $0.id, available: $0.available) })
    guard plan.missing.isZero else { throw CreditsRefusal.notEnough }
    for part in plan.parts {
      try change(part.credit, available: part.amount.negated, reserved: part.amount)
    }
    return plan.parts
  }

  mutating func finish(_ use: CreditUse, by event: CreditUseState.Event) throws {
    switch event {
    case .consume: try change(use.credit, reserved: use.amount.negated, consumed: use.amount)
    case .release: try change(use.credit, available: use.amount, reserved: use.amount.negated)
    }
  }

  private mutating func change(
    _ id: Credit.ID, available: Money? = nil, reserved: Money? = nil, consumed: Money? = nil
  ) throws {
    guard let old = credits[id] else {
      throw CreditsDamage.unreadable(table: "credits", id: id.rawValue)
    }
    let zero = Money.zero(old.amount.currency)
    credits[id] = Credit(
      id: id, customer: old.customer, amount: old.amount,
      available: try old.available + (available ?? zero),
      reserved: try old.reserved + (reserved ?? zero),
      consumed: try old.consumed + (consumed ?? zero), reason: old.reason,
      grantedOn: old.grantedOn, source: old.source)
    touched.insert(id)
  }
}
