package import Primitives
package import Storage
package import Tenancy

/// A shop of a test and the clock that its database goes by.
package struct ShopBench: Sendable {
  package let database: Database
  package let clock: ManualClock
  /// The system's own scope in the shop `demo`.
  package let scope: TenantScope

  /// Another shop on the same database.
  package func otherShop(_ slug: String = "other") async throws -> TenantScope {
    try await database.foundShop(try Demo.shop(slug))
  }

  /// A new customer of the shop, or of another's scope.
  package func customer(
    _ name: String = "Piet Jansen", email: String? = nil, of other: TenantScope? = nil
  ) async throws -> Customer {
    let details = try Demo.customer(name, email: email)
    return try await database.write(as: other ?? scope) { try $0.customers.create(details) }
  }
}

extension DatabaseKind {
  /// Runs `body` on a fresh database with the tables of Tenancy and of `migrations`, one shop,
  /// and a clock that stands at 16 November 2026, 09:00 in Amsterdam, until it is moved.
  package func withShop<T>(
    _ migrations: [Migration] = [], startingAt start: Instant = Demo.start,
    _ body: (ShopBench) async throws -> T
  ) async throws -> T {
    let all = TenancyMigrations.all + migrations
    return try await with(all, startingAt: start) { database, clock in
      let scope = try await database.foundShop(try Demo.shop())
      return try await body(ShopBench(database: database, clock: clock, scope: scope))
    }
  }
}

/// Valid values for tests that need some and do not care which.
package enum Demo {
  /// 2026-11-16T08:00:00Z.
  package static let start = Instant(milliseconds: 1_794_816_000_000)

  package static func shop(
    _ slug: String = "demo", platformPackage: ShopPackage = .ultimate
  ) throws -> NewShop {
    let legal = LegalDetails(
      legalName: "\(slug) B.V.", address: try address(), vatNumber: VATNumber("NL123456782B90"),
      registration: "12345678", iban: IBAN("NL91ABNA0417164300"), creditorID: "NL98ZZZ123456780000")
    return try NewShop(
      slug: try known(Slug(slug)), name: "Shop \(slug)", zone: try zone(),
      platformPackage: platformPackage, legal: legal)
  }

  /// Where no address is given, one is made from the name.
  package static func customer(
    _ name: String = "Piet Jansen", email: String? = nil, language: Language = .nl
  ) throws -> CustomerDetails {
    let local = name.lowercased().filter { $0.isASCII && $0.isLetter }
    let email = try known(EmailAddress(email ?? "\(local)@example.nl"))
    return try CustomerDetails(
      name: name, email: email, address: try address(), language: language)
  }

  package static func address() throws -> PostalAddress {
    PostalAddress(
      street: "Dorpsstraat 1", postalCode: "1234 AB", city: "Utrecht",
      country: try known(Country("NL")))
  }

  package static func zone(_ identifier: String = "Europe/Amsterdam") throws -> CivilZone {
    try known(CivilZone(identifier: identifier))
  }

  private static func known<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw DemoError.invalid("\(Value.self)") }
    return value
  }
}

package enum DemoError: Error {
  case invalid(String)
}
