import Primitives

extension EInvoice {
  /// The rules that this invoice breaks, in the order of the standard: fields, VAT, sums, then what
  /// Peppol and the Netherlands ask. Empty when it is valid under its profile.
  package func problems() -> [EInvoiceProblem] {
    var check = RuleCheck()
    checkFields(&check)
    seller.check(&check, .seller)
    buyer.check(&check, .buyer)
    checkPayment(&check)
    checkLines(&check)
    checkVAT(&check)
    checkSums(&check)
    if profile == .peppol {
      checkPeppol(&check)
      checkDutchRules(&check)
    }
    return check.problems
  }

  private func checkFields(_ check: inout RuleCheck) {
    check.require(
      !number.isBlank, "BR-02", "BT-1", nl: "Het factuurnummer ontbreekt.",
      en: "The number is missing.")
    check.require(
      currency.minorDigits <= 2, "BR-DEC-12", "BT-5",
      nl: "Bedragen hebben hoogstens twee decimalen; \(currency.code) heeft er meer.",
      en: "Amounts have at most two decimals; \(currency.code) has more.")
    check.require(
      preceding == nil || !(preceding?.number).isBlank, "BR-55", "BT-25",
      nl: "Het nummer van de gecrediteerde factuur ontbreekt.",
      en: "The number of the credited invoice is missing.")
    for file in files {
      check.require(
        EInvoice.fileTypes.contains(file.type), "BR-CL-24", "BT-125",
        nl: "Een bijlage van het type \(file.type) mag niet in een e-factuur.",
        en: "A file of type \(file.type) may not be in an e-invoice.")
      check.require(
        !file.name.isBlank, "BR-52", "BT-122", nl: "Een bijlage heeft geen naam.",
        en: "An attached file has no name.")
    }
  }

  private static let fileTypes: Set<String> = [
    "application/pdf", "image/png", "image/jpeg", "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
  ]

  private func checkPayment(_ check: inout RuleCheck) {
    check.require(
      !totals.payable.isPositive || dueOn != nil || !terms.isBlank, "BR-CO-25", "BT-9",
      nl: "De vervaldatum of de betaalvoorwaarden ontbreken.",
      en: "The due date or the terms of payment are missing.")
    guard let payment else { return }
    check.require(
      !payment.code.isBlank, "BR-49", "BT-81", nl: "De betaalwijze ontbreekt.",
      en: "The means of payment is missing.")
    check.require(
      !["30", "58"].contains(payment.code) || !payment.iban.isBlank, "BR-61", "BT-84",
      nl: "Bij een overschrijving hoort een rekeningnummer.",
      en: "A transfer needs an account number.")
  }

  private func checkLines(_ check: inout RuleCheck) {
    check.require(
      !lines.isEmpty, "BR-16", "BG-25", nl: "Er is geen regel.", en: "There is no line.")
    for line in lines {
      check.require(
        !line.id.isBlank, "BR-21", "BT-126", nl: "Een regel heeft geen nummer.",
        en: "A line has no number.")
      check.require(
        !line.name.isBlank, "BR-25", "BT-153", nl: "Regel \(line.id) heeft geen omschrijving.",
        en: "Line \(line.id) has no description.")
      check.require(
        !line.price.isNegative, "BR-27", "BT-146",
        nl: "Regel \(line.id) heeft een prijs onder nul.",
        en: "Line \(line.id) has a price below zero.")
    }
    for allowance in allowances {
      check.require(
        !allowance.reason.isBlank, "BR-33", "BT-97", nl: "Een korting heeft geen omschrijving.",
        en: "A discount has no description.")
      check.require(
        allowance.amount.isPositive, "BR-31", "BT-92", nl: "Een korting is niet groter dan nul.",
        en: "A discount is not above zero.")
    }
  }
}

/// Whose details are looked at: the rules have other ids for each side.
enum EInvoiceSide {
  case seller, buyer
}

extension EInvoiceParty {
  fileprivate func check(_ check: inout RuleCheck, _ side: EInvoiceSide) {
    let isSeller = side == .seller
    let (nl, en) = isSeller ? ("de verkoper", "the seller") : ("de koper", "the buyer")
    check.require(
      !name.isBlank, isSeller ? "BR-06" : "BR-07", isSeller ? "BT-27" : "BT-44",
      nl: "De naam van \(nl) ontbreekt.", en: "The name of \(en) is missing.")
    check.require(
      CountryName.isCode(country), isSeller ? "BR-09" : "BR-11", isSeller ? "BT-40" : "BT-55",
      nl: "Het land van \(nl) ontbreekt.", en: "The country of \(en) is missing.")
    check.require(
      vatNumber.map(EInvoiceParty.hasCountryPrefix) ?? true, "BR-CO-09",
      isSeller ? "BT-31" : "BT-48", nl: "Het btw-nummer van \(nl) begint niet met een land.",
      en: "The VAT number of \(en) does not begin with a country.")
    check.require(
      !isSeller || vatNumber != nil || legalID != nil, "BR-CO-26", "BT-30",
      nl: "De verkoper heeft geen btw-nummer en geen handelsregisternummer.",
      en: "The seller has neither a VAT number nor a trade register number.")
  }

  /// Greece writes EL and Northern Ireland XI.
  private static func hasCountryPrefix(_ number: String) -> Bool {
    let prefix = String(number.prefix(2))
    return CountryName.isCode(prefix) || prefix == "EL" || prefix == "XI"
  }
}
