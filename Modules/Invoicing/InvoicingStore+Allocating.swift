import Ledger
package import Primitives
import Storage
package import Tenancy

/// An act of laying money on documents: only for the source of its journal entry.
private enum LayingAct: Entity { static let idPrefix = "alc" }

/// Where money of a customer that lay on nothing went.
package struct LaidMoney: Hashable, Sendable {
  /// A pro forma that became an invoice is named by the invoice.
  package let parts: [SettledPart]
  /// Documents that are fully paid now; for a pro forma, its definitive invoice.
  package let paid: [DocumentHead]
  package let partlyPaid: [DocumentHead]
  /// What still lies on nothing.
  package let left: Money
}

extension InvoicingStore {
  /// What a customer has with the shop that lies on no document (I-08), in the shop's currency.
  package func unallocated(of customer: Customer.ID) throws -> Money {
    let sum: Int64? = try shop.first(
      """
      SELECT CAST(COALESCE(SUM(unallocated), 0) AS BIGINT) FROM invoice_receipts
      WHERE tenant_id = \(shop.tenant) AND customer_id = \(customer)
        AND currency = \(shop.currency) AND unallocated > 0
      """
    ) { row in try row.get(0) }
    return Money(minorUnits: sum ?? 0, currency: shop.currency)
  }

  /// Lays money that a customer has with the shop on open documents: as chosen, or by the
  /// shop's rule. Books D 1610 / C 1300 for what lands on invoices; a pro forma that is covered
  /// becomes its invoice, paid on the day on which the money came in.
  /// - Parameter chosen: nil for the shop's rule over all that is open.
  /// - Throws: `InvoicingRefusal.partsDoNotFit` for a choice beyond the money or a document's open
  ///   amount, or of another customer's document.
  package func allocate(
    of customer: Customer.ID, on chosen: [SettledPart]? = nil
  ) throws -> LaidMoney {
    var receipts = try looseReceipts(of: customer)
    let loose = try receipts.map(\.loose).total(in: shop.currency)
    let open = try open(of: customer).filter { $0.total.currency == shop.currency }
    let candidates = try locked(open.map(\.id)).values.filter(\.isOpen).sorted { $0.id < $1.id }
    // A choice is all that is laid; the rule lays as much as there is.
    let wanted = try chosen?.map(\.amount).total(in: shop.currency) ?? loose
    guard wanted.minorUnits <= loose.minorUnits else { throw InvoicingRefusal.partsDoNotFit }
    let plan = try Allocation(
      of: wanted, over: candidates.map(\.candidate),
      rule: try shop.settings.current().allocationRule, today: shop.today,
      chosen: (chosen ?? []).map { Allocation.Part(key: $0.document, amount: $0.amount) })
    var act = LayingRun(
      documents: Dictionary(candidates.map { ($0.id, $0) }) { first, _ in first },
      parts: plan.parts.map { SettledPart(document: $0.key, amount: $0.amount) })
    for index in receipts.indices {
      try act.take(from: &receipts[index], in: self)
    }
    return LaidMoney(
      parts: act.laid, paid: act.paid, partlyPaid: act.partlyPaid,
      left: try receipts.map(\.loose).total(in: shop.currency))
  }

  /// Makes money that lies on nothing something else: credits, which the caller grants from
  /// account 1610 in the same transaction. The latest money first.
  /// - Throws: `InvoicingRefusal.partsDoNotFit` when the customer has less.
  package func turn(_ amount: Money, of customer: Customer.ID) throws {
    var left = amount
    for receipt in try looseReceipts(of: customer).reversed() where left.isPositive {
      let taken = try left.smaller(receipt.loose)
      left = try left - taken
      try shop.execute(
        """
        UPDATE invoice_receipts SET unallocated = unallocated - \(taken.minorUnits),
          turned = turned + \(taken.minorUnits)
        WHERE id = \(receipt.id) AND tenant_id = \(shop.tenant)
        """)
    }
    guard left.isZero else { throw InvoicingRefusal.partsDoNotFit }
  }

