import Primitives
import Storage
import TestSupport
import Testing

@testable import Tenancy

@Suite struct CustomerTests {
  @Test(arguments: TestDatabase.kinds)
  func aCustomerIsKeptAsGiven(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let details = try CustomerDetails(
        name: "Łukasz Şahin-Đorđević", email: try #require(EmailAddress("Lukasz@Example.PL")),
        kind: .business, company: "Şahin & Zn", vatNumber: VATNumber("BE0123456749"),
        phone: "+32 2 123 45 67", address: try Demo.address(), language: .en, reference: "K-1")
      let made = try await bench.database.write(as: bench.scope) {
        try $0.customers.create(details)
      }
      let (found, users) = try await bench.database.read(as: bench.scope) {
        (try $0.customers.find(made.id), try $0.customerUsers.all(of: made.id))
      }
      #expect(found == made)
      #expect(found.details == details)
      #expect(users.map(\.right) == [.owner])
      #expect(users.map(\.email.text) == ["Lukasz@example.pl"])
    }
  }

  @Test func aBusinessNeedsItsName() throws {
    let email = try #require(EmailAddress("a@example.nl"))
    let address = try Demo.address()
    #expect(throws: TenancyRefusal.field("/company", .missing)) {
      try CustomerDetails(
        name: "A", email: email, kind: .business, company: " ", address: address, language: .nl)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func listsArePagedNewestFirstAndSearchedByPrefix(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let names = ["Anna Bos", "anneke Dijk", "Émile Zola", "Bob Anker", "%_ Procent", "Ännchen"]
      let details = try names.enumerated().map {
        try Demo.customer($0.element, email: "user\($0.offset)@example.nl")
      }
      _ = try await bench.database.write(as: bench.scope) { try $0.customers.create(details) }
      let pages = try await bench.database.read(as: bench.scope) { shop in
        var (names, cursor): ([[String]], Cursor?) = ([], nil)
        repeat {
          let page = try shop.customers.page(try PageRequest(limit: 4, after: cursor))
          names.append(page.items.map(\.name))
          cursor = page.next
        } while cursor != nil
        return names
      }
      #expect(pages.map(\.count) == [4, 2])
      #expect(pages.flatMap { $0 } == names.reversed())
      let searches = ["ann", "ÉM", "%", "user3@", "bos", "", "änn"]
      let found = try await bench.database.read(as: bench.scope) { shop in
        try searches.map { try shop.customers.page(matching: $0).items.count }
      }
      #expect(found == [2, 1, 1, 1, 0, 6, 1])
    }
  }

  @Test func pagesHaveLimits() {
    for limit in [0, -1, 201, Int.max] {
      #expect(throws: TenancyRefusal.field("/limit", .outOfRange(1, 200))) {
        try PageRequest(limit: limit)
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aStaleUpdateIsRefused(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let customer = try await bench.customer()
      let details = try Demo.customer("Piet de Vries")
      let changed = try await bench.database.write(as: bench.scope) {
        try $0.customers.update(customer.id, to: details, expecting: 1)
      }
      #expect(changed.version == 2)
      await #expect(throws: TenancyRefusal.stale(.customer)) {
        try await bench.database.write(as: bench.scope) {
          _ = try $0.customers.update(customer.id, to: details, expecting: 1)
        }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func usersComeGoAndComeBackButOneOwnerStays(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let customer = try await bench.customer()
      let new = try NewCustomerUser(
        email: try #require(EmailAddress("boekhouder@example.nl")), name: "Bo Ek", language: .nl,
        right: .mayPay, getsPaymentRequests: true)
      let user = try await bench.database.write(as: bench.scope) {
        try $0.customerUsers.add(new, to: customer.id)
      }
      await #expect(throws: TenancyRefusal.taken("/email")) {
        try await bench.database.write(as: bench.scope) {
          _ = try $0.customerUsers.add(new, to: customer.id)
        }
      }
      let owner = try await bench.database.read(as: bench.scope) { shop in
        #expect(try shop.customerUsers.recipients(of: [customer.id])[customer.id]?.count == 2)
        return try #require(try shop.customerUsers.all(of: customer.id).first)
      }
      await #expect(throws: TenancyRefusal.lastOwner) {
        try await bench.database.write(as: bench.scope) { try $0.customerUsers.remove(owner.id) }
      }
      try await bench.database.write(as: bench.scope) { shop in
        try shop.customerUsers.remove(user.id)
        #expect(try shop.customerUsers.find(email: new.email).isEmpty)
        #expect(try shop.customerUsers.recipients(of: [customer.id])[customer.id]?.count == 1)
        let back = try shop.customerUsers.add(new, to: customer.id)
        #expect(back.id == user.id && back.isActive)
      }
    }
  }
}
