import Catalog
import Invoicing
import Primitives
import Tenancy

/// How a shop taxes what it sells to its customers: the catalog's rules, with what must be
/// known of shop and customers, loaded once for a batch.
struct Taxation: Sendable {
  private let seller: SellerTax
  /// Businesses whose VAT number was checked and found valid.
  private let checked: Set<Customer.ID>

  /// - Parameter customers: those of the batch. Only businesses abroad cost a look at the checks.
  init(
    of customers: some Sequence<Customer>, _ settings: ShopSettings, in shop: ShopTransaction
  ) throws {
    seller = SellerTax(shop.scope.shop, settings)
    let home = shop.scope.shop.country
    let abroad = customers.filter { customer in
      customer.kind == .business && customer.details.vatNumber != nil
        && customer.details.address.country != home
    }
    checked = abroad.isEmpty ? [] : try shop.vatChecks.valid(of: abroad)
  }

  /// - Parameter checked: those whose VAT number was found valid, as the caller knows.
  init(seller: SellerTax, checked: Set<Customer.ID> = []) {
    self.seller = seller
    self.checked = checked
  }

  /// A stretch of a period under one treatment.
  struct Part: Hashable, Sendable {
    /// Nil for what has no period, such as a set-up fee.
    let period: Period?
    let amount: Money
    let treatment: VATTreatment
    /// The amount before the VAT of a consumer was taken out of it, where it was.
    let withVAT: Money?
  }

  /// The amount of one charge, split where the rate changes within its period.
  /// - Parameters:
  ///   - amount: with or without VAT, as `pricesIncludeVAT` says; below zero for a discount.
  ///   - period: nil for what belongs to no stretch of time, taxed on `date`.
  /// - Throws: `BillingRefusal.noRate` for a country or a time that no rates are known of.
  func parts(
    of amount: Money, pricesIncludeVAT: Bool, for plan: Plan, sellingTo customer: Customer,
    over period: Period?, on date: CivilDate
  ) throws -> [Part] {
    let buyer = BuyerTax(
      country: customer.details.address.country, isBusiness: customer.kind == .business,
      hasCheckedVATNumber: checked.contains(customer.id))
    let refusal = BillingRefusal.noRate(country: seller.country.code)
    guard let period else {
      let treatment = VATRules.treatment(of: plan.tax, seller: seller, buyer: buyer, on: date)
      guard let treatment else { throw refusal }
      let asked = try asked(amount, pricesIncludeVAT, plan, treatment, on: date)
      return [
        Part(
          period: nil, amount: asked, treatment: treatment,
          withVAT: asked == amount ? nil : amount)
      ]
    }
    guard let parts = VATRules.parts(of: period, tax: plan.tax, seller: seller, buyer: buyer)
    else { throw refusal }
    return try zip(parts, VATRules.shares(of: amount, over: parts)).map { part, share in
      let asked = try asked(
        share, pricesIncludeVAT, plan, part.treatment, on: part.period.from)
      return Part(
        period: part.period, amount: asked, treatment: part.treatment,
        withVAT: asked == share ? nil : share)
    }
  }

  /// A price with VAT in it is that of a consumer at home: who is not charged VAT does not pay it.
  private func asked(
    _ amount: Money, _ pricesIncludeVAT: Bool, _ plan: Plan, _ treatment: VATTreatment,
    on date: CivilDate
  ) throws -> Money {
    guard pricesIncludeVAT, !seller.isSmallBusiness, treatment.isCustomersOwn,
      let home = VATTable.rate(for: plan.vatCategory, country: seller.country, on: date)
    else { return amount }
    return try amount - home.tax(withinGross: amount)
  }
}

extension VATTreatment {
  /// Whether the customer, not the shop, sees to the VAT.
  fileprivate var isCustomersOwn: Bool {
    category == .reverseCharge || category == .outsideScope
  }
}
