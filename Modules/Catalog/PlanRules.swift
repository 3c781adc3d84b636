import Primitives
import Tenancy

/// What a plan must be before it is stored.
enum PlanRules {
  /// The draft with its texts trimmed.
  static func checked(_ draft: PlanDraft, currency: Currency) throws -> PlanDraft {
    var draft = draft
    draft.name = try PlainText.required(draft.name, "/name", most: 120)
    draft.summary = try PlainText.paragraph(draft.summary, "/summary", most: 2000)
    try check(draft.terms, currency: currency)
    return draft
  }

  static func check(_ terms: PlanTerms, currency: Currency) throws(CatalogRefusal) {
    guard terms.price.currency == currency else { throw .currencyNotOfShop(currency) }
    let limit = Money.inputLimitUnits * currency.minorUnitsPerUnit
    guard terms.price.isPositive, terms.price.minorUnits <= limit else { throw .priceOutOfRange }
  }
}
