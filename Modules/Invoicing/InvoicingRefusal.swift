package import Primitives

/// A no of this module that its asker caused and can mend.
package enum InvoicingRefusal: Refusal, Hashable {
  /// No such document in this shop; the same answer as for another shop's (I-41).
  case unknownDocument
  /// A document needs 1 to 200 lines.
  case lineCount
  case text(pointer: String, most: Int)
  case quantity(pointer: String)
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

  package var kind: RefusalKind {
    switch self {
    case .unknownDocument: .notFound
    case .lineCount, .text, .quantity, .amountTooLarge, .mixedCurrencies, .mixedPrices,
      .negativeTotal, .creditDoesNotFit, .issuedInFuture, .partsDoNotFit:
      .invalid
    case .sharedSeries, .alreadyBooked, .nothingToTakeBack, .wrongKind: .conflict
    }
  }

  package var code: String {
    switch self {
    case .unknownDocument: "invoice.unknown"
    case .lineCount: "invoice.lineCount"
    case .text: "invoice.text"
    case .quantity: "invoice.quantity"
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
    }
  }

  package var pointer: String? {
    switch self {
    case .text(let pointer, _), .quantity(let pointer): pointer
    case .lineCount, .amountTooLarge, .mixedCurrencies, .mixedPrices, .negativeTotal: "/lines"
    case .creditDoesNotFit: "/credit"
    case .issuedInFuture: "/issuedOn"
    default: nil
    }
  }

  package var phrase: Phrase {
    switch self {
    case .unknownDocument:
      Phrase(nl: "Dit document bestaat niet.", en: "This document does not exist.")
    case .lineCount:
      Phrase(
        nl: "Een document heeft 1 tot en met \(DocumentContent.maximumLines) regels.",
        en: "A document has 1 to \(DocumentContent.maximumLines) lines.")
    case .text(_, let most):
      Phrase(nl: "Gebruik 1 tot en met \(most) tekens.", en: "Use 1 to \(most) characters.")
    case .quantity:
      Phrase(
        nl: "Kies een aantal van 1 tot en met \(DocumentContent.maximumQuantity).",
        en: "Choose a quantity from 1 to \(DocumentContent.maximumQuantity).")
    case .amountTooLarge:
      Phrase(nl: "Dit bedrag is te groot.", en: "This amount is too large.")
    case .mixedCurrencies:
      Phrase(
        nl: "Een document staat in één munteenheid.", en: "A document is in one currency.")
    case .mixedPrices:
      Phrase(
        nl: "Prijzen met en zonder btw kunnen niet op één document.",
        en: "Prices with and without VAT cannot share a document.")
    case .negativeTotal:
      Phrase(
        nl: "Het totaal is negatief: maak een creditnota.",
        en: "The total is negative: make a credit note.")
    case .creditDoesNotFit:
      Phrase(
        nl: "Het tegoed is groter dan het bedrag van het document.",
        en: "The credit exceeds the amount of the document.")
    case .issuedInFuture:
      Phrase(
        nl: "Een document kan geen datum in de toekomst krijgen.",
        en: "A document cannot be dated in the future.")
    case .sharedSeries(let series):
      Phrase(
        nl: "De reeks \"\(series)\" hoort al bij een ander soort document.",
        en: "The series \"\(series)\" already belongs to another kind of document.")
    case .alreadyBooked:
      Phrase(nl: "Dit is al geboekt.", en: "This was booked before.")
    case .partsDoNotFit:
      Phrase(
        nl: "De delen passen niet in het betaalde bedrag.",
        en: "The parts do not fit the amount paid.")
    case .nothingToTakeBack:
      Phrase(
        nl: "Er is meer teruggeboekt dan er was ontvangen.",
        en: "More was taken back than had been received.")
    case .wrongKind:
      Phrase(
        nl: "Dit kan niet met dit soort document.",
        en: "This cannot be done with this kind of document.")
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
