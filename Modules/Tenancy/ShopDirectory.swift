package import Primitives
import Storage

/// A shop to be founded.
package struct NewShop: Hashable, Sendable {
  package let slug: Slug
  package let name: String
  package let zone: CivilZone
  package let language: Language
  package let currency: Currency
  package let platformPackage: ShopPackage
  package let legal: LegalDetails
  package let sender: SenderDetails

  /// The country is that of the legal address; mail carries the shop's name unless told otherwise.
  package init(
    slug: Slug, name: String, zone: CivilZone, language: Language = .nl,
    currency: Currency = .eur, platformPackage: ShopPackage = .ultimate, legal: LegalDetails,
    sender: SenderDetails? = nil
  ) throws(TenancyRefusal) {
    self.slug = slug
    self.name = try PlainText.required(name, "/name", most: 80)
    self.zone = zone
    self.language = language
    self.currency = currency
    self.platformPackage = platformPackage
    self.legal = try legal.checked()
    self.sender = try (sender ?? SenderDetails(name: self.name)).checked()
  }
}

/// The platform's list of shops. Knows no shop's rows.
struct ShopDirectory {
  let transaction: Transaction

  func insert(_ new: NewShop) throws -> Shop {
    let taken: Bool? = try transaction.first(
      "SELECT 1 FROM tenants WHERE slug = \(new.slug)"
    ) { try $0(0) }
    if taken != nil { throw TenancyRefusal.taken("/slug") }
    let shop = Shop(
      id: transaction.newID(), slug: new.slug, name: new.name, host: nil, zone: new.zone,
      language: new.language, currency: new.currency, country: new.legal.address.country,
      platformPackage: new.platformPackage, legal: new.legal, sender: new.sender,
      state: .active, createdAt: transaction.now, version: 1)
    _ = try transaction.execute(
      """
      INSERT INTO tenants (id, slug, currency, created_at, name, host, zone, language, country,
        package, state, legal_name, street, postal_code, city, vat_number, registration, iban,
        creditor_id, sender_name, sender_email, reply_to, version)
      VALUES (\(shop.id), \(shop.slug), \(shop.currency), \(shop.createdAt), \(shop.changeable))
      """)
    return shop
  }

  /// Writes what can change, if nobody else did meanwhile.
  func save(_ shop: Shop, over version: Int64) throws -> Bool {
    let changed = try transaction.execute(
      """
      UPDATE tenants SET (name, host, zone, language, country, package, state, legal_name, street,
        postal_code, city, vat_number, registration, iban, creditor_id, sender_name, sender_email,
        reply_to, version) = (\(shop.changeable))
      WHERE id = \(shop.id) AND version = \(version)
      """)
    return changed == 1
  }

  func find(_ id: Shop.ID) throws -> Shop? { try first("id = \(id)") }
  func find(slug: Slug) throws -> Shop? { try first("slug = \(slug)") }
  func find(host: String) throws -> Shop? { try first("host = \(host.lowercased())") }

  /// Shops in the order of their ids, for loops over all of them.
  func active(after id: Shop.ID?, limit: Int) throws -> [Shop] {
    try transaction.all(
      """
      SELECT \(Shop.columns) FROM tenants
      WHERE state = 'active' AND id > \(id?.rawValue ?? 0) ORDER BY id LIMIT \(limit)
      """, Shop.init(row:))
  }

  private func first(_ condition: SQL) throws -> Shop? {
    try transaction.first("SELECT \(Shop.columns) FROM tenants WHERE \(condition)", Shop.init(row:))
  }
}

extension Shop {
  static let columns = SQL(
    raw: """
      id, slug, name, host, zone, language, currency, country, package, state, legal_name, street,
      postal_code, city, vat_number, registration, iban, creditor_id, sender_name, sender_email,
      reply_to, created_at, version
      """)

  init(row: Row) throws {
    let zone: String = try row(4)
    guard let zone = CivilZone(identifier: zone) else {
      throw row.mismatch(4, expected: "a time zone")
    }
    let country: Country = try row(7)
    let address = PostalAddress(
      street: try row(11), postalCode: try row(12), city: try row(13), country: country)
    self.init(
      id: try row(0), slug: try row(1), name: try row(2), host: try row(3), zone: zone,
      language: try row(5), currency: try row(6), country: country,
      platformPackage: try row(8),
      legal: LegalDetails(
        legalName: try row(10), address: address, vatNumber: try row(14),
        registration: try row(15), iban: try row(16), creditorID: try row(17)),
      sender: SenderDetails(name: try row(18), email: try row(19), replyTo: try row(20)),
      state: try row(9), createdAt: try row(21), version: try row(22))
  }

  /// The values of the columns that can change, in the order of the statements above.
  fileprivate var changeable: SQL {
    """
    \(name), \(host), \(zone.identifier), \(language), \(country), \(platformPackage), \(state),
    \(legal.legalName), \(legal.address.street), \(legal.address.postalCode),
    \(legal.address.city), \(legal.vatNumber), \(legal.registration), \(legal.iban),
    \(legal.creditorID), \(sender.name), \(sender.email), \(sender.replyTo), \(version)
    """
  }
}

extension LegalDetails {
  func checked() throws(TenancyRefusal) -> LegalDetails {
    var copy = self
    copy.legalName = try PlainText.required(legalName, "/legal/legalName", most: 120)
    copy.address = PostalAddress(
      street: try PlainText.line(address.street, "/legal/address/street", most: 120),
      postalCode: try PlainText.line(address.postalCode, "/legal/address/postalCode", most: 16),
      city: try PlainText.line(address.city, "/legal/address/city", most: 80),
      country: address.country)
    if let registration {
      copy.registration = try PlainText.required(registration, "/legal/registration", most: 40)
    }
    if let creditorID {
      copy.creditorID = try PlainText.required(creditorID, "/legal/creditorID", most: 35)
    }
    return copy
  }
}

extension SenderDetails {
  func checked() throws(TenancyRefusal) -> SenderDetails {
    var copy = self
    copy.name = try PlainText.required(name, "/sender/name", most: 80)
    return copy
  }
}
