package import Primitives

/// Who sells or buys, as it stood when the document was issued: a later change of address alters
/// no document (I-18). Personal data lives here and nowhere else in a document.
package struct Party: Hashable, Sendable {
  /// Legal name of a business, or the name of a person.
  package var name: String
  /// The person at a business, when known.
  package var contact: String?
  package var street: String
  package var postalCode: String
  package var city: String
  /// ISO 3166 alpha-2, such as "NL".
  package var country: String
  package var email: String?
  /// VAT identification number with its country prefix.
  package var vatNumber: String?
  /// Trade register number (KVK, KBO).
  package var registrationNumber: String?

  package init(
    name: String, contact: String? = nil, street: String, postalCode: String, city: String,
    country: String, email: String? = nil, vatNumber: String? = nil,
    registrationNumber: String? = nil
  ) {
    self.name = name
    self.contact = contact
    self.street = street
    self.postalCode = postalCode
    self.city = city
    self.country = country
    self.email = email
    self.vatNumber = vatNumber
    self.registrationNumber = registrationNumber
  }

  /// The address block under the name, without empty lines; the country, by its name, only when it
  /// is not home.
  package func addressLines(seenFrom home: String, _ language: Language) -> [String] {
    let town = [postalCode, city].filter { !$0.isEmpty }.joined(separator: "  ")
    let abroad = country == home ? "" : CountryName.of(country)(language)
    return [contact ?? "", street, town, abroad].filter { !$0.isEmpty }
  }
}
