package import Primitives

/// What happens to the price of a period that is under way.
package enum PlanChange: Hashable, Sendable {
  case cancel
  case switchPrice(to: Money)
}

/// What a change in mid-period gives back and asks for.
package struct ChangeQuote: Hashable, Sendable {
  /// The unused part of the old price.
  package let credit: ProRata
  /// The same days at the new price; zero for a cancellation.
  package let charge: ProRata

  package var remainingDays: Int { credit.days }
  package var periodDays: Int { credit.wholeDays }

  /// The day of the change counts as unused.
  /// - Throws: `ChangeRefusal` for a day outside the period or another currency, `MoneyError`
  ///   beyond bounds.
  package init(
    price: Money, period: Period, changeOn: CivilDate, change: PlanChange
  ) throws {
    guard period.from <= changeOn, changeOn <= period.until else {
      throw ChangeRefusal.dayOutsidePeriod
    }
    let remaining = changeOn.days(until: period.until)
    credit = try ProRata(price: price, days: remaining, of: period.days)
    switch change {
    case .cancel:
      charge = try ProRata(price: .zero(price.currency), days: remaining, of: period.days)
    case .switchPrice(let newPrice):
      guard newPrice.currency == price.currency else { throw ChangeRefusal.otherCurrency }
      charge = try ProRata(price: newPrice, days: remaining, of: period.days)
    }
  }
}

/// Why a change cannot be quoted.
package enum ChangeRefusal: Refusal, Hashable {
  case dayOutsidePeriod
  case otherCurrency

  package var kind: RefusalKind { .invalid }

  package var code: String {
    switch self {
    case .dayOutsidePeriod: "change.dayOutsidePeriod"
    case .otherCurrency: "change.otherCurrency"
    }
  }

  package var pointer: String? {
    switch self {
    case .dayOutsidePeriod: "/changeOn"
    case .otherCurrency: "/change/newPrice/currency"
    }
  }

  package var phrase: Phrase {
    switch self {
    case .dayOutsidePeriod:
      Phrase(
        nl: "De dag van de wijziging moet in de periode liggen.",
        en: "The day of the change must lie in the period.")
    case .otherCurrency:
      Phrase(
        nl: "De nieuwe prijs moet in dezelfde valuta zijn.",
        en: "The new price must be in the same currency.")
    }
  }
}
