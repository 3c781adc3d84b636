/// A VAT percentage, exact to a hundredth of a percent.
package struct VATRate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 2100 for 21 %.
  package let hundredthsOfPercent: Int

  package static let zero = VATRate(hundredths: 0)
  /// The Dutch and Belgian standard rate.
  package static let standard = VATRate(hundredths: 2100)
  /// The Dutch reduced rate.
  package static let reducedNL = VATRate(hundredths: 900)

  private init(hundredths: Int) { hundredthsOfPercent = hundredths }

  /// The rate with this many hundredths of a percent, 0 to 10,000; nil outside.
  package init?(hundredthsOfPercent: Int) {
    guard (0...10_000).contains(hundredthsOfPercent) else { return nil }
    self.init(hundredths: hundredthsOfPercent)
  }

  /// Reads `21`, `9` or `5.5`: 0 to 100 with at most two decimals, nil otherwise.
  package init?(percent: String) {
    let parts = percent.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, (1...3).contains(whole.utf8.count) else { return nil }
    let fraction = parts.count == 2 ? parts[1] : "00"
    guard (1...2).contains(fraction.utf8.count),
      (Array(whole.utf8) + Array(fraction.utf8)).allSatisfy({ (48...57).contains($0) }),
      let units = Int(whole), let part = Int(fraction)
    else { return nil }
    let hundredths = fraction.utf8.count == 1 ? part * 10 : part
    self.init(hundredthsOfPercent: units * 100 + hundredths)
  }

  /// The shortest text that `init(percent:)` reads: `21`, `5.5`.
  package var percent: String {
    let (whole, part) = hundredthsOfPercent.quotientAndRemainder(dividingBy: 100)
    if part == 0 { return "\(whole)" }
    return part.isMultiple(of: 10)
      ? "\(whole).\(part / 10)" : "\(whole).\(part < 10 ? "0" : "")\(part)"
  }

  package var description: String { "\(percent) %" }

  /// The VAT on a net amount, rounded half up.
  package func tax(onNet net: Money) throws(MoneyError) -> Money {
    try net.scaled(by: Ratio(Int64(hundredthsOfPercent), 10_000))
  }

  /// The VAT within an amount that includes it, `gross × r ÷ (100 + r)`, rounded half up.
  package func tax(withinGross gross: Money) throws(MoneyError) -> Money {
    try gross.scaled(by: Ratio(Int64(hundredthsOfPercent), Int64(10_000 + hundredthsOfPercent)))
  }

  package static func < (a: VATRate, b: VATRate) -> Bool {
    a.hundredthsOfPercent < b.hundredthsOfPercent
  }
}
