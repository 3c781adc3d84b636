/// The sums of the south: Cyprus, Italy, Portugal, Spain.
extension VATNumberRules {
  @Sendable static func cypriot(_ bytes: [UInt8]) -> Bool {
    guard let digits = Alphabet.digits(bytes[..<8]), !bytes.starts(with: "12".utf8),
      digits.contains(where: { $0 != 0 })
    else { return false }
    let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
    let total = digits.enumerated().reduce(0) {
      $0 + ($1.offset % 2 == 0 ? odd[$1.element] : $1.element)
    }
    return bytes[8] == UInt8(65 + total % 26)
  }

  /// Luhn; digits 8 to 10 name the office.
  @Sendable static func italian(_ digits: [Int]) -> Bool {
    let office = digits[7] * 100 + digits[8] * 10 + digits[9]
    guard digits[..<7].contains(where: { $0 != 0 }) else { return false }
    return ((1...100).contains(office) || [120, 121, 888, 999].contains(office))
      && CheckDigits.isLuhn(digits)
  }

  @Sendable static func portuguese(_ digits: [Int]) -> Bool {
    let check = 11 - sum(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
    return digits[0] != 0 && digits[8] == (check > 9 ? 0 : check)
  }

  /// Persons have a letter by their number modulo 23, companies a digit or letter by a sum.
  @Sendable static func spanish(_ bytes: [UInt8]) -> Bool {
    guard let middle = Alphabet.digits(bytes[1..<8]) else { return false }
    switch bytes[0] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return isSpanishPerson([Int(bytes[0]) - 48] + middle, bytes[8])
    case UInt8(ascii: "X")...UInt8(ascii: "Z"):
      return isSpanishPerson([Int(bytes[0]) - 88] + middle, bytes[8])
    case UInt8(ascii: "K"), UInt8(ascii: "L"), UInt8(ascii: "M"):
      return isSpanishPerson(middle, bytes[8])
    default: return isSpanishCompany(bytes[0], middle, bytes[8])
    }
  }

  private static func isSpanishPerson(_ digits: [Int], _ letter: UInt8) -> Bool {
    let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)
    return Alphabet.number(digits).map { letters[$0 % 23] == letter } ?? false
  }

  private static func isSpanishCompany(_ kind: UInt8, _ digits: [Int], _ control: UInt8) -> Bool {
    guard "ABCDEFGHJNPQRSUVW".utf8.contains(kind) else { return false }
    let check = (10 - CheckDigits.luhnSum(digits + [0]) % 10) % 10
    // Which kinds have the digit and which the letter is told differently; both are the same sum.
    return control == UInt8(48 + check) || control == Array("JABCDEFGHI".utf8)[check]
  }
}
