import Catalog
import Primitives
import Runtime
import Tenancy

/// What the demo's shop sells: a plan of each kind, codes, and what goes along with what.
enum DemoCatalog {
  static func plans() throws -> [PlanDraft] {
    try subscriptions() + business() + extras()
  }

  private static func subscriptions() throws -> [PlanDraft] {
    [
      try plan("koffie", "Koffie-abonnement", "Elke maand een kilo versgebrande bonen.", 3000),
      try plan("koffie-klein", "Klein koffie-abonnement", "Elke maand 250 gram.", 1250),
      try plan("thee", "Thee-abonnement", "Elk kwartaal zes soorten thee.", 4500, .quarterly),
      try plan(
        "proeverij", "Proeverij aan huis", "Elk jaar een avond voor acht personen.", 19900,
        .yearly, .standard),
      try plan(
        "krant", "Weekblad De Branderij", "Elke week nieuws uit de branderij.", 495, .weekly),
      try plan("ontdek", "Ontdekkingsreis", "Twee weken proberen, dan elke maand.", 1995) {
        $0.trialDays = 14
      },
      try plan("welkom", "Welkomstpakket", "De eerste drie maanden voor de helft.", 2400) {
        $0.introduction = Introduction(price: .eur(1200), periods: 3)
      },
      // The sandbox's banks go by the cents: x.13 is refused, x.14 comes back after ten days.
      try plan("cafeinevrij", "Cafeïnevrij", "Elke maand een half kilo.", 1413),
      try plan("espresso", "Espresso van de maand", "Elke maand een andere.", 1814),
    ]
  }

  private static func business() throws -> [PlanDraft] {
    [
      try plan(
        "kantoor", "Kantoorkoffie", "Machine, bonen en onderhoud; prijs zonder btw.", 12000,
        .monthly, .standard
      ) {
        $0.pricesIncludeVAT = false
        $0.setupFee = .eur(7500)
      },
      try plan(
        "logeren", "Logeren boven de branderij", "Een jaar lang elke maand een nacht.", 96000,
        .yearly, .lodging),
    ]
  }

  private static func extras() throws -> [PlanDraft] {
    var course = try plan(
      "cursus", "Baristacursus", "Twaalf lessen, betaald in zes termijnen.", 4950, .monthly,
      .exempt
    ) { $0.instalments = 6 }
    course.exemption = .education
    var beans = try plan("bonen", "Extra zak bonen", "Elke maand een pond erbij.", 850)
    beans.kind = .addOn
    var cups = try plan("kopjes", "Twee kopjes", "Van de pottenbakker.", 2450, .monthly, .standard)
    cups.kind = .oneOff
    var grinder = try plan("molen", "Koffiemolen", "Met de hand.", 5995, .monthly, .standard)
    grinder.kind = .oneOff
    return [course, beans, cups, grinder]
  }

  private static func plan(
    _ slug: String, _ name: String, _ summary: String, _ cents: Int64,
    _ interval: CalendarInterval = .monthly, _ category: VATCategory = .reduced,
    _ change: (inout PlanTerms) -> Void = { _ in }
  ) throws -> PlanDraft {
    guard let slug = Slug(slug) else { throw ProgramFailed("'\(slug)' is no slug") }
    var terms = PlanTerms(price: .eur(cents), interval: interval)
    change(&terms)
    return PlanDraft(
      name: name, slug: slug, summary: summary, vatCategory: category, terms: terms)
  }

  static func coupons() -> [CouponDraft] {
    [
      CouponDraft(
        code: "WELKOM10", label: "Welkomstkorting",
        discount: Discount(.percent(hundredths: 1000), periods: 3)),
      CouponDraft(
        code: "VRIEND", label: "Van een vriend", discount: Discount(.fixed(.eur(500)), periods: 1),
        maximumRedemptions: 50, oncePerCustomer: true),
      CouponDraft(
        code: "KERST25", label: "Kerst 2025",
        discount: Discount(.percent(hundredths: 2500), periods: 1),
        lastDay: CivilDate(year: 2025, month: 12, day: 31)),
      CouponDraft(
        code: "TROUW", label: "Trouwe klant", discount: Discount(.percent(hundredths: 500))),
    ]
  }

  /// What is offered along with which plan.
  static let offers: [(plan: String, offers: [(Offer.Kind, String)])] = [
    ("koffie", [(.addOn, "bonen"), (.bump, "kopjes"), (.upsell, "molen")]),
    ("koffie-klein", [(.addOn, "bonen"), (.upsell, "kopjes")]),
    ("kantoor", []),
  ]

  /// Puts all of it into the shop.
  static func fill(_ shop: ShopTransaction) throws {
    var made: [String: Plan] = [:]
    for draft in try plans() { made[draft.slug.text] = try shop.catalog.createPlan(draft) }
    for coupon in coupons() { _ = try shop.coupons.create(coupon) }
    for (slug, offers) in offers where !offers.isEmpty {
      guard let plan = made[slug] else { continue }
      _ = try shop.catalog.setOffers(
        of: plan.id, offers.compactMap { kind, slug in made[slug].map { OfferDraft(kind, $0.id) } })
    }
  }
}
