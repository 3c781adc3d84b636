import Catalog
import Credits
package import Invoicing
import Ledger
import Notifications
import Outbox
import Payments
package import Primitives
package import Subscriptions
import Tenancy

/// What a change of a subscription did to documents and money.
package struct AmendmentReceipt: Hashable, Sendable {
  /// As it is now.
  package let subscription: Subscription
  package internal(set) var creditNotes: [DocumentHead] = []
  /// Unpaid requests that gave way to lower ones, or to none.
  package internal(set) var replaced: [DocumentHead] = []
  /// Made in the place of those, and for what the change charges.
  package internal(set) var documents: [DocumentHead] = []
  /// Came off what was unpaid, VAT included.
  package internal(set) var lowered: Money
  /// Had been paid or settled, and is now the customer's credits.
  package internal(set) var credited: Money
  /// Had been paid, and goes back to the customer.
  package internal(set) var paidBack: Money
  /// Of what is credited: had been settled by credits before, and is no money to pay back.
  var creditsAgain: Money

  init(_ subscription: Subscription, in currency: Currency) {
    self.subscription = subscription
    (lowered, credited, paidBack) = (.zero(currency), .zero(currency), .zero(currency))
    creditsAgain = .zero(currency)
  }

  /// What the customer still has to pay for it.
  package var toPay: Money {
    get throws(MoneyError) {
      try documents.lazy.map(\.toPay).total(in: lowered.currency)
    }
  }
}

/// Carries an amendment out on documents, credits and books: what was paid comes back by a
/// credit note, as credits or as money; what was not paid yet is lowered instead; what the change
/// charges is asked for at once.
struct AmendmentBooking {
  let shop: ShopTransaction
  let settings: ShopSettings
  let customer: Customer
  /// Where what had been paid goes.
  let unusedPart: UnusedPart
  /// Said on credit notes and with credits.
  let reason: Phrase

  /// - Throws: `PaymentRefusal.liveAttempt` while one of the documents is being paid: what will
  ///   come of that must be known first (I-24).
  func carryOut(_ amendment: Amendment) throws -> AmendmentReceipt {
    let subscription = try shop.subscriptions.apply(
      amendment, noticeDays: settings.renewalNoticeDays)
    var receipt = AmendmentReceipt(subscription, in: shop.currency)
    let standing = try shop.invoicing.standing(
      of: subscription.id.description, customer: customer.id)
    let spread = try GiveBackSpread(amendment.givenBack, over: standing, customer.language)
    for document in standing where spread.parts[document.head.id]?.isEmpty == false {
      try runs.requireNothingUnderWay(for: document.head)
    }
    var sheets: [BillSheet] = []
    var released: [(proForma: DocumentHead, amount: Money)] = []
    for document in standing {
      guard let parts = spread.parts[document.head.id], !parts.isEmpty else { continue }
      if document.head.kind == .invoice {
        try credit(document.head, parts, &receipt)
      } else {
        let ended = try end(document.head, &receipt)
        released.append(ended)
        if let rest = try rest(of: document, spread, released: ended.amount, &receipt) {
          sheets.append(rest)
        }
      }
    }
    sheets += try bills(of: amendment, subscription)
    receipt.documents = try DocumentRun(shop: shop, settings: settings).issue(sheets)
    for part in released where part.amount.isPositive { try lay(part, &receipt) }
    return receipt
  }

  private var runs: DocumentStanding { DocumentStanding(shop: shop) }

  // MARK: Invoices

  private func credit(
    _ invoice: DocumentHead, _ parts: [CreditedLine], _ receipt: inout AmendmentReceipt
  ) throws {
    let crediting = try shop.invoicing.creditNote(
      for: invoice.id, lines: parts, reason: reason(customer.language))
    receipt.creditNotes.append(crediting.creditNote)
    receipt.lowered = try receipt.lowered + crediting.lowered
    let freed = try FreedMoney(shop: shop, reason: reason).settle(
      crediting, of: customer, as: unusedPart)
    receipt.credited = try receipt.credited + freed.credited
    receipt.paidBack = try receipt.paidBack + freed.paidBack
    receipt.creditsAgain = try receipt.creditsAgain + crediting.releasedCredits
    if !crediting.invoice.isOpen { try runs.standDown(invoice) }
    try shop.outbox.put(
      [MailOrder(.creditNote, about: crediting.creditNote.id).message(at: shop.now)])
  }

  // MARK: Requests

  /// A request that asks too much is asked for no more.
  /// - Returns: the request, and what had been paid on it in part.
  private func end(
    _ head: DocumentHead, _ receipt: inout AmendmentReceipt
  ) throws -> (proForma: DocumentHead, amount: Money) {
    try runs.standDown(head)
    try shop.credits.release(for: [head.id.credited])
    let ended = try shop.invoicing.end(head.id, by: .replace)
    receipt.replaced.append(ended.proForma)
    return (ended.proForma, ended.released)
  }

