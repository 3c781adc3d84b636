package import Primitives
package import Tenancy

/// What decides how a shop's sales are taxed.
package struct SellerTax: Hashable, Sendable {
  package let country: Country
  /// Whether consumers in other member states pay the VAT of their own country.
  package let usesOneStopShop: Bool
  /// Whether the shop is under the small-business scheme and charges no VAT.
  package let isSmallBusiness: Bool

  package init(country: Country, usesOneStopShop: Bool = false, isSmallBusiness: Bool = false) {
    self.country = country
    self.usesOneStopShop = usesOneStopShop
    self.isSmallBusiness = isSmallBusiness
  }

  package init(_ shop: Shop, _ settings: ShopSettings) {
    self.init(
      country: shop.country, usesOneStopShop: settings.usesOneStopShop,
      isSmallBusiness: settings.isSmallBusiness)
  }
}

/// What decides how sales to a customer are taxed.
package struct BuyerTax: Hashable, Sendable {
  package let country: Country
  package let isBusiness: Bool
  /// Whether the business's VAT number was found in VIES; without it the customer counts as a
  /// consumer.
  package let hasCheckedVATNumber: Bool

  package init(country: Country, isBusiness: Bool = false, hasCheckedVATNumber: Bool = false) {
    self.country = country
    self.isBusiness = isBusiness
    self.hasCheckedVATNumber = hasCheckedVATNumber
  }
}

/// Days of a period that are taxed alike.
package struct VATPart: Hashable, Sendable {
  package let period: Period
  package let treatment: VATTreatment
}

/// How a service is taxed, by facts/einvoice.md 3 and the rules of the place of supply (Directive
/// 2006/112/EC art. 44, 45, 47, 58). Pure; nil where the table knows no rate, and then nothing may
/// be sold.
package enum VATRules {
  /// The treatment on one day.
  package static func treatment(
    of tax: ProductTax, seller: SellerTax, buyer: BuyerTax, on date: CivilDate
  ) -> VATTreatment? {
    ruling(tax, seller, buyer).treatment(of: tax.category, on: date)
  }

  /// The same with what is known of the seller in parts.
  package static func treatment(
    of tax: ProductTax, seller: Country, buyer: BuyerTax, usesOneStopShop: Bool = false,
    isSmallBusiness: Bool = false, on date: CivilDate
  ) -> VATTreatment? {
    treatment(
      of: tax,
      seller: SellerTax(
        country: seller, usesOneStopShop: usesOneStopShop, isSmallBusiness: isSmallBusiness),
      buyer: buyer, on: date)
  }

  /// The parts of a period, in their order, each taxed by the rate of its days: one part
  /// but for a period over a change of rate. They tile the period.
  package static func parts(
    of period: Period, tax: ProductTax, seller: SellerTax, buyer: BuyerTax
  ) -> [VATPart]? {
    let ruling = ruling(tax, seller, buyer)
    let starts = [period.from] + ruling.changes(of: tax.category, within: period)
    let ends = starts.dropFirst() + [period.until]
    var parts: [VATPart] = []
    for (from, until) in zip(starts, ends) {
      guard let days = Period(from: from, until: until),
        let treatment = ruling.treatment(of: tax.category, on: from)
      else { return nil }
      parts.append(VATPart(period: days, treatment: treatment))
    }
    return parts
  }

  /// An amount for the whole of a period shared over its parts by their days; the shares add up
  /// to it (I-12).
  package static func shares(
    of amount: Money, over parts: [VATPart]
  ) throws(MoneyError) -> [Money] {
    try amount.allocated(over: parts.map { Int64($0.period.days) })
  }

  /// Either the same on every day, or the rate of a country.
  private enum Ruling {
    case always(VATTreatment)
    case rate(of: Country)

    func treatment(of category: VATCategory, on date: CivilDate) -> VATTreatment? {
      switch self {
      case .always(let treatment): treatment
      case .rate(let country):
        VATTable.rate(for: category, country: country, on: date).map(VATTreatment.taxed)
      }
    }

    func changes(of category: VATCategory, within period: Period) -> [CivilDate] {
      switch self {
      case .always: []
      case .rate(let country): VATTable.changes(of: category, in: country, within: period)
      }
    }
  }

  private static func ruling(
    _ tax: ProductTax, _ seller: SellerTax, _ buyer: BuyerTax
  ) -> Ruling {
    let category = tax.category
    if category != .lodging, buyer.country != seller.country {
      if !VATTable.isMemberState(buyer.country) { return .always(.outsideScope) }
      if buyer.isBusiness, buyer.hasCheckedVATNumber, category != .exempt {
        return .always(.reverseCharge)
      }
    }
    if category == .exempt { return .always(.exempt(tax.exemption ?? .other)) }
    if seller.isSmallBusiness { return .always(.exempt(.smallBusiness)) }
    if category == .zero { return .always(.zero) }
    let taxedAbroad = seller.usesOneStopShop && category != .lodging
    return .rate(of: taxedAbroad ? buyer.country : seller.country)
  }
}
