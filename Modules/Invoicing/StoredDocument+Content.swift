import Primitives
import Tenancy

extension StoredDocument {
  /// What the document said when it was issued: what its hash was taken of.
  var content: DocumentContent {
    let nothing = Money.zero(head.total.currency)
    return DocumentContent(
      kind: head.kind, customer: head.customer, seller: .stored(seller), buyer: .stored(buyer),
      language: head.language, pricesIncludeVAT: pricesIncludeVAT, lines: lines, rates: rates,
      net: nothing, vat: nothing, total: head.total, credits: nothing, paid: nothing,
      issuedOn: head.issuedOn, dueOn: head.dueOn, collectOn: head.collectOn,
      source: head.source, proForma: head.proForma, credited: head.credited,
      reference: head.reference, customerReference: head.customerReference, note: head.note,
      attachments: attachments)
  }

  /// Whether what is stored now still has the hash that it was issued with (I-19).
  var isAsIssued: Bool {
    let marks = IssuedMarks(
      number: head.number, issuedOn: head.issuedOn, reference: head.reference,
      seller: seller.hash, buyer: buyer.hash)
    let content = content
    return content.digest(marks) == hash || content.firstDigest(marks) == hash
  }

  /// The definitive invoice that follows on this pro forma, paid as `settled` says.
  func content(
    becomingInvoice settled: DocumentHead, on today: CivilDate, paidOn: CivilDate
  ) throws -> DocumentContent {
    let calculation = try calculation()
    guard calculation.gross == head.total, isAsIssued else {
      throw InvoicingDamage.altered(head.id)
    }
    return DocumentContent(
      kind: .invoice, customer: head.customer, seller: .stored(seller), buyer: .stored(buyer),
      language: head.language, pricesIncludeVAT: pricesIncludeVAT, lines: lines,
      rates: calculation.rates, net: calculation.net, vat: calculation.vat, total: head.total,
      credits: settled.creditsUsed, paid: settled.paid, paidOn: paidOn, issuedOn: today,
      dueOn: head.dueOn, collectOn: head.collectOn, source: head.source, proForma: head.id,
      reference: head.reference, customerReference: head.customerReference, note: head.note,
      attachments: attachments)
  }

  /// The lines as a surface shows them. Without VAT, every amount is what the customer pays.
  func shownLines(withVAT: Bool) throws -> [IssuedDocument.Line] {
    if withVAT {
      return lines.map { $0.shown(unitPrice: $0.unitPrice, amount: $0.amount, net: $0.net) }
    }
    return try zip(lines, try calculation().shares).map { line, share in
      let unitPrice =
        try pricesIncludeVAT
        ? line.unitPrice : share.gross.scaled(by: Ratio(1, max(line.quantity, 1)))
      return line.shown(unitPrice: unitPrice, amount: share.gross, net: nil)
    }
  }

  func calculation() throws -> VATCalculation {
    try VATCalculation(
      lines: try lines.map { line in
        VATCalculation.Line(
          quantity: try Ratio(line.quantity, 1), unitPrice: line.unitPrice,
          treatment: line.treatment)
      }, pricesIncludeVAT: pricesIncludeVAT, currency: head.total.currency)
  }
}

extension DocumentContent.Line {
  /// Without a net amount there is no treatment either.
  fileprivate func shown(unitPrice: Money, amount: Money, net: Money?) -> IssuedDocument.Line {
    IssuedDocument.Line(
      description: description, explanation: explanation, period: period, quantity: quantity,
      unitPrice: unitPrice, amount: amount, net: net, treatment: net == nil ? nil : treatment)
  }
}
