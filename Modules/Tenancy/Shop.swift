package import Primitives

/// A shop of the platform: the tenant that every row of the domain belongs to.
///
/// A value read when a scope is made; its zone, language and currency hold for one transaction.
package struct Shop: Entity, Hashable, Sendable {
  package static let idPrefix = "shop"

  package let id: Shop.ID
  package let slug: Slug
  package var name: String
  /// The host name of the shop's own checkout, if it has one.
  package var host: String?
  package var zone: CivilZone
  package var language: Language
  /// Fixed when the shop is founded: its books are in it.
  package let currency: Currency
  package var country: Country
  package var platformPackage: ShopPackage
  package var legal: LegalDetails
  package var sender: SenderDetails
  package var state: ShopState
  package let createdAt: Instant
  /// Grows with every change; what an ETag is made of.
  package internal(set) var version: Int64

  /// The civil date in the shop's own zone at a moment.
  package func today(at now: Instant) -> CivilDate { zone.date(at: now) }
}

/// Whether a shop takes part in the platform's work.
package enum ShopState: String, CaseIterable, Sendable {
  case active
  /// Nothing is billed, collected or sent; staff may still look.
  case suspended
}

/// What stands on the shop's documents.
package struct LegalDetails: Hashable, Sendable {
  package var legalName: String
  package var address: PostalAddress
  package var vatNumber: VATNumber?
  /// The chamber of commerce's number (KvK, KBO/BCE).
  package var registration: String?
  package var iban: IBAN?
  /// The SEPA creditor identifier, which a direct debit's notice must name.
  package var creditorID: String?

  package init(
    legalName: String, address: PostalAddress, vatNumber: VATNumber? = nil,
    registration: String? = nil, iban: IBAN? = nil, creditorID: String? = nil
  ) {
    self.legalName = legalName
    self.address = address
    self.vatNumber = vatNumber
    self.registration = registration
    self.iban = iban
    self.creditorID = creditorID
  }
}

/// Whose name and address a shop's mail carries.
package struct SenderDetails: Hashable, Sendable {
  package var name: String
  /// The shop's own address, once its domain is proven; nil sends from the platform's.
  package var email: EmailAddress?
  package var replyTo: EmailAddress?

  package init(name: String, email: EmailAddress? = nil, replyTo: EmailAddress? = nil) {
    self.name = name
    self.email = email
    self.replyTo = replyTo
  }
}

/// A postal address; the street line holds the house number.
package struct PostalAddress: Hashable, Sendable {
  package var street: String
  package var postalCode: String
  package var city: String
  package var country: Country

  package init(street: String, postalCode: String, city: String, country: Country) {
    self.street = street
    self.postalCode = postalCode
    self.city = city
    self.country = country
  }

  /// As it is written on an envelope, the country by its name, empty lines left out.
  package func lines(_ language: Language) -> [String] {
    let place = [postalCode, city].filter { !$0.isEmpty }.joined(separator: "  ")
    return [street, place, CountryName.of(country.code)(language)].filter { !$0.isEmpty }
  }
}
