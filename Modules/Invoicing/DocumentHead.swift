package import Primitives
import Storage
package import Tenancy

/// A document as a list, a payment or a reminder needs it: all but parties and lines.
package struct DocumentHead: Hashable, Sendable {
  package let id: Invoice.ID
  package let kind: DocumentKind
  package let number: String
  package let customer: Customer.ID
  package let issuedOn: CivilDate
  package let dueOn: CivilDate
  package let collectOn: CivilDate?
  package internal(set) var paidOn: CivilDate?
  package internal(set) var state: DocumentState
  package let language: Language
  package let total: Money
  /// Settled by payments.
  package internal(set) var paid: Money
  /// Settled by credits; on an open pro forma, reserved for it.
  package internal(set) var creditsUsed: Money
  package internal(set) var toPay: Money
  /// Credited or written off.
  package internal(set) var closed: Money
  package let reference: PaymentReference
  /// On a definitive invoice: the pro forma it came from.
  package let proForma: Invoice.ID?
  /// On a credit note: the invoice that it takes back, whole or in part.
  package let credited: Invoice.ID?
  /// On an invoice: what credit notes took back of it.
  package internal(set) var creditedAmount: Money
  package let source: String?
  /// The customer's own reference, such as a purchase order number.
  package let customerReference: String?
  package let note: String?
  /// How many files go with it.
  package let attachments: Int
  /// How many times it was sent again by hand.
  package internal(set) var sentAgain: Int
  /// Grows with every change of what is paid; what an ETag is made of.
  package internal(set) var version: Int64

  package var isOpen: Bool { state.isOpen }

  /// Made by hand from a manual draft.
  package var isManual: Bool { source.flatMap { ManualDraft.ID($0) } != nil }

  /// Whether the due date is past on a day.
  package func isOverdue(on today: CivilDate) -> Bool { isOpen && dueOn < today }
}

extension DocumentHead {
  static let columns: SQL = """
    d.id, d.kind, d.number_text, d.customer_id, d.issued_on, d.due_on, d.collect_on, d.paid_on,
    d.state, d.language, d.currency, d.total, d.paid, d.credits, d.open_amount, d.closed_amount,
    d.reference, d.pro_forma_id, d.credited_id, d.credited_amount, d.source,
    d.customer_reference, d.note, d.attachments, d.sent_again, d.version
    """

  /// How many `columns` there are.
  static let width = 26

  init(_ row: Row) throws {
    let id: Invoice.ID = try row.get(0)
    let damage = InvoicingDamage.unreadable(table: "invoices", id: id.rawValue)
    guard let kind = DocumentKind(rawValue: try row.get(1)),
      let state = DocumentState(kind: kind, name: try row.get(8)),
      let reference = PaymentReference(try row.get(16))
    else { throw damage }
    let currency: Currency = try row.get(10)
    func money(_ column: Int) throws -> Money {
      Money(minorUnits: try row.get(column), currency: currency)
    }
    self.init(
      id: id, kind: kind, number: try row.get(2), customer: try row.get(3),
      issuedOn: try row.get(4), dueOn: try row.get(5), collectOn: try row.get(6),
      paidOn: try row.get(7), state: state, language: try row.get(9), total: try money(11),
      paid: try money(12), creditsUsed: try money(13), toPay: try money(14),
      closed: try money(15), reference: reference, proForma: try row.get(17),
      credited: try row.get(18), creditedAmount: try money(19), source: try row.get(20),
      customerReference: try row.get(21), note: try row.get(22), attachments: try row.get(23),
      sentAgain: try row.get(24), version: try row.get(25))
  }
}
