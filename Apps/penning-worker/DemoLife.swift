import Primitives

/// A customer of the demo's history: when after the start they buy what, and what they do then.
struct DemoLife: Sendable {
  enum Outcome: Sendable { case pays, abandons }

  /// What happens to a customer some days after the purchase.
  enum Deed: Sendable {
    case cancel(now: Bool)
    case withdraw
    case pause(days: Int)
    case move(to: String)
    case quantity(Int)
    case addOn(String)
    /// Comes back after the end.
    case restart
    /// The shop gives credit.
    case credit(Int64, String)
    /// The shop takes a part of the newest invoice back.
    case creditPart(Int64, String)
    /// The shop bills by hand.
    case bill(Int64, String)
    /// The customer pays what is open.
    case payOpen
    /// The shop gives the newest open invoice up.
    case writeOff
  }

  let day: Int
  let name: String
  let plan: String
  var language = Language.nl
  var company: String?
  var country = "NL"
  var vatNumber: String?
  var extras: [String] = []
  var coupon: String?
  var quantity = 1
  var outcome = Outcome.pays
  var deeds: [(days: Int, deed: Deed)] = []

  /// In the order of their purchases.
  static let all: [DemoLife] = first + spring + summer

  private static let first: [DemoLife] = [
    DemoLife(day: 0, name: "Piet Jansen", plan: "koffie", extras: ["bonen", "kopjes"]),
    DemoLife(
      day: 0, name: "Łukasz Şahin-Đorđević", plan: "koffie", language: .en,
      deeds: [(200, .quantity(2))]),
    DemoLife(day: 2, name: "Fatima El Amrani", plan: "koffie-klein", coupon: "WELKOM10"),
    DemoLife(day: 5, name: "Els Vermeulen", plan: "thee", country: "BE"),
    DemoLife(
      day: 9, name: "Jeroen van den Berg", plan: "kantoor", company: "Van den Berg Advies",
      vatNumber: "NL004495445B01", deeds: [(120, .bill(24000, "Onderhoud van de machine"))]),
    DemoLife(day: 12, name: "Anneke Smit", plan: "krant"),
    DemoLife(day: 15, name: "Tom O’Brien", plan: "koffie", language: .en, outcome: .abandons),
    DemoLife(
      day: 20, name: "Yusuf Demir", plan: "koffie-klein", deeds: [(170, .cancel(now: false))]),
    DemoLife(day: 24, name: "Saar Maes", plan: "logeren", country: "BE"),
    DemoLife(
      day: 27, name: "Marie Claes", plan: "proeverij", company: "Claes & Zonen", country: "BE",
      vatNumber: "BE0428759497"),
    DemoLife(day: 29, name: "Bram de Groot", plan: "koffie", coupon: "KERST25"),
    DemoLife(
      day: 36, name: "Lotte Peeters", plan: "thee", deeds: [(150, .credit(1250, "Kapotte pot"))]),
    DemoLife(
      day: 44, name: "Sofia Rossi", plan: "koffie", language: .en,
      deeds: [(90, .pause(days: 45))]),
    DemoLife(
      day: 51, name: "Karel Mertens", plan: "koffie-klein", deeds: [(140, .move(to: "koffie"))]),
    DemoLife(day: 58, name: "Ingrid Dijkstra", plan: "cursus"),
    DemoLife(day: 66, name: "Daan Visser", plan: "krant", deeds: [(60, .cancel(now: true))]),
  ]

  private static let spring: [DemoLife] = [
    DemoLife(
      day: 73, name: "Hanna Kowalska", plan: "koffie",
      deeds: [(160, .creditPart(750, "Te laat bezorgd"))]),
    DemoLife(day: 80, name: "Ruben Willems", plan: "koffie-klein", deeds: [(6, .withdraw)]),
    DemoLife(
      day: 91, name: "Mila Hendriks", plan: "koffie",
      deeds: [(100, .cancel(now: true)), (150, .restart)]),
    DemoLife(
      day: 97, name: "Olivier Dubois", plan: "kantoor", company: "Dubois Traiteur",
      country: "BE", vatNumber: "BE0417497106"),
    DemoLife(
      day: 101, name: "Greta Lindqvist", plan: "koffie", language: .en, outcome: .abandons),
    DemoLife(day: 118, name: "Nadia Haddad", plan: "welkom", coupon: "VRIEND"),
    DemoLife(
      day: 131, name: "Joris van Dam", plan: "cafeinevrij", deeds: [(75, .payOpen)]),
    DemoLife(
      day: 140, name: "Femke de Boer", plan: "koffie", deeds: [(70, .move(to: "koffie-klein"))]),
    DemoLife(day: 152, name: "Pieter Janssens", plan: "espresso", country: "BE"),
    DemoLife(day: 160, name: "Aylin Kaya", plan: "koffie", extras: ["bonen"], coupon: "TROUW"),
    DemoLife(
      day: 171, name: "Maarten Bos", plan: "koffie-klein", deeds: [(30, .addOn("bonen"))]),
    DemoLife(day: 185, name: "Chloé Martin", plan: "thee", language: .en, country: "FR"),
  ]

  private static let summer: [DemoLife] = [
    DemoLife(day: 199, name: "Willem Kuipers", plan: "cafeinevrij", deeds: [(110, .writeOff)]),
    DemoLife(day: 214, name: "Esra Yılmaz", plan: "welkom"),
    DemoLife(
      day: 228, name: "Bas Vos", plan: "kantoor", company: "Vos Architecten",
      vatNumber: "NL174319095B64", quantity: 2),
    DemoLife(day: 241, name: "Roos Timmermans", plan: "koffie", extras: ["kopjes"]),
    DemoLife(day: 255, name: "Noah Verhoeven", plan: "cursus", country: "BE"),
    DemoLife(day: 268, name: "Ilse Kramer", plan: "koffie", deeds: [(40, .pause(days: 60))]),
    DemoLife(day: 282, name: "Samira Bouzid", plan: "koffie-klein", coupon: "WELKOM10"),
    DemoLife(
      day: 296, name: "Gert Hoekstra", plan: "proeverij", deeds: [(20, .cancel(now: false))]),
    DemoLife(day: 311, name: "Lena Fischer", plan: "koffie", language: .en, country: "DE"),
    DemoLife(day: 325, name: "Tess van Leeuwen", plan: "welkom", coupon: "VRIEND"),
    DemoLife(day: 338, name: "Ahmed Nasser", plan: "koffie", extras: ["bonen", "kopjes"]),
    DemoLife(day: 346, name: "Julia Smeets", plan: "cafeinevrij"),
    DemoLife(day: 353, name: "Koen Bakker", plan: "ontdek"),
    DemoLife(day: 357, name: "Emma de Lange", plan: "koffie-klein"),
    DemoLife(day: 361, name: "Victor Sanders", plan: "koffie", outcome: .abandons),
  ]
}
