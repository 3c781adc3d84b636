import Payments
import Primitives
import Runtime
import Tenancy

/// The demo's shop and its people, as values.
enum DemoShop {
  /// The platform's time when the history begins and when the demo does: a year later.
  static let start = Instant(milliseconds: 1_763_366_400_000)  // 2025-11-17T08:00:00Z
  static let present = Instant(milliseconds: 1_794_816_000_000)  // 2026-11-16T08:00:00Z

  struct Login: Sendable {
    let role: StaffRole
    let name: String
    let email: String
    let password: String
  }

  static let staff: [(role: StaffRole, name: String, email: String)] = [
    (.owner, "Sanne de Wit", "owner@demo.example"),
    (.finance, "Wouter Claes", "finance@demo.example"),
    (.support, "Noor Bakker", "support@demo.example"),
  ]

  static func shop() throws -> NewShop {
    guard let slug = Slug("demo"), let zone = CivilZone(identifier: "Europe/Amsterdam"),
      let replyTo = EmailAddress("administratie@brandhout.example")
    else { throw ProgramFailed("the demo's own values do not hold") }
    let address = PostalAddress(
      street: "Havenstraat 12", postalCode: "3511 LM", city: "Utrecht", country: .netherlands)
    let legal = LegalDetails(
      legalName: "Koffiebranderij Brandhout B.V.", address: address,
      vatNumber: VATNumber("NL123456782B90"), registration: "12345678",
      iban: IBAN("NL91ABNA0417164300"), creditorID: "NL98ZZZ123456780000")
    return try NewShop(
      slug: slug, name: "Koffiebranderij Brandhout", zone: zone, legal: legal,
      sender: SenderDetails(name: "Koffiebranderij Brandhout", replyTo: replyTo))
  }

  static func details(of life: DemoLife) throws -> CustomerDetails {
    let local = life.name.lowercased().filter { $0.isASCII && $0.isLetter }
    guard let email = EmailAddress("\(local)@klant.example"), let country = Country(life.country)
    else { throw ProgramFailed("'\(life.name)' gives no mailbox") }
    let address = PostalAddress(
      street: "Dorpsstraat \(life.day + 1)",
      postalCode: life.country == "NL" ? "1\(100 + life.day) AB" : "\(1000 + life.day)",
      city: life.country == "NL" ? "Amersfoort" : "Gent", country: country)
    return try CustomerDetails(
      name: life.name, email: email, kind: life.company == nil ? .consumer : .business,
      company: life.company, vatNumber: life.vatNumber.flatMap { VATNumber($0) },
      address: address, language: life.language)
  }
}
