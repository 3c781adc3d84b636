/// Why an amount cannot be made or computed.
package enum MoneyError: Error, Hashable, Sendable {
  case overflow
  case currencyMismatch(Currency, Currency)
  case zeroDenominator
  case notAnAmount(String)
  case tooManyDecimals(allowed: Int)
  case noWeights
}

/// An amount of money: a whole number of minor units together with its currency.
///
/// There is no division: a share is taken with an exact `Ratio`, rounded once, and a whole is
/// divided only by `split` and `allocated`, which conserve it (I-12).
package struct Money: Hashable, Sendable, CustomStringConvertible {
  package let minorUnits: Int64
  package let currency: Currency

  /// No amount, product or sum goes beyond ±(10^15 − 1) minor units (I-05).
  package static let limit: Int64 = 999_999_999_999_999
  /// The largest amount a person may enter, in whole units: 1,000,000,000 (contract).
  package static let inputLimitUnits: Int64 = 1_000_000_000

  /// An amount that is known to be in bounds, such as one read back from the database.
  package init(minorUnits: Int64, currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  package static func zero(_ currency: Currency) -> Money {
    Money(minorUnits: 0, currency: currency)
  }

  /// An amount of euro cents.
  package static func eur(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .eur) }

  package var isZero: Bool { minorUnits == 0 }
  package var isPositive: Bool { minorUnits > 0 }
  package var isNegative: Bool { minorUnits < 0 }
  package var negated: Money { Money(minorUnits: 0 &- minorUnits, currency: currency) }
  package var description: String { "\(currency.code) \(decimal)" }
}

// MARK: - Checked arithmetic

extension Money {
  private static func bounded(_ units: Int64, _ overflow: Bool, _ currency: Currency)
    throws(MoneyError) -> Money
  {
    guard !overflow, units.magnitude <= UInt64(limit) else { throw .overflow }
    return Money(minorUnits: units, currency: currency)
  }

  private func requireSameCurrency(as other: Money) throws(MoneyError) {
    guard currency == other.currency else { throw .currencyMismatch(currency, other.currency) }
  }

  /// - Throws: `.overflow` beyond the limit, `.currencyMismatch` for two currencies.
  package static func + (a: Money, b: Money) throws(MoneyError) -> Money {
    try a.requireSameCurrency(as: b)
    let (sum, overflow) = a.minorUnits.addingReportingOverflow(b.minorUnits)
    return try bounded(sum, overflow, a.currency)
  }

  /// - Throws: `.overflow` beyond the limit, `.currencyMismatch` for two currencies.
  package static func - (a: Money, b: Money) throws(MoneyError) -> Money {
    try a.requireSameCurrency(as: b)
    let (difference, overflow) = a.minorUnits.subtractingReportingOverflow(b.minorUnits)
    return try bounded(difference, overflow, a.currency)
  }

  /// This amount `count` times.
  package func times(_ count: Int64) throws(MoneyError) -> Money {
    let (product, overflow) = minorUnits.multipliedReportingOverflow(by: count)
    return try Money.bounded(product, overflow, currency)
  }

  /// A share of the amount, rounded once, a half away from zero.
  package func scaled(by ratio: Ratio) throws(MoneyError) -> Money {
    let units = try Rounding.halfUp(
      minorUnits, times: ratio.numerator, dividedBy: ratio.denominator)
    return try Money.bounded(units, false, currency)
  }

  /// Whether this is less than another amount of the same currency.
  package func isLess(than other: Money) throws(MoneyError) -> Bool {
    try requireSameCurrency(as: other)
    return minorUnits < other.minorUnits
  }

  /// The smaller of two amounts of one currency.
  package func smaller(_ other: Money) throws(MoneyError) -> Money {
    try isLess(than: other) ? self : other
  }
}

// MARK: - Conserving division

extension Money {
  /// Equal parts that add up to the whole; the first ones carry the cents that are left over.
  package func split(into parts: Int) throws(MoneyError) -> [Money] {
    guard parts > 0 else { throw .noWeights }
    return try allocated(over: Array(repeating: 1, count: parts))
  }

  /// Parts in proportion to `weights` that add up to the whole, by largest remainder; equal
  /// remainders favour the earlier part.
  /// - Throws: `.noWeights` when no weight is positive or one is negative.
  package func allocated(over weights: [Int64]) throws(MoneyError) -> [Money] {
    var sum: UInt64 = 0
    for weight in weights {
      guard weight >= 0 else { throw .noWeights }
      let (next, overflow) = sum.addingReportingOverflow(weight.magnitude)
      guard !overflow, next <= UInt64(Int64.max) else { throw .overflow }
      sum = next
    }
    guard sum > 0 else { throw .noWeights }
    let whole = minorUnits.magnitude
    var parts: [UInt64] = []
    var remainders: [(index: Int, remainder: UInt64)] = []
    for (index, weight) in weights.enumerated() {
      // The quotient is at most the whole, since no weight exceeds the sum.
      let product = whole.multipliedFullWidth(by: weight.magnitude)
      let (quotient, remainder) = sum.dividingFullWidth(product)
      parts.append(quotient)
      remainders.append((index, remainder))
    }
    let missing = whole - parts.reduce(0, +)
    remainders.sort { ($0.remainder, $1.index) > ($1.remainder, $0.index) }
    for entry in remainders.prefix(Int(missing)) { parts[entry.index] += 1 }
    let sign: Int64 = minorUnits < 0 ? -1 : 1
    return parts.map { Money(minorUnits: sign * Int64($0), currency: currency) }
  }
}

extension Sequence<Money> {
  /// The sum, zero of `currency` when there is nothing.
  package func total(in currency: Currency) throws(MoneyError) -> Money {
    var sum = Money.zero(currency)
    for amount in self { sum = try sum + amount }
    return sum
  }
}
