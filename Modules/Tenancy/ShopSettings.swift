import Primitives

/// When a shop's monthly plans are collected. Other intervals follow the purchase date.
package enum CollectionPolicy: Hashable, Sendable {
  case purchaseDate
  /// A day of the month, 1 to 28.
  case fixedDay(Int)

  package static let days = 1...28
}

/// Which document a customer gets first.
package enum InvoiceMode: String, CaseIterable, Sendable {
  case proFormaFirst, invoiceAtOnce
}

/// What a payment without a choice pays first.
package enum AllocationRule: String, CaseIterable, Sendable {
  /// By issue date.
  case oldestFirst
  /// Overdue before current, each by due date.
  case overdueFirst
  /// By open amount.
  case largestFirst
}

/// The order of a customer's documents in the portal.
package enum PortalOrder: String, CaseIterable, Sendable {
  case newestFirst, oldestFirst, dueFirst, largestFirst
}

/// How the numbers of one series look: `PF000123`, `2026-00042`.
package struct NumberFormat: Hashable, Sendable {
  package static let widths = 1...10
  package static let prefixLength = 10

  package var prefix: String
  package var includesYear: Bool
  /// Digits, filled with zeros; a longer number keeps all of its own.
  package var width: Int

  package init(prefix: String, includesYear: Bool, width: Int) {
    self.prefix = prefix
    self.includesYear = includesYear
    self.width = width
  }

  package func text(number: Int64, year: Int) -> String {
    let digits = "\(number)"
    let zeros = String(repeating: "0", count: max(width - digits.utf8.count, 0))
    return prefix + (includesYear ? "\(year)-" : "") + zeros + digits
  }
}

/// The formats of a shop's number series.
package struct Numbering: Hashable, Sendable {
  package var proForma = NumberFormat(prefix: "PF", includesYear: false, width: 6)
  package var invoice = NumberFormat(prefix: "", includesYear: true, width: 5)
  package var creditNote = NumberFormat(prefix: "CN", includesYear: true, width: 5)

  package init() {}
}

/// Where the unused part of what was paid goes.
package enum UnusedPart: String, CaseIterable, Sendable {
  /// Onto the customer's credits, which settle the next documents.
  case credits
  /// Back to where the money came from.
  case paidBack
}

/// When a change of a subscription takes effect.
package enum ChangeTiming: String, CaseIterable, Sendable {
  case now
  /// With the first period that is not billed yet.
  case periodEnd
}

/// Everything a shop can set, with what holds until it does.
///
/// Kept as one JSON row a key; a key that was never set has its default.
package struct ShopSettings: Hashable, Sendable {
  package var collectionPolicy = CollectionPolicy.purchaseDate
  /// TARGET2 business days that a payment is sent out before its collection date.
  package var collectionLeadDays = 0
  package var invoiceMode = InvoiceMode.proFormaFirst
  /// Days before the collection date that a renewal's document is made and announced.
  package var renewalNoticeDays = 7
  /// Days before a debit that its notice must have been sent, as agreed in the shop's terms.
  package var preNotificationDays = 3
  /// Days from issue to due date for what is not collected automatically.
  package var paymentTermDays = 14
  package var numbering = Numbering()
  package var allocationRule = AllocationRule.oldestFirst
  /// Days before the due date of the memory aid; 0 sends none.
  package var memoryAidDays = 3
  /// Days after the due date of the reminder; 0 sends none.
  package var reminderDays = 7
  package var showIBAN = true
  package var portalOrder = PortalOrder.dueFirst
  /// Ids of the methods offered at the checkout and in the portal, in their order.
  package var paymentMethods = ["ideal", "bancontact", "creditcard"]
  /// Whether what one customer owes for several subscriptions on a day comes on one document.
  package var combinesDocuments = false
  /// Whether customers choose the day of the month on which they are collected.
  package var customersChooseDay = false
  /// Days between a cancellation and the earliest end; consumer law allows a month (BW 6:236 j).
  package var cancellationNoticeDays = 0
  package var customersMayPause = true
  /// Days that a customer's own pause lasts at most.
  package var maximumPauseDays = 180
  package var unusedPart = UnusedPart.credits
  /// When a change to a cheaper plan takes effect.
  package var downgradeTiming = ChangeTiming.periodEnd
  /// Whether revenue is recognised over the period that it pays for.
  package var defersRevenue = false
  /// Whether consumers in other countries of the EU pay the VAT of their own (one-stop shop).
  package var usesOneStopShop = false
  /// Whether the shop charges no VAT at all: kleineondernemersregeling.
  package var isSmallBusiness = false
  /// Whether mails carry the e-invoice (UBL) beside the PDF.
  package var attachesUBL = false
  /// `#rrggbb` of the shop's pages and documents.
  package var accentColour: String?

  /// Grows with every change of any key; what an ETag is made of. 0 while all is default.
  package internal(set) var version: Int64 = 0

  package init() {}
}
