extension Money {
  /// Reads a plain decimal such as `15.00`, `-3` or `0.5`: digits, at most one point, no more
  /// decimals than the currency has. Signs other than a leading minus, spaces, thousands marks and
  /// exponents are refused.
  /// - Throws: `.notAnAmount`, `.tooManyDecimals`, or `.overflow` beyond the limit.
  package init(decimal text: String, currency: Currency) throws(MoneyError) {
    var digits = Substring(text).utf8
    let negative = digits.first == UInt8(ascii: "-")
    if negative { digits = digits.dropFirst() }
    let parts = digits.split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty, parts.count == 1 || !parts[1].isEmpty else {
      throw .notAnAmount(text)
    }
    let fraction = parts.count == 2 ? parts[1] : digits[digits.endIndex...]
    guard fraction.count <= currency.minorDigits else {
      guard fraction.allSatisfy(isDigit), whole.allSatisfy(isDigit) else {
        throw .notAnAmount(text)
      }
      throw .tooManyDecimals(allowed: currency.minorDigits)
    }
    var units: Int64 = 0
    for digit in Array(whole) + Array(fraction) {
      guard isDigit(digit) else { throw .notAnAmount(text) }
      units = try appending(digit &- UInt8(ascii: "0"), to: units)
    }
    for _ in fraction.count..<currency.minorDigits { units = try appending(0, to: units) }
    self.init(minorUnits: negative ? -units : units, currency: currency)
  }

  /// The plain decimal that `init(decimal:currency:)` reads: `15.00`.
  package var decimal: String {
    let scale = currency.minorUnitsPerUnit.magnitude
    let (whole, part) = minorUnits.magnitude.quotientAndRemainder(dividingBy: scale)
    let sign = minorUnits < 0 ? "-" : ""
    guard scale > 1 else { return "\(sign)\(whole)" }
    let padding = String(repeating: "0", count: currency.minorDigits - "\(part)".utf8.count)
    return "\(sign)\(whole).\(padding)\(part)"
  }

  /// As people read it: `€ 1.234,50` in Dutch, `€1,234.50` in English.
  package func formatted(_ language: Language) -> String {
    let plain = decimal.split(separator: ".")
    let unsigned = plain[0].drop { $0 == "-" }
    let sign = isNegative ? "-" : ""
    let grouped = groupedByThousands(unsigned, with: language == .nl ? "." : ",")
    let point = language == .nl ? "," : "."
    let number = plain.count == 2 ? "\(grouped)\(point)\(plain[1])" : grouped
    let isSign = currency.symbol != currency.code
    let gap = language == .nl || !isSign ? "\u{A0}" : ""
    return language == .nl
      ? "\(currency.symbol)\(gap)\(sign)\(number)" : "\(sign)\(currency.symbol)\(gap)\(number)"
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}

private func appending(_ digit: UInt8, to units: Int64) throws(MoneyError) -> Int64 {
  let (tens, overflow) = units.multipliedReportingOverflow(by: 10)
  let (sum, carried) = tens.addingReportingOverflow(Int64(digit))
  guard !overflow, !carried, sum <= Money.limit else { throw .overflow }
  return sum
}

private func groupedByThousands(_ digits: Substring, with mark: String) -> String {
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { result += mark }
    result.append(digit)
  }
  return result
}
