/// VAT numbers of the member states: the prefix, then a form and a check of the country's own.
enum VATNumberRules {
  /// One way in which a country writes its numbers, and the sum that must come out.
  struct Form: Sendable {
    let form: String
    let holds: @Sendable ([UInt8]) -> Bool

    init(_ form: String, _ holds: @escaping @Sendable ([UInt8]) -> Bool) {
      self.form = form
      self.holds = holds
    }

    /// A form of digits alone.
    static func digits(
      _ count: Int, _ holds: @escaping @Sendable ([Int]) -> Bool
    ) -> Form {
      Form(String(repeating: "9", count: count)) { bytes in
        // Noughts pass most sums, but nobody has that number.
        Alphabet.digits(bytes).map { holds($0) && $0.contains { $0 != 0 } } ?? false
      }
    }
  }

  static func checked(_ bytes: [UInt8]) throws(ReferenceFault) -> [UInt8] {
    guard bytes.count > 3 else { throw .length("btw-id", nil) }
    let prefix = String(decoding: bytes[..<2], as: UTF8.self)
    guard let forms = countries[prefix] else { throw .country(prefix) }
    let body = Array(bytes[2...])
    let fitting = forms.filter { Alphabet.matches(body, $0.form) }
    guard !fitting.isEmpty else {
      throw .form(forms.map { prefix + $0.form }.joined(separator: " / "))
    }
    guard fitting.contains(where: { $0.holds(body) }) else { throw .checkDigits }
    return bytes
  }

  /// By prefix: Greece writes EL, Northern Ireland XI.
  static let countries: [String: [Form]] = [
    "AT": [Form("U99999999", austrian)],
    "BE": [.digits(10, belgian)],
    "BG": [.digits(9, bulgarianCompany), .digits(10, bulgarianPerson)],
    "CY": [Form("99999999A", cypriot)],
    "CZ": [.digits(8, czechCompany), .digits(9, czechPerson), .digits(10, czechPerson)],
    "DE": [.digits(9) { $0[0] != 0 && CheckDigits.isMod11And10($0) }],
    "DK": [.digits(8) { $0[0] != 0 && sum($0, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0 }],
    "EE": [.digits(9) { sum($0, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0 }],
    "EL": [.digits(9) { sum($0, [256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == $0[8] }],
    "ES": [Form("X9999999X", spanish)],
    "FI": [.digits(8) { sum($0, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0 }],
    "FR": [Form("XX999999999", french)],
    "HR": [.digits(11, CheckDigits.isMod11And10)],
    "HU": [.digits(8) { sum($0, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0 }],
    "IE": [Form("9999999A", irish), Form("9999999AA", irish)]
      + ["A", "+", "*"].map { Form("9\($0)99999A", irishOfOld) },
    "IT": [.digits(11, italian)],
    "LT": [.digits(9, lithuanian), .digits(12, lithuanian)],
    "LU": [.digits(8) { Alphabet.number($0[..<6]).map { $0 % 89 } == $0[6] * 10 + $0[7] }],
    "LV": [.digits(11, latvian)],
    "MT": [.digits(8) { $0[0] != 0 && sum($0, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0 }],
    "NL": [Form("999999999B99", dutch)],
    "PL": [.digits(10) { sum($0, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == $0[9] }],
    "PT": [.digits(9, portuguese)],
    "RO": (2...10).map { .digits($0, romanian) },
    "SE": [.digits(12, swedish)],
    "SI": [.digits(8, slovene)],
    "SK": [.digits(10, slovak)],
    "XI": [
      .digits(9, northernIrish), .digits(12, northernIrish), Form("GD999", northernIrishOffice),
      Form("HA999", northernIrishOffice),
    ],
  ]

  static func sum(_ digits: [Int], _ weights: [Int]) -> Int {
    CheckDigits.weighted(digits, weights)
  }
}
