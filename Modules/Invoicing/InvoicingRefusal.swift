package import Primitives

/// A no of this module that its asker caused and can mend.
package enum InvoicingRefusal: Refusal, Hashable {
  /// No such document in this shop; the same answer as for another shop's (I-41).
  case unknownDocument
  /// A document needs 1 to 200 lines.
  case lineCount
  case text(pointer: String, most: Int)
  case quantity(pointer: String)
  /// No price, or one beyond what a person may enter.
  case unitPrice(pointer: String)
  /// Beyond ±(10^15 − 1) minor units.
  case amountTooLarge
  case mixedCurrencies
  /// Prices with and without VAT on one document.
  case mixedPrices
  /// What comes out below zero is a credit note, not an invoice (I-07).
  case negativeTotal
  /// Credit beyond the document's total, or negative (I-11).
  case creditDoesNotFit
  case issuedInFuture
  /// The formats of two series print the same numbers.
  case sharedSeries(String)
  /// This money was booked before.
  case alreadyBooked
  /// A payment or a part of one that is not above zero, or parts beyond the whole.
  case partsDoNotFit
  /// More was taken back than had come in.
  case nothingToTakeBack
  /// Only a definitive invoice can be credited or written off, only a pro forma ended.
  case wrongKind
  /// VAT reverse-charged to a customer without a VAT number.
  case vatNumberMissing
  case attachmentCount
  case attachmentTooLarge
  /// Only PDF, PNG and JPEG go with a document.
  case attachmentType
  /// A credit note takes of a line what is left of it at most, and something.
  case creditedLine(pointer: String, most: Money)
  /// Beyond what is left of a VAT group; discounts are to be credited along.
  case creditBeyondGroup
  /// Beyond what is left of the invoice, or nothing.
  case creditBeyondTotal(Money)
  /// The document is not as it was shown: paid, credited or written off meanwhile.
  case documentChanged
  case unknownDraft
  /// Someone else changed the draft meanwhile.
  case draftChanged
  /// A draft becomes a document once.
  case draftIssued

  package var kind: RefusalKind {
    switch self {
    case .unknownDocument, .unknownDraft: .notFound
    case .lineCount, .text, .quantity, .unitPrice, .amountTooLarge, .mixedCurrencies, .mixedPrices,
      .negativeTotal, .creditDoesNotFit, .issuedInFuture, .partsDoNotFit, .vatNumberMissing,
      .attachmentCount, .attachmentTooLarge, .attachmentType, .creditedLine, .creditBeyondGroup,
      .creditBeyondTotal:
      .invalid
    case .sharedSeries, .alreadyBooked, .nothingToTakeBack, .wrongKind, .documentChanged,
      .draftChanged,
      .draftIssued:
      .conflict
    }
  }

  package var code: String {
    switch self {
    case .unknownDocument: "invoice.unknown"
    case .lineCount: "invoice.lineCount"
    case .text: "invoice.text"
    case .quantity: "invoice.quantity"
    case .unitPrice: "invoice.unitPrice"
    case .amountTooLarge: "invoice.amountTooLarge"
    case .mixedCurrencies: "invoice.mixedCurrencies"
    case .mixedPrices: "invoice.mixedPrices"
    case .negativeTotal: "invoice.negativeTotal"
    case .creditDoesNotFit: "invoice.credit"
    case .issuedInFuture: "invoice.issuedInFuture"
    case .sharedSeries: "numbering.shared"
    case .alreadyBooked: "payment.alreadyBooked"
    case .partsDoNotFit: "payment.parts"
    case .nothingToTakeBack: "payment.nothingToTakeBack"
    case .wrongKind: "invoice.kind"
    case .vatNumberMissing: "invoice.vatNumber"
    case .attachmentCount: "attachment.count"
    case .attachmentTooLarge: "attachment.tooLarge"
    case .attachmentType: "attachment.type"
    case .creditedLine: "creditNote.line"
    case .creditBeyondGroup: "creditNote.group"
    case .creditBeyondTotal: "creditNote.total"
    case .documentChanged: "invoice.changed"
    case .unknownDraft: "draft.unknown"
    case .draftChanged: "draft.changed"
    case .draftIssued: "draft.issued"
    }
  }

  package var pointer: String? {
    switch self {
    case .text(let pointer, _), .quantity(let pointer), .unitPrice(let pointer),
      .creditedLine(let pointer, _):
      pointer
    case .lineCount, .amountTooLarge, .mixedCurrencies, .mixedPrices, .negativeTotal,
      .creditBeyondGroup, .creditBeyondTotal:
      "/lines"
    case .vatNumberMissing: "/customer"
    case .attachmentCount, .attachmentTooLarge, .attachmentType: "/attachments"
    case .creditDoesNotFit: "/credit"
    case .issuedInFuture: "/issuedOn"
    default: nil
    }
  }
}

/// Damage that nobody outside caused: a row that cannot be read as what it should be.
package enum InvoicingDamage: Error, Hashable, Sendable {
  case unreadable(table: String, id: Int64)
  /// A document whose rows no longer hold what was issued.
  case altered(Invoice.ID)
  /// Two writers changed one document, and the lock did not tell.
  case lostRace(Invoice.ID)
}
