package import Catalog
package import Primitives

/// A plan billed along with a subscription, in its periods.
package struct AddOn: Entity, Hashable, Sendable {
  package static let idPrefix = "adn"

  package let id: AddOn.ID
  package let planID: Plan.ID
  package let versionID: PlanVersion.ID
  package let quantity: Int
  /// The full price of one whole period for the whole quantity.
  package let price: Money
  package let pricesIncludeVAT: Bool
  /// The first day that it is charged for.
  package let from: CivilDate
  /// The first day that it is charged for no more; nil while it runs on.
  package internal(set) var until: CivilDate?

  package init(
    id: AddOn.ID, planID: Plan.ID, versionID: PlanVersion.ID, quantity: Int, price: Money,
    pricesIncludeVAT: Bool, from: CivilDate, until: CivilDate? = nil
  ) {
    self.id = id
    self.planID = planID
    self.versionID = versionID
    self.quantity = quantity
    self.price = price
    self.pricesIncludeVAT = pricesIncludeVAT
    self.from = from
    self.until = until
  }

  /// The days of a period that it is charged for; nil for none.
  package func days(of period: Period) -> Period? {
    Period(from: max(from, period.from), until: min(until ?? period.until, period.until))
  }
}

/// A discount that runs for some periods or for ever.
package struct RunningDiscount: Entity, Hashable, Sendable {
  package static let idPrefix = "dsc"

  package let id: RunningDiscount.ID
  /// What the document calls it.
  package let label: String
  package let amount: Discount.Amount
  /// Periods that it is still given; nil for ever.
  package internal(set) var periodsLeft: Int?

  package init(
    id: RunningDiscount.ID, label: String, amount: Discount.Amount, periodsLeft: Int?
  ) {
    self.id = id
    self.label = label
    self.amount = amount
    self.periodsLeft = periodsLeft
  }

  package var isOver: Bool { periodsLeft == 0 }
}

/// What a subscription is billed beside its plan. Loaded for a batch in two statements, and only
/// for subscriptions that have any.
package struct Extras: Hashable, Sendable {
  package internal(set) var addOns: [AddOn]
  /// In the order in which they are taken off.
  package internal(set) var discounts: [RunningDiscount]

  package static let none = Extras()

  package init(addOns: [AddOn] = [], discounts: [RunningDiscount] = []) {
    self.addOns = addOns
    self.discounts = discounts
  }

  package var isEmpty: Bool { addOns.isEmpty && discounts.isEmpty }
}

extension Extras {
  /// What is left of the discounts after a bill; a stub uses nothing up.
  package mutating func use(_ bill: PeriodBill) {
    guard bill.usesPeriod else { return }
    let used = Set(bill.charges.compactMap(\.component.discountID))
    for index in discounts.indices where used.contains(discounts[index].id) {
      discounts[index].periodsLeft = discounts[index].periodsLeft.map { max($0 - 1, 0) }
    }
  }

  /// Has a period of a discount again, which was given back.
  mutating func giveBack(_ id: RunningDiscount.ID) {
    guard let index = discounts.firstIndex(where: { $0.id == id }) else { return }
    discounts[index].periodsLeft = discounts[index].periodsLeft.map { $0 + 1 }
  }
}
