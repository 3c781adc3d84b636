package import Primitives

/// A part of an invoice's line to be taken back.
package struct CreditedLine: Hashable, Sendable {
  /// The place of the line on the invoice, the first being 0.
  package var ordinal: Int
  /// In the terms of the invoice's prices, with the sign of the line's own amount: what is taken
  /// back of a discount is below zero.
  package var amount: Money
  /// Why this much, in words: "15 of 30 days x 30.00 = 15.00". The line's own when nil.
  package var explanation: String?
  /// The line's own when nil.
  package var period: Period?

  package init(
    ordinal: Int, amount: Money, explanation: String? = nil, period: Period? = nil
  ) {
    self.ordinal = ordinal
    self.amount = amount
    self.explanation = explanation
    self.period = period
  }
}

/// What a credit note takes of an invoice (R-16, facts/einvoice.md 5). Pure.
///
/// The VAT of a group is that of everything credited so far, by the document's own rule, less what
/// earlier credit notes took: so the first credit note is by the book, and however an invoice is
/// divided, what its credit notes take adds up to it to the cent (I-07, I-12).
struct CreditCalculation: Hashable, Sendable {
  /// The lines of the credit note.
  let lines: [DocumentContent.Line]
  /// The groups of the credit note.
  let rates: [IssuedDocument.RateTotal]
  let net: Money
  let vat: Money
  let total: Money
  /// By ordinal, what is credited of the invoice's lines now.
  let creditedLines: [Int: Money]
  /// What is credited of the invoice's groups now.
  let creditedRates: [IssuedDocument.RateTotal]

  /// - Parameter asked: nil for all that is left.
  init(of invoice: StoredDocument, asked: [CreditedLine]?) throws {
    let parts = try CreditCalculation.parts(of: invoice, asked)
    var lines: [DocumentContent.Line?] = Array(repeating: nil, count: parts.count)
    var rates: [IssuedDocument.RateTotal] = []
    var creditedRates: [IssuedDocument.RateTotal] = []
    for (index, group) in invoice.rates.enumerated() {
      let treatment = group.treatment
      let members = parts.indices.filter {
        invoice.lines[parts[$0].ordinal].treatment == treatment
      }
      guard !members.isEmpty else { continue }
      let amounts = members.map { parts[$0].amount }
      let before = invoice.creditedRates[index]
      let after = try invoice.creditedTotal(of: treatment, adding: amounts)
      guard after.fits(within: group) else { throw InvoicingRefusal.creditBeyondGroup }
      let taken = IssuedDocument.RateTotal(
        treatment: treatment, net: try after.net - before.net, vat: try after.vat - before.vat)
      rates.append(taken)
      creditedRates.append(after)
      let shares = try treatment.shares(
        of: taken, over: amounts, pricesIncludeVAT: invoice.pricesIncludeVAT)
      for (member, share) in zip(members, shares) {
        let part = parts[member]
        lines[member] = invoice.lines[part.ordinal]
          .credited(part, net: invoice.pricesIncludeVAT ? share : part.amount)
      }
    }
    self.lines = lines.compactMap { $0 }
    self.rates = rates
    self.creditedRates = creditedRates
    var creditedLines: [Int: Money] = [:]
    for part in parts {
      creditedLines[part.ordinal] = try invoice.creditedLines[part.ordinal] + part.amount
    }
    self.creditedLines = creditedLines
    net = try rates.map(\.net).total(in: invoice.head.total.currency)
    vat = try rates.map(\.vat).total(in: invoice.head.total.currency)
    total = try net + vat
    try check(invoice, isWhole: asked == nil)
  }

  private func check(_ invoice: StoredDocument, isWhole: Bool) throws {
    let most = try invoice.head.creditable()
    guard total.minorUnits <= most.minorUnits,
      total.isPositive || (isWhole && total.isZero && most.isZero && !lines.isEmpty)
    else { throw InvoicingRefusal.creditBeyondTotal(most) }
  }

