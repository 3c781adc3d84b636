import Catalog
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Testing
import Workflows

/// A purchase on 16 November 2026 and what it comes to, worked out by hand. Amounts in cents.
struct QuoteCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// Today, and the next documents as far as they are told.
  let asked: [Int64]
  /// The first days of the periods after today's.
  let days: [String]
  var kind = PlanKind.subscription
  var category = VATCategory.standard
  var terms = PlanTerms(price: .eur(3000), interval: .monthly)
  var quantity = 1
  var policy = CollectionPolicy.fixedDay(1)
  var day: Int?
  var discount: Discount?
  var addOn: Int64?
  var oneOff: Int64?
  var buyer = CheckoutBuyer(country: .netherlands)
  var settings: @Sendable (inout ShopSettings) -> Void = { _ in }

  init(
    _ name: String, _ asked: [Int64], _ days: [String] = ["2026-12-01", "2027-01-01"],
    _ change: (inout QuoteCase) -> Void = { _ in }
  ) {
    self.name = name
    self.asked = asked
    self.days = days
    change(&self)
  }

  var testDescription: String { name }

  static let all: [QuoteCase] = plain + terms + discounts + extras + taxes

  private static let plain: [QuoteCase] = [
    QuoteCase("the first of the month", [1500, 3000, 3000]),
    QuoteCase("three of them", [4500, 9000, 9000]) { $0.quantity = 3 },
    QuoteCase("the most", [1_500_000, 3_000_000, 3_000_000]) { $0.quantity = 1000 },
    QuoteCase("the purchase date", [3000, 3000, 3000], ["2026-12-16", "2027-01-16"]) {
      $0.policy = .purchaseDate
    },
    QuoteCase("the 16th itself", [3000, 3000, 3000], ["2026-12-16", "2027-01-16"]) {
      $0.policy = .fixedDay(16)
    },
    // 12 of the 31 days from 28 October to 28 November.
    QuoteCase("the 28th", [1161, 3000, 3000], ["2026-11-28", "2026-12-28"]) {
      $0.policy = .fixedDay(28)
    },
    // 4 of the 31 days from 20 October to 20 November.
    QuoteCase("the customer's own 20th", [387, 3000, 3000], ["2026-11-20", "2026-12-20"]) {
      $0.day = 20
      $0.settings = { $0.customersChooseDay = true }
    },
    QuoteCase("yearly plans keep their date", [3000, 3000, 3000], ["2027-11-16", "2028-11-16"]) {
      $0.terms.interval = .yearly
    },
    QuoteCase("weekly plans keep their date", [3000, 3000, 3000], ["2026-11-23", "2026-11-30"]) {
      $0.terms.interval = .weekly
    },
    QuoteCase("a cent", [1, 1, 1]) { $0.terms.price = .eur(1) },
  ]

  private static let terms: [QuoteCase] = [
    QuoteCase("a set-up fee, once", [4000, 3000, 3000]) { $0.terms.setupFee = .eur(2500) },
    QuoteCase("a set-up fee for three is one", [7000, 9000, 9000]) {
      $0.terms.setupFee = .eur(2500)
      $0.quantity = 3
    },
    QuoteCase(
      "a stub uses no period of an introduction up", [500, 1000, 1000, 3000],
      ["2026-12-01", "2027-01-01", "2027-02-01"]
    ) { $0.terms.introduction = Introduction(price: .eur(1000), periods: 2) },
    QuoteCase("a free introduction", [0, 0, 3000]) {
      $0.terms.introduction = Introduction(price: .eur(0), periods: 1)
    },
    QuoteCase("a trial", [0, 3000, 3000], ["2026-12-16", "2027-01-16"]) {
      $0.terms.trialDays = 30
      $0.policy = .purchaseDate
    },
    QuoteCase("a trial before a stub", [0, 1500, 3000], ["2026-12-17", "2027-01-01"]) {
      // 15 of 31 days: 14.52.
      $0.terms.trialDays = 31
    }.asking([0, 1452, 3000]),
    QuoteCase("a trial and a set-up fee", [0, 5500, 3000], ["2026-12-16", "2027-01-16"]) {
      $0.terms.trialDays = 30
      $0.terms.setupFee = .eur(2500)
      $0.policy = .purchaseDate
    },
    QuoteCase("three instalments, no stub", [3000, 3000, 3000], ["2026-12-16", "2027-01-16"]) {
      $0.terms.instalments = 3
    },
    QuoteCase("two instalments and no more", [3000, 3000], ["2026-12-16"]) {
      $0.terms.instalments = 2
    },
    QuoteCase("a one-off", [3000], []) { $0.kind = .oneOff },
    QuoteCase("two of a one-off", [6000], []) {
      $0.kind = .oneOff
      $0.quantity = 2
    },
  ]

  private static let discounts: [QuoteCase] = [
    QuoteCase(
      "a tenth for three periods", [1350, 2700, 2700, 2700, 3000],
      ["2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01"]
    ) { $0.discount = Discount(.percent(hundredths: 1000), periods: 3) },
    QuoteCase("a fiver once: half of it on half a month", [1250, 2500, 3000]) {
      $0.discount = Discount(.fixed(.eur(500)), periods: 1)
    },
    QuoteCase("a tenth for ever", [1350, 2700, 2700]) {
      $0.discount = Discount(.percent(hundredths: 1000))
    },
    QuoteCase("all of it", [0, 0, 0]) { $0.discount = Discount(.percent(hundredths: 10_000)) },
    QuoteCase("more than there is", [0, 0, 0]) { $0.discount = Discount(.fixed(.eur(9999))) },
    QuoteCase("not off the set-up fee", [3850, 2700, 2700]) {
      $0.discount = Discount(.percent(hundredths: 1000))
      $0.terms.setupFee = .eur(2500)
    },
    QuoteCase("off a one-off", [2700], []) {
      $0.kind = .oneOff
      $0.discount = Discount(.percent(hundredths: 1000), periods: 1)
    },
    QuoteCase("off instalments", [2700, 2700, 2700], ["2026-12-16", "2027-01-16"]) {
      $0.terms.instalments = 3
      $0.discount = Discount(.percent(hundredths: 1000))
    },
  ]

  private static let extras: [QuoteCase] = [
    QuoteCase("an add-on goes along", [1800, 3600, 3600]) { $0.addOn = 600 },
    QuoteCase("a box on the form, once", [2750, 3000, 3000]) { $0.oneOff = 1250 },
    QuoteCase("both", [3050, 3600, 3600]) {
      $0.addOn = 600
      $0.oneOff = 1250
    },
    QuoteCase("a discount takes the add-on along, not the box", [2870, 3240, 3240]) {
      $0.addOn = 600
      $0.oneOff = 1250
      $0.discount = Discount(.percent(hundredths: 1000))
    },
    QuoteCase(
      "a box beside a trial is paid today", [1250, 3000, 3000], ["2026-12-16", "2027-01-16"]
    ) {
      $0.terms.trialDays = 30
      $0.policy = .purchaseDate
      $0.oneOff = 1250
    },
  ]

  private static let taxes: [QuoteCase] = [
    QuoteCase("prices without VAT", [1815, 3630, 3630]) { $0.terms.pricesIncludeVAT = false },
    QuoteCase("the reduced rate on top", [1635, 3270, 3270]) {
      $0.terms.pricesIncludeVAT = false
      $0.category = .reduced
    },
    QuoteCase("exempt", [1500, 3000, 3000]) {
      $0.terms.pricesIncludeVAT = false
      $0.category = .exempt
    },
    QuoteCase("a small business", [1500, 3000, 3000]) {
      $0.terms.pricesIncludeVAT = false
      $0.settings = { $0.isSmallBusiness = true }
    },
    // 15.00 holds 2.60 of VAT, 30.00 holds 5.21.
    QuoteCase("a checked business in Belgium", [1240, 2479, 2479]) {
      $0.buyer = CheckoutBuyer(country: .belgium, isBusiness: true, hasCheckedVATNumber: true)
    },
    QuoteCase("the same without VAT in the price", [1500, 3000, 3000]) {
      $0.terms.pricesIncludeVAT = false
      $0.buyer = CheckoutBuyer(country: .belgium, isBusiness: true, hasCheckedVATNumber: true)
    },
    QuoteCase("an unchecked one pays VAT", [1815, 3630, 3630]) {
      $0.terms.pricesIncludeVAT = false
      $0.buyer = CheckoutBuyer(country: .belgium, isBusiness: true)
    },
    QuoteCase("a consumer in Belgium", [1635, 3270, 3270]) {
      $0.terms.pricesIncludeVAT = false
      $0.category = .reduced
      $0.buyer = CheckoutBuyer(country: .belgium)
    },
    QuoteCase("a consumer in Belgium by the one-stop shop", [1590, 3180, 3180]) {
      $0.terms.pricesIncludeVAT = false
      $0.category = .reduced
      $0.buyer = CheckoutBuyer(country: .belgium)
      $0.settings = { $0.usesOneStopShop = true }
    },
  ]

  /// The same with other amounts.
  private func asking(_ amounts: [Int64]) -> QuoteCase {
    var copy = QuoteCase(name, amounts, days)
    copy.terms = terms
    copy.policy = policy
    return copy
  }
}

