package import Primitives

/// Why there is no audit file of a year; each can be mended by the shop, or waited out.
package enum AuditFileRefusal: Refusal, Hashable {
  /// The schema asks for a tax registration.
  case noTaxNumber
  /// Amounts have two decimals.
  case currency(Currency)
  /// The books hold amounts in more than one currency, for which there is no rate.
  case mixedCurrencies
  /// Before the books begin, or in the future.
  case year(Int)

  package var kind: RefusalKind {
    switch self {
    case .noTaxNumber, .currency, .mixedCurrencies: .conflict
    case .year: .invalid
    }
  }

  package var code: String {
    switch self {
    case .noTaxNumber: "auditFile.noTaxNumber"
    case .currency: "auditFile.currency"
    case .mixedCurrencies: "auditFile.mixedCurrencies"
    case .year: "auditFile.year"
    }
  }

  package var pointer: String? {
    switch self {
    case .year: "/year"
    case .noTaxNumber, .currency, .mixedCurrencies: nil
    }
  }

  package var phrase: Phrase {
    switch self {
    case .noTaxNumber:
      Phrase(
        nl: "Vul eerst bij Bedrijf het btw-nummer of het KvK-nummer in.",
        en: "First fill in the VAT number or the trade register number under Company.")
    case .currency(let currency):
      Phrase(
        nl: "Een auditfile heeft bedragen met twee decimalen; \(currency.code) heeft er meer.",
        en: "An audit file has amounts of two decimals; \(currency.code) has more.")
    case .mixedCurrencies:
      Phrase(
        nl: "De boeken hebben bedragen in meer dan één munt; een auditfile kan dat niet.",
        en: "The books hold amounts in more than one currency; an audit file cannot.")
    case .year(let year):
      Phrase(
        nl: "Van \(year) zijn er geen boeken: kies een jaar tot en met het lopende.",
        en: "There are no books of \(year): choose a year up to the current one.")
    }
  }
}

/// What breaks a file off in the middle, so that it is seen to be no whole one.
package enum AuditFileError: Error, Hashable, Sendable {
  /// Something was booked into the year while the file was written; asked for again, it is whole.
  case booksMoved
}
