package import Invoicing
import Primitives

extension EInvoice {
  /// The electronic form of a definitive document, with the same cents (I-04).
  ///
  /// It keeps to Peppol BIS Billing 3.0 where both parties have an electronic address and the Dutch
  /// rules are met, and to plain EN 16931 where not; `shortcomings` then says why.
  /// - Parameters:
  ///   - customerNumber: how the buyer is known to the seller, for when there is no order number.
  ///   - mandate: the mandate of the automatic collection, when there will be one.
  ///   - files: what travels within it.
  /// - Throws: `EInvoiceRefusal`.
  package init(
    _ document: IssuedDocument, customerNumber: String? = nil, mandate: String? = nil,
    files: [EInvoiceFile] = []
  ) throws(EInvoiceRefusal) {
    guard document.kind != .proForma else { throw .proForma }
    do {
      try self.init(definitive: document, files: files)
    } catch {
      throw .incomplete([.outOfRange])
    }
    payment = Payment(document, payable: totals.payable, mandate: mandate)
    if orderReference == nil {
      buyerReference = [customerNumber, document.buyer.contact, document.number]
        .compactMap { $0 }.first { !$0.isEmpty }
    }
    try settleProfile()
  }

  /// The profile that holds; throws what no profile forgives.
  private mutating func settleProfile() throws(EInvoiceRefusal) {
    profile = .peppol
    shortcomings = problems()
    guard !shortcomings.isEmpty else { return }
    profile = .core
    let grave = problems()
    guard grave.isEmpty else { throw .incomplete(grave) }
  }

  private init(
    definitive document: IssuedDocument, files: [EInvoiceFile]
  ) throws(MoneyError) {
    let isInvoice = document.kind == .invoice
    let namesVAT = !document.rates.contains { $0.treatment.category == .outsideScope }
    kind = isInvoice ? .invoice : .creditNote
    profile = .core
    number = document.number
    issuedOn = document.issuedOn
    dueOn = isInvoice ? document.dueOn : nil
    note = document.note
    currency = document.total.currency
    buyerReference = nil
    orderReference = document.customerReference
    period = EInvoice.span(of: document.lines.compactMap(\.period))
    preceding = document.creditedNumber.map {
      Preceding(number: $0, issuedOn: document.creditedIssuedOn)
    }
    proFormaNumber = document.proFormaNumber
    self.files = files
    seller = EInvoiceParty(document.seller, namesVAT: namesVAT)
    buyer = EInvoiceParty(document.buyer, namesVAT: namesVAT)
    payment = nil
    terms = isInvoice ? nil : EInvoice.creditTerms(document.language)
    groups = try EInvoice.groups(of: document)
    let parts = try EInvoice.parts(of: document)
    lines = parts.lines
    allowances = parts.allowances
    totals = try Totals(document, lines: parts.lines, allowances: parts.allowances)
  }

  private static let creditTerms = Phrase(
    nl: "Dit bedrag is in uw voordeel; het wordt verrekend of terugbetaald.",
    en: "This amount is in your favour; it is settled or paid back.")

  private static func span(of periods: [Period]) -> Period? {
    guard let from = periods.map(\.from).min(), let until = periods.map(\.until).max() else {
      return nil
    }
    return Period(from: from, until: until)
  }
}

// MARK: - VAT

extension EInvoice {
  /// One group for each category and rate: exemptions on several grounds are one group (BR-E-01).
  private static func groups(of document: IssuedDocument) throws(MoneyError) -> [VATGroup] {
    var groups: [VATGroup] = []
    for total in document.rates {
      let group = VATGroup(total, document.language)
      guard let index = groups.firstIndex(where: { $0.vat == group.vat }) else {
        groups.append(group)
        continue
      }
      groups[index].taxable = try groups[index].taxable + group.taxable
      groups[index].tax = try groups[index].tax + group.tax
      let reasons = [groups[index].exemptionReason, group.exemptionReason].compactMap { $0 }
      groups[index].exemptionReason = reasons.isEmpty ? nil : reasons.joined(separator: " ")
      if groups[index].exemptionCode != group.exemptionCode { groups[index].exemptionCode = nil }
    }
    return groups
  }
}

