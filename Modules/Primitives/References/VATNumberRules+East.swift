/// The sums of the east: Bulgaria, Czechia, Latvia, Lithuania, Romania, Slovakia, Slovenia.
extension VATNumberRules {
  @Sendable static func bulgarianCompany(_ digits: [Int]) -> Bool {
    var check = sum(digits, [1, 2, 3, 4, 5, 6, 7, 8]) % 11
    if check == 10 { check = sum(digits, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 }
    return check % 10 == digits[8]
  }

  /// A citizen, a foreigner, or one of the rest.
  @Sendable static func bulgarianPerson(_ digits: [Int]) -> Bool {
    let citizen = sum(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10
    if citizen == digits[9], isBulgarianBirthday(digits) { return true }
    if sum(digits, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == digits[9] { return true }
    let other = 11 - sum(digits, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return other == 11 ? digits[9] == 0 : other == digits[9]
  }

  /// 20 more in the month stands for the 19th century, 40 more for the 21st.
  private static func isBulgarianBirthday(_ digits: [Int]) -> Bool {
    let month = digits[2] * 10 + digits[3]
    let (century, added) = month > 40 ? (2000, 40) : month > 20 ? (1800, 20) : (1900, 0)
    let year = century + digits[0] * 10 + digits[1]
    return isDate(year, month - added, digits[4] * 10 + digits[5])
  }

  @Sendable static func czechCompany(_ digits: [Int]) -> Bool {
    digits[0] != 9 && (11 - sum(digits, [8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == digits[7]
  }

  /// A number of birth, or nine digits of which the first is 6.
  @Sendable static func czechPerson(_ digits: [Int]) -> Bool {
    if digits.count == 9, digits[0] == 6 {
      let rest = sum(Array(digits[1...]), [8, 7, 6, 5, 4, 3, 2]) % 11
      if (8 - (10 - rest + 11) % 11 + 10) % 10 == digits[8] { return true }
    }
    let year = digits[0] * 10 + digits[1]
    // Women have 50 more in their month; 20 more says that a day's numbers were all given out.
    let month = (digits[2] * 10 + digits[3]) % 50 % 20
    let day = digits[4] * 10 + digits[5]
    guard digits.count == 10 else {
      // Nine digits were given until 1953, and 80 and more are of the century before.
      return year < 54
        ? isDate(1900 + year, month, day) : year > 79 && isDate(1800 + year, month, day)
    }
    guard isDate((year < 54 ? 2000 : 1900) + year, month, day) else { return false }
    return Alphabet.number(digits[..<9]).map { $0 % 11 % 10 } == digits[9]
  }

  /// Companies begin with 4 or more; a person's number holds a birthday, or begins with 32.
  @Sendable static func latvian(_ digits: [Int]) -> Bool {
    if digits[0] > 3 { return sum(digits, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3 }
    let check = (1 + sum(digits, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10
    guard check == digits[10] else { return false }
    if digits.starts(with: [3, 2]) { return true }
    let year = 1800 + digits[6] * 100 + digits[4] * 10 + digits[5]
    return isDate(year, digits[2] * 10 + digits[3], digits[0] * 10 + digits[1])
  }

  /// The last but one digit is always 1.
  @Sendable static func lithuanian(_ digits: [Int]) -> Bool {
    let body = Array(digits.dropLast())
    guard body.last == 1 else { return false }
    var check = sum(body, body.indices.map { 1 + $0 % 9 }) % 11
    if check == 10 { check = sum(body, body.indices.map { 1 + ($0 + 2) % 9 }) % 11 }
    return check % 10 == digits[digits.count - 1]
  }

  @Sendable static func romanian(_ digits: [Int]) -> Bool {
    let filled = Array(repeating: 0, count: 10 - digits.count) + digits
    return digits[0] != 0 && 10 * sum(filled, [7, 5, 3, 2, 1, 7, 5, 3, 2]) % 11 % 10 == filled[9]
  }

  @Sendable static func slovene(_ digits: [Int]) -> Bool {
    let check = 11 - sum(digits, [8, 7, 6, 5, 4, 3, 2]) % 11
    return digits[0] != 0 && digits[7] == (check == 10 ? 0 : check)
  }

  @Sendable static func slovak(_ digits: [Int]) -> Bool {
    guard digits[0] != 0, [2, 3, 4, 7, 8, 9].contains(digits[2]),
      let number = Alphabet.number(digits)
    else { return false }
    return number % 11 == 0
  }

  private static func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    CivilDate(year: year, month: month, day: day) != nil
  }
}
