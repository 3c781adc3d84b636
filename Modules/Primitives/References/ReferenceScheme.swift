/// What a reference, account or tax number can be. Each has a written form and, nearly always,
/// check digits, so that most typing errors are seen at once and offline. Whether it exists, only
/// its issuer can say.
package enum ReferenceScheme: String, CaseIterable, Sendable {
  /// International bank account number, ISO 13616.
  case iban
  /// Business identifier code of a bank, ISO 9362: structure and country, no check digit.
  case bic
  /// VAT number of a member state of the European Union or of Northern Ireland (XI).
  case euVAT
  /// Creditor reference, ISO 11649.
  case rf
  /// Belgian structured message (OGM-VCS): ten digits and two of check.
  case ogm
  /// Dutch payment reference (betalingskenmerk): 16 digits, or one of its shorter forms.
  case nlPaymentReference
  /// SEPA creditor identifier.
  case sepaCreditorId

  /// The one way of writing what a person typed: capitals, no spaces or other marks.
  ///
  /// - Throws: `ReferenceFault`, which says in words what is wrong.
  package func normalized(_ text: String) throws(ReferenceFault) -> String {
    let bytes = try compact(text)
    let clean =
      switch self {
      case .iban: try IBANRules.checked(bytes)
      case .bic: try BICRules.checked(bytes)
      case .euVAT: try VATNumberRules.checked(bytes)
      case .rf: try RFRules.checked(bytes)
      case .ogm: try OGMRules.checked(bytes)
      case .nlPaymentReference: try DutchReferenceRules.checked(bytes)
      case .sepaCreditorId: try CreditorIDRules.checked(bytes)
      }
    return String(decoding: clean, as: UTF8.self)
  }

  /// As `normalized`, for those who need no reason: nil when it is none.
  package func reading(_ text: String) -> String? {
    do { return try normalized(text) } catch { return nil }
  }

  /// The creditor reference that carries a text of at most 21 capitals and digits.
  package static func rf(carrying body: String) -> String {
    let check = CheckDigits.iso(for: body.utf8, prefix: "RF")
    return "RF" + (check < 10 ? "0" : "") + String(check) + body
  }

  /// The prefixes of the numbers that `euVAT` knows.
  package static let vatPrefixes: Set<String> = Set(VATNumberRules.countries.keys)

  /// The marks that people write between the parts and that mean nothing.
  private var separators: [UInt8] {
    switch self {
    case .iban, .bic, .rf, .sepaCreditorId: Array(" ".utf8)
    case .euVAT: Array(" .-".utf8)
    case .nlPaymentReference: Array(" .".utf8)
    case .ogm: Array(" +*/".utf8)
    }
  }

  /// Capitals and digits, the separators gone; refuses every other character.
  private func compact(_ text: String) throws(ReferenceFault) -> [UInt8] {
    guard text.utf8.count <= 80 else { throw .length("\(rawValue)", nil) }
    var bytes: [UInt8] = []
    for byte in text.utf8 where !separators.contains(byte) {
      let capital = (97...122).contains(byte) ? byte - 32 : byte
      guard Alphabet.isDigit(capital) || Alphabet.isCapital(capital) || isPlusOrStar(capital)
      else { throw .characters }
      bytes.append(capital)
    }
    guard !bytes.isEmpty else { throw .empty }
    return bytes
  }

  /// Irish VAT numbers of old hold a plus sign or a star.
  private func isPlusOrStar(_ byte: UInt8) -> Bool {
    self == .euVAT && (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "*"))
  }
}
