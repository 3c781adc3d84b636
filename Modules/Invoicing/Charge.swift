package import Primitives
package import Tenancy

/// Something to be paid for: the input of a line. Invoicing knows nothing of subscriptions; what
/// a charge came from is text to it.
package struct Charge: Hashable, Sendable {
  package var description: String
  /// A pro rata in words: "15 of 30 days x 30.00 = 15.00".
  package var explanation: String?
  package var period: Period?
  package var quantity: Int64
  package var unitPrice: Money
  package var rate: VATRate
  /// Whether `unitPrice` holds the VAT. The same for all charges of a document.
  package var pricesIncludeVAT: Bool
  /// What it came from, such as the id of a subscription.
  package var source: String?
  /// Which part of the source, such as "plan" or "addon:3".
  package var component: String?

  package init(
    description: String, explanation: String? = nil, period: Period? = nil, quantity: Int64 = 1,
    unitPrice: Money, rate: VATRate, pricesIncludeVAT: Bool, source: String? = nil,
    component: String? = nil
  ) {
    self.description = description
    self.explanation = explanation
    self.period = period
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.rate = rate
    self.pricesIncludeVAT = pricesIncludeVAT
    self.source = source
    self.component = component
  }
}

/// A document to be made.
package struct Draft: Hashable, Sendable {
  package var customer: Customer.ID
  /// The customer as of now; the document keeps this copy.
  package var buyer: Party
  package var charges: [Charge]
  /// The shop's today when nil. Never in the future, and never before the series' last document.
  package var issuedOn: CivilDate?
  package var dueOn: CivilDate
  /// The day of automatic collection, when there will be one.
  package var collectOn: CivilDate?
  /// Pro forma first, or the definitive invoice at once.
  package var mode: InvoiceMode
  /// How much of the customer's credits settles this document, at most its total (R-15, I-11).
  package var credit: Money?
  package var language: Language
  /// What it came from, for whoever asked for it.
  package var source: String?

  package init(
    customer: Customer.ID, buyer: Party, charges: [Charge], issuedOn: CivilDate? = nil,
    dueOn: CivilDate, collectOn: CivilDate? = nil, mode: InvoiceMode = .proFormaFirst,
    credit: Money? = nil, language: Language, source: String? = nil
  ) {
    self.customer = customer
    self.buyer = buyer
    self.charges = charges
    self.issuedOn = issuedOn
    self.dueOn = dueOn
    self.collectOn = collectOn
    self.mode = mode
    self.credit = credit
    self.language = language
    self.source = source
  }
}
