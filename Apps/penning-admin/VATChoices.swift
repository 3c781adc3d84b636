import Catalog
import Primitives
import Tenancy
import Web

/// The treatments of VAT that a shop can choose for a line that it writes itself.
enum VATChoices {
  /// The rates of the shop's country today, then what is not taxed.
  static func all(_ shop: Shop, on today: CivilDate) -> [VATTreatment] {
    let categories: [VATCategory] = [.standard, .reducedHigh, .reduced, .zero]
    let rates = categories.compactMap {
      VATTable.rate(for: $0, country: shop.country, on: today)
    }
    var taxed: [VATTreatment] = []
    for rate in rates where !taxed.contains(.taxed(rate)) { taxed.append(.taxed(rate)) }
    return taxed + [.reverseCharge, .outsideScope] + VATExemption.allCases.map(VATTreatment.exempt)
  }

  /// As the fields of a form want them.
  static func options(_ shop: Shop, on today: CivilDate, _ visit: StaffVisit) -> [FormView.Choice] {
    all(shop, on: today).map { (value: $0.code, label: visit($0.choiceLabel)) }
  }
}

extension VATTreatment {
  /// Longer than a column of a document: which exemption it is.
  var choiceLabel: Phrase {
    guard category == .exempt, let exemption else { return label }
    return exemption.mention
  }
}
