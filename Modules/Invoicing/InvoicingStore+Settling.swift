import Ledger
import Primitives
import Storage
import Tenancy

extension InvoicingStore {
  /// Applies money to documents, in the order given, and books it.
  ///
  /// An invoice's open amount falls, and at zero it is paid. A pro forma keeps part payments as
  /// prepayment; once nothing is left to pay it becomes the definitive invoice: numbered, dated
  /// today, showing the day of payment, its PF number and its payment reference.
  /// Money meant for a pro forma that became an invoice goes to that invoice. What a document
  /// cannot take any more stays on the customer: nothing is dropped (I-08, I-21).
  /// - Throws: `InvoicingRefusal.alreadyBooked` when this money was booked before,
  ///   `.partsDoNotFit`, `.unknownDocument`, `.mixedCurrencies`.
  package func settle(_ money: IncomingMoney, on parts: [SettledPart]) throws -> Settlement {
    try check(money, parts)
    var till = Till(documents: try locked(parts.map(\.document)), money: money)
    for part in parts { try till.put(part) }
    let receipt = shop.newID(Receipt.self)
    try insert(receipt, till)
    let laid = try lay(till, of: receipt)
    try book(
      till, laid.invoices, InvoicingEntry.received, of: "\(money.payment):\(money.cause)")
    var totals = MonthTotals()
    try totals.add(money.amount, to: .received, on: money.paidOn)
    try totals.save(in: shop)
    return Settlement(
      receipt: receipt, parts: laid.parts, unallocated: till.unallocated,
      paid: till.paid.map { laid.invoices[$0.id] ?? $0 }, partlyPaid: till.partlyPaid)
  }

  /// Writes where the money lies now; pro formas that it covers become their invoices, which are
  /// given by the id of the pro forma.
  func lay(
    _ till: Till, of receipt: Receipt.ID, from ordinal: Int = 0
  ) throws -> (parts: [SettledPart], invoices: [Invoice.ID: DocumentHead]) {
    let covered = till.touched.sorted().compactMap { till.documents[$0] }
      .filter { $0.state == .proForma(.settled) }
    let invoices = try makeDefinitive(covered, paidOn: till.money.paidOn)
    try save(till.touched.sorted().compactMap { till.documents[$0] })
    try moveSettlements(invoices)
    let parts = try till.settledParts(invoices)
    try insertSettlements(of: receipt, parts, from: ordinal)
    return (parts, invoices)
  }

  private func check(_ money: IncomingMoney, _ parts: [SettledPart]) throws(InvoicingRefusal) {
    guard money.amount.isPositive, parts.allSatisfy({ $0.amount.isPositive }) else {
      throw .partsDoNotFit
    }
    guard parts.allSatisfy({ $0.amount.currency == money.amount.currency }) else {
      throw .mixedCurrencies
    }
    guard let sum = try? parts.map(\.amount).total(in: money.amount.currency),
      sum.minorUnits <= money.amount.minorUnits
    else { throw .partsDoNotFit }
  }

  /// The invoices that follow on pro formas, by the id of the pro forma.
  private func makeDefinitive(
    _ proFormas: [DocumentHead], paidOn: CivilDate
  ) throws -> [Invoice.ID: DocumentHead] {
    guard !proFormas.isEmpty else { return [:] }
    let stored = try documents(proFormas.map(\.id))
    let contents = try zip(proFormas, stored).map { head, document in
      try document.content(becomingInvoice: head, on: shop.today, paidOn: paidOn)
    }
    let invoices = try press(contents)
    return Dictionary(uniqueKeysWithValues: zip(proFormas.map(\.id), invoices))
  }

  private func insert(_ receipt: Receipt.ID, _ till: Till) throws {
    let money = till.money
    do {
      try shop.execute(
        """
        INSERT INTO invoice_receipts (id, tenant_id, payment, cause, customer_id, account,
          currency, amount, unallocated, taken_back, booked_on)
        VALUES (\(receipt), \(shop.tenant), \(money.payment), \(money.cause), \(money.customer),
          \(money.account.text), \(money.amount.currency), \(money.amount.minorUnits),
          \(till.unallocated.minorUnits), 0, \(money.paidOn))
        """)
    } catch let error as StorageError
      where error.isUniqueViolation("invoice_receipts", ["tenant_id", "payment", "cause"])
    {
      throw InvoicingRefusal.alreadyBooked
    }
  }

