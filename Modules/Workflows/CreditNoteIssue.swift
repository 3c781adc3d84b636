import Credits
package import Invoicing
import JSON
import Notifications
import Outbox
import Payments
package import Primitives
package import Tenancy

/// A credit note that the shop wants to make.
package struct CreditNoteWish: Hashable, Sendable {
  package static let maximumReason = 200

  package var invoice: Invoice.ID
  /// Nil for all that is left of the invoice.
  package var lines: [CreditedLine]?
  /// Said on the credit note, in the mail, and with what the customer gets back.
  package var reason: String
  /// Where what had been paid goes. What cannot be paid back, since the payment is too old or was
  /// made otherwise, becomes credits.
  package var freed: UnusedPart
  /// The invoice's version as it was shown, so that a form sent twice credits once.
  package var expecting: Int64?

  package init(
    invoice: Invoice.ID, lines: [CreditedLine]? = nil, reason: String, freed: UnusedPart,
    expecting: Int64? = nil
  ) {
    self.invoice = invoice
    self.lines = lines
    self.reason = reason
    self.freed = freed
    self.expecting = expecting
  }
}

/// What became of it.
package struct CreditNoteReceipt: Hashable, Sendable {
  /// The credit note, as the customer gets it; of a preview, its number is not given away.
  package let document: IssuedDocument
  /// The invoice as it is now.
  package let invoice: DocumentHead
  /// Came off what was open.
  package let lowered: Money
  /// Became credits.
  package let credited: Money
  /// Goes back to where it came from.
  package let paidBack: Money
}

/// The shop takes an invoice back, whole or in part: the credit note, what it frees,
/// what is not asked for any more, and the mail, in one transaction.
package struct CreditNoteIssue: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// - Parameter outcome: `.rehearsed` shows all of it without doing it.
  /// - Throws: `InvoicingRefusal` and `ImpossibleTransition` as Invoicing says, with
  ///   `PaymentRefusal.liveAttempt` while money is under way for the invoice (I-24).
  package func issue(
    _ wish: CreditNoteWish, as scope: TenantScope, _ outcome: Outcome = .kept
  ) async throws -> CreditNoteReceipt {
    try await platform.write(as: scope, outcome) { shop in
      try CreditNoteIssue.issue(wish, in: shop)
    }
  }

  /// As a part of another transaction.
  package static func issue(
    _ wish: CreditNoteWish, in shop: ShopTransaction
  ) throws -> CreditNoteReceipt {
    guard DocumentText.isReason(wish.reason) else {
      throw InvoicingRefusal.text(pointer: "/reason", most: CreditNoteWish.maximumReason)
    }
    let standing = DocumentStanding(shop: shop)
    let before = try shop.invoicing.head(wish.invoice)
    try standing.requireNothingUnderWay(for: before)
    let crediting = try shop.invoicing.creditNote(
      for: wish.invoice, lines: wish.lines, reason: wish.reason, expecting: wish.expecting)
    let freed = try FreedMoney(shop: shop, reason: Phrase(nl: wish.reason, en: wish.reason))
      .settle(crediting, of: try shop.customers.find(before.customer), as: wish.freed)
    if !crediting.invoice.isOpen { try standing.standDown(before) }
    let note = crediting.creditNote
    try shop.outbox.put([MailOrder(.creditNote, about: note.id).message(at: shop.now)])
    try shop.audit.record(
      "invoice.credited", before.id,
      ["creditNote": .string("\(note.id)"), "amount": .string(note.total.decimal)])
    return CreditNoteReceipt(
      document: try shop.invoicing.find(note.id), invoice: crediting.invoice,
      lowered: crediting.lowered, credited: freed.credited, paidBack: freed.paidBack)
  }
}

/// What people may write on documents.
enum DocumentText {
  static func isReason(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= CreditNoteWish.maximumReason * 4
      && text.unicodeScalars.count <= CreditNoteWish.maximumReason && !text.utf8.contains(0)
  }
}
