/// RF and two check digits, then at most 21 letters and digits (ISO 11649).
enum RFRules {
  static func checked(_ bytes: [UInt8]) throws(ReferenceFault) -> [UInt8] {
    guard (5...25).contains(bytes.count) else { throw .length("RF", nil) }
    guard bytes.starts(with: "RF".utf8), Alphabet.digits(bytes[2..<4]) != nil else {
      throw .form("RF99X…")
    }
    guard CheckDigits.fitISO(bytes) else { throw .checkDigits }
    return bytes
  }
}

/// Ten digits and their remainder modulo 97, where 97 stands for none.
enum OGMRules {
  static func checked(_ bytes: [UInt8]) throws(ReferenceFault) -> [UInt8] {
    guard bytes.count == 12 else { throw .length("OGM", 12) }
    guard let digits = Alphabet.digits(bytes), let number = Alphabet.number(digits.prefix(10))
    else { throw .form("+++999/9999/99999+++") }
    let check = number % 97
    guard digits[10] * 10 + digits[11] == (check == 0 ? 97 : check) else { throw .checkDigits }
    return bytes
  }
}

/// A check digit in front, then 15 digits; or a check digit, a digit of length and 7 to 12 digits;
/// or 7 digits without any check (Betaalvereniging Nederland).
enum DutchReferenceRules {
  static func checked(_ bytes: [UInt8]) throws(ReferenceFault) -> [UInt8] {
    guard let digits = Alphabet.digits(bytes) else { throw .form("9999 9999 9999 9999") }
    switch digits.count {
    case 7: return bytes
    case 9...14:
      // The digit of length is the last digit of the length of what follows it.
      guard digits[1] == (digits.count - 2) % 10 else { throw .checkDigits }
    case 16: break
    default: throw .length("betalingskenmerk", 16)
    }
    guard digits[0] == check(digits.dropFirst()) else { throw .checkDigits }
    return bytes
  }

  static let weights = [2, 4, 8, 5, 10, 9, 7, 3, 6, 1]

  /// From the right with the weights over and over; 10 becomes 1 and 11 becomes 0.
  static func check(_ digits: some BidirectionalCollection<Int>) -> Int {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() { sum += digit * weights[place % 10] }
    let check = 11 - sum % 11
    return check > 9 ? 11 - check : check
  }
}

/// Country, two check digits, the creditor's own three characters (which do not count), and the
/// national number.
enum CreditorIDRules {
  static func checked(_ bytes: [UInt8]) throws(ReferenceFault) -> [UInt8] {
    guard (8...35).contains(bytes.count) else { throw .length("SEPA", nil) }
    let country = String(decoding: bytes[..<2], as: UTF8.self)
    guard IBANRules.sepaCountries.contains(country) else { throw .country(country) }
    if let length = lengths[country], length != bytes.count { throw .length(country, length) }
    guard Alphabet.digits(bytes[2..<4]) != nil else { throw .form("\(country)99XXX…") }
    guard CheckDigits.fitISO(Array(bytes[..<4] + bytes[7...])) else { throw .checkDigits }
    return bytes
  }

  /// The lengths that are the same for every creditor of the country (EPC262-08); others vary.
  static let lengths = [
    "AT": 18, "DE": 18, "ES": 16, "FI": 15, "FR": 13, "IE": 13, "IT": 23, "LU": 26, "NL": 19,
    "PT": 13,
  ]
}
