import Invoicing
import Primitives

/// An identifier within a scheme of the ISO 6523 list.
package struct SchemedID: Hashable, Sendable {
  /// Such as "0106"; nil where there is no scheme for it.
  package var scheme: String?
  package var value: String

  package init(_ scheme: String?, _ value: String) {
    self.scheme = scheme
    self.value = value
  }
}

/// Seller or buyer in an electronic invoice.
package struct EInvoiceParty: Hashable, Sendable {
  /// BT-27, BT-44.
  package var name: String
  package var street: String?
  package var city: String?
  package var postalCode: String?
  /// BT-40, BT-55: ISO 3166 alpha-2.
  package var country: String
  /// BT-34, BT-49: where the network delivers.
  package var endpoint: SchemedID?
  /// BT-31, BT-48: with its prefix.
  package var vatNumber: String?
  /// BT-30, BT-47.
  package var legalID: SchemedID?
  /// BT-41, BT-56.
  package var contact: String?
  /// BT-43, BT-58.
  package var email: String?
}

extension EInvoiceParty {
  /// - Parameter namesVAT: false on a document outside the scope of VAT, which may name no VAT
  ///   number at all (BR-O-02).
  init(_ party: Party, namesVAT: Bool) {
    let country = party.country.uppercased()
    let vatNumber = PartyNumbers.compact(party.vatNumber)
    let registration = PartyNumbers.compact(party.registrationNumber)
    name = party.name
    street = party.street.isEmpty ? nil : party.street
    city = party.city.isEmpty ? nil : party.city
    postalCode = party.postalCode.isEmpty ? nil : party.postalCode
    self.country = country
    endpoint = PartyNumbers.endpoint(country, registration: registration, vat: vatNumber)
    self.vatNumber = namesVAT ? vatNumber : nil
    legalID = PartyNumbers.legalID(country, registration: registration)
    contact = party.contact
    email = party.email
  }
}

/// Which scheme a party's number belongs to (facts/einvoice.md 6).
enum PartyNumbers {
  /// Capitals and digits alone; nil when none is left.
  static func compact(_ number: String?) -> String? {
    let bytes = (number ?? "").uppercased().utf8.filter {
      (48...57).contains($0) || (65...90).contains($0)
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Where the network delivers to a business: its trade register number first, since that is what
  /// businesses register under, then its VAT number. Nil for consumers, and for countries whose
  /// businesses have neither kind of address.
  static func endpoint(_ country: String, registration: String?, vat: String?) -> SchemedID? {
    if let id = legalID(country, registration: registration), id.scheme != nil { return id }
    guard let vat else { return nil }
    let body = String(vat.dropFirst(2))
    // A Belgian VAT number is BE and the enterprise number, under which businesses register.
    if vat.hasPrefix("BE"), isEnterpriseNumber(body) { return SchemedID("0208", body) }
    return vatSchemes[String(vat.prefix(2))].map { SchemedID($0, vat) }
  }

  /// The trade register number with its scheme. In the Netherlands only the numbers that the rules
  /// know (NL-R-003, NL-R-005) are named.
  static func legalID(_ country: String, registration: String?) -> SchemedID? {
    guard let number = registration else { return nil }
    let isNumber = number.utf8.allSatisfy { (48...57).contains($0) }
    switch country {
    case "NL" where isNumber && number.utf8.count == 8: return SchemedID("0106", number)
    case "NL" where isNumber && number.utf8.count == 20: return SchemedID("0190", number)
    case "NL": return nil
    case "BE":
      let digits = number.hasPrefix("BE") ? String(number.dropFirst(2)) : number
      return isEnterpriseNumber(digits) ? SchemedID("0208", digits) : SchemedID(nil, number)
    default: return SchemedID(nil, number)
    }
  }

  /// Ten digits, the last two of which are 97 less the remainder of the first eight.
  static func isEnterpriseNumber(_ text: String) -> Bool {
    guard text.utf8.count == 10, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let head = Int(text.prefix(8)), let check = Int(text.suffix(2))
    else { return false }
    return 97 - head % 97 == check
  }

  /// Schemes that take a VAT number with its prefix, of the code list in the EN 16931 rules 1.3.16.
  private static let vatSchemes = [
    "AT": "9914", "BE": "9925", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929",
    "DE": "9930", "DK": "0184", "EE": "9931", "EL": "9933", "ES": "9920", "FI": "0213",
    "FR": "9957", "GB": "9932", "HR": "9934", "HU": "9910", "IE": "9935", "IT": "0211",
    "LI": "9936", "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944",
    "PL": "9945", "PT": "9946", "RO": "9947", "SI": "9949", "SK": "9950",
  ]
}
