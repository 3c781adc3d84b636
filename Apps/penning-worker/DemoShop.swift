import Catalog
import Cryptography
import Payments
import Primitives
import Runtime
import Tenancy

/// The demo's shop, its people and what it sells, as values.
enum DemoShop {
  /// The platform's time when the history begins and when the demo does.
  static let start = Instant(milliseconds: 1_785_830_400_000)  // 2026-08-04T08:00:00Z
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

  static func plans() throws -> [PlanDraft] {
    let quarterly = CalendarInterval.quarterly
    return [
      try plan("koffie", "Koffie-abonnement", "Elke maand een kilo versgebrande bonen.", 3000),
      try plan("koffie-klein", "Klein koffie-abonnement", "Elke maand 250 gram.", 1250),
      try plan("thee", "Thee-abonnement", "Elk kwartaal zes soorten thee.", 4500, quarterly),
      try plan(
        "proeverij", "Proeverij aan huis", "Elk jaar een avond voor acht personen.", 19900,
        .yearly, .standard),
      try plan(
        "krant", "Weekblad De Branderij", "Elke week nieuws uit de branderij.", 495, .weekly),
    ]
  }

  private static func plan(
    _ slug: String, _ name: String, _ summary: String, _ cents: Int64,
    _ interval: CalendarInterval = .monthly, _ category: VATCategory = .reduced
  ) throws -> PlanDraft {
    guard let slug = Slug(slug) else { throw ProgramFailed("'\(slug)' is no slug") }
    return PlanDraft(
      name: name, slug: slug, summary: summary, vatCategory: category,
      terms: PlanTerms(price: .eur(cents), interval: interval))
  }

  /// A customer of the history: when after the start they buy what, and how it goes.
  struct Visit: Sendable {
    let day: Int
    let name: String
    let plan: String
    var language = Language.nl
    var company: String?
    var outcome = Outcome.pays

    enum Outcome: Sendable { case pays, abandons, cancelsLater }
  }

  static let visits: [Visit] = [
    Visit(day: 0, name: "Piet Jansen", plan: "koffie"),
    Visit(day: 0, name: "Łukasz Şahin-Đorđević", plan: "koffie", language: .en),
    Visit(day: 2, name: "Fatima El Amrani", plan: "koffie-klein"),
    Visit(day: 5, name: "Els Vermeulen", plan: "thee"),
    Visit(day: 9, name: "Jeroen van den Berg", plan: "koffie", company: "Van den Berg Advies"),
    Visit(day: 12, name: "Anneke Smit", plan: "krant"),
    Visit(day: 15, name: "Tom O’Brien", plan: "koffie", language: .en, outcome: .abandons),
    Visit(day: 20, name: "Yusuf Demir", plan: "koffie-klein", outcome: .cancelsLater),
    Visit(day: 27, name: "Marie Claes", plan: "proeverij", company: "Claes & Zonen"),
    Visit(day: 29, name: "Bram de Groot", plan: "koffie"),
    Visit(day: 36, name: "Lotte Peeters", plan: "thee"),
    Visit(day: 44, name: "Sofia Rossi", plan: "koffie", language: .en),
    Visit(day: 51, name: "Karel Mertens", plan: "koffie-klein", outcome: .cancelsLater),
    Visit(day: 58, name: "Ingrid Dijkstra", plan: "koffie"),
    Visit(day: 66, name: "Daan Visser", plan: "krant"),
    Visit(day: 73, name: "Hanna Kowalska", plan: "koffie"),
    Visit(day: 80, name: "Ruben Willems", plan: "koffie-klein"),
    Visit(day: 91, name: "Mila Hendriks", plan: "koffie"),
    Visit(day: 97, name: "Olivier Dubois", plan: "thee", company: "Dubois Traiteur"),
    Visit(day: 101, name: "Greta Lindqvist", plan: "koffie", language: .en, outcome: .abandons),
  ]

  static func details(of visit: Visit) throws -> CustomerDetails {
    let local = visit.name.lowercased().filter { $0.isASCII && $0.isLetter }
    guard let email = EmailAddress("\(local)@klant.example") else {
      throw ProgramFailed("'\(visit.name)' gives no mailbox")
    }
    let address = PostalAddress(
      street: "Dorpsstraat \(visit.day + 1)", postalCode: "1\(100 + visit.day) AB",
      city: "Amersfoort", country: .netherlands)
    return try CustomerDetails(
      name: visit.name, email: email, kind: visit.company == nil ? .consumer : .business,
      company: visit.company, address: address, language: visit.language)
  }
}
