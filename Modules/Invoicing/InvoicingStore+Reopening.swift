import Ledger
import Primitives
import Storage
import Tenancy

extension InvoicingStore {
  /// Books money that was taken back (storno, chargeback, refund) and opens again what it had
  /// settled (R-25, I-32): first what lies on no document, then the documents it settled last, at
  /// last what was turned into credits, which is the shop's loss.
  /// - Throws: `InvoicingRefusal.nothingToTakeBack` when the payment brought less than that,
  ///   `.alreadyBooked` when this return was booked before.
  package func reopen(_ money: ReturnedMoney) throws -> Reopening {
    guard money.amount.isPositive else { throw InvoicingRefusal.partsDoNotFit }
    let source = "\(money.payment):\(money.cause)"
    guard try !shop.ledger.holds(InvoicingEntry.returned, of: source) else {
      throw InvoicingRefusal.alreadyBooked
    }
    var receipts = try receipts(of: money.payment)
    let documents = try locked(receipts.flatMap { $0.parts.map(\.document) })
    var withdrawal = Withdrawal(money: money, documents: documents)
    for index in receipts.indices { try withdrawal.take(from: &receipts[index]) }
    guard withdrawal.left.isZero else { throw InvoicingRefusal.nothingToTakeBack }
    try save(receipts)
    let reopened = withdrawal.reopened
    try save(reopened)
    let entry = try withdrawal.posting.entry(
      InvoicingEntry.returned, source, on: money.returnedOn, money.payment)
    try shop.ledger.post(entry.map { [$0] } ?? [])
    var totals = MonthTotals()
    try totals.add(money.amount, to: .returned, on: money.returnedOn)
    try totals.save(in: shop)
    return Reopening(
      parts: withdrawal.parts, fromUnallocated: withdrawal.fromUnallocated,
      fromTurned: withdrawal.fromTurned, reopened: reopened)
  }

  /// Takes `amount` of the payments that lie on a document off it, the latest first; it becomes
  /// the customer's unallocated money.
  func release(_ amount: Money, from document: DocumentHead) throws {
    guard amount.isPositive else { return }
    let parts: [(receipt: Receipt.ID, ordinal: Int64, amount: Int64)] = try shop.all(
      """
      SELECT receipt_id, ordinal, amount - undone FROM invoice_settlements
      WHERE tenant_id = \(shop.tenant) AND invoice_id = \(document.id) AND undone < amount
      ORDER BY receipt_id DESC, ordinal DESC
      """
    ) { row in (try row.get(0), try row.get(1), try row.get(2)) }
    var left = amount.minorUnits
    for part in parts where left > 0 {
      let taken = min(part.amount, left)
      left -= taken
      try shop.execute(
        """
        UPDATE invoice_settlements SET undone = undone + \(taken)
        WHERE receipt_id = \(part.receipt) AND ordinal = \(part.ordinal)
          AND tenant_id = \(shop.tenant)
        """)
      try shop.execute(
        """
        UPDATE invoice_receipts SET unallocated = unallocated + \(taken)
        WHERE id = \(part.receipt) AND tenant_id = \(shop.tenant)
        """)
    }
    // What is paid on a document lies on it (I-08); nothing else may go on.
    guard left == 0 else { throw InvoicingDamage.altered(document.id) }
  }
}

// MARK: - Receipts

/// Money that came in, as it lies now.
struct StoredReceipt {
  struct Part {
    let ordinal: Int64
    let document: Invoice.ID
    let amount: Int64
    var undone: Int64
  }

  let id: Receipt.ID
  let customer: Customer.ID
  let account: AccountCode
  let currency: Currency
  var unallocated: Int64
  var takenBack: Int64
  /// Given to the customer as credits.
  var turned: Int64
  /// The latest first.
  var parts: [Part] = []
}

