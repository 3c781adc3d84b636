package import Primitives

/// Less to pay, for some periods or for ever.
package struct Discount: Hashable, Sendable {
  package enum Amount: Hashable, Sendable {
    /// Hundredths of a percent: 1 to 10,000.
    case percent(hundredths: Int)
    /// An amount off each whole period.
    case fixed(Money)
  }

  package static let percents = 1...10_000
  package static let periods = 1...120

  package let amount: Amount
  /// Whole periods; 1 is once, nil is for ever. A stub takes the discount and uses none up.
  package let periods: Int?

  package init(_ amount: Amount, periods: Int? = nil) {
    self.amount = amount
    self.periods = periods
  }

  /// - Throws: `CatalogRefusal.discountOutOfRange`, `.currencyNotOfShop`.
  package func check(in currency: Currency) throws(CatalogRefusal) {
    if let periods, !Discount.periods.contains(periods) { throw .discountOutOfRange }
    switch amount {
    case .percent(let hundredths):
      guard Discount.percents.contains(hundredths) else { throw .discountOutOfRange }
    case .fixed(let money):
      guard money.currency == currency else {
        throw .currencyNotOfShop(currency, field: "/discount")
      }
      let limit = Money.inputLimitUnits * currency.minorUnitsPerUnit
      guard money.isPositive, money.minorUnits <= limit else { throw .discountOutOfRange }
    }
  }

  /// `10 % korting op de eerste 3 termijnen`; `€5.00 off, for ever`.
  package func formatted(_ language: Language) -> String {
    let words: Phrase
    switch periods {
    case nil: words = Phrase(nl: "korting", en: "off")
    case 1: words = Phrase(nl: "korting op de eerste termijn", en: "off the first period")
    case let count?:
      words = Phrase(
        nl: "korting op de eerste \(count) termijnen", en: "off the first \(count) periods")
    }
    return "\(amount.formatted(language)) \(words(language))"
  }
}

extension Discount.Amount {
  /// What comes off a price: never more than the price, never less than nothing. A percentage is
  /// rounded half up, once.
  package func reduction(of price: Money) throws(MoneyError) -> Money {
    guard price.isPositive else { return .zero(price.currency) }
    switch self {
    case .percent(let hundredths):
      return try price.scaled(by: Ratio(Int64(hundredths), 10_000)).smaller(price)
    case .fixed(let money):
      return try money.smaller(price)
    }
  }

  /// `12,5 %`, `€ 5,00`; `12.5 %`, `€5.00`.
  package func formatted(_ language: Language) -> String {
    switch self {
    case .fixed(let money): return money.formatted(language)
    case .percent(let hundredths):
      let percent = VATRate(hundredthsOfPercent: hundredths)?.percent ?? "0"
      let mark = Phrase(nl: ",", en: ".")(language)
      return percent.split(separator: ".").joined(separator: mark) + " %"
    }
  }
}
