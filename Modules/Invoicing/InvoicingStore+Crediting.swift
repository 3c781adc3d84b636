import Ledger
package import Primitives
import Storage
import Tenancy

/// What of an invoice can still be credited, for a form that asks how much.
package struct Creditable: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    package let ordinal: Int
    package let description: String
    package let treatment: VATTreatment
    /// In the terms of the invoice's prices.
    package let amount: Money
    package let credited: Money
    /// `amount` less `credited`.
    package let rest: Money
  }

  package let invoice: DocumentHead
  package let pricesIncludeVAT: Bool
  package let lines: [Line]
  /// VAT included: what is neither credited nor written off.
  package let rest: Money
}

extension InvoicingStore {
  /// Takes a definitive invoice back by a credit note with its own number, whole or by the line
  /// . A document once issued never changes, so an invoice has as many credit notes as
  /// it takes; they never go beyond a line, a VAT group or the whole (I-07), and the last takes
  /// the rest to the cent.
  ///
  /// It comes off what is open first, then off what credits settled, then off what was paid. What
  /// it frees becomes the customer's prepayment (account 1610); the result says how much, to be
  /// refunded or granted as credits in the same transaction.
  /// - Parameters:
  ///   - lines: nil for all that is left.
  ///   - reason: said on the credit note.
  ///   - expected: the invoice's version as it was shown, so that a form sent twice credits once.
  /// - Throws: `ImpossibleTransition` for an invoice that was credited whole or written off,
  ///   `InvoicingRefusal.unknownDocument`, `.wrongKind`, `.creditedLine`, `.creditBeyondGroup`,
  ///   `.creditBeyondTotal`, `.documentChanged`.
  package func creditNote(
    for id: Invoice.ID, lines: [CreditedLine]? = nil, reason: String? = nil,
    expecting expected: Int64? = nil
  ) throws -> Crediting {
    if let reason, !DocumentContent.isText(reason, 1...DocumentContent.maximumNote) {
      throw InvoicingRefusal.text(pointer: "/reason", most: DocumentContent.maximumNote)
    }
    let (before, stored) = try lockedInvoice(id)
    guard expected == nil || expected == before.version else {
      throw InvoicingRefusal.documentChanged
    }
    let taken = try CreditCalculation(of: stored, asked: lines)
    var invoice = before
    let shares = try invoice.credit(taken.total, on: shop.today)
    let content = stored.creditNote(taken, on: shop.today, reason: reason)
    guard let note = try press([content]).first else { throw InvoicingRefusal.unknownDocument }
    try release(shares.payments, from: before)
    try save([invoice])
    try save(taken, of: id)
    try book(note, taken, shares)
    return Crediting(
      creditNote: note, invoice: invoice, lowered: shares.lowered,
      releasedPayments: shares.payments, releasedCredits: shares.credits)
  }

  /// What of a document can still be credited: nothing of what is no definitive invoice.
  /// - Throws: `InvoicingRefusal.unknownDocument`.
  package func creditable(_ id: Invoice.ID) throws -> Creditable {
    guard let stored = try documents([id]).first else { throw InvoicingRefusal.unknownDocument }
    let isInvoice = stored.head.kind == .invoice
    return Creditable(
      invoice: stored.head, pricesIncludeVAT: stored.pricesIncludeVAT,
      lines: try (isInvoice ? stored.lines.indices : 0..<0).map { ordinal in
        let line = stored.lines[ordinal]
        return Creditable.Line(
          ordinal: ordinal, description: line.description, treatment: line.treatment,
          amount: line.amount, credited: stored.creditedLines[ordinal],
          rest: try stored.rest(of: ordinal))
      }, rest: isInvoice ? try stored.head.creditable() : .zero(stored.head.total.currency))
  }

  /// The credit notes of an invoice, the first first.
  package func creditNotes(of id: Invoice.ID) throws -> [DocumentHead] {
    try shop.all(
      """
      SELECT \(DocumentHead.columns) FROM invoices d
      WHERE d.tenant_id = \(shop.tenant) AND d.credited_id = \(id) ORDER BY d.id
      """, DocumentHead.init)
  }

