import HTTPServer
import JSON
import Primitives
import Tenancy
import Web

enum CustomerResource {
  static func declare(in api: inout APISurface) {
    api.list(
      APILinks.customers,
      About(
        "Customers, the newest first", tag: "customers",
        detail: "With `q` those whose name, company or e-mail address begins with it."),
      filter: filter, item: answer
    ) { call, page, search in
      try await call.database.read(as: call.scope) {
        try $0.customers.page(page, matching: search)
      }
    }
    api.get(APILinks.customer, About("One customer", tag: "customers"), answer: answer) {
      call, id in try await call.database.read(as: call.scope) { try $0.customers.find(id) }
    }
    api.write(
      .post, APILinks.customers, About("A new customer", tag: "customers", scope: .write),
      body: newCustomer, answer: answer, status: 201
    ) { shop, new in try shop.addCustomer(try new.details(in: shop)) }
    api.write(
      .put, APILinks.customer,
      About(
        "Changes a customer as a whole", tag: "customers", scope: .write,
        detail: "With `version`, only if nobody changed the customer since."),
      body: changedCustomer, answer: answer
    ) { shop, change, id in
      try shop.changeCustomer(
        id, to: try change.fields.details(in: shop), expecting: change.version)
    }
  }

  private static let filter = Shape<String?>.object(
    .optional("q", .text(most: 100))
  ) { $0 }

  private struct NewCustomer: Sendable {
    let name: String
    let email: EmailAddress
    let kind: CustomerKind
    let company: String?
    let vatNumber: VATNumber?
    let phone: String?
    let address: PostalAddress
    let language: Language?
    let reference: String?

    /// Who states no language reads the shop's.
    func details(in shop: ShopTransaction) throws(TenancyRefusal) -> CustomerDetails {
      try CustomerDetails(
        name: name, email: email, kind: kind, company: company, vatNumber: vatNumber,
        phone: phone, address: address, language: language ?? shop.scope.language,
        reference: reference)
    }
  }

  private struct Change: Sendable {
    let fields: NewCustomer
    let version: Int64?
  }

  private static let newCustomer = Shape<NewCustomer>.object(
    .required("name", .text(most: 120)), .required("email", .email),
    .optional("kind", Shape<CustomerKind>.choice(), default: .consumer),
    .optional("company", .text(most: 120)), .optional("vatNumber", .vatNumber),
    .optional("phone", .text(most: 40)), .required("address", .address),
    .optional("language", Shape<Language>.choice()), .optional("reference", .text(most: 80))
  ) {
    NewCustomer(
      name: $0, email: $1, kind: $2, company: $3, vatNumber: $4, phone: $5, address: $6,
      language: $7, reference: $8)
  }.titled("NewCustomer")

  private static let changedCustomer = Shape<Change>.object(
    .required("name", .text(most: 120)), .required("email", .email),
    .optional("kind", Shape<CustomerKind>.choice(), default: .consumer),
    .optional("company", .text(most: 120)), .optional("vatNumber", .vatNumber),
    .optional("phone", .text(most: 40)), .required("address", .address),
    .optional("language", Shape<Language>.choice()), .optional("reference", .text(most: 80)),
    .optional("version", Shape<Int64>.integer(in: 1...Int64(Int32.max)))
  ) {
    Change(
      fields: NewCustomer(
        name: $0, email: $1, kind: $2, company: $3, vatNumber: $4, phone: $5, address: $6,
        language: $7, reference: $8), version: $9)
  }.titled("ChangedCustomer")

  private static let answer = Answer<Customer>.object(
    "Customer",
    [
      .init("id", .id) { $0.id }, .init("name", .text) { $0.name },
      .init("email", .text) { $0.email.text },
      .init("kind", Answer<CustomerKind>.choice()) { $0.kind },
      .init("company", Answer<String>.text.orNull) { $0.details.company },
      .init("vatNumber", Answer<String>.text.orNull) { $0.details.vatNumber?.text },
      .init("phone", Answer<String>.text.orNull) { $0.details.phone },
      .init("address", .address) { $0.details.address },
      .init("language", Answer<Language>.choice()) { $0.language },
      .init("reference", Answer<String>.text.orNull) { $0.details.reference },
      .init("createdAt", .instant) { $0.createdAt },
      .init("version", Answer<Int64>.integer) { $0.version },
    ])
}
