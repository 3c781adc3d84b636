import Primitives
import Tenancy

/// What a product, a plan and its terms must be before they are stored.
enum PlanRules {
  /// The draft with its texts trimmed.
  static func checked(_ draft: PlanDraft, currency: Currency) throws -> PlanDraft {
    var draft = draft
    (draft.name, draft.summary) = try texts(draft.name, draft.summary)
    draft.exemption = exemption(draft.exemption, of: draft.vatCategory)
    try check(draft.terms, of: draft.kind, currency: currency)
    return draft
  }

  /// The draft with its name trimmed.
  static func checked(_ draft: ProductDraft) throws -> ProductDraft {
    var draft = draft
    draft.name = try PlainText.required(draft.name, "/name", most: 120)
    draft.exemption = exemption(draft.exemption, of: draft.vatCategory)
    return draft
  }

  static func texts(_ name: String, _ summary: String) throws -> (String, String) {
    (
      try PlainText.required(name, "/name", most: 120),
      try PlainText.paragraph(summary, "/summary", most: 2000)
    )
  }

  /// What is exempt has an exemption, and nothing else has.
  private static func exemption(
    _ exemption: VATExemption?, of category: VATCategory
  ) -> VATExemption? {
    category == .exempt ? exemption ?? .other : nil
  }

  static func check(
    _ terms: PlanTerms, of kind: PlanKind, currency: Currency
  ) throws(CatalogRefusal) {
    try checkPrice(terms.price, "/price", currency)
    if let fee = terms.setupFee {
      try allow(kind == .subscription, "/setupFee")
      try checkPrice(fee, "/setupFee", currency)
    }
    if terms.trialDays != 0 {
      try allow(kind == .subscription && terms.instalments == nil, "/trialDays")
      guard PlanTerms.trialDays.contains(terms.trialDays) else { throw .trialOutOfRange }
    }
    if let introduction = terms.introduction {
      try allow(kind == .subscription && terms.instalments == nil, "/introduction")
      try checkPrice(introduction.price, "/introduction/price", currency, orFree: true)
      guard Introduction.periods.contains(introduction.periods) else {
        throw .introductionOutOfRange
      }
    }
    if let count = terms.instalments {
      try allow(kind == .subscription, "/instalments")
      guard PlanTerms.instalments.contains(count) else { throw .instalmentsOutOfRange }
    }
  }

  static func checkPrice(
    _ price: Money, _ field: String, _ currency: Currency, orFree: Bool = false
  ) throws(CatalogRefusal) {
    guard price.currency == currency else { throw .currencyNotOfShop(currency, field: field) }
    let limit = Money.inputLimitUnits * currency.minorUnitsPerUnit
    guard price.isPositive || orFree && price.isZero, price.minorUnits <= limit else {
      throw .priceOutOfRange(field: field)
    }
  }

  private static func allow(_ fits: Bool, _ field: String) throws(CatalogRefusal) {
    guard fits else { throw .termNotOfKind(field: field) }
  }
}
