/// A currency that Penning can bill in, by its ISO 4217 code.
package enum Currency: String, CaseIterable, Hashable, Sendable {
  case eur = "EUR"
  case usd = "USD"
  case gbp = "GBP"
  case chf = "CHF"
  case sek = "SEK"
  case dkk = "DKK"
  case nok = "NOK"
  case pln = "PLN"
  case jpy = "JPY"
  case kwd = "KWD"

  /// The currency of an ISO 4217 code in capitals, or nil where Penning does not know it.
  package init?(code: String) { self.init(rawValue: code) }

  /// The ISO 4217 code, such as `EUR`.
  package var code: String { rawValue }

  /// Decimals of the minor unit by ISO 4217: 2 for the euro, 0 for the yen, 3 for the dinar.
  package var minorDigits: Int {
    switch self {
    case .jpy: 0
    case .kwd: 3
    default: 2
    }
  }

  /// Minor units in one whole unit: 100 cents in a euro.
  package var minorUnitsPerUnit: Int64 {
    switch minorDigits {
    case 0: 1
    case 3: 1000
    default: 100
    }
  }

  /// What stands before an amount: `€` for the euro, the code for most others.
  package var symbol: String {
    switch self {
    case .eur: "€"
    case .usd: "$"
    case .gbp: "£"
    default: rawValue
    }
  }
}
