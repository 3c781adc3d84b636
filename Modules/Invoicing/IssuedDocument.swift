package import Primitives

/// A document as people see it: everything a PDF, a page or a mail needs, and nothing else has to
/// be read. What was agreed is frozen at issue; only status and what was paid move on.
///
/// A pro forma claims payment and is no VAT invoice: here it carries no VAT rates, no rate
/// totals and no VAT number, so no surface can print them by mistake.
package struct IssuedDocument: Hashable, Sendable {
  package let id: Invoice.ID
  package let kind: DocumentKind
  /// As printed, such as "PF000123" or "2026-00042".
  package let number: String
  /// On a definitive invoice: the pro forma that it came from.
  package let proFormaNumber: String?
  /// On a credit note: the invoice that it takes back, whole or in part.
  package let creditedNumber: String?
  /// On a credit note: the date of that invoice.
  package let creditedIssuedOn: CivilDate?
  package let issuedOn: CivilDate
  package let dueOn: CivilDate
  /// The day on which it was fully paid.
  package let paidOn: CivilDate?
  /// The day of automatic collection, when there is one: SEPA pre-notification.
  package let collectOn: CivilDate?
  package let state: DocumentState
  package let seller: Party
  package let buyer: Party
  package let lines: [Line]
  /// Whether the prices of the lines hold the VAT. Always true on a pro forma.
  package let pricesIncludeVAT: Bool
  /// Empty on a pro forma.
  package let rates: [RateTotal]
  /// What is asked, VAT included.
  package let total: Money
  package let creditsUsed: Money
  package let paid: Money
  package let toPay: Money
  /// Credited or written off: `total = paid + creditsUsed + toPay + closed`.
  package let closed: Money
  /// RF creditor reference (ISO 11649), the same on the pro forma and its invoice.
  package let paymentReference: String
  /// The seller's bank account, when the shop shows it.
  package let iban: String?
  package let language: Language
  /// "#rrggbb", when the shop chose one.
  package let accentColour: String?
  /// The shop's PNG, when it has one.
  package let logo: [UInt8]?
  /// The customer's own reference, such as a purchase order number.
  package let customerReference: String?
  /// A few words below the lines; on a credit note the reason.
  package let note: String?
  /// The names of the files that go with it.
  package let attachments: [String]
  /// Made by hand, not by a subscription.
  package let isManual: Bool

  /// One line of a document.
  package struct Line: Hashable, Sendable {
    package let description: String
    /// A pro rata in words, such as "15 of 30 days x 30.00 = 15.00".
    package let explanation: String?
    package let period: Period?
    package let quantity: Int64
    package let unitPrice: Money
    /// Quantity x unit price, in the terms of `pricesIncludeVAT`.
    package let amount: Money
    /// This line's share of the taxable amount. Nil on a pro forma.
    package let net: Money?
    /// Nil on a pro forma.
    package let treatment: VATTreatment?

    /// What is charged, zero where no VAT is. Nil on a pro forma.
    package var rate: VATRate? { treatment?.rate }
  }

  /// The VAT of all lines with one treatment: a VAT group.
  package struct RateTotal: Hashable, Sendable {
    package let treatment: VATTreatment
    package let net: Money
    package let vat: Money

    /// What is charged, zero where no VAT is.
    package var rate: VATRate { treatment.rate }
  }
}

extension IssuedDocument {
  /// "Betaalverzoek (pro forma)", "Factuur", "Creditnota".
  package var title: Phrase { kind.title }

  /// "Onbetaald", "Betaald", ...: clear at a glance.
  package var status: Phrase { state.label }

  /// What must be said below the total; on a pro forma that the VAT invoice follows.
  package var notice: Phrase? { kind.notice }

  /// What the law wants said where no VAT is charged: "Btw verlegd", "Vrijgesteld van btw".
  package var mentions: [Phrase] { rates.compactMap(\.treatment.mention) }

  /// The day of an automatic collection that is still to come; nil where there is none. An invoice
  /// that follows on its pro forma was paid when it was made: if it is open again, the collection
  /// bounced, and another is not announced by this document.
  package var collectionToCome: CivilDate? {
    state.isOpen && proFormaNumber == nil ? collectOn : nil
  }

  /// The taxable amount; nil on a pro forma.
  package var net: Money? { rates.isEmpty ? nil : sum(of: rates.map(\.net)) }

  /// The VAT of all rates; nil on a pro forma.
  package var vat: Money? { rates.isEmpty ? nil : sum(of: rates.map(\.vat)) }

  /// Parts of a total that fitted cannot overflow when summed again.
  private func sum(of parts: [Money]) -> Money? { try? parts.total(in: total.currency) }
}
