import Primitives

// The rules of Peppol BIS Billing 3.0 that can be broken by what a document holds. Those that this
// platform keeps by the way it writes (one note, one tax total, no empty element, one currency) are
// named in docs/standards.md with the test that holds them.

extension EInvoice {
  func checkPeppol(_ check: inout RuleCheck) {
    check.require(
      !buyerReference.isBlank || !orderReference.isBlank, "PEPPOL-EN16931-R003", "BT-10",
      nl: "De referentie van de koper of het ordernummer ontbreekt.",
      en: "The buyer's reference or the order number is missing.")
    check.require(
      buyer.endpoint != nil, "PEPPOL-EN16931-R010", "BT-49",
      nl: "De koper heeft geen elektronisch adres: vul het KvK-, KBO- of btw-nummer in.",
      en: "The buyer has no electronic address: fill in the trade register or VAT number.")
    check.require(
      seller.endpoint != nil, "PEPPOL-EN16931-R020", "BT-34",
      nl: "De verkoper heeft geen elektronisch adres: vul het KvK-, KBO- of btw-nummer in.",
      en: "The seller has no electronic address: fill in the trade register or VAT number.")
    check.require(
      !["49", "59"].contains(payment?.code) || !(payment?.mandate).isBlank, "PEPPOL-EN16931-R061",
      "BT-89", nl: "Bij een incasso hoort het kenmerk van de machtiging.",
      en: "A direct debit needs the reference of its mandate.")
    for line in lines {
      check.require(
        line.baseQuantity > 0, "PEPPOL-EN16931-R121", "BT-149",
        nl: "Regel \(line.id): de prijs geldt voor niets.",
        en: "Line \(line.id): the price is for nothing.")
      check.require(
        line.addsUp, "PEPPOL-EN16931-R120", "BT-131",
        nl: "Regel \(line.id): aantal maal prijs is niet het bedrag.",
        en: "Line \(line.id): quantity times price is not the amount.")
      checkPeriod(&check, of: line)
    }
  }

  private func checkPeriod(_ check: inout RuleCheck, of line: Line) {
    guard let inner = line.period, let outer = period else { return }
    check.require(
      inner.from >= outer.from, "PEPPOL-EN16931-R110", "BT-134",
      nl: "Regel \(line.id) begint voor de periode van de factuur.",
      en: "Line \(line.id) begins before the period of the invoice.")
    check.require(
      inner.until <= outer.until, "PEPPOL-EN16931-R111", "BT-135",
      nl: "Regel \(line.id) eindigt na de periode van de factuur.",
      en: "Line \(line.id) ends after the period of the invoice.")
  }

  /// NL-R-001 to -008. -006 and -009 speak of a fiscal representative and of lines of an order,
  /// which no document here has.
  func checkDutchRules(_ check: inout RuleCheck) {
    guard seller.country == "NL" else { return }
    check.require(
      kind == .invoice || !(preceding?.number).isBlank, "NL-R-001", "BT-25",
      nl: "Een creditnota noemt de factuur.", en: "A credit note names the invoice.")
    check.require(
      seller.hasAddress, "NL-R-002", "BT-35",
      nl: "Het adres van de verkoper is niet volledig: straat, plaats en postcode.",
      en: "The seller's address lacks street, town or postal code.")
    check.require(
      ["0106", "0190"].contains(seller.legalID?.scheme), "NL-R-003", "BT-30",
      nl: "De verkoper heeft geen KvK-nummer van acht cijfers.",
      en: "The seller has no Dutch trade register number of eight digits.")
    if buyer.country == "NL" {
      check.require(
        buyer.hasAddress, "NL-R-004", "BT-50",
        nl: "Het adres van de koper is niet volledig: straat, plaats en postcode.",
        en: "The buyer's address lacks street, town or postal code.")
      check.require(
        buyer.legalID == nil || ["0106", "0190"].contains(buyer.legalID?.scheme), "NL-R-005",
        "BT-47", nl: "Het KvK-nummer van de koper heeft geen acht cijfers.",
        en: "The buyer's trade register number has not eight digits.")
    }
    let isClaim = kind == .invoice ? totals.payable.isPositive : totals.payable.isNegative
    check.require(
      !isClaim || payment != nil, "NL-R-007", "BT-81", nl: "De betaalwijze ontbreekt.",
      en: "The means of payment is missing.")
    check.require(
      payment.map { ["30", "48", "49", "57", "58", "59"].contains($0.code) } ?? true, "NL-R-008",
      "BT-81", nl: "Deze betaalwijze kent Nederland niet.",
      en: "The Netherlands do not know this means of payment.")
  }
}

extension EInvoiceParty {
  fileprivate var hasAddress: Bool {
    !street.isBlank && !city.isBlank && !postalCode.isBlank
  }
}

extension EInvoice.Line {
  /// Quantity x price ÷ base quantity, rounded to the cent, is the net amount. What would overflow
  /// does not add up.
  fileprivate var addsUp: Bool {
    let (whole, overflow) = quantity.multipliedReportingOverflow(by: price.minorUnits)
    let (stated, overflowToo) = net.minorUnits.multipliedReportingOverflow(by: baseQuantity)
    guard !overflow, !overflowToo, baseQuantity > 0 else { return false }
    let (difference, beyond) = whole.subtractingReportingOverflow(stated)
    return !beyond && difference.magnitude <= UInt64(baseQuantity) / 2
  }
}

extension EInvoiceProblem {
  /// Sums that go beyond what an amount may be.
  static let outOfRange = EInvoiceProblem(
    "BR-DEC-23", "BT-131", nl: "Een bedrag is te groot.", en: "An amount is too large.")
}
