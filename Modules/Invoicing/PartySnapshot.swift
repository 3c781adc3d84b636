import Cryptography
import JSON
import Primitives
package import Tenancy

/// A party as it is stored: once per content, shared by all documents that show it. Documents hash
/// its hash, so that a person can be forgotten and the fiscal record still proves itself.
struct PartySnapshot: Hashable, Sendable {
  let party: Party
  /// The seller's bank account, when the shop showed it.
  let iban: String?
  /// Exactly what is stored.
  let text: String
  /// SHA-256 of `text`.
  let hash: [UInt8]

  init(_ party: Party, iban: String? = nil) {
    self.party = party
    self.iban = iban
    text = PartySnapshot.json(party, iban).text
    hash = PartySnapshot.hash(of: text)
  }

  /// Reads what `text` wrote; nil when it is damaged.
  init?(stored text: String) {
    guard let value = try? JSONValue(parsing: Array(text.utf8)),  // Damage is told by the caller.
      let name = value["name"]?.stringValue, let street = value["street"]?.stringValue,
      let postalCode = value["postalCode"]?.stringValue, let city = value["city"]?.stringValue,
      let country = value["country"]?.stringValue
    else { return nil }
    self.init(
      Party(
        name: name, contact: value["contact"]?.stringValue, street: street,
        postalCode: postalCode, city: city, country: country,
        email: value["email"]?.stringValue, vatNumber: value["vatNumber"]?.stringValue,
        registrationNumber: value["registrationNumber"]?.stringValue),
      iban: value["iban"]?.stringValue)
  }

  static func hash(of text: String) -> [UInt8] { SHA256.hash(text) }

  private static func json(_ party: Party, _ iban: String?) -> JSONValue {
    let members: [(String, String?)] = [
      ("name", party.name), ("contact", party.contact), ("street", party.street),
      ("postalCode", party.postalCode), ("city", party.city), ("country", party.country),
      ("email", party.email), ("vatNumber", party.vatNumber),
      ("registrationNumber", party.registrationNumber), ("iban", iban),
    ]
    return .object(
      JSONObject(
        members: members.compactMap { name, text in text.map { (name, .string($0)) } }))
  }
}

/// A snapshot that is stored already.
struct StoredParty: Hashable, Sendable {
  /// The row's kind, only for its id.
  enum Row: Entity { static let idPrefix = "pty" }

  let id: Row.ID
  let hash: [UInt8]
}

extension Party {
  /// A customer as a document addresses it.
  package init(_ customer: Customer) {
    let details = customer.details
    self.init(
      name: details.addressee, contact: details.company == nil ? nil : details.name,
      street: details.address.street, postalCode: details.address.postalCode,
      city: details.address.city, country: details.address.country.code,
      email: details.email.text, vatNumber: details.vatNumber?.text)
  }

  /// A shop as it stands on its documents.
  package init(_ shop: Shop) {
    let legal = shop.legal
    self.init(
      name: legal.legalName, street: legal.address.street, postalCode: legal.address.postalCode,
      city: legal.address.city, country: legal.address.country.code,
      email: (shop.sender.replyTo ?? shop.sender.email)?.text,
      vatNumber: legal.vatNumber?.text, registrationNumber: legal.registration)
  }
}
