/// The sums of the countries whose rule takes more than a line: Benelux, Austria, and around.
extension VATNumberRules {
  @Sendable static func austrian(_ bytes: [UInt8]) -> Bool {
    guard let digits = Alphabet.digits(bytes.dropFirst()) else { return false }
    let total = digits.prefix(7).enumerated().reduce(4) { sum, pair in
      guard pair.offset % 2 == 1 else { return sum + pair.element }
      return sum + pair.element * 2 / 10 + pair.element * 2 % 10
    }
    return (10 - total % 10) % 10 == digits[7] && digits.contains { $0 != 0 }
  }

  /// The last two digits are 97 less the rest of the first eight.
  @Sendable static func belgian(_ digits: [Int]) -> Bool {
    guard digits[0] <= 1, let number = Alphabet.number(digits.prefix(8)) else { return false }
    return number > 0 && 97 - number % 97 == digits[8] * 10 + digits[9]
  }

  /// Nine digits, B and two digits: by the eleven test over the nine, or, as sole traders have it
  /// since 2020, modulo 97 over the whole with its prefix.
  @Sendable static func dutch(_ bytes: [UInt8]) -> Bool {
    guard let digits = Alphabet.digits(bytes[..<9]), let branch = Alphabet.digits(bytes[10...]),
      digits.contains(where: { $0 != 0 }), branch.contains(where: { $0 != 0 })
    else { return false }
    return sum(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 == digits[8]
      || CheckDigits.remainder97(Array("NL".utf8) + bytes) == 1
  }

  /// A key of two before the company's own number. A key of digits is computed modulo 97; one with
  /// letters (never I or O) modulo 11.
  @Sendable static func french(_ bytes: [UInt8]) -> Bool {
    guard let company = Alphabet.digits(bytes[2...]), let number = Alphabet.number(company),
      number > 0
    else { return false }
    // Monaco's companies have numbers of another register, which begin with three noughts.
    guard CheckDigits.isLuhn(company) || company.starts(with: [0, 0, 0]) else { return false }
    if let key = Alphabet.digits(bytes[..<2]) {
      return (number % 97 * 3 + 12) % 97 == key[0] * 10 + key[1]
    }
    let signs = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    guard let first = signs.firstIndex(of: bytes[0]), let second = signs.firstIndex(of: bytes[1])
    else { return false }
    let key = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
    return (number + 1 + key / 11) % 11 == key % 11
  }

  @Sendable static func irish(_ bytes: [UInt8]) -> Bool {
    guard let digits = Alphabet.digits(bytes[..<7]) else { return false }
    return irishLetter(digits, bytes.count > 8 ? bytes[8] : nil) == bytes[7]
  }

  /// As issued until 1993: the sign in second place counts nothing, the first digit comes last.
  @Sendable static func irishOfOld(_ bytes: [UInt8]) -> Bool {
    guard let digits = Alphabet.digits([bytes[0]] + bytes[2..<7]) else { return false }
    return irishLetter([0] + digits.dropFirst() + [digits[0]], nil) == bytes[7]
  }

  private static func irishLetter(_ digits: [Int], _ extra: UInt8?) -> UInt8? {
    let signs = Array("WABCDEFGHIJKLMNOPQRSTUV".utf8)
    var total = sum(digits, [8, 7, 6, 5, 4, 3, 2])
    if let extra {
      guard let value = signs.firstIndex(of: extra) else { return nil }
      total += 9 * value
    }
    return digits.contains { $0 != 0 } ? signs[total % 23] : nil
  }

  /// As in the United Kingdom: modulo 97, or that and 55 for numbers issued since 2010.
  @Sendable static func northernIrish(_ digits: [Int]) -> Bool {
    let rest = sum(digits, [8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97
    guard digits[..<7].contains(where: { $0 != 0 }) else { return false }
    return rest == 0 || (digits[0] > 0 && (rest == 42 || rest == 55))
  }

  /// Departments of government have numbers up to 499, health authorities from 500.
  @Sendable static func northernIrishOffice(_ bytes: [UInt8]) -> Bool {
    (bytes[0] == UInt8(ascii: "G")) == (bytes[2] < UInt8(ascii: "5"))
  }

  /// Ten digits by Luhn, then the number of the registration.
  @Sendable static func swedish(_ digits: [Int]) -> Bool {
    (1...94).contains(digits[10] * 10 + digits[11]) && CheckDigits.isLuhn(Array(digits[..<10]))
      && digits[..<10].contains { $0 != 0 }
  }
}
