import Catalog
import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Workflows

/// Everything that can be sold, and everyone who can buy it.
extension World {
  // MARK: - What the shop sells

  @discardableResult
  func sells(
    _ slug: String, _ terms: PlanTerms, _ kind: PlanKind = .subscription,
    vat: VATCategory = .standard, exemption: VATExemption? = nil, mode: InvoiceMode? = nil
  ) async throws -> Plan {
    guard let address = Slug(slug) else { throw WorldError.unknownPlan(slug) }
    return try await database.write(as: scope) { shop in
      try shop.catalog.createPlan(
        PlanDraft(
          name: slug, slug: address, kind: kind, vatCategory: vat, exemption: exemption,
          invoiceMode: mode, terms: terms))
    }
  }

  func offers(_ offered: Plan, _ kind: Offer.Kind, with plan: Plan) async throws {
    try await database.write(as: scope) { shop in
      let known = try shop.catalog.offers(of: plan.id).map { OfferDraft($0.kind, $0.plan.id) }
      _ = try shop.catalog.setOffers(of: plan.id, known + [OfferDraft(kind, offered.id)])
    }
  }

  func hasCoupon(_ draft: CouponDraft) async throws {
    try await database.write(as: scope) { _ = try $0.coupons.create(draft) }
  }

  func plan(_ slug: String) async throws -> Plan {
    let found = try await database.read(as: scope) { shop in
      try Slug(slug).flatMap { try shop.catalog.plan(slug: $0) }
    }
    guard let found else { throw WorldError.unknownPlan(slug) }
    return found
  }

  // MARK: - Who buys

  static func business(
    _ name: String, in country: String, number: String
  ) throws -> CustomerDetails {
    guard let land = Country(country), let email = EmailAddress("\(name.lowercased())@example.org"),
      let vatNumber = VATNumber(number)
    else { throw WorldError.unknownPlan(number) }
    return try CustomerDetails(
      name: name, email: email, kind: .business, company: "\(name) SA", vatNumber: vatNumber,
      address: PostalAddress(
        street: "Rue 1", postalCode: "1000", city: "Bruxelles", country: land),
      language: .en)
  }

  /// What the page shows before the order.
  func quote(
    _ choice: CheckoutChoice, _ details: CustomerDetails? = nil
  ) async throws -> CheckoutQuote {
    let buyer = try await buyer(details)
    return try await database.read(as: scope) { shop in
      try CheckoutQuote(choice, for: buyer, in: shop)
    }
  }

  private func buyer(_ details: CustomerDetails?) async throws -> CheckoutBuyer? {
    guard let details else { return nil }
    var isChecked = false
    if let number = details.vatNumber,
      case .valid = await VATNumberCheck(platform).ask(number, for: scope.shop)
    {
      isChecked = true
    }
    return CheckoutBuyer(
      country: details.address.country, isBusiness: details.kind == .business,
      hasCheckedVATNumber: isChecked)
  }

  /// Orders what was chosen, and pays what is asked today, if anything is.
  @discardableResult
  func buys(
    _ name: String, _ choice: CheckoutChoice, details: CustomerDetails? = nil,
    by method: PaymentMethod? = .ideal
  ) async throws -> Purchase {
    let shown = try await quote(choice, details).askedToday
    var answer: VATAnswer?
    if let number = details?.vatNumber {
      answer = await VATNumberCheck(platform).ask(number, for: scope.shop)
    }
    let order = CheckoutOrder(
      choice, details: try details ?? Demo.customer(name), method: method, shownToday: shown)
    let placed = try await Checkout(platform).place(order, vatNumber: answer, as: scope)
    let nothing = Payment.ID(rawValue: 0)
    if let payment = placed.payment {
      _ = try await HostedPayment(platform).open(payment, as: scope)
      try await pays(payment)
    } else {
      try await work()
    }
    return Purchase(
      name: name, customer: placed.customer, subscription: placed.subscription,
      document: placed.document ?? Invoice.ID(rawValue: 0), payment: placed.payment ?? nothing,
      today: shown)
  }

  // MARK: - What stands on paper

  /// "basis 30.00 S21", with the calculation behind it where there is one.
  func lines(of number: String) async throws -> [String] {
    guard let document = try await document(number) else { return [] }
    return document.lines.map { line in
      let words = line.explanation.map { " (\($0))" } ?? ""
      let code = line.treatment?.code ?? "-"
      return "\(line.description) \(line.amount.decimal) \(code)\(words)"
    }
  }

  /// "21: 24.79 + 5.21".
  func vat(of number: String) async throws -> [String] {
    guard let document = try await document(number) else { return [] }
    return document.rates.map { total in
      "\(total.treatment.code): \(total.net.decimal) + \(total.vat.decimal)"
    }
  }
}

extension PlanTerms {
  /// 30.00 a month, VAT included, but for what is said.
  static func monthly(
    _ price: Int64 = 3000, setupFee: Int64? = nil, trialDays: Int = 0,
    introduction: Introduction? = nil, instalments: Int? = nil, pricesIncludeVAT: Bool = true
  ) -> PlanTerms {
    PlanTerms(
      price: .eur(price), pricesIncludeVAT: pricesIncludeVAT, interval: .monthly,
      setupFee: setupFee.map { .eur($0) }, trialDays: trialDays, introduction: introduction,
      instalments: instalments)
  }
}

/// A choice of one plan, by its address.
func choice(
  _ slug: String, quantity: Int = 1, extras: Set<Plan.ID> = [], coupon: String? = nil,
  day: Int? = nil
) throws -> CheckoutChoice {
  guard let address = Slug(slug) else { throw WorldError.unknownPlan(slug) }
  return CheckoutChoice(
    planSlug: address, quantity: quantity, extras: extras, coupon: coupon, collectionDay: day)
}