  private func lockedInvoice(
    _ id: Invoice.ID
  ) throws -> (head: DocumentHead, stored: StoredDocument) {
    let head = try locked(id)
    guard case .invoice(let state) = head.state else { throw InvoicingRefusal.wrongKind }
    // Refuses what is credited or written off before anything is computed of it.
    _ = try state.after(.credit)
    guard let stored = try documents([id]).first else { throw InvoicingRefusal.unknownDocument }
    guard stored.isAsIssued else { throw InvoicingDamage.altered(id) }
    return (head, stored)
  }

  /// What is credited of lines and groups, within their bounds by constraint.
  private func save(_ taken: CreditCalculation, of id: Invoice.ID) throws {
    for (ordinal, credited) in taken.creditedLines.sorted(by: { $0.key < $1.key }) {
      try shop.execute(
        """
        UPDATE invoice_lines SET credited = \(credited.minorUnits)
        WHERE invoice_id = \(id) AND ordinal = \(Int64(ordinal)) AND tenant_id = \(shop.tenant)
        """)
    }
    for rate in taken.creditedRates {
      try shop.execute(
        """
        UPDATE invoice_rates SET credited_net = \(rate.net.minorUnits),
          credited_vat = \(rate.vat.minorUnits)
        WHERE invoice_id = \(id) AND treatment = \(rate.treatment.code)
          AND tenant_id = \(shop.tenant)
        """)
    }
  }

  private func book(
    _ note: DocumentHead, _ taken: CreditCalculation, _ shares: CreditedShares
  ) throws {
    var posting = Posting()
    let revenue = try revenue(of: note, taken)
    for amount in revenue.amounts { try posting.credit(amount.account, amount.net) }
    for rate in taken.rates { try posting.debit(.vatPayable(rate.treatment), rate.vat) }
    try posting.credit(.receivable, shares.lowered, note.customer)
    try posting.credit(.prepayments, shares.payments, note.customer)
    try posting.credit(.prepayments, shares.credits, note.customer)
    let entry = try posting.entry(
      InvoicingEntry.credited, note.id.description, on: note.issuedOn, note.number)
    try shop.ledger.post(entry.map { [$0] } ?? [])
    try shop.ledger.keep(revenue.deferrals)
  }

  /// What waited for its month on the invoice is taken back month by month too, whatever the shop
  /// does with new invoices.
  private func revenue(
    of note: DocumentHead, _ taken: CreditCalculation
  ) throws -> RevenuePosting {
    func origin(_ line: DocumentContent.Line) -> String? {
      note.credited.flatMap { invoice in line.creditedOrdinal.map { invoice.line($0) } }
    }
    let deferred = try shop.ledger.deferred(among: taken.lines.compactMap(origin))
    return try RevenuePosting(
      of: taken.lines.enumerated().map { ordinal, line in
        let waits = origin(line).map(deferred.contains) ?? false
        return RevenuePart(
          source: note.id.line(ordinal), treatment: line.treatment, net: line.net.negated,
          period: waits ? line.period : nil)
      }, bookedOn: note.issuedOn, defers: true)
  }
}

extension StoredDocument {
  fileprivate func creditNote(
    _ taken: CreditCalculation, on today: CivilDate, reason: String?
  ) -> DocumentContent {
    let nothing = Money.zero(head.total.currency)
    return DocumentContent(
      kind: .creditNote, customer: head.customer, seller: .stored(seller),
      buyer: .stored(buyer), language: head.language, pricesIncludeVAT: pricesIncludeVAT,
      lines: taken.lines, rates: taken.rates, net: taken.net, vat: taken.vat, total: taken.total,
      credits: nothing, paid: nothing, issuedOn: today, dueOn: today, collectOn: nil,
      source: head.source, credited: head.id, reference: head.reference,
      customerReference: head.customerReference, note: reason)
  }
}
