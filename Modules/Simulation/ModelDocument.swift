import Primitives

/// What the auditor believes about one claim on a customer, from request to invoice.
struct ModelDocument: Sendable {
  let id: Int64
  let shop: Int
  let customer: Int64
  let subscription: Int64
  let number: String
  let total: Int64
  let vat: Int64
  let terms: ModelTerms
  /// In the terms of the prices.
  let lines: [Int64]
  let credits: Int64
  let isFirst: Bool
  /// A pro forma, at first.
  let isRequest: Bool
  let issuedOn: Day
  let dueOn: Day
  let collectOn: Day?
  var paid: Int64 = 0
  /// Taken back by credit notes of the shop: of its line, and VAT included.
  var creditedLine: Int64 = 0
  var credited: Int64 = 0
  /// In the books: an invoice from the start, or a request that was paid.
  var isDefinitive: Bool
  /// Given up: expired, or taken back by a credit note.
  var isClosed = false
  /// The id of the definitive invoice, once it was seen.
  var invoice: Int64?
  /// When the booking was seen that left nothing open.
  var coveredAt: Instant?
  /// When a payment was last taken back.
  var reopenedAt: Instant?
  /// What was paid back before anything followed it up is due anew on that day.
  var dueAnew: Day?
  /// Debits at the bank for this claim, by their place there.
  var debits: [Int] = []
  var reminders: Set<String> = []

  var open: Int64 { isClosed ? 0 : total - credits - paid - credited }
  /// The day that reminders count from.
  var reminded: Day { dueAnew ?? dueOn }
  /// What the books must show as owed.
  var receivable: Int64 { isDefinitive ? open : 0 }
}

/// The books as the auditor keeps them, per shop: each sum moves with a fact, none is read.
struct ModelBooks: Sendable {
  var receivable: Int64 = 0
  var clearing: Int64 = 0
  var prepaid: Int64 = 0
  /// Payments that credit notes made credits.
  var turned: Int64 = 0
  /// On its way back to customers.
  var refundable: Int64 = 0
  /// Went out twice, or was taken back after it had become credits.
  var lost: Int64 = 0
  var granted: Int64 = 0
  var consumed: Int64 = 0
  var invoicedGross: Int64 = 0
  var invoicedVAT: Int64 = 0
  /// Claims made: requests, and invoices made at once.
  var claimed: Int64 = 0
  var collected: Int64 = 0
  /// Refunds that went out.
  var paidBack: Int64 = 0
  var takenBack: Int64 = 0
  var stornos = 0
  /// Per account, the journal's lines added up as they were seen.
  var seen: [String: Int64] = [:]

  /// All accounts that begin so.
  func seen(_ prefix: String) -> Int64 {
    seen.reduce(0) { $0 + ($1.key.hasPrefix(prefix) ? $1.value : 0) }
  }

  func balance(_ account: String) -> Int64 { seen[account, default: 0] }
}

/// A payment that was booked, and where its money lies.
struct ModelBooking: Sendable {
  let shop: Int
  let payment: Int
  let customer: Int64
  let receipt: Int64
  var parts: [(document: Int64, amount: Int64)]
  var loose: Int64
  var turned: Int64 = 0
  /// Given back or on its way, but for what was called off.
  var refunded: Int64 = 0
  var isTakenBack = false
}
