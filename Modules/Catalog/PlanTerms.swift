package import Primitives

/// Another price for the first periods. The first periods may be free.
package struct Introduction: Hashable, Sendable {
  package static let periods = 1...60

  /// In place of the plan's price.
  package let price: Money
  /// Whole periods, 1 to 60. A stub has this price too and uses none of them up.
  package let periods: Int

  package init(price: Money, periods: Int) {
    self.price = price
    self.periods = periods
  }
}

/// The price and rhythm of a plan version to be made.
package struct PlanTerms: Hashable, Sendable {
  package static let trialDays = 0...730
  package static let instalments = 2...120

  package var price: Money
  /// Holds for every amount of the terms.
  package var pricesIncludeVAT: Bool
  package var interval: CalendarInterval
  /// Charged once, with the first bill.
  package var setupFee: Money?
  /// Days from the purchase that cost nothing; the first period begins after them.
  package var trialDays: Int
  package var introduction: Introduction?
  /// The number of payments after which all is paid; counted from the purchase date, no stub.
  package var instalments: Int?

  package init(
    price: Money, pricesIncludeVAT: Bool = true, interval: CalendarInterval,
    setupFee: Money? = nil, trialDays: Int = 0, introduction: Introduction? = nil,
    instalments: Int? = nil
  ) {
    self.price = price
    self.pricesIncludeVAT = pricesIncludeVAT
    self.interval = interval
    self.setupFee = setupFee
    self.trialDays = trialDays
    self.introduction = introduction
    self.instalments = instalments
  }
}

/// The terms of a plan from one moment on. A version never changes: whoever bought it keeps it
/// (I-18), until an announced price rise moves the subscription to a newer one.
package struct PlanVersion: Entity, Hashable, Sendable {
  package static let idPrefix = "plv"

  package let id: PlanVersion.ID
  package let planID: Plan.ID
  /// 1 for the first.
  package let number: Int
  package let terms: PlanTerms
  package let createdAt: Instant

  package init(
    id: PlanVersion.ID, planID: Plan.ID, number: Int, terms: PlanTerms, createdAt: Instant
  ) {
    self.id = id
    self.planID = planID
    self.number = number
    self.terms = terms
    self.createdAt = createdAt
  }

  package var price: Money { terms.price }
  package var pricesIncludeVAT: Bool { terms.pricesIncludeVAT }
  package var interval: CalendarInterval { terms.interval }
  package var setupFee: Money? { terms.setupFee }
  package var trialDays: Int { terms.trialDays }
  package var introduction: Introduction? { terms.introduction }
  package var instalments: Int? { terms.instalments }
}
