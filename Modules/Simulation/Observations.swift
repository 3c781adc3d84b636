import Primitives
import Storage

/// A document as it was committed.
struct SeenDocument: Sendable {
  let id: Int64
  let tenant: Int64
  let kind: String
  let series: String
  let number: Int64
  let text: String
  let customer: Int64
  let issuedOn: String
  let dueOn: String
  let collectOn: String?
  let total: Int64
  let credits: Int64
  let proForma: Int64?
  /// On a credit note: the invoice.
  let credited: Int64?
  var lines: [SeenLine] = []
  var vat: Int64 = 0
}

struct SeenLine: Sendable {
  let source: String?
  let from: String?
  let until: String?
  let amount: Int64
}

/// Money that was booked.
struct SeenReceipt: Sendable {
  let id: Int64
  let tenant: Int64
  let payment: String
  let amount: Int64
  /// A refund that came to nothing: the money is the customer's again.
  let isRefundBack: Bool
}

/// A journal entry by its kind and source.
struct SeenEntry: Sendable {
  let id: Int64
  let tenant: Int64
  let kind: String
  let source: String
}

struct SeenMessage: Sendable {
  let id: Int64
  let kind: String
  let object: String
  let level: Int64
  let recipient: String
  let messageID: String
  let createdAt: Instant
}

/// How far the auditor has read each table: ids ascend with time.
struct Bookmarks: Sendable {
  var document: Int64 = 0
  var receipt: Int64 = 0
  var entry: Int64 = 0
  var message: Int64 = 0
  var refund: Int64 = 0
}

/// What was committed since the last look, read as rows: no total of the platform's is read.
struct Observations: Sendable {
  var documents: [SeenDocument] = []
  var receipts: [SeenReceipt] = []
  var entries: [SeenEntry] = []
  /// Per shop and account, the lines since the last look added up.
  var movements: [(tenant: Int64, account: String, amount: Int64)] = []
  var messages: [SeenMessage] = []
  var refunds: [SeenRefund] = []

  /// Of the checkouts that nobody paid in time, those that were given up.
  var abandoned: [Int64] = []

  init(_ transaction: Transaction, after marks: Bookmarks, unpaid: [Int64]) throws {
    if !unpaid.isEmpty {
      abandoned = try transaction.all(
        """
        SELECT id FROM subscriptions WHERE id IN (\(list: unpaid)) AND state = 'abandoned'
        ORDER BY id
        """
      ) { try $0(0) }
    }
    documents = try Observations.documents(transaction, after: marks.document)
    receipts = try transaction.all(
      """
      SELECT id, tenant_id, payment, amount, cause FROM invoice_receipts
      WHERE id > \(marks.receipt) ORDER BY id
      """
    ) { row in
      let cause: String = try row(4)
      return SeenReceipt(
        id: try row(0), tenant: try row(1), payment: try row(2), amount: try row(3),
        isRefundBack: cause.hasPrefix("rfd_"))
    }
    entries = try transaction.all(
      """
      SELECT id, tenant_id, kind, source FROM ledger_entries WHERE id > \(marks.entry) ORDER BY id
      """
    ) {
      SeenEntry(id: try $0(0), tenant: try $0(1), kind: try $0(2), source: try $0(3))
    }
    movements = try transaction.all(
      """
      SELECT l.tenant_id, a.code, CAST(SUM(l.amount) AS BIGINT)
      FROM ledger_lines l
      JOIN ledger_accounts a ON a.id = l.account_id AND a.tenant_id = l.tenant_id
      WHERE l.entry_id > \(marks.entry) GROUP BY l.tenant_id, a.code ORDER BY l.tenant_id, a.code
      """
    ) { (try $0(0), try $0(1), try $0(2)) }
    refunds = try transaction.all(
      """
      SELECT id, tenant_id, payment_id, amount FROM refunds WHERE id > \(marks.refund) ORDER BY id
      """
    ) {
      SeenRefund(id: try $0(0), tenant: try $0(1), payment: try $0(2), amount: try $0(3))
    }
    messages = try transaction.all(
      """
      SELECT id, kind, object_id, level, recipient_folded, message_id, created_at
      FROM messages WHERE id > \(marks.message) ORDER BY id
      """
    ) {
      SeenMessage(
        id: try $0(0), kind: try $0(1), object: try $0(2), level: try $0(3),
        recipient: try $0(4), messageID: try $0(5), createdAt: try $0(6))
    }
  }

  private static func documents(
    _ transaction: Transaction, after mark: Int64
  ) throws -> [SeenDocument] {
    var documents = try transaction.all(
      """
      SELECT id, tenant_id, kind, series, number, number_text, customer_id, issued_on, due_on,
        collect_on, total, credits, pro_forma_id, credited_id
      FROM invoices WHERE id > \(mark) ORDER BY id
      """
    ) {
      SeenDocument(
        id: try $0(0), tenant: try $0(1), kind: try $0(2), series: try $0(3), number: try $0(4),
        text: try $0(5), customer: try $0(6), issuedOn: try $0(7), dueOn: try $0(8),
        collectOn: try $0(9), total: try $0(10), credits: try $0(11), proForma: try $0(12),
        credited: try $0(13))
    }
    guard !documents.isEmpty else { return [] }
    var places: [Int64: Int] = [:]
    for (place, document) in documents.enumerated() { places[document.id] = place }
    try transaction.each(
      """
      SELECT invoice_id, source, period_from, period_until, amount FROM invoice_lines
      WHERE invoice_id > \(mark) ORDER BY invoice_id, ordinal
      """
    ) { row in
      guard let place = places[try row(0)] else { return }
      documents[place].lines.append(
        SeenLine(source: try row(1), from: try row(2), until: try row(3), amount: try row(4)))
    }
    try transaction.each("SELECT invoice_id, vat FROM invoice_rates WHERE invoice_id > \(mark)") {
      guard let place = places[try $0(0)] else { return }
      documents[place].vat += try $0(1)
    }
    return documents
  }

  func advance(_ marks: inout Bookmarks) {
    marks.document = max(marks.document, documents.last?.id ?? 0)
    marks.receipt = max(marks.receipt, receipts.last?.id ?? 0)
    marks.entry = max(marks.entry, entries.last?.id ?? 0)
    marks.refund = max(marks.refund, refunds.last?.id ?? 0)
    marks.message = max(marks.message, messages.last?.id ?? 0)
  }
}
