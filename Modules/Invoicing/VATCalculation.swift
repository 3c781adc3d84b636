package import Primitives

/// The VAT of a document (R-14, facts/einvoice.md 4, facts/legal_nl.md 2): per treatment over the
/// sum of its lines, rounded half up to the cent, once.
///
/// With prices that include VAT the gross is the truth: `vat = gross × r ÷ (100 + r)`, and what is
/// left is net. With prices without VAT the net is the truth: `vat = net × r`. Which of the two is
/// decided once, when a document is made, and stored with it. Either way the lines' shares add up
/// to the totals to the cent (I-12), so that no document ever needs a rounding line.
package struct VATCalculation: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    /// How many, or how much: exact.
    package let quantity: Ratio
    /// Below zero on a discount.
    package let unitPrice: Money
    package let treatment: VATTreatment

    package init(quantity: Ratio, unitPrice: Money, treatment: VATTreatment) {
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.treatment = treatment
    }

    /// Taxed at a rate.
    package init(quantity: Ratio, unitPrice: Money, rate: VATRate) {
      self.init(quantity: quantity, unitPrice: unitPrice, treatment: .taxed(rate))
    }
  }

  /// What one line comes to.
  package struct Share: Hashable, Sendable {
    /// Quantity × unit price, rounded, in the terms of the price.
    package let amount: Money
    package let net: Money
    package let gross: Money
  }

  /// In the order of the lines.
  package let shares: [Share]
  /// One a treatment, the highest rate first.
  package let rates: [IssuedDocument.RateTotal]
  package let net: Money
  package let vat: Money
  package let gross: Money

  /// - Throws: `MoneyError` when an amount goes beyond the limit or the currencies differ.
  package init(
    lines: [Line], pricesIncludeVAT: Bool, currency: Currency
  ) throws(MoneyError) {
    var amounts: [Money] = []
    var groups: [VATTreatment: [Int]] = [:]
    for (index, line) in lines.enumerated() {
      amounts.append(try line.unitPrice.scaled(by: line.quantity))
      groups[line.treatment, default: []].append(index)
    }
    var shares = amounts.map { Share(amount: $0, net: $0, gross: $0) }
    var rates: [IssuedDocument.RateTotal] = []
    for (treatment, members) in groups.sorted(by: { $0.key < $1.key }) {
      let parts = members.map { amounts[$0] }
      let total = try treatment.total(
        over: try parts.total(in: currency), pricesIncludeVAT: pricesIncludeVAT)
      let conserved = try treatment.shares(
        of: total, over: parts, pricesIncludeVAT: pricesIncludeVAT)
      for (index, share) in zip(members, conserved) {
        shares[index] = Share(
          amount: amounts[index],
          net: pricesIncludeVAT ? share : amounts[index],
          gross: pricesIncludeVAT ? amounts[index] : share)
      }
      rates.append(total)
    }
    self.shares = shares
    self.rates = rates
    net = try rates.map(\.net).total(in: currency)
    vat = try rates.map(\.vat).total(in: currency)
    gross = try net + vat
  }
}

extension VATTreatment {
  /// The one rule of rounding: the VAT of a group whose lines add up to `sum`, in the terms of
  /// the prices.
  func total(
    over sum: Money, pricesIncludeVAT: Bool
  ) throws(MoneyError) -> IssuedDocument.RateTotal {
    let vat = try pricesIncludeVAT ? rate.tax(withinGross: sum) : rate.tax(onNet: sum)
    return IssuedDocument.RateTotal(
      treatment: self, net: try pricesIncludeVAT ? sum - vat : sum, vat: vat)
  }

  /// What each line of a group has of its net amount (prices with VAT) or of its gross (prices
  /// without), so that it is conserved: by largest remainder, or, where discounts stand among the
  /// lines, each rounded and the rest on the largest.
  func shares(
    of total: IssuedDocument.RateTotal, over parts: [Money], pricesIncludeVAT: Bool
  ) throws(MoneyError) -> [Money] {
    let whole = try pricesIncludeVAT ? total.net : total.net + total.vat
    let isOneSided =
      !parts.contains(where: \.isNegative) || !parts.contains(where: \.isPositive)
    if isOneSided, parts.contains(where: { !$0.isZero }) {
      return try whole.allocated(over: parts.map { abs($0.minorUnits) })
    }
    let percent = Int64(rate.hundredthsOfPercent)
    let factor =
      try pricesIncludeVAT
      ? Ratio(10_000, 10_000 + percent) : Ratio(10_000 + percent, 10_000)
    var shares: [Money] = []
    for part in parts { shares.append(try part.scaled(by: factor)) }
    let rest = try whole - shares.total(in: whole.currency)
    guard
      let largest = parts.indices.max(by: {
        abs(parts[$0].minorUnits) < abs(parts[$1].minorUnits)
      })
    else { return shares }
    shares[largest] = try shares[largest] + rest
    return shares
  }
}

extension VATCalculation {
  /// Reads a quantity such as "1", "2.5" or "0.125": digits, at most six decimals, above zero and
  /// at most a billion. Nil for anything else.
  package static func quantity(_ text: String) -> Ratio? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = parts.first, !whole.isEmpty,
      whole.count <= 10
    else { return nil }
    let fraction = parts.count == 2 ? Array(parts[1]) : []
    guard fraction.count <= 6, parts.count == 1 || !fraction.isEmpty else { return nil }
    var value: Int64 = 0
    var scale: Int64 = 1
    for digit in Array(whole) + fraction {
      guard (48...57).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - 48)
    }
    for _ in fraction { scale *= 10 }
    guard value > 0, value / scale <= 1_000_000_000 else { return nil }
    return try? Ratio(value, scale)  // Cannot throw: the scale is at least 1.
  }
}
