import Credits
import Dunning
import Invoicing
import Outbox
import Payments
import Primitives
import Subscriptions
import Tenancy

/// Issues the documents of a batch of bills with all that hangs on them. Used by the renewals;
/// the checkout pays its first document at once and plans nothing.
struct DocumentRun {
  let shop: ShopTransaction
  let settings: ShopSettings

  /// - Returns: the documents in the order of the bills; fewer where the shop puts what a customer
  ///   owes on a day on one document.
  @discardableResult
  func issue(_ bills: [DueBill]) throws -> [DocumentHead] {
    try issue(BillSheet.sheets(of: bills, combined: settings.combinesDocuments))
  }

  func issue(_ sheets: [BillSheet]) throws -> [DocumentHead] {
    guard !sheets.isEmpty else { return [] }
    let customers = Set(sheets.map(\.customer.id)).sorted()
    let mandates = try shop.mandates.active(for: customers)
    var credits = try shop.credits.available(for: customers, in: shop.currency)
    let drafts = try sheets.map { sheet in
      try draft(sheet, isCollected: mandates[sheet.customer.id] != nil, credits: &credits)
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
    _ sheet: BillSheet, isCollected: Bool, credits: inout [Customer.ID: Money]
  ) throws -> Draft {
    let mode = sheet.mode ?? settings.invoiceMode
    let collectOn = max(sheet.collectOn, shop.today)
    let dueOn =
      mode == .invoiceAtOnce && !isCollected
      ? max(shop.today.adding(days: settings.paymentTermDays), collectOn) : collectOn
    var draft = Draft(
      customer: sheet.customer.id, buyer: Party(sheet.customer), charges: sheet.charges,
      dueOn: dueOn, collectOn: isCollected ? collectOn : nil, mode: mode,
      language: sheet.customer.language, source: sheet.source)
    draft.credit = try claim(sheet.asked, of: sheet.customer.id, &credits)
    return draft
  }

  /// What of a customer's credits settles a document: all, or as much as it asks.
  private func claim(
    _ asked: Money, of customer: Customer.ID, _ credits: inout [Customer.ID: Money]
  ) throws -> Money? {
    guard let available = credits[customer], available.isPositive else { return nil }
    let used = try available.smaller(asked)
    credits[customer] = try available - used
    return used
  }

  /// Credits wait for a pro forma's payment and settle an invoice at once (R-15, I-10).
  func settleWithCredits(_ documents: [DocumentHead]) throws {
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

/// What goes on one document: the bills of one day, or what a change leaves of a document.
struct BillSheet: Sendable {
  /// What bills on one document have in common.
  struct Key: Hashable, Sendable {
    let customer: Customer.ID
    let collectOn: CivilDate
    let mode: InvoiceMode?
    /// Prices with VAT and prices without never share a document.
    let pricesIncludeVAT: Bool
  }

  let customer: Customer
  let collectOn: CivilDate
  /// Nil goes by the shop's own mode.
  let mode: InvoiceMode?
  private(set) var charges: [Charge]
  /// What the charges ask together, VAT included.
  private(set) var asked: Money
  /// What it comes from: one subscription's document names it; of several, each line names its own.
  private(set) var source: String

  init(
    _ charges: [Charge], for customer: Customer, collectOn: CivilDate, mode: InvoiceMode?,
    source: String, in currency: Currency
  ) throws {
    self.charges = charges
    self.customer = customer
    self.collectOn = collectOn
    self.mode = mode
    self.source = source
    asked = try charges.total(in: currency)
  }

  private init(_ bill: DueBill) {
    charges = bill.charges
    customer = bill.customer
    collectOn = bill.bill.period.collectOn
    mode = bill.mode
    source = bill.subscription.id.description
    asked = bill.asked
  }

  /// In the order of their first bills.
  static func sheets(of bills: [DueBill], combined: Bool) throws -> [BillSheet] {
    guard combined else { return bills.map(BillSheet.init) }
    var sheets: [BillSheet] = []
    var places: [Key: Int] = [:]
    for bill in bills {
      if let place = places[bill.key] {
        try sheets[place].add(bill)
      } else {
        places[bill.key] = sheets.count
        sheets.append(BillSheet(bill))
      }
    }
    return sheets
  }

  private mutating func add(_ bill: DueBill) throws {
    charges += bill.charges
    asked = try charges.total(in: asked.currency)
    if source != bill.subscription.id.description { source = customer.id.description }
  }
}

extension DueBill {
  var key: BillSheet.Key {
    BillSheet.Key(
      customer: customer.id, collectOn: bill.period.collectOn, mode: mode,
      pricesIncludeVAT: charges.first?.pricesIncludeVAT ?? true)
  }
}

extension EntityID<Invoice> {
  /// The document as the credits know it, which know nothing more of documents.
  var credited: CreditedDocument.ID { CreditedDocument.ID(rawValue: rawValue) }
}
