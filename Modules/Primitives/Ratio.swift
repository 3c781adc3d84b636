/// An exact fraction with a positive denominator, kept in lowest terms.
package struct Ratio: Hashable, Sendable, CustomStringConvertible {
  package let numerator: Int64
  package let denominator: Int64

  package static let zero = Ratio(checked: 0, 1)
  package static let one = Ratio(checked: 1, 1)

  /// - Throws: `MoneyError.zeroDenominator` for a denominator that is not positive, and
  ///   `MoneyError.overflow` for the one numerator that has no positive counterpart.
  package init(_ numerator: Int64, _ denominator: Int64) throws(MoneyError) {
    guard denominator > 0 else { throw .zeroDenominator }
    guard numerator != .min else { throw .overflow }
    let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    self.init(checked: numerator / Int64(divisor), denominator / Int64(divisor))
  }

  private init(checked numerator: Int64, _ denominator: Int64) {
    self.numerator = numerator
    self.denominator = denominator
  }

  package var description: String { "\(numerator)/\(denominator)" }
}

private func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var (a, b) = (a, b)
  while b != 0 { (a, b) = (b, a % b) }
  return max(a, 1)
}
