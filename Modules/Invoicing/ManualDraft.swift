package import Primitives
package import Tenancy

/// A manual invoice in preparation: it may be incomplete, it can be changed and deleted,
/// and it becomes a document once.
package struct ManualDraft: Entity, Hashable, Sendable {
  package static let idPrefix = "drf"

  package let id: ManualDraft.ID
  package let customer: Customer.ID
  package let content: ManualContent
  /// In order, without their bytes.
  package let attachments: [DocumentAttachment]
  /// The document that it became.
  package let issued: Invoice.ID?
  package let createdAt: Instant
  package let updatedAt: Instant
  /// Grows with every change; what an ETag is made of.
  package let version: Int64
}

/// What a manual draft says.
package struct ManualContent: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    /// Empty while unknown.
    package var description: String
    package var quantity: Int64
    /// Nil while unknown; below zero for a discount.
    package var unitPrice: Money?
    package var treatment: VATTreatment
    package var period: Period?

    package init(
      description: String, quantity: Int64 = 1, unitPrice: Money?, treatment: VATTreatment,
      period: Period? = nil
    ) {
      self.description = description
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.treatment = treatment
      self.period = period
    }
  }

  package var lines: [Line]
  package var pricesIncludeVAT: Bool
  /// The definitive invoice at once, or a pro forma first.
  package var mode: InvoiceMode
  /// By the shop's payment term when nil.
  package var dueOn: CivilDate?
  package var customerReference: String?
  package var note: String?

  package init(
    lines: [Line] = [], pricesIncludeVAT: Bool = false, mode: InvoiceMode = .invoiceAtOnce,
    dueOn: CivilDate? = nil, customerReference: String? = nil, note: String? = nil
  ) {
    self.lines = lines
    self.pricesIncludeVAT = pricesIncludeVAT
    self.mode = mode
    self.dueOn = dueOn
    self.customerReference = customerReference
    self.note = note
  }
}

extension ManualContent {
  /// What is too long or too large to be kept, however incomplete.
  func check(_ currency: Currency) throws(InvoicingRefusal) {
    guard lines.count <= DocumentContent.maximumLines else { throw .lineCount }
    for (index, line) in lines.enumerated() {
      let place = "/lines/\(index)"
      guard DocumentContent.isText(line.description, 0...DocumentContent.maximumDescription) else {
        throw .text(
          pointer: place + "/description", most: DocumentContent.maximumDescription)
      }
      guard (1...DocumentContent.maximumQuantity).contains(line.quantity) else {
        throw .quantity(pointer: place + "/quantity")
      }
      guard let price = line.unitPrice else { continue }
      guard price.currency == currency else { throw .mixedCurrencies }
      let most = Money.inputLimitUnits * currency.minorUnitsPerUnit
      guard price.minorUnits.magnitude <= most.magnitude else {
        throw .unitPrice(pointer: place + "/unitPrice")
      }
    }
    if let reference = customerReference,
      !DocumentContent.isText(reference, 1...DocumentContent.maximumReference)
    {
      throw .text(pointer: "/customerReference", most: DocumentContent.maximumReference)
    }
    if let note, !DocumentContent.isText(note, 1...DocumentContent.maximumNote) {
      throw .text(pointer: "/note", most: DocumentContent.maximumNote)
    }
  }

  /// The charges of the document.
  /// - Throws: `InvoicingRefusal.unitPrice` for a line without a price; an empty description is
  ///   refused when the document is made.
  func charges() throws(InvoicingRefusal) -> [Charge] {
    var charges: [Charge] = []
    for (index, line) in lines.enumerated() {
      guard let price = line.unitPrice else {
        throw .unitPrice(pointer: "/lines/\(index)/unitPrice")
      }
      charges.append(
        Charge(
          description: line.description, period: line.period, quantity: line.quantity,
          unitPrice: price, treatment: line.treatment, pricesIncludeVAT: pricesIncludeVAT))
    }
    return charges
  }
}
