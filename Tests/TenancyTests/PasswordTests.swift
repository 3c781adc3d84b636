import Primitives
import Storage
import TestSupport
import Testing

@testable import Tenancy

@Suite struct PasswordTests {
  @Test(arguments: ["lang genoeg wachtwoord", "correct horse", "ünïcödé-8", "🦊🐻🐼🐨🐯🦁🐮🐷a"])
  func takesLongOnesOfAnyCharacters(password: String) throws {
    try PasswordRule.check(password)
  }

  @Test(arguments: [
    ("kort", FieldFault.tooShort(8)), ("Welkom2026!", .commonPassword),
    ("password1", .commonPassword), ("12345678", .commonPassword), ("87654321", .commonPassword),
    ("aaaaaaaaaaaa", .commonPassword), ("mijn winkel", .commonPassword),
    (String(repeating: "ab", count: 1000), .tooLong(1024)),
  ])
  func refusesOthers(password: String, fault: FieldFault) {
    #expect(throws: TenancyRefusal.field("/password", fault)) {
      try PasswordRule.check(password, context: ["Mijn Winkel"])
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aNewPasswordEndsEveryOtherSessionInEveryShop(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let other = try await bench.otherShop()
      let here = try await bench.owner()
      let there = try await bench.owner(of: other)
      let (kept, second, third) = (
        NewSecret(for: .staffSession), NewSecret(for: .staffSession),
        NewSecret(for: .staffSession)
      )
      try await bench.database.write(as: bench.scope) { shop in
        try shop.tokens.issue(.staffSession, to: here.id.rawValue, kept)
        try shop.tokens.issue(.staffSession, to: here.id.rawValue, second)
      }
      try await bench.database.write(as: other) { shop in
        _ = try shop.tokens.issue(.staffSession, to: there.id.rawValue, third)
      }
      let admission = try #require(
        try await bench.database.admit(kept.text.revealed, as: .staffSession))
      try await bench.database.changePassword(of: admission, to: "$scrypt$new")
      #expect(try await bench.database.admit(kept.text.revealed, as: .staffSession) != nil)
      #expect(try await bench.database.admit(second.text.revealed, as: .staffSession) == nil)
      #expect(try await bench.database.admit(third.text.revealed, as: .staffSession) == nil)
      try await bench.database.disableAccount(here.account.email)
      #expect(try await bench.database.admit(kept.text.revealed, as: .staffSession) == nil)
    }
  }
}
