package import Catalog
package import Primitives
import Subscriptions
package import Tenancy

/// What a buyer chose on the order form, besides who they are.
package struct CheckoutChoice: Hashable, Sendable {
  package let planSlug: Slug
  package var quantity: Int
  /// The add-ons and extras that are ticked.
  package var extras: Set<Plan.ID>
  /// As it was typed; nil where none was.
  package var coupon: String?
  /// The customer's own day of the month, where the shop lets customers choose.
  package var collectionDay: Int?

  package init(
    planSlug: Slug, quantity: Int = 1, extras: Set<Plan.ID> = [], coupon: String? = nil,
    collectionDay: Int? = nil
  ) {
    self.planSlug = planSlug
    self.quantity = quantity
    self.extras = extras
    self.coupon = coupon
    self.collectionDay = collectionDay
  }
}

/// What of a buyer decides the amounts.
package struct CheckoutBuyer: Hashable, Sendable {
  package let country: Country
  package let isBusiness: Bool
  /// Whether the register says that the business has its VAT number.
  package let hasCheckedVATNumber: Bool
  /// In which the calculation is told.
  package let language: Language

  package init(
    country: Country, isBusiness: Bool = false, hasCheckedVATNumber: Bool = false,
    language: Language = .nl
  ) {
    self.country = country
    self.isBusiness = isBusiness
    self.hasCheckedVATNumber = hasCheckedVATNumber
    self.language = language
  }

  /// A customer whom nobody keeps.
  var customer: Customer {
    get throws {
      guard let email = EmailAddress("buyer@example.org") else {
        throw TenancyRefusal.unknown(.customer)
      }
      let details = try CustomerDetails(
        name: "-", email: email, kind: isBusiness ? .business : .consumer,
        company: isBusiness ? "-" : nil,
        address: PostalAddress(street: "", postalCode: "", city: "", country: country),
        language: language)
      return Customer(
        id: Customer.ID(rawValue: 0), details: details, createdAt: Instant(milliseconds: 0),
        version: 0)
    }
  }
}

/// What a choice comes to in this shop on this day: the plan and all that is bought along with it.
struct CheckoutBasket: Sendable {
  let plan: Plan
  let purchase: Purchase
  /// Bought once, beside it.
  let oneOffs: [Plan]
  let coupon: Coupon?
  /// What can be ticked on the form.
  let offers: [Offer]
  let settings: ShopSettings

  /// - Parameter mailbox: the customers that the buyer's address belongs to, for coupons that one
  ///   can use once.
  /// - Throws: refusals of the catalog, `CheckoutRefusal.offerGone`, `.dayNotOffered`.
  init(
    _ choice: CheckoutChoice, mailbox: [Customer.ID] = [], in shop: ShopTransaction
  ) throws {
    settings = try shop.settings.current()
    plan = try CheckoutBasket.plan(choice.planSlug, in: shop)
    offers = try CheckoutBasket.offers(with: plan, in: shop)
    let known = Dictionary(offers.map { ($0.plan.id, $0.plan) }) { first, _ in first }
    let extras = try choice.extras.sorted().map { id in
      guard let extra = known[id] else { throw CheckoutRefusal.offerGone }
      return extra
    }
    oneOffs = extras.filter { $0.kind == .oneOff }
    let plan = plan
    let coupon = try choice.coupon.map { code in
      try CheckoutBasket.coupon(code, mailbox, plan, in: shop)
    }
    self.coupon = coupon
    if choice.collectionDay != nil, !plan.takesCollectionDay(settings) {
      throw CheckoutRefusal.dayNotOffered
    }
    purchase = Purchase(
      quantity: try SubscriptionStore.checked(quantity: choice.quantity),
      policy: settings.collectionPolicy, collectionDay: choice.collectionDay,
      addOns: extras.filter { $0.kind == .addOn }.map { Purchase.ChosenAddOn($0) },
      discounts: coupon.map { [Purchase.ChosenDiscount($0.label, $0.discount)] } ?? [])
  }

  /// A plan alone.
  init(_ plan: Plan, _ purchase: Purchase, _ settings: ShopSettings) {
    self.plan = plan
    self.purchase = purchase
    self.settings = settings
    (oneOffs, coupon, offers) = ([], nil, [])
  }

  /// Every plan that a line can be of.
  var plans: [Plan.ID: Plan] {
    let all = [plan] + oneOffs + purchase.addOns.map(\.plan)
    return Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
  }

  /// A plan that can be bought on its own.
  static func plan(_ slug: Slug, in shop: ShopTransaction) throws -> Plan {
    guard let plan = try shop.catalog.plan(slug: slug), plan.isSoldAlone else {
      throw CatalogRefusal.planUnknown
    }
    guard plan.state == .active else { throw CatalogRefusal.planArchived }
    return plan
  }

  /// What can be ticked, each plan once.
  private static func offers(with plan: Plan, in shop: ShopTransaction) throws -> [Offer] {
    var seen: Set<Plan.ID> = []
    return try shop.catalog.openOffers(of: plan).filter { offer in
      offer.kind != .upsell && seen.insert(offer.plan.id).inserted
    }
  }

  private static func coupon(
    _ code: String, _ mailbox: [Customer.ID], _ plan: Plan, in shop: ShopTransaction
  ) throws -> Coupon {
    let coupon = try shop.coupons.usable(code, by: nil, for: plan.id, on: shop.today)
    for customer in mailbox {
      _ = try shop.coupons.usable(code, by: customer, for: plan.id, on: shop.today)
    }
    return coupon
  }
}

extension Plan {
  /// Whether a buyer may choose the day of the month.
  package func takesCollectionDay(_ settings: ShopSettings) -> Bool {
    settings.customersChooseDay && kind == .subscription && version.interval.isOneMonth
      && version.instalments == nil
  }
}
