/// How something sold is taxed: the category of EN 16931 (facts/einvoice.md 3) and, where VAT is
/// charged, its rate. Lines with the same treatment make one VAT group of a document.
package struct VATTreatment: Hashable, Comparable, Sendable {
  package enum Category: String, CaseIterable, Sendable {
    case standard = "S"
    case zero = "Z"
    case exempt = "E"
    /// The customer, a business, owes the VAT: "btw verlegd".
    case reverseCharge = "AE"
    /// No VAT of the seller's country: a service to a customer outside the European Union.
    case outsideScope = "O"
  }

  package let category: Category
  /// Zero but for the standard category, which holds the reduced rates too.
  package let rate: VATRate
  /// Why, on what is exempt.
  package let exemption: VATExemption?

  private init(_ category: Category, _ rate: VATRate = .zero, _ exemption: VATExemption? = nil) {
    self.category = category
    self.rate = rate
    self.exemption = exemption
  }

  package static let zero = VATTreatment(.zero)
  package static let reverseCharge = VATTreatment(.reverseCharge)
  package static let outsideScope = VATTreatment(.outsideScope)

  /// Taxed at a rate; the zero rate is a category of its own.
  package static func taxed(_ rate: VATRate) -> VATTreatment {
    rate == .zero ? .zero : VATTreatment(.standard, rate)
  }

  package static func exempt(_ exemption: VATExemption) -> VATTreatment {
    VATTreatment(.exempt, .zero, exemption)
  }

  /// The text that is stored: "S21", "Z", "E:education", "AE", "O".
  package var code: String {
    switch category {
    case .standard: "S\(rate.percent)"
    case .exempt: "E:\((exemption ?? .other).rawValue)"
    case .zero, .reverseCharge, .outsideScope: category.rawValue
    }
  }

  /// Reads what `code` wrote; nil for anything else.
  package init?(code: String) {
    switch code {
    case "Z": self = .zero
    case "AE": self = .reverseCharge
    case "O": self = .outsideScope
    default:
      if code.hasPrefix("E:"), let exemption = VATExemption(rawValue: String(code.dropFirst(2))) {
        self = .exempt(exemption)
      } else if code.hasPrefix("S"), let rate = VATRate(percent: String(code.dropFirst())),
        rate != .zero
      {
        self = .taxed(rate)
      } else {
        return nil
      }
    }
  }

  /// As a column of a document shows it: "21 %", "verlegd".
  package var label: Phrase {
    switch category {
    case .standard, .zero: Phrase(nl: "\(rate.percent) %", en: "\(rate.percent) %")
    case .exempt: Phrase(nl: "vrijgesteld", en: "exempt")
    case .reverseCharge: Phrase(nl: "verlegd", en: "reverse charge")
    case .outsideScope: Phrase(nl: "buiten btw", en: "outside VAT")
    }
  }

  /// What the law wants said on the document (Wet OB 1968 art. 35a); nil where VAT is charged.
  package var mention: Phrase? {
    switch category {
    case .standard, .zero: nil
    case .exempt: (exemption ?? .other).mention
    case .reverseCharge:
      Phrase(
        nl: "Btw verlegd: de afnemer is de btw verschuldigd.",
        en: "Reverse charge: the customer is to account for the VAT.")
    case .outsideScope:
      Phrase(
        nl: "Dienst buiten de werkingssfeer van de btw (plaats van dienst buiten de EU).",
        en: "Outside the scope of VAT (place of supply outside the EU).")
    }
  }

  /// The highest rate first, then the categories without VAT in the order of their codes.
  package static func < (a: VATTreatment, b: VATTreatment) -> Bool {
    a.rate == b.rate ? a.code < b.code : a.rate > b.rate
  }
}

/// Why no VAT is charged (Wet OB 1968 art. 11 and 25; Directive 2006/112/EC art. 132 and 135).
package enum VATExemption: String, CaseIterable, Sendable {
  case education, healthcare, insurance, culture
  /// The small-business scheme: kleineondernemersregeling (KOR), in Belgium art. 56bis WBTW.
  case smallBusiness
  case other

  /// The code of the exemption in an e-invoice (VATEX list); nil where the text alone says it.
  package var vatexCode: String? {
    switch self {
    case .education: "VATEX-EU-132-1I"
    case .healthcare: "VATEX-EU-132-1C"
    case .insurance: "VATEX-EU-135-1"
    case .culture: "VATEX-EU-132-1N"
    case .smallBusiness, .other: nil
    }
  }

  package var mention: Phrase {
    switch self {
    case .education:
      Phrase(nl: "Vrijgesteld van btw: onderwijs.", en: "Exempt from VAT: education.")
    case .healthcare:
      Phrase(nl: "Vrijgesteld van btw: gezondheidszorg.", en: "Exempt from VAT: healthcare.")
    case .insurance:
      Phrase(nl: "Vrijgesteld van btw: verzekering.", en: "Exempt from VAT: insurance.")
    case .culture:
      Phrase(nl: "Vrijgesteld van btw: cultuur.", en: "Exempt from VAT: culture.")
    case .smallBusiness:
      Phrase(
        nl: "Vrijgesteld van btw: kleineondernemersregeling.",
        en: "Exempt from VAT: small-business scheme.")
    case .other: Phrase(nl: "Vrijgesteld van btw.", en: "Exempt from VAT.")
    }
  }
}