  /// What takes its place; nil where nothing is left to ask.
  private func rest(
    of document: StandingDocument, _ spread: GiveBackSpread, released: Money,
    _ receipt: inout AmendmentReceipt
  ) throws -> BillSheet? {
    let head = document.head
    let charges = try spread.rest(of: document)
    guard !charges.isEmpty else {
      receipt.lowered = try receipt.lowered + head.total - released
      return nil
    }
    let rest = try BillSheet(
      charges, for: customer, collectOn: head.collectOn ?? head.dueOn, mode: .proFormaFirst,
      source: head.source ?? customer.id.description, in: shop.currency)
    receipt.lowered = try receipt.lowered + head.total - rest.asked
    return rest
  }

  /// What had been paid on a request that gave way is laid on what the change asks; the rest of it
  /// becomes credits.
  private func lay(
    _ released: (proForma: DocumentHead, amount: Money), _ receipt: inout AmendmentReceipt
  ) throws {
    var left = released.amount
    var parts: [SettledPart] = []
    for document in receipt.documents where document.isOpen && left.isPositive {
      let amount = try left.smaller(document.toPay)
      parts.append(SettledPart(document: document.id, amount: amount))
      left = try left - amount
    }
    if !parts.isEmpty {
      let laid = try shop.invoicing.allocate(of: customer.id, on: parts)
      try PaymentIntake.settled(laid.paid, in: shop)
      let heads = try shop.invoicing.heads(receipt.documents.map(\.id))
      receipt.documents = receipt.documents.map { heads[$0.id] ?? $0 }
    }
    guard left.isPositive else { return }
    try shop.invoicing.turn(left, of: customer.id)
    try shop.credits.grant(
      [
        NewCredit(
          customer: customer.id, amount: left, reason: reason(customer.language),
          source: released.proForma.id.description)
      ], from: .prepayments)
    receipt.credited = try receipt.credited + left
  }

  // MARK: What is charged

  private func bills(of amendment: Amendment, _ subscription: Subscription) throws -> [BillSheet] {
    guard !amendment.bills.isEmpty else { return [] }
    let ids = Set(amendment.bills.flatMap { $0.charges.map(\.planID) } + [subscription.planID])
    let plans = try shop.catalog.plans(ids)
    let taxation = try Taxation(of: [customer], settings, in: shop)
    let bills = try amendment.bills.filter { !$0.charges.isEmpty }.map { bill in
      try DueBill(subscription, bill, customer: customer, plans: plans, taxation)
    }
    return try BillSheet.sheets(of: bills, combined: settings.combinesDocuments)
  }
}

/// What a credit note freed finds its way to the customer.
struct FreedMoney {
  let shop: ShopTransaction
  let reason: Phrase

  /// Credits that had settled the invoice are credits again; what was paid becomes credits, or goes
  /// back where the money came from as far as that can still take it.
  func settle(
    _ crediting: Crediting, of customer: Customer, as choice: UnusedPart
  ) throws -> (credited: Money, paidBack: Money) {
    let note = crediting.creditNote
    let nothing = Money.zero(note.total.currency)
    let paidBack =
      choice == .paidBack
      ? try payBack(crediting.releasedPayments, note, customer) ?? nothing : nothing
    let toCredits = try crediting.releasedPayments - paidBack
    if toCredits.isPositive {
      try shop.invoicing.turn(toCredits, of: customer.id)
    }
    let granted = try toCredits + crediting.releasedCredits
    try grant(granted, note, customer)
    return (granted, paidBack)
  }

  private func grant(_ amount: Money, _ note: DocumentHead, _ customer: Customer) throws {
    guard amount.isPositive else { return }
    try shop.credits.grant(
      [
        NewCredit(
          customer: customer.id, amount: amount, reason: reason(customer.language),
          source: note.id.description)
      ], from: .prepayments)
  }

  /// Nil where the payments are too old, or were made otherwise: then it is credits.
  private func payBack(
    _ amount: Money, _ note: DocumentHead, _ customer: Customer
  ) throws -> Money? {
    guard amount.isPositive else { return nil }
    let possible = try shop.refunds.refundable(of: customer.id, in: amount.currency)
    let refunded = try amount.smaller(possible)
    guard refunded.isPositive else { return nil }
    _ = try RefundRun.request(
      RefundRequest(
        customer: customer.id, amount: refunded, cause: .creditNote(note.id),
        reason: reason(customer.language), source: note.id.description), in: shop)
    return refunded
  }
}
