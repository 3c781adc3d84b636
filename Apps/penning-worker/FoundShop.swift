import Cryptography
import Primitives
import Runtime
import Tenancy

/// Makes a shop with its owner. The password is shown once and is to be changed.
struct FoundShop: Sendable {
  let running: RunningPlatform

  init(_ running: RunningPlatform) { self.running = running }

  func run(_ arguments: Arguments) async throws {
    guard let slug = Slug(try FoundShop.option("slug", arguments)) else {
      throw WrongUse("--slug takes 2 to 40 lower-case letters, digits and hyphens")
    }
    guard let email = EmailAddress(try FoundShop.option("email", arguments)) else {
      throw WrongUse("--email is not an e-mail address")
    }
    let name = try FoundShop.option("name", arguments)
    guard let zone = CivilZone(identifier: "Europe/Amsterdam") else {
      throw ProgramFailed("the system has no time zone database")
    }
    let password = Token.random(bytes: 16)
    do {
      let owner = try NewStaff(
        email: email, name: name, role: .owner, language: .nl,
        passwordHash: try await PasswordHasher().hash(password))
      let legal = LegalDetails(
        legalName: name,
        address: PostalAddress(street: "", postalCode: "", city: "", country: .netherlands))
      _ = try await running.database.foundShop(
        try NewShop(slug: slug, name: name, zone: zone, legal: legal), owner: owner)
    } catch let refusal as any Refusal {
      throw ProgramFailed(refusal.phrase(.en))
    }
    Console.out("\(slug) is founded. \(email.text) signs in with \(password)\n")
  }

  private static func option(_ name: String, _ arguments: Arguments) throws(WrongUse) -> String {
    guard let value = arguments.options[name], !value.isEmpty else {
      throw WrongUse("found-shop needs --\(name)")
    }
    return value
  }
}
