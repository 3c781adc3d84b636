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
  /// Below zero on a discount: a line that takes off others.
  package var unitPrice: Money
  /// A discount has that of what it takes off, so that each VAT group keeps its own.
  package var treatment: VATTreatment
  /// Whether `unitPrice` holds the VAT. The same for all charges of a document: it decides how
  /// the document is rounded, and is stored with it.
  package var pricesIncludeVAT: Bool
  /// What it came from, such as the id of a subscription.
  package var source: String?
  /// Which part of the source, such as "plan" or "addon:3".
  package var component: String?

  package init(
    description: String, explanation: String? = nil, period: Period? = nil, quantity: Int64 = 1,
    unitPrice: Money, treatment: VATTreatment, pricesIncludeVAT: Bool, source: String? = nil,
    component: String? = nil
  ) {
    self.description = description
    self.explanation = explanation
    self.period = period
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.treatment = treatment
    self.pricesIncludeVAT = pricesIncludeVAT
    self.source = source
    self.component = component
  }

  /// Taxed at a rate.
  package init(
    description: String, explanation: String? = nil, period: Period? = nil, quantity: Int64 = 1,
    unitPrice: Money, rate: VATRate, pricesIncludeVAT: Bool, source: String? = nil,
    component: String? = nil
  ) {
    self.init(
      description: description, explanation: explanation, period: period, quantity: quantity,
      unitPrice: unitPrice, treatment: .taxed(rate), pricesIncludeVAT: pricesIncludeVAT,
      source: source, component: component)
  }

  /// What is charged; zero where no VAT is.
  package var rate: VATRate { treatment.rate }
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
  /// The customer's own reference, such as a purchase order number.
  package var customerReference: String?
  /// A few words below the lines.
  package var note: String?
  /// Files stored before by `attachments.store`, at most ten.
  package var attachments: [DocumentAttachment]

  package init(
    customer: Customer.ID, buyer: Party, charges: [Charge], issuedOn: CivilDate? = nil,
    dueOn: CivilDate, collectOn: CivilDate? = nil, mode: InvoiceMode = .proFormaFirst,
    credit: Money? = nil, language: Language, source: String? = nil,
    customerReference: String? = nil, note: String? = nil, attachments: [DocumentAttachment] = []
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
    self.customerReference = customerReference
    self.note = note
    self.attachments = attachments
  }
}
