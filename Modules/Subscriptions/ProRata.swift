package import Primitives

/// A price by the day that explains itself: "15 of 30 days x 30.00 = 15.00".
package struct ProRata: Hashable, Sendable {
  /// The full price of the whole period.
  package let price: Money
  package let days: Int
  package let wholeDays: Int
  /// The share, rounded half up once; the full price for a whole period.
  package let amount: Money

  /// - Throws: `MoneyError.zeroDenominator` for a whole of no days, `.overflow` beyond bounds.
  package init(price: Money, days: Int, of wholeDays: Int) throws(MoneyError) {
    self.price = price
    self.days = days
    self.wholeDays = wholeDays
    amount =
      days == wholeDays
      ? price : try price.scaled(by: Ratio(Int64(days), Int64(wholeDays)))
  }

  /// A share that takes no more off than there is: rounding twice must not go below zero.
  init(price: Money, days: Int, of wholeDays: Int, notBeyond most: Money) throws(MoneyError) {
    let share = try ProRata(price: price, days: days, of: wholeDays)
    let rest = try most + share.amount
    self.price = price
    self.days = days
    self.wholeDays = wholeDays
    amount = rest.isNegative ? most.negated : share.amount
  }

  package var isWhole: Bool { days == wholeDays }

  /// The calculation in words, the same in page, portal, mail, PDF and API; nil for a whole
  /// period, which needs none.
  package var explanation: Phrase? {
    if isWhole { return nil }
    return Phrase(
      nl: "\(days) van \(wholeDays) dagen x \(comma(price)) = \(comma(amount))",
      en: "\(days) of \(wholeDays) days x \(price.decimal) = \(amount.decimal)")
  }
}

private func comma(_ money: Money) -> String {
  String(money.decimal.map { $0 == "." ? "," : $0 })
}