  /// The parts to credit, each line once and within what is left of it.
  private static func parts(
    of invoice: StoredDocument, _ asked: [CreditedLine]?
  ) throws -> [CreditedLine] {
    guard let asked else { return try invoice.rest() }
    guard (1...DocumentContent.maximumLines).contains(asked.count) else {
      throw InvoicingRefusal.lineCount
    }
    var seen: Set<Int> = []
    for (index, part) in asked.enumerated() {
      let place = "/lines/\(index)"
      guard invoice.lines.indices.contains(part.ordinal), seen.insert(part.ordinal).inserted else {
        throw InvoicingRefusal.text(pointer: place + "/ordinal", most: invoice.lines.count)
      }
      guard part.amount.currency == invoice.head.total.currency else {
        throw InvoicingRefusal.mixedCurrencies
      }
      guard DocumentContent.isText(part.explanation ?? "", 0...DocumentContent.maximumExplanation)
      else {
        throw InvoicingRefusal.text(
          pointer: place + "/explanation", most: DocumentContent.maximumExplanation)
      }
      let rest = try invoice.rest(of: part.ordinal)
      guard !part.amount.isZero, part.amount.isNegative == rest.isNegative,
        part.amount.minorUnits.magnitude <= rest.minorUnits.magnitude
      else {
        throw InvoicingRefusal.creditedLine(pointer: place + "/amount", most: rest)
      }
    }
    return asked.sorted { $0.ordinal < $1.ordinal }
  }
}

extension StoredDocument {
  /// What is left of a line to credit.
  func rest(of ordinal: Int) throws(MoneyError) -> Money {
    try lines[ordinal].amount - creditedLines[ordinal]
  }

  /// Everything that is left, the free lines too where nothing was credited before.
  fileprivate func rest() throws -> [CreditedLine] {
    let isFirst = head.creditedAmount.isZero
    return try lines.indices.compactMap { ordinal in
      let rest = try rest(of: ordinal)
      guard !rest.isZero || (isFirst && lines[ordinal].amount.isZero) else { return nil }
      return CreditedLine(ordinal: ordinal, amount: rest)
    }
  }

  /// What is credited of a group, by the document's rule over what is credited of its lines.
  func creditedTotal(
    of treatment: VATTreatment, adding amounts: [Money] = []
  ) throws(MoneyError) -> IssuedDocument.RateTotal {
    let credited = lines.indices.filter { lines[$0].treatment == treatment }
      .map { creditedLines[$0] }
    return try treatment.total(
      over: try (credited + amounts).total(in: head.total.currency),
      pricesIncludeVAT: pricesIncludeVAT)
  }
}

extension IssuedDocument.RateTotal {
  /// Whether net and VAT lie between nothing and those of `whole`.
  fileprivate func fits(within whole: IssuedDocument.RateTotal) -> Bool {
    func fits(_ part: Money, _ whole: Money) -> Bool {
      part.isZero
        || (part.isNegative == whole.isNegative
          && part.minorUnits.magnitude <= whole.minorUnits.magnitude)
    }
    return fits(net, whole.net) && fits(vat, whole.vat)
  }
}

extension DocumentContent.Line {
  /// The line of a credit note. As many at the price of the invoice where that is what was taken,
  /// one at another price otherwise.
  fileprivate func credited(_ part: CreditedLine, net: Money) -> DocumentContent.Line {
    let units = part.amount.minorUnits
    let price = unitPrice.minorUnits
    let isCount = price != 0 && units % price == 0
    return DocumentContent.Line(
      description: description, explanation: part.explanation ?? explanation,
      period: part.period ?? period, quantity: isCount ? units / price : units == 0 ? quantity : 1,
      unitPrice: isCount ? unitPrice : part.amount, amount: part.amount, net: net,
      treatment: treatment, source: source, component: component, creditedOrdinal: part.ordinal)
  }
}
