package import Catalog
package import Primitives
import Storage
import Tenancy

/// A charge as it was recorded, with what was given back of it since.
package struct RecordedCharge: Hashable, Sendable {
  package let subscriptionID: Subscription.ID
  package let component: ChargeComponent
  /// Days charged again after they were given back have a later generation.
  package let generation: Int
  package let planID: Plan.ID
  package let quantity: Int
  package let period: Period
  package let wholeDays: Int
  package let fullPrice: Money
  package let amount: Money
  /// Whether it used up a period of introduction, discounts and instalments.
  package let usesPeriod: Bool
  /// The first day that is given back; the period's end where nothing is.
  package internal(set) var coveredUntil: CivilDate
  package internal(set) var givenBack: Money

  /// The days that are paid for with it; nil when all was given back.
  package var covered: Period? { Period(from: period.from, until: coveredUntil) }

  /// Whether nothing of it was given back.
  package var isWhole: Bool { coveredUntil == period.until }

  package var isVoid: Bool { covered == nil }

  /// What the days of it cost after all.
  package var kept: Money {
    get throws(MoneyError) { try amount - givenBack }
  }

  /// The calculation in words; nil for a whole period.
  package var explanation: Phrase? {
    get throws(MoneyError) {
      component == .setup
        ? nil : try ProRata(price: fullPrice, days: period.days, of: wholeDays).explanation
    }
  }
}

extension RecordedCharge {
  /// Whether it is the same row, as it was before or after something was given back.
  func isSame(as other: RecordedCharge) -> Bool {
    period.from == other.period.from && component == other.component
      && generation == other.generation && subscriptionID == other.subscriptionID
  }
}

extension PeriodBill {
  /// Its charges as they are recorded.
  package func recorded(generation: Int) -> [RecordedCharge] {
    charges.map { charge in
      RecordedCharge(
        subscriptionID: subscriptionID, component: charge.component, generation: generation,
        planID: charge.planID, quantity: charge.quantity, period: charge.period,
        wholeDays: charge.price.wholeDays, fullPrice: charge.price.price,
        amount: charge.price.amount, usesPeriod: usesPeriod, coveredUntil: charge.period.until,
        givenBack: .zero(charge.price.amount.currency))
    }
  }
}

extension SubscriptionStore {
  static let selectCharge: SQL =
    """
    SELECT subscription_id, period_from, period_until, whole_days, full_price, amount, currency,
      component, generation, plan_id, quantity, uses_period, covered_until, given_back
    FROM subscription_charges
    """

  static func charge(_ row: Row) throws -> RecordedCharge {
    guard let period = Period(from: try row.get(1), until: try row.get(2)) else {
      throw row.mismatch(2, expected: "a period")
    }
    guard let component = ChargeComponent(code: try row.get(7)) else {
      throw row.mismatch(7, expected: "a component")
    }
    let currency: Currency = try row.get(6)
    return RecordedCharge(
      subscriptionID: try row.get(0), component: component, generation: try row.get(8),
      planID: try row.get(9), quantity: try row.get(10), period: period,
      wholeDays: try row.get(3), fullPrice: Money(minorUnits: try row.get(4), currency: currency),
      amount: Money(minorUnits: try row.get(5), currency: currency),
      usesPeriod: try row.get(11), coveredUntil: try row.get(12) ?? period.until,
      givenBack: Money(minorUnits: try row.get(13), currency: currency))
  }

  /// What was charged for a subscription so far, oldest first.
  package func charges(of id: Subscription.ID) throws -> [RecordedCharge] {
    try shop.all(
      SubscriptionStore.selectCharge
        + """
         WHERE subscription_id = \(id) AND tenant_id = \(shop.tenant)
        ORDER BY period_from, component, generation
        """,
      SubscriptionStore.charge)
  }

  /// A period that was charged before breaks the primary key: two runs can never both bill it
  /// (I-13).
  func insert(charges bills: [(subscription: Subscription, bill: PeriodBill)]) throws {
    var rows = BulkRows(
      into: "subscription_charges",
      [
        .integer("subscription_id"), .integer("tenant_id"), .text("period_from"),
        .text("component"), .integer("generation"), .text("period_until"),
        .integer("whole_days"), .integer("full_price"), .integer("amount"), .text("currency"),
        .integer("quantity"), .integer("plan_id"), .integer("uses_period"),
      ])
    for (subscription, bill) in bills {
      for charge in bill.charges {
        rows.append(
          bill.subscriptionID, shop.tenant, charge.period.from, charge.component.code,
          subscription.generation, charge.period.until, charge.price.wholeDays,
          charge.price.price.minorUnits, charge.price.amount.minorUnits,
          charge.price.amount.currency, charge.quantity, charge.planID,
          bill.usesPeriod)
      }
    }
    try shop.insert(rows)
  }
}
