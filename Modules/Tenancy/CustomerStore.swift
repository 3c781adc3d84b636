package import Primitives
import Storage

/// A shop's customers.
package struct CustomerStore {
  let shop: ShopTransaction

  /// Adds a customer, with the person as the account's first user.
  package func create(_ details: CustomerDetails) throws -> Customer {
    let customer = Customer(id: shop.newID(), details: details, createdAt: shop.now, version: 1)
    try insert([customer])
    return customer
  }

  /// Adds many in bulk statements: imports and simulations.
  package func create(_ details: [CustomerDetails]) throws -> [Customer] {
    let customers = details.map {
      Customer(id: shop.newID(), details: $0, createdAt: shop.now, version: 1)
    }
    try insert(customers)
    return customers
  }

  /// `.unknown` for another shop's as for none at all (I-41).
  package func find(_ id: Customer.ID) throws -> Customer {
    guard let customer = try select("AND id = \(id)").first else {
      throw TenancyRefusal.unknown(.customer)
    }
    return customer
  }

  /// Many at once, for a batch of a run; those that do not exist are missing.
  package func find(_ ids: some Sequence<Customer.ID>) throws -> [Customer.ID: Customer] {
    let found = try select("AND id IN (\(list: Set(ids).sorted()))")
    return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Those of one mailbox, the first first.
  package func find(email: EmailAddress) throws -> [Customer] {
    try select("AND search_email = \(Array(email.folded.utf8)) ORDER BY id LIMIT 100")
  }

  /// Changes what is known. `.stale` when `expected` is given and someone else was first.
  @discardableResult
  package func update(
    _ id: Customer.ID, to details: CustomerDetails, expecting expected: Int64? = nil
  ) throws -> Customer {
    let old = try find(id)
    if let expected, expected != old.version { throw TenancyRefusal.stale(.customer) }
    let new = Customer(
      id: id, details: details, createdAt: old.createdAt, version: old.version + 1)
    var rows = BulkRows(into: "customers", CustomerStore.columns)
    rows.append(new, in: shop.tenant)
    guard try shop.update(rows, key: ["id", "tenant_id"]) == 1 else {
      throw TenancyRefusal.stale(.customer)
    }
    return new
  }

  /// The newest first; with `text` those whose name, company or e-mail address begins with it, in
  /// any case.
  package func page(
    _ request: PageRequest = .first, matching text: String? = nil
  ) throws -> Page<Customer> {
    let rows = try select(
      """
      \(filter(text)) AND id < \(request.before) ORDER BY id DESC LIMIT \(request.fetch)
      """)
    return Page(fetched: rows, for: request) { $0.id.rawValue }
  }

  package func count() throws -> Int64 {
    try shop.first("SELECT COUNT(*) FROM customers WHERE tenant_id = \(shop.tenant)") {
      try $0(0)
    } ?? 0
  }

  private func filter(_ text: String?) -> SQL {
    guard let text, !text.isEmpty else { return "" }
    let from = Array(text.lowercased().utf8.prefix(200))
    // No UTF-8 byte is 0xFF, so this lies behind every text with the prefix.
    let to = from + [0xFF]
    return """
      AND ((search_name >= \(from) AND search_name < \(to))
        OR (search_email >= \(from) AND search_email < \(to)))
      """
  }

  private func insert(_ customers: [Customer]) throws {
    var rows = BulkRows(into: "customers", CustomerStore.columns)
    for customer in customers { rows.append(customer, in: shop.tenant) }
    try shop.insert(rows)
    try shop.customerUsers.insertOwners(of: customers)
  }

  private func select(_ rest: SQL) throws -> [Customer] {
    try shop.all(
      """
      SELECT id, kind, name, email, company, vat_number, phone, street, postal_code, city, country,
        language, reference, created_at, version
      FROM customers WHERE tenant_id = \(shop.tenant) \(rest)
      """, Customer.init(row:))
  }

  private static let columns: [Column] = [
    .integer("id"), .integer("tenant_id"), .text("kind"), .text("name"), .text("email"),
    .text("company"), .text("vat_number"), .text("phone"), .text("street"), .text("postal_code"),
    .text("city"), .text("country"), .text("language"), .text("reference"),
    .bytes("search_name"), .bytes("search_email"), .integer("created_at"), .integer("version"),
  ]
}

extension ShopTransaction {
  package var customers: CustomerStore { CustomerStore(shop: self) }
}

extension BulkRows {
  fileprivate mutating func append(_ customer: Customer, in tenant: Shop.ID) {
    let details = customer.details
    append(
      customer.id, tenant, details.kind, details.name, details.email, details.company,
      details.vatNumber, details.phone, details.address.street, details.address.postalCode,
      details.address.city, details.address.country, details.language, details.reference,
      Array(details.addressee.lowercased().utf8), Array(details.email.folded.utf8),
      customer.createdAt, customer.version)
  }
}

extension Customer {
  fileprivate init(row: Row) throws {
    let address = PostalAddress(
      street: try row(7), postalCode: try row(8), city: try row(9), country: try row(10))
    self.init(
      id: try row(0),
      details: try CustomerDetails(
        name: try row(2), email: try row(3), kind: try row(1), company: try row(4),
        vatNumber: try row(5), phone: try row(6), address: address, language: try row(11),
        reference: try row(12)),
      createdAt: try row(13), version: try row(14))
  }
}
