import Cryptography
import Primitives
import Storage
import TestSupport
import Testing

@testable import Tenancy

@Suite struct AccessTests {
  @Test(arguments: TestDatabase.kinds)
  func anAPIKeyOpensItsShopUntilRevoked(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let secret = NewSecret(for: .apiKey)
      #expect(secret.text.revealed.hasPrefix("pk_"))
      let key = try await bench.database.write(as: bench.scope) {
        try $0.apiKeys.create(label: "ERP", scopes: [.read], secret: secret)
      }
      #expect(secret.text.revealed.hasSuffix(key.lastFour))
      let admission = try #require(
        try await bench.database.admit(secret.text.revealed, as: .apiKey))
      #expect(admission.scope.shopID == bench.scope.shopID)
      #expect(admission.scope.actor == .apiKey(key.id, scopes: [.read]))
      #expect(throws: TenancyRefusal.notAllowed(.editCatalog)) {
        try admission.scope.require(.editCatalog)
      }
      #expect(try await bench.database.admit(secret.text.revealed, as: .staffSession) == nil)
      #expect(try await bench.database.admit("pk_nonsense", as: .apiKey) == nil)
      try await bench.database.write(as: bench.scope) { try $0.apiKeys.revoke(key.id) }
      #expect(try await bench.database.admit(secret.text.revealed, as: .apiKey) == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aMailedLinkOpensOnceAndWithinAnHour(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let customer = try await bench.customer()
      let (link, late) = (NewSecret(for: .signInLink), NewSecret(for: .signInLink))
      let user = try await bench.database.write(as: bench.scope) { shop in
        let user = try #require(try shop.customerUsers.find(email: customer.email).first)
        try shop.tokens.issue(.signInLink, to: user.id.rawValue, link)
        try shop.tokens.issue(.signInLink, to: user.id.rawValue, late)
        return user
      }
      let session = NewSecret(for: .portalSession)
      let opened = try await bench.database.redeem(link: link.text.revealed, session: session)
      let actor = Actor.customer(customer.id, user: user.id, right: .owner)
      #expect(opened?.scope.actor == actor)
      let again = NewSecret(for: .portalSession)
      #expect(try await bench.database.redeem(link: link.text.revealed, session: again) == nil)
      let inside = try await bench.database.admit(session.text.revealed, as: .portalSession)
      #expect(inside?.scope.actor == actor)
      bench.clock.advance(seconds: 3600)
      #expect(try await bench.database.redeem(link: late.text.revealed, session: again) == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aSessionEndsWhenIdleAndActivityNeverExtendsItsEnd(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let (idle, busy) = (NewSecret(for: .staffSession), NewSecret(for: .staffSession))
      let staff = try await bench.owner()
      try await bench.database.write(as: bench.scope) { shop in
        try shop.tokens.issue(.staffSession, to: staff.id.rawValue, idle)
        try shop.tokens.issue(.staffSession, to: staff.id.rawValue, busy)
      }
      var minutes = 0
      while try await bench.database.admit(busy.text.revealed, as: .staffSession) != nil {
        bench.clock.advance(seconds: 20 * 60)
        minutes += 20
      }
      #expect(minutes == 12 * 60)
      #expect(try await bench.database.admit(idle.text.revealed, as: .staffSession) == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aRemovedMembersNextRequestFails(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let owner = try await bench.owner()
      let helper = try await bench.owner("tweede@example.nl", role: .support)
      let session = NewSecret(for: .staffSession)
      try await bench.database.write(as: bench.scope) { shop in
        try shop.tokens.issue(.staffSession, to: helper.id.rawValue, session)
      }
      #expect(try await bench.database.admit(session.text.revealed, as: .staffSession) != nil)
      try await bench.database.write(as: bench.scope) { try $0.staff.remove(helper.id) }
      #expect(try await bench.database.admit(session.text.revealed, as: .staffSession) == nil)
      await #expect(throws: TenancyRefusal.lastOwner) {
        try await bench.database.write(as: bench.scope) { try $0.staff.remove(owner.id) }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func staffSignInAndSwitchBetweenTheirShops(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let owner = try await bench.owner(password: "lang genoeg wachtwoord")
      let other = try await bench.otherShop()
      let there = try await bench.owner(role: .readOnly, of: other)
      let credentials = Credentials(
        email: "Eigenaar@example.nl", password: "lang genoeg wachtwoord", address: "192.0.2.1")
      let first = try await bench.database.signIn(
        credentials, hasher: .test, session: NewSecret(for: .staffSession))
      #expect(first.scope.actor == .staff(owner.id, role: .owner))
      let memberships = try await bench.database.memberships(of: first)
      #expect(memberships.map(\.shop) == [bench.scope.shopID, other.shopID])
      let secret = NewSecret(for: .staffSession)
      let second = try await bench.database.switchShop(
        from: first, to: other.shopID, session: secret)
      #expect(second?.scope.actor == .staff(there.id, role: .readOnly))
      let third = try await bench.otherShop("third")
      let none = try await bench.database.switchShop(
        from: first, to: third.shopID, session: secret)
      #expect(none == nil)
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aWrongPasswordAndAnUnknownAddressGetTheSameAnswer(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      _ = try await bench.owner()
      for email in ["eigenaar@example.nl", "niemand@example.nl", "geen adres"] {
        let credentials = Credentials(email: email, password: "fout", address: "192.0.2.1")
        await #expect(throws: TenancyRefusal.signInFailed) {
          try await bench.database.signIn(
            credentials, hasher: .test, session: NewSecret(for: .staffSession))
        }
      }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func guessingIsSlowedAndTheRealUserStillGetsIn(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      _ = try await bench.owner(password: "lang genoeg wachtwoord")
      let right = Credentials(
        email: "eigenaar@example.nl", password: "lang genoeg wachtwoord", address: "192.0.2.1")
      _ = try await bench.database.signIn(
        right, hasher: .test, session: NewSecret(for: .staffSession))
      var refused = 0
      for attempt in 0..<40 {
        let wrong = Credentials(
          email: right.email, password: "x", address: "198.51.100.\(attempt % 4)")
        do {
          _ = try await bench.database.signIn(
            wrong, hasher: .test, session: NewSecret(for: .staffSession))
        } catch TenancyRefusal.tooManyAttempts {
          refused += 1
        } catch TenancyRefusal.signInFailed {}
      }
      // The sign-in above counted as the first of the twenty that are free.
      #expect(refused == 40 - 19)
      // Same account, from where its user signed in before.
      _ = try await bench.database.signIn(
        right, hasher: .test, session: NewSecret(for: .staffSession))
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func sweepingForgetsOnlyWhatIsLongOver(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let customer = try await bench.customer()
      let key = NewSecret(for: .apiKey)
      try await bench.database.write(as: bench.scope) { shop in
        try shop.tokens.issue(
          .signInLink, to: customer.id.rawValue, NewSecret(for: .signInLink))
        _ = try shop.apiKeys.create(label: "ERP", scopes: [.read], secret: key)
      }
      #expect(try await bench.database.sweepTokens() == 0)
      bench.clock.advance(seconds: 31 * 86_400 + 3600)
      #expect(try await bench.database.sweepTokens() == 1)
      #expect(try await bench.database.admit(key.text.revealed, as: .apiKey) != nil)
    }
  }
}

extension PasswordHasher {
  /// Cheap, for tests alone.
  static let test = PasswordHasher(cost: ScryptCost(checking: 16, 1, 1) ?? .standard)
}

extension ShopBench {
  /// A member of staff.
  func owner(
    _ email: String = "eigenaar@example.nl", role: StaffRole = .owner,
    password: String = "lang genoeg wachtwoord", of other: TenantScope? = nil
  ) async throws -> Staff {
    let hash = try await PasswordHasher.test.hash(password)
    let new = try NewStaff(
      email: try #require(EmailAddress(email)), name: "Eigenaar", role: role, language: .nl,
      passwordHash: hash)
    return try await database.write(as: other ?? scope) { try $0.staff.add(new) }
  }
}
