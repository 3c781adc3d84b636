import Credits
import Dunning
import Invoicing
import Outbox
import Payments
import Primitives
import Subscriptions
import Tenancy

/// Issues the documents of a batch of charges with all that hangs on them. Used by the renewals;
/// the checkout pays its first document at once and plans nothing.
struct DocumentRun {
  let shop: ShopTransaction
  let settings: ShopSettings

  /// - Returns: the documents in the order of the charges.
  func issue(_ charges: [DueCharge]) throws -> [DocumentHead] {
    guard !charges.isEmpty else { return [] }
    let customers = Set(charges.map(\.customer.id)).sorted()
    let mandates = try shop.mandates.active(for: customers)
    var credits = try shop.credits.available(for: customers, in: shop.currency)
    let drafts = try charges.map { charge in
      try draft(charge, isCollected: mandates[charge.customer.id] != nil, credits: &credits)
    }
    let documents = try shop.invoicing.issue(drafts)
    try settleWithCredits(documents)
    let open = documents.filter(\.isOpen)
    try planCollections(of: open, on: mandates)
    try follow(open)
    try shop.outbox.put(documents.map { MailOrder.issued($0).message(at: shop.now) })
    return documents
  }

  private func draft(
    _ due: DueCharge, isCollected: Bool, credits: inout [Customer.ID: Money]
  ) throws -> Draft {
    let collectOn = max(due.period.collectOn, shop.today)
    let dueOn =
      settings.invoiceMode == .invoiceAtOnce && !isCollected
      ? max(shop.today.adding(days: settings.paymentTermDays), collectOn) : collectOn
    var draft = Draft(
      customer: due.customer.id, buyer: Party(due.customer),
      charges: [try due.charge(in: shop.scope.shop)], dueOn: dueOn,
      collectOn: isCollected ? collectOn : nil, mode: settings.invoiceMode,
      language: due.customer.language, source: due.subscription.id.description)
    if let available = credits[due.customer.id], available.isPositive {
      let total = try draft.total(in: shop.currency)
      let used = try available.smaller(total)
      credits[due.customer.id] = try available - used
      draft.credit = used
    }
    return draft
  }

  /// Credits wait for a pro forma's payment and settle an invoice at once (R-15, I-10).
  private func settleWithCredits(_ documents: [DocumentHead]) throws {
    let settled = documents.filter(\.creditsUsed.isPositive)
    guard !settled.isEmpty else { return }
    try shop.credits.reserve(
      settled.map {
        CreditClaim(document: $0.id.credited, customer: $0.customer, amount: $0.creditsUsed)
      })
    try shop.credits.consume(for: settled.filter { $0.kind == .invoice }.map(\.id.credited))
  }

  /// The payment is sent so many bank days ahead as the shop wants, since banks take days.
  private func planCollections(
    of documents: [DocumentHead], on mandates: [Customer.ID: Mandate]
  ) throws {
    let planned = documents.compactMap { document -> PlannedCollection? in
      guard let mandate = mandates[document.customer], let day = document.collectOn else {
        return nil
      }
      let sendOn = BankCalendar.adding(businessDays: -settings.collectionLeadDays, to: day)
      return PlannedCollection(
        mandate: mandate, target: PaymentTarget(document: document.id, amount: document.toPay),
        description: document.number, collectAt: shop.scope.zone.startOfDay(sendOn), debitOn: day)
    }
    try shop.payments.plan(planned)
  }

  /// - Parameter earliest: the day that counts as due where the document's own lies before it.
  func follow(_ documents: [DocumentHead], dueFrom earliest: CivilDate? = nil) throws {
    let terms = try DunningTerms(
      memoryAidDaysBefore: settings.memoryAidDays > 0 ? settings.memoryAidDays : nil,
      reminderDaysAfter: settings.reminderDays > 0 ? settings.reminderDays : nil)
    guard !terms.isEmpty, !documents.isEmpty else { return }
    let followed = documents.map {
      FollowedDocument(
        document: $0.id, customer: $0.customer, dueOn: max($0.dueOn, earliest ?? $0.dueOn))
    }
    try shop.dunning.open(followed, flow: try shop.dunning.flow(terms))
  }
}

extension EntityID<Invoice> {
  /// The document as the credits know it, which know nothing more of documents.
  var credited: CreditedDocument.ID { CreditedDocument.ID(rawValue: rawValue) }
}

extension Draft {
  /// What the document will ask, by the very calculation that makes it.
  func total(in currency: Currency) throws -> Money {
    let lines = try charges.map {
      VATCalculation.Line(
        quantity: try Ratio($0.quantity, 1), unitPrice: $0.unitPrice, rate: $0.rate)
    }
    return try VATCalculation(
      lines: lines, pricesIncludeVAT: charges.first?.pricesIncludeVAT ?? true, currency: currency
    ).gross
  }
}