  /// What was paid on a pro forma before now lies on its invoice.
  private func moveSettlements(_ invoices: [Invoice.ID: DocumentHead]) throws {
    for (proForma, invoice) in invoices.sorted(by: { $0.key < $1.key }) {
      try shop.execute(
        """
        UPDATE invoice_settlements SET invoice_id = \(invoice.id)
        WHERE tenant_id = \(shop.tenant) AND invoice_id = \(proForma)
        """)
    }
  }

  private func insertSettlements(
    of receipt: Receipt.ID, _ parts: [SettledPart], from first: Int
  ) throws {
    var rows = BulkRows(
      into: "invoice_settlements",
      [
        .integer("receipt_id"), .integer("ordinal"), .integer("tenant_id"),
        .integer("invoice_id"), .integer("amount"), .integer("undone"),
      ])
    for (ordinal, part) in parts.enumerated() {
      rows.append(receipt, first + ordinal, shop.tenant, part.document, part.amount.minorUnits, 0)
    }
    try shop.insert(rows)
  }

  /// D where the money lies / C receivable for invoices, C prepayments for the rest. What lay on
  /// prepayments for a pro forma moves to its invoice's receivable.
  func book(
    _ till: Till, _ invoices: [Invoice.ID: DocumentHead], _ kind: EntryKind, of source: String
  ) throws {
    let money = till.money
    var posting = Posting()
    try posting.debit(
      money.account, money.amount, money.account == .prepayments ? money.customer : nil)
    for part in till.parts {
      let isInvoice = till.documents[part.document]?.kind == .invoice
      let isDefinitive = isInvoice || invoices[part.document] != nil
      try posting.credit(
        isDefinitive ? .receivable : .prepayments, part.amount, money.customer)
    }
    for (proForma, earlier) in till.earlier.sorted(by: { $0.key < $1.key }) {
      guard invoices[proForma] != nil, earlier.isPositive else { continue }
      try posting.debit(.prepayments, earlier, money.customer)
      try posting.credit(.receivable, earlier, money.customer)
    }
    try posting.credit(.prepayments, till.unallocated, money.customer)
    let day = kind == InvoicingEntry.received ? money.paidOn : shop.today
    let entry = try posting.entry(kind, source, on: day, money.payment)
    try shop.ledger.post(entry.map { [$0] } ?? [])
  }
}

/// Money as it is laid on documents, one part after the other.
struct Till {
  let money: IncomingMoney
  /// By id, as they are now; a settled pro forma's invoice stands beside it.
  private(set) var documents: [Invoice.ID: DocumentHead]
  private(set) var parts: [SettledPart] = []
  private(set) var touched: Set<Invoice.ID> = []
  /// What was paid on each pro forma before.
  private(set) var earlier: [Invoice.ID: Money] = [:]
  private(set) var unallocated: Money

  init(documents: [Invoice.ID: DocumentHead], money: IncomingMoney) {
    self.documents = documents
    self.money = money
    unallocated = money.amount
  }

  mutating func put(_ part: SettledPart) throws {
    guard let named = documents[part.document] else { throw InvoicingRefusal.unknownDocument }
    var head = successor(of: named) ?? named
    guard head.total.currency == part.amount.currency else {
      throw InvoicingRefusal.mixedCurrencies
    }
    let amount = try head.taking(part.amount)
    guard amount.isPositive else { return }
    if head.kind == .proForma, earlier[head.id] == nil { earlier[head.id] = head.paid }
    try head.settle(amount, on: money.paidOn)
    documents[head.id] = head
    touched.insert(head.id)
    parts.append(SettledPart(document: head.id, amount: amount))
    unallocated = try unallocated - amount
  }

  private func successor(of head: DocumentHead) -> DocumentHead? {
    guard head.state == .proForma(.settled) else { return nil }
    return documents.values.first { $0.proForma == head.id }
  }

  var paid: [DocumentHead] { inOrder.filter { !$0.isOpen } }
  var partlyPaid: [DocumentHead] { inOrder.filter(\.isOpen) }

  private var inOrder: [DocumentHead] {
    touched.sorted().compactMap { documents[$0] }
  }

  /// Each document once, pro formas replaced by what they became.
  func settledParts(_ invoices: [Invoice.ID: DocumentHead]) throws -> [SettledPart] {
    var order: [Invoice.ID] = []
    var sums: [Invoice.ID: Money] = [:]
    for part in parts {
      let id = invoices[part.document]?.id ?? part.document
      if sums[id] == nil { order.append(id) }
      sums[id] = try (sums[id] ?? .zero(part.amount.currency)) + part.amount
    }
    return order.compactMap { id in sums[id].map { SettledPart(document: id, amount: $0) } }
  }
}