  private func looseReceipts(of customer: Customer.ID) throws -> [LooseReceipt] {
    try shop.all(
      """
      SELECT r.id, r.payment, r.booked_on, r.unallocated,
        (SELECT COUNT(*) FROM invoice_settlements s
          WHERE s.receipt_id = r.id AND s.tenant_id = r.tenant_id)
      FROM invoice_receipts r
      WHERE r.tenant_id = \(shop.tenant) AND r.customer_id = \(customer)
        AND r.currency = \(shop.currency) AND r.unallocated > 0
      ORDER BY r.id\(shop.transaction.dialect.forUpdate)
      """
    ) { row in
      LooseReceipt(
        id: try row.get(0), customer: customer, payment: try row.get(1),
        bookedOn: try row.get(2),
        loose: Money(minorUnits: try row.get(3), currency: shop.currency),
        settlements: try row.get(4))
    }
  }
}

/// Money of which a part lies on nothing.
private struct LooseReceipt {
  let id: Receipt.ID
  let customer: Customer.ID
  let payment: String
  let bookedOn: CivilDate
  var loose: Money
  /// How many parts lie on documents, or did.
  let settlements: Int
}

/// Lays planned parts out of one receipt after the other.
private struct LayingRun {
  private(set) var documents: [Invoice.ID: DocumentHead]
  /// What is still to be laid.
  private(set) var parts: [SettledPart]
  private(set) var laid: [SettledPart] = []
  private(set) var paid: [DocumentHead] = []
  private var touched: Set<Invoice.ID> = []

  init(documents: [Invoice.ID: DocumentHead], parts: [SettledPart]) {
    self.documents = documents
    self.parts = parts
  }

  var partlyPaid: [DocumentHead] {
    touched.sorted().compactMap { documents[$0] }.filter(\.isOpen)
  }

  mutating func take(from receipt: inout LooseReceipt, in store: InvoicingStore) throws {
    let now = try parts(within: receipt.loose)
    guard !now.isEmpty else { return }
    let amount = try now.map(\.amount).total(in: receipt.loose.currency)
    let money = IncomingMoney(
      payment: receipt.payment, customer: receipt.customer, amount: amount,
      paidOn: receipt.bookedOn, account: .prepayments)
    var till = Till(documents: documents, money: money)
    for part in now { try till.put(part) }
    let result = try store.lay(till, of: receipt.id, from: receipt.settlements)
    let act = store.shop.newID(LayingAct.self)
    try store.book(till, result.invoices, InvoicingEntry.allocated, of: act.description)
    receipt.loose = try receipt.loose - amount + till.unallocated
    try store.shop.execute(
      """
      UPDATE invoice_receipts SET unallocated = \(receipt.loose.minorUnits)
      WHERE id = \(receipt.id) AND tenant_id = \(store.shop.tenant)
      """)
    documents = till.documents
    laid += result.parts
    touched.formUnion(till.touched)
    paid += till.paid.map { result.invoices[$0.id] ?? $0 }
  }

  /// Takes the next parts off the plan, the last one cut to what the money allows.
  private mutating func parts(within money: Money) throws -> [SettledPart] {
    var left = money
    var taken: [SettledPart] = []
    while left.isPositive, let next = parts.first {
      let amount = try left.smaller(next.amount)
      left = try left - amount
      taken.append(SettledPart(document: next.document, amount: amount))
      let rest = try next.amount - amount
      if rest.isZero {
        parts.removeFirst()
      } else {
        parts[0] = SettledPart(document: next.document, amount: rest)
      }
    }
    return taken
  }
}

extension DocumentHead {
  fileprivate var candidate: Allocation<Invoice.ID>.Candidate {
    Allocation.Candidate(
      key: id, issuedOn: issuedOn, dueOn: dueOn, outstanding: toPay,
      disputed: .zero(total.currency))
  }
}