extension InvoicingStore {
  /// The latest first, locked for change.
  private func receipts(of payment: String) throws -> [StoredReceipt] {
    var receipts = try shop.all(
      """
      SELECT id, customer_id, account, currency, unallocated, taken_back, turned
      FROM invoice_receipts WHERE tenant_id = \(shop.tenant) AND payment = \(payment)
      ORDER BY id DESC\(shop.transaction.dialect.forUpdate)
      """
    ) { row in
      StoredReceipt(
        id: try row.get(0), customer: try row.get(1), account: AccountCode(try row.get(2)),
        currency: try row.get(3), unallocated: try row.get(4), takenBack: try row.get(5),
        turned: try row.get(6))
    }
    for index in receipts.indices {
      receipts[index].parts = try shop.all(
        """
        SELECT ordinal, invoice_id, amount, undone FROM invoice_settlements
        WHERE receipt_id = \(receipts[index].id) AND tenant_id = \(shop.tenant)
        ORDER BY ordinal DESC
        """
      ) { row in
        StoredReceipt.Part(
          ordinal: try row.get(0), document: try row.get(1), amount: try row.get(2),
          undone: try row.get(3))
      }
    }
    return receipts
  }

  private func save(_ receipts: [StoredReceipt]) throws {
    for receipt in receipts {
      try shop.execute(
        """
        UPDATE invoice_receipts SET unallocated = \(receipt.unallocated),
          taken_back = \(receipt.takenBack), turned = \(receipt.turned)
        WHERE id = \(receipt.id) AND tenant_id = \(shop.tenant)
        """)
      for part in receipt.parts {
        try shop.execute(
          """
          UPDATE invoice_settlements SET undone = \(part.undone)
          WHERE receipt_id = \(receipt.id) AND ordinal = \(part.ordinal)
            AND tenant_id = \(shop.tenant)
          """)
      }
    }
  }
}

/// Money as it is taken off receipts and the documents that they settled.
struct Withdrawal {
  private(set) var left: Money
  private(set) var documents: [Invoice.ID: DocumentHead]
  private(set) var posting = Posting()
  private(set) var parts: [SettledPart] = []
  private(set) var fromUnallocated: Money
  private(set) var fromTurned: Money
  private var touched: Set<Invoice.ID> = []

  init(money: ReturnedMoney, documents: [Invoice.ID: DocumentHead]) {
    left = money.amount
    fromUnallocated = .zero(money.amount.currency)
    fromTurned = .zero(money.amount.currency)
    self.documents = documents
  }

  var reopened: [DocumentHead] { touched.sorted().compactMap { documents[$0] } }

  /// D receivable for invoices, D prepayments for pro formas and loose money, D loss for what is
  /// credits now / C where the money lay.
  mutating func take(from receipt: inout StoredReceipt) throws {
    guard receipt.currency == left.currency else { throw InvoicingRefusal.mixedCurrencies }
    let loose = take(atMost: receipt.unallocated)
    receipt.unallocated -= loose.minorUnits
    receipt.takenBack += loose.minorUnits
    fromUnallocated = try fromUnallocated + loose
    try posting.debit(.prepayments, loose, receipt.customer)
    try posting.credit(receipt.account, loose)
    for index in receipt.parts.indices {
      let part = receipt.parts[index]
      let amount = take(atMost: part.amount - part.undone)
      guard amount.isPositive else { continue }
      receipt.parts[index].undone += amount.minorUnits
      receipt.takenBack += amount.minorUnits
      try reopen(part.document, by: amount, of: receipt)
    }
    let turned = take(atMost: receipt.turned)
    receipt.turned -= turned.minorUnits
    receipt.takenBack += turned.minorUnits
    fromTurned = try fromTurned + turned
    try posting.debit(.chargebackLoss, turned)
    try posting.credit(receipt.account, turned)
  }

  private mutating func take(atMost units: Int64) -> Money {
    let taken = Money(minorUnits: min(units, left.minorUnits), currency: left.currency)
    left = Money(minorUnits: left.minorUnits - taken.minorUnits, currency: left.currency)
    return taken
  }

  private mutating func reopen(
    _ id: Invoice.ID, by amount: Money, of receipt: StoredReceipt
  ) throws {
    guard var head = documents[id] else { throw InvoicingRefusal.unknownDocument }
    try head.reopen(amount)
    documents[id] = head
    touched.insert(id)
    parts.append(SettledPart(document: id, amount: amount))
    try posting.debit(
      head.kind == .invoice ? .receivable : .prepayments, amount, receipt.customer)
    try posting.credit(receipt.account, amount)
  }
}
