package import Primitives

/// Why the catalog says no.
package enum CatalogRefusal: Refusal, Hashable {
  case planUnknown
  case planArchived
  case slugTaken
  case priceOutOfRange
  case currencyNotOfShop(Currency)

  package var kind: RefusalKind {
    switch self {
    case .planUnknown: .notFound
    case .planArchived, .slugTaken: .conflict
    default: .invalid
    }
  }

  package var code: String {
    switch self {
    case .planUnknown: "plan.unknown"
    case .planArchived: "plan.archived"
    case .slugTaken: "plan.slugTaken"
    case .priceOutOfRange: "plan.priceOutOfRange"
    case .currencyNotOfShop: "plan.currencyNotOfShop"
    }
  }

  package var pointer: String? {
    switch self {
    case .planUnknown, .planArchived: "/planId"
    case .slugTaken: "/slug"
    case .priceOutOfRange: "/price/amount"
    case .currencyNotOfShop: "/price/currency"
    }
  }

  package var phrase: Phrase {
    switch self {
    case .planUnknown:
      Phrase(nl: "Dit abonnement bestaat niet.", en: "There is no such plan.")
    case .planArchived:
      Phrase(nl: "Dit abonnement wordt niet meer verkocht.", en: "This plan is no longer sold.")
    case .slugTaken:
      Phrase(
        nl: "Een ander abonnement heeft dit adres al.", en: "Another plan has this address already."
      )
    case .priceOutOfRange:
      Phrase(
        nl: "De prijs ligt tussen 0,01 en 1.000.000.000,00.",
        en: "A price lies between 0.01 and 1,000,000,000.00.")
    case .currencyNotOfShop(let currency):
      Phrase(
        nl: "Deze shop rekent in \(currency.code).", en: "This shop charges in \(currency.code).")
    }
  }
}
