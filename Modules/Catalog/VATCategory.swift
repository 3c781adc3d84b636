package import Primitives
import Storage

/// How a product is taxed. The rate itself depends on the country and the date.
package enum VATCategory: String, CaseIterable, Hashable, Sendable, SQLBindable, SQLReadable {
  case standard
  case reduced
  /// The middle rate that Belgium has.
  case reducedHigh
  case zero
  /// No VAT by law; the product says which exemption.
  case exempt
  /// A stay in a hotel, on a camp site or the like: taxed where the bed stands.
  case lodging

  package func name(_ language: Language) -> String {
    switch self {
    case .standard: Phrase(nl: "Hoog tarief", en: "Standard rate")(language)
    case .reduced: Phrase(nl: "Laag tarief", en: "Reduced rate")(language)
    case .reducedHigh:
      Phrase(nl: "Tussentarief (België)", en: "Middle rate (Belgium)")(language)
    case .zero: Phrase(nl: "Nultarief", en: "Zero rate")(language)
    case .exempt: Phrase(nl: "Vrijgesteld", en: "Exempt")(language)
    case .lodging: Phrase(nl: "Logies", en: "Lodging")(language)
    }
  }
}

/// How a product is taxed, all that the shop says of it.
package struct ProductTax: Hashable, Sendable {
  package let category: VATCategory
  /// Which exemption; only what is exempt has one.
  package let exemption: VATExemption?

  package init(_ category: VATCategory, exemption: VATExemption? = nil) {
    self.category = category
    self.exemption = exemption
  }
}