extension EInvoice.VATGroup {
  init(_ total: IssuedDocument.RateTotal, _ language: Language) {
    vat = EInvoice.VATClass(total.treatment)
    taxable = total.net
    tax = total.vat
    exemptionCode =
      switch total.treatment.category {
      case .standard, .zero: nil
      case .exempt: total.treatment.exemption?.vatexCode
      case .reverseCharge: "VATEX-EU-AE"
      case .outsideScope: "VATEX-EU-O"
      }
    exemptionReason = total.treatment.mention?(language)
  }
}

// MARK: - Lines

extension EInvoice {
  /// The document's lines; discounts become allowances, each in the VAT group that it lowers. Where
  /// a document holds nothing but discounts, they are lines with a negative quantity.
  private static func parts(
    of document: IssuedDocument
  ) throws(MoneyError) -> (lines: [Line], allowances: [Allowance]) {
    let hasGoods = document.lines.contains { !($0.net?.isNegative ?? false) }
    var lines: [Line] = []
    var allowances: [Allowance] = []
    for (index, line) in document.lines.enumerated() {
      guard let net = line.net, let treatment = line.treatment else { continue }
      let vat = VATClass(treatment)
      if net.isNegative, hasGoods {
        allowances.append(Allowance(reason: line.description, amount: net.negated, vat: vat))
      } else {
        lines.append(Line(line, id: "\(index + 1)", net: net, vat: vat))
      }
    }
    return (lines, allowances)
  }
}

extension EInvoice.Line {
  /// The price is the net share of the document, so that quantity and price make the net amount to
  /// the cent, also where the shop's prices hold the VAT. Where the price of one is no whole number
  /// of cents, it is the price of all.
  init(_ line: IssuedDocument.Line, id: String, net: Money, vat: EInvoice.VATClass) {
    let count = max(line.quantity, 1)
    let amount = net.isNegative ? net.negated : net
    let isWhole = amount.minorUnits.isMultiple(of: count)
    self.id = id
    name = line.description
    description = line.explanation
    quantity = net.isNegative ? -count : count
    unit = EInvoiceUnit(quantity: count, period: line.period)
    self.net = net
    price =
      isWhole
      ? Money(minorUnits: amount.minorUnits / count, currency: net.currency) : amount
    baseQuantity = isWhole ? 1 : count
    period = line.period
    self.vat = vat
  }
}

// MARK: - Money

extension EInvoice.Totals {
  /// The document's own amounts. What lines and allowances come to is summed here, so that a
  /// document whose parts do not add up is caught by the checks.
  init(
    _ document: IssuedDocument, lines: [EInvoice.Line], allowances: [EInvoice.Allowance]
  ) throws(MoneyError) {
    let currency = document.total.currency
    self.lines = try lines.map(\.net).total(in: currency)
    self.allowances = try allowances.map(\.amount).total(in: currency)
    net = try document.rates.map(\.net).total(in: currency)
    vat = try document.rates.map(\.vat).total(in: currency)
    gross = try net + vat
    rounding = try document.total - gross
    // A credit note claims nothing, so nothing was paid on it.
    prepaid =
      document.kind == .invoice ? try document.paid + document.creditsUsed : .zero(currency)
    payable = try document.total - prepaid
  }
}

extension EInvoice.Payment {
  /// Nil when nothing is due. With an IBAN by transfer under the structured reference; automatic
  /// collection as direct debit when the mandate is known (Peppol R061), else as a standing
  /// agreement; else by the payment link, for which Dutch rules know no code but the card's.
  init?(_ document: IssuedDocument, payable: Money, mandate: String?) {
    guard document.kind == .invoice, payable.isPositive else { return nil }
    let iban = PartyNumbers.compact(document.iban)
    reference = PartyNumbers.compact(document.paymentReference)
    if document.collectionToCome != nil {
      code = mandate == nil ? "57" : "59"
      self.mandate = mandate
    } else if let iban {
      code = "30"
      self.iban = iban
      accountName = document.seller.name
    } else {
      code = document.seller.country == "NL" ? "48" : "68"
    }
  }
}
