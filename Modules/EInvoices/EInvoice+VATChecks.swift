import Primitives

extension EInvoice {
  /// The table of categories (facts/einvoice.md 3).
  func checkVAT(_ check: inout RuleCheck) {
    let used = Set(lines.map(\.vat) + allowances.map(\.vat))
    check.require(
      !groups.isEmpty, "BR-CO-18", "BG-23", nl: "De btw-uitsplitsing ontbreekt.",
      en: "The VAT breakdown is missing.")
    for category in VATTreatment.Category.allCases {
      let code = category.rawValue
      let mine = groups.filter { $0.vat.category == category }
      let wanted = used.filter { $0.category == category }
      let isOne = category == .standard ? mine.count == wanted.count : mine.count <= 1
      check.require(
        Set(mine.map(\.vat)) == wanted && isOne, "BR-\(code)-01", "BT-118",
        nl: "De uitsplitsing van btw-soort \(code) hoort niet bij de regels.",
        en: "The breakdown of VAT category \(code) does not match the lines.")
      if !mine.isEmpty { checkParties(&check, category) }
      for group in mine { checkGroup(&check, group) }
    }
    check.require(
      groups.count == 1 || !groups.contains { $0.vat.category == .outsideScope }, "BR-O-11",
      "BT-118", nl: "Wat buiten de btw valt, staat op een factuur van zichzelf.",
      en: "What is outside the scope of VAT stands on an invoice of its own.")
  }

  private func checkParties(_ check: inout RuleCheck, _ category: VATTreatment.Category) {
    let code = category.rawValue
    switch category {
    case .standard, .zero, .exempt, .reverseCharge:
      check.require(
        seller.vatNumber != nil, "BR-\(code)-02", "BT-31",
        nl: "De verkoper heeft geen btw-nummer.", en: "The seller has no VAT number.")
      check.require(
        category != .reverseCharge || buyer.vatNumber != nil || buyer.legalID != nil, "BR-AE-02",
        "BT-48", nl: "Bij verlegde btw hoort het btw-nummer van de koper.",
        en: "Reverse charge needs the buyer's VAT number.")
    case .outsideScope:
      check.require(
        seller.vatNumber == nil && buyer.vatNumber == nil, "BR-O-02", "BT-31",
        nl: "Op een factuur buiten de btw staat geen btw-nummer.",
        en: "An invoice outside the scope of VAT names no VAT number.")
    }
  }

  private func checkGroup(_ check: inout RuleCheck, _ group: VATGroup) {
    let code = group.vat.category.rawValue
    check.require(
      (group.vat.category == .standard) == (group.vat.rate > .zero), "BR-\(code)-05", "BT-119",
      nl: "Het percentage past niet bij btw-soort \(code).",
      en: "The rate does not go with VAT category \(code).")
    check.require(
      taxable(of: group.vat) == group.taxable, "BR-\(code)-08", "BT-116",
      nl: "De grondslag van btw-soort \(code) is niet de som van zijn regels.",
      en: "The taxable amount of VAT category \(code) is not the sum of its lines.")
    check.require(
      isTaxRight(group), group.vat.category == .standard ? "BR-CO-17" : "BR-\(code)-09", "BT-117",
      nl: "De btw van soort \(code) is niet grondslag maal percentage.",
      en: "The VAT of category \(code) is not the taxable amount times the rate.")
    let isCharged = group.vat.category == .standard || group.vat.category == .zero
    let hasReason = !group.exemptionCode.isBlank || !group.exemptionReason.isBlank
    check.require(
      hasReason != isCharged, "BR-\(code)-10", "BT-120",
      nl: isCharged
        ? "Bij btw-soort \(code) hoort geen reden van vrijstelling."
        : "De reden waarom er geen btw is, ontbreekt.",
      en: isCharged
        ? "VAT category \(code) has no reason of exemption."
        : "The reason why there is no VAT is missing.")
  }

  private func taxable(of vat: VATClass) -> Money? {
    let amounts =
      lines.filter { $0.vat == vat }.map(\.net)
      + allowances.filter { $0.vat == vat }.map(\.amount.negated)
    return Sums.total(amounts, currency)
  }

  /// The VAT of a document whose prices hold it is taken out of the price, so that price and total
  /// stay what the customer was told; against net times rate that may differ by one cent. The
  /// official rules allow less than 1.00, this platform one cent.
  private func isTaxRight(_ group: VATGroup) -> Bool {
    let isTaxed = group.vat.category == .standard
    guard let tax = isTaxed ? Sums.tax(group.vat.rate, group.taxable) : Money.zero(currency),
      let difference = Sums.difference(tax, group.tax)
    else { return false }
    return difference.minorUnits.magnitude <= (isTaxed ? 1 : 0)
  }
}

extension EInvoice {
  /// What adds up must add up to the cent.
  func checkSums(_ check: inout RuleCheck) {
    let sums = totals
    check.require(
      sums.lines == Sums.total(lines.map(\.net), currency), "BR-CO-10", "BT-106",
      nl: "De som van de regels klopt niet.", en: "The sum of the lines is wrong.")
    check.require(
      sums.allowances == Sums.total(allowances.map(\.amount), currency), "BR-CO-11", "BT-107",
      nl: "De som van de kortingen klopt niet.", en: "The sum of the discounts is wrong.")
    check.require(
      sums.net == Sums.difference(sums.lines, sums.allowances), "BR-CO-13", "BT-109",
      nl: "Het totaal zonder btw klopt niet.", en: "The total without VAT is wrong.")
    check.require(
      sums.vat == Sums.total(groups.map(\.tax), currency), "BR-CO-14", "BT-110",
      nl: "De som van de btw klopt niet.", en: "The sum of the VAT is wrong.")
    check.require(
      sums.gross == Sums.total([sums.net, sums.vat], currency), "BR-CO-15", "BT-112",
      nl: "Het totaal met btw klopt niet.", en: "The total with VAT is wrong.")
    check.require(
      sums.payable == Sums.total([sums.gross, sums.prepaid.negated, sums.rounding], currency),
      "BR-CO-16", "BT-115", nl: "Het te betalen bedrag klopt niet.",
      en: "The amount to be paid is wrong.")
  }
}

/// Sums that are nil where they go beyond the limit or mix currencies: no rule then holds.
enum Sums {
  static func total(_ amounts: [Money], _ currency: Currency) -> Money? {
    do { return try amounts.total(in: currency) } catch { return nil }
  }

  static func difference(_ a: Money, _ b: Money) -> Money? {
    do { return try a - b } catch { return nil }
  }

  static func tax(_ rate: VATRate, _ net: Money) -> Money? {
    do { return try rate.tax(onNet: net) } catch { return nil }
  }
}
