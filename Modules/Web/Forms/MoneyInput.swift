import Primitives

/// Reads amounts as people type them in either language: `30`, `30,00`, `30.00`, `€ 1.234,50`.
///
/// A lone mark before three digits (`1.234`) could mean a thousand or one and a bit: it is refused
/// rather than guessed (S-11).
enum MoneyInput {
  /// Nil when the text is no amount; overflow of the range is for the caller to check.
  static func read(_ text: String, _ currency: Currency) -> Money? {
    guard text.utf8.count <= 40, let plain = decimal(text, currency) else { return nil }
    return try? Money(decimal: plain, currency: currency)  // the reason is told by the field
  }

  private static func decimal(_ text: String, _ currency: Currency) -> String? {
    var rest = Substring(text.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" })
    for sign in [currency.symbol, currency.code] where rest.hasPrefix(sign) {
      rest = rest.dropFirst(sign.count)
      break
    }
    let minus = rest.hasPrefix("-") ? "-" : ""
    rest = rest.dropFirst(minus.count)
    guard !rest.isEmpty, rest.utf8.allSatisfy({ isDigit($0) || $0 == comma || $0 == point }) else {
      return nil
    }
    let marks = rest.utf8.filter { !isDigit($0) }
    guard let last = marks.last else { return minus + rest }
    let parts = rest.utf8.split(separator: last, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, parts[1].count <= currency.minorDigits,
      let whole = ungrouped(String(Substring(parts[0])), mark: last == comma ? "." : ",")
    else { return nil }
    return minus + whole + "." + String(Substring(parts[1]))
  }

  /// `1.234.567` without its marks; nil when the groups are not of three digits.
  private static func ungrouped(_ text: String, mark: Character) -> String? {
    let groups = text.split(separator: mark, omittingEmptySubsequences: false)
    guard let first = groups.first, !first.isEmpty else { return nil }
    guard groups.count > 1 else { return text }
    guard first.count <= 3, groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
    return groups.joined()
  }

  private static let comma = UInt8(ascii: ",")
  private static let point = UInt8(ascii: ".")
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
