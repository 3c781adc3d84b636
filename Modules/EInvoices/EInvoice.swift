package import Primitives

/// An electronic invoice or credit note by the semantic model of EN 16931: what stands in the file,
/// in the terms of the standard (BT-n), before it is written as UBL.
///
/// Made from a definitive document, and checked while it is made. Fields can be changed so that
/// tests can break them; `problems()` says which rules then fail.
package struct EInvoice: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case invoice, creditNote
  }

  /// The specification that the file keeps to (BT-24).
  package enum Profile: Hashable, Sendable {
    /// Peppol BIS Billing 3.0: can be sent over the network, since both parties have an electronic
    /// address.
    case peppol
    /// Plain EN 16931, to be mailed or downloaded: consumers have no electronic address.
    case core
  }

  package var kind: Kind
  package var profile: Profile
  /// BT-1.
  package var number: String
  /// BT-2.
  package var issuedOn: CivilDate
  /// BT-9; an invoice has one.
  package var dueOn: CivilDate?
  /// BT-22.
  package var note: String?
  /// BT-5.
  package var currency: Currency
  /// BT-10: how the buyer knows whom it is for.
  package var buyerReference: String?
  /// BT-13: the purchase order.
  package var orderReference: String?
  /// BG-14: spans the periods of the lines.
  package var period: Period?
  /// BG-3: the invoice that a credit note takes back.
  package var preceding: Preceding?
  /// The payment request that came before the invoice (BT-122).
  package var proFormaNumber: String?
  /// BG-24.
  package var files: [EInvoiceFile]
  package var seller: EInvoiceParty
  package var buyer: EInvoiceParty
  /// BG-16; nil when nothing is due.
  package var payment: Payment?
  /// BT-20.
  package var terms: String?
  /// BG-20: discounts.
  package var allowances: [Allowance]
  /// BG-23: one for each category and rate.
  package var groups: [VATGroup]
  package var totals: Totals
  /// BG-25.
  package var lines: [Line]
  /// Why this is no Peppol invoice, when it is none.
  package internal(set) var shortcomings: [EInvoiceProblem] = []
}

/// A file that travels within the invoice, such as its PDF.
package struct EInvoiceFile: Hashable, Sendable {
  package var name: String
  /// Such as "application/pdf".
  package var type: String
  package var bytes: [UInt8]

  package init(name: String, type: String, bytes: [UInt8]) {
    self.name = name
    self.type = type
    self.bytes = bytes
  }
}

extension EInvoice {
  package struct Preceding: Hashable, Sendable {
    /// BT-25.
    package var number: String
    /// BT-26.
    package var issuedOn: CivilDate?
  }

  /// How it is to be paid.
  package struct Payment: Hashable, Sendable {
    /// BT-81, by UNCL 4461: 30 credit transfer, 48 card, 57 standing agreement, 59 direct debit,
    /// 68 online payment.
    package var code: String
    /// BT-83.
    package var reference: String?
    /// BT-84.
    package var iban: String?
    /// BT-85.
    package var accountName: String?
    /// BT-89.
    package var mandate: String?
  }

  /// A category of VAT with its rate: what groups of a file are made by.
  package struct VATClass: Hashable, Sendable {
    package var category: VATTreatment.Category
    package var rate: VATRate

    package init(_ treatment: VATTreatment) {
      category = treatment.category
      rate = treatment.rate
    }
  }

  /// A discount on the whole document: EN 16931 knows no line with a negative price.
  package struct Allowance: Hashable, Sendable {
    /// BT-97.
    package var reason: String
    /// BT-92: positive.
    package var amount: Money
    package var vat: VATClass
  }

  package struct VATGroup: Hashable, Sendable {
    package var vat: VATClass
    /// BT-116.
    package var taxable: Money
    /// BT-117.
    package var tax: Money
    /// BT-121.
    package var exemptionCode: String?
    /// BT-120.
    package var exemptionReason: String?
  }

  package struct Totals: Hashable, Sendable {
    /// BT-106.
    package var lines: Money
    /// BT-107.
    package var allowances: Money
    /// BT-109.
    package var net: Money
    /// BT-110.
    package var vat: Money
    /// BT-112.
    package var gross: Money
    /// BT-113.
    package var prepaid: Money
    /// BT-114: what the document's total differs from the sum of its parts; zero but where a
    /// total was rounded.
    package var rounding: Money
    /// BT-115.
    package var payable: Money
  }

  package struct Line: Hashable, Sendable {
    /// BT-126.
    package var id: String
    /// BT-153.
    package var name: String
    /// BT-154.
    package var description: String?
    /// BT-129.
    package var quantity: Int64
    /// BT-130.
    package var unit: EInvoiceUnit
    /// BT-131.
    package var net: Money
    /// BT-146: for `baseQuantity` units.
    package var price: Money
    /// BT-149: 1, or the whole quantity where the price of one is no whole number of cents.
    package var baseQuantity: Int64
    package var period: Period?
    package var vat: VATClass
  }
}