extension QuoteCase {
  /// Furnishes a shop for the case.
  /// - Returns: what the buyer chooses.
  func furnish(_ shop: ShopTransaction) throws -> CheckoutChoice {
    try shop.settings.change { settings in
      settings.collectionPolicy = policy
      self.settings(&settings)
    }
    func plan(_ slug: String, _ kind: PlanKind, _ terms: PlanTerms) throws -> Plan {
      try shop.catalog.createPlan(
        PlanDraft(
          name: slug, slug: try #require(Slug(slug)), kind: kind, vatCategory: category,
          terms: terms))
    }
    func extra(_ slug: String, _ kind: PlanKind, _ cents: Int64) throws -> Plan {
      try plan(
        slug, kind,
        PlanTerms(
          price: .eur(cents), pricesIncludeVAT: terms.pricesIncludeVAT, interval: terms.interval))
    }
    let host = try plan("host", kind, terms)
    let box = try oneOff.map { try extra("box", .oneOff, $0) }
    let more = try addOn.map { try extra("more", .addOn, $0) }
    let drafts =
      [box.map { OfferDraft(.bump, $0.id) }, more.map { OfferDraft(.addOn, $0.id) }]
      .compactMap { $0 }
    _ = try shop.catalog.setOffers(of: host.id, drafts)
    if let discount {
      _ = try shop.coupons.create(CouponDraft(code: "MINDER", discount: discount))
    }
    return CheckoutChoice(
      planSlug: host.slug, quantity: quantity, extras: Set(drafts.map(\.plan)),
      coupon: discount == nil ? nil : "minder", collectionDay: day)
  }

  /// Who buys, as the quote was told.
  func details() throws -> CustomerDetails {
    let details = try Demo.customer()
    return try CustomerDetails(
      name: details.name, email: details.email, kind: buyer.isBusiness ? .business : .consumer,
      company: buyer.isBusiness ? "Bakker" : nil,
      vatNumber: buyer.isBusiness ? VATNumber("BE0428759497") : nil,
      address: PostalAddress(
        street: "Straat 1", postalCode: "1000", city: "Stad", country: buyer.country),
      language: .nl)
  }
}
