package import Primitives

/// Whether consumer law or business law holds for a customer.
package enum CustomerKind: String, CaseIterable, Sendable {
  case consumer, business
}

/// A customer of one shop, as it is known now. Documents keep their own copy of what they need.
package struct Customer: Entity, Hashable, Sendable {
  package static let idPrefix = "cus"

  package let id: Customer.ID
  package let details: CustomerDetails
  package let createdAt: Instant
  /// Grows with every change; what an ETag is made of.
  package let version: Int64

  /// A customer as the store keeps it, or one that a quote is made for and nobody keeps.
  package init(id: Customer.ID, details: CustomerDetails, createdAt: Instant, version: Int64) {
    self.id = id
    self.details = details
    self.createdAt = createdAt
    self.version = version
  }

  package var name: String { details.name }
  package var email: EmailAddress { details.email }
  package var language: Language { details.language }
  package var kind: CustomerKind { details.kind }
}

/// What a shop knows of a customer. Only valid values can be made.
package struct CustomerDetails: Hashable, Sendable {
  package let name: String
  package let email: EmailAddress
  package let kind: CustomerKind
  package let company: String?
  package let vatNumber: VATNumber?
  package let phone: String?
  package let address: PostalAddress
  package let language: Language
  /// The shop's own number for this customer.
  package let reference: String?

  /// Refuses with the field at fault. A business needs its company's name.
  package init(
    name: String, email: EmailAddress, kind: CustomerKind = .consumer, company: String? = nil,
    vatNumber: VATNumber? = nil, phone: String? = nil, address: PostalAddress,
    language: Language, reference: String? = nil
  ) throws(TenancyRefusal) {
    self.name = try PlainText.required(name, "/name", most: 120)
    self.email = email
    self.kind = kind
    self.company = try CustomerDetails.optional(company, "/company", most: 120)
    self.vatNumber = vatNumber
    self.phone = try CustomerDetails.optional(phone, "/phone", most: 40)
    self.address = PostalAddress(
      street: try PlainText.line(address.street, "/address/street", most: 120),
      postalCode: try PlainText.line(address.postalCode, "/address/postalCode", most: 16),
      city: try PlainText.line(address.city, "/address/city", most: 80),
      country: address.country)
    self.language = language
    self.reference = try CustomerDetails.optional(reference, "/reference", most: 80)
    if kind == .business, self.company == nil { throw .field("/company", .missing) }
  }

  /// Whom a document is addressed to: the company where there is one.
  package var addressee: String { company ?? name }

  private static func optional(
    _ text: String?, _ pointer: String, most: Int
  ) throws(TenancyRefusal) -> String? {
    guard let text else { return nil }
    let line = try PlainText.line(text, pointer, most: most)
    return line.isEmpty ? nil : line
  }
}

/// A person who acts for a customer in the portal.
package struct CustomerUser: Entity, Hashable, Sendable {
  package static let idPrefix = "usr"

  package let id: CustomerUser.ID
  package let customer: Customer.ID
  package let email: EmailAddress
  package let name: String
  package let language: Language
  package let right: CustomerRight
  /// Whether payment requests and reminders go to this address too.
  package let getsPaymentRequests: Bool
  /// Set when the user was removed; their sessions die with it.
  package let removedAt: Instant?

  package var isActive: Bool { removedAt == nil }
}

/// A person to be made a user of a customer.
package struct NewCustomerUser: Hashable, Sendable {
  package let email: EmailAddress
  package let name: String
  package let language: Language
  package let right: CustomerRight
  package let getsPaymentRequests: Bool

  package init(
    email: EmailAddress, name: String, language: Language, right: CustomerRight,
    getsPaymentRequests: Bool
  ) throws(TenancyRefusal) {
    self.email = email
    self.name = try PlainText.required(name, "/name", most: 120)
    self.language = language
    self.right = right
    self.getsPaymentRequests = getsPaymentRequests
  }
}
