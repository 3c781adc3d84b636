/// The sums behind check digits. All take digits or bytes that were looked at before.
enum CheckDigits {
  /// The remainder modulo 97 of capitals and digits, letters counted as 10 to 35 (ISO 7064
  /// MOD 97-10): 1 when the check digits at the end are right.
  static func remainder97(_ bytes: some Sequence<UInt8>) -> Int {
    bytes.reduce(0) { rest, byte in
      Alphabet.isDigit(byte)
        ? (rest * 10 + Int(byte) - 48) % 97 : (rest * 100 + Int(byte) - 55) % 97
    }
  }

  /// Whether the check digits in place 3 and 4 fit the whole, as in an IBAN: the first four
  /// characters count at the end. 00, 01 and 99 never come out of the rule that makes them.
  static func fitISO(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 4, let pair = Alphabet.digits(bytes[2..<4]) else { return false }
    return (2...98).contains(pair[0] * 10 + pair[1])
      && remainder97(Array(bytes[4...]) + bytes[..<4]) == 1
  }

  /// The two check digits that go with a body and what stands before them: `RF`, a country.
  static func iso(for body: some Sequence<UInt8>, prefix: String) -> Int {
    98 - remainder97(Array(body) + Array((prefix + "00").utf8))
  }

  static func weighted(_ digits: some Sequence<Int>, _ weights: [Int]) -> Int {
    zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Luhn over all digits, the check digit last.
  static func isLuhn(_ digits: [Int]) -> Bool { luhnSum(digits) % 10 == 0 }

  static func luhnSum(_ digits: [Int]) -> Int {
    digits.reversed().enumerated().reduce(0) { sum, pair in
      guard pair.offset % 2 == 1 else { return sum + pair.element }
      let twice = pair.element * 2
      return sum + twice / 10 + twice % 10
    }
  }

  /// ISO 7064 MOD 11,10, the check digit last.
  static func isMod11And10(_ digits: [Int]) -> Bool {
    let rest = digits.dropLast().reduce(10) { rest, digit in
      let sum = (rest + digit) % 10
      return (sum == 0 ? 10 : sum) * 2 % 11
    }
    return (rest + (digits.last ?? 0)) % 10 == 1
  }
}
