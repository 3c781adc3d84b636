/// Rounding as tax offices and traders do it.
package enum Rounding {
  /// `value × numerator ÷ denominator`, rounded once to the nearest whole, a half away from zero.
  ///
  /// The product is 128 bits wide, so only a result that does not fit throws.
  /// - Throws: `MoneyError.overflow`, or `.zeroDenominator` for a denominator below 1.
  package static func halfUp(
    _ value: Int64, times numerator: Int64, dividedBy denominator: Int64
  ) throws(MoneyError) -> Int64 {
    guard denominator > 0 else { throw .zeroDenominator }
    let negative = (value < 0) != (numerator < 0)
    let product = value.magnitude.multipliedFullWidth(by: numerator.magnitude)
    guard product.high < denominator.magnitude else { throw .overflow }
    let (quotient, remainder) = denominator.magnitude.dividingFullWidth(product)
    let roundsUp = remainder >= denominator.magnitude - remainder
    let (rounded, overflow) = quotient.addingReportingOverflow(roundsUp && remainder > 0 ? 1 : 0)
    guard !overflow, let result = Int64(exactly: rounded) else { throw .overflow }
    return negative ? -result : result
  }
}
