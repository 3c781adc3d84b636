import Primitives

/// An international bank account number with right check digits (ISO 13616).
package struct IBAN: Hashable, Sendable, CustomStringConvertible {
  /// Capitals without spaces: `NL91ABNA0417164300`.
  package let text: String

  /// Reads it with or without spaces, in any case. Nil when length, shape or check is wrong.
  package init?(_ text: String) {
    guard let clean = ReferenceScheme.iban.reading(text) else { return nil }
    self.text = clean
  }

  /// What was checked when it was stored; a rule that grew stricter since hides no account.
  init?(stored text: String) {
    guard (15...34).contains(text.utf8.count) else { return nil }
    self.text = text
  }

  package var description: String { masked }
  package var country: String { String(text.prefix(2)) }
  /// `NL91 **** **** 4300`-like: enough to recognise, too little to use (I-44).
  package var masked: String { "\(text.prefix(4)) **** \(text.suffix(4))" }

  /// In groups of four, as people write it.
  package var grouped: String {
    var result = ""
    for (index, character) in text.enumerated() {
      if index > 0, index % 4 == 0 { result.append(" ") }
      result.append(character)
    }
    return result
  }
}

/// A VAT number as EN 16931 writes it: the country's prefix, then 2 to 13 letters and digits.
///
/// Checks form and check digits of the member states' numbers, and the shape of others; whether it
/// is registered only VIES can say.
package struct VATNumber: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package init?(_ text: String) {
    let clean = ReferenceScheme.euVAT.reading(text) ?? VATNumber.foreign(text)
    guard let clean else { return nil }
    self.init(stored: clean)
  }

  /// What was checked when it was stored; a rule that grew stricter since hides no customer.
  init?(stored text: String) {
    let bytes = Array(text.utf8)
    guard (4...15).contains(bytes.count), bytes[0...1].allSatisfy(isCapital),
      bytes[2...].allSatisfy({ isDigit($0) || isCapital($0) || $0 == 0x2A || $0 == 0x2B })
    else { return nil }
    self.text = text
  }

  package var description: String { text }
  package var country: String { String(text.prefix(2)) }

  /// The number of a country outside the European Union, without its separators.
  private static func foreign(_ text: String) -> String? {
    guard text.utf8.count <= 40 else { return nil }
    let clean = text.uppercased().filter { !" .-".contains($0) }
    return checkedPrefixes.contains(String(clean.prefix(2))) ? nil : clean
  }

  /// Those of the European Union; Greece's numbers begin with EL, so GR is none.
  private static let checkedPrefixes = ReferenceScheme.vatPrefixes.union(["GR"])
}

/// A country by its ISO 3166 code of two capitals.
package struct Country: Hashable, Sendable, CustomStringConvertible {
  package static let netherlands = Country(known: "NL")
  package static let belgium = Country(known: "BE")

  package let code: String

  package init?(_ code: String) {
    let bytes = Array(code.utf8)
    guard bytes.count == 2, bytes.allSatisfy(isCapital) else { return nil }
    self.code = code
  }

  private init(known code: String) { self.code = code }

  package var description: String { code }
}

func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
func isCapital(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
