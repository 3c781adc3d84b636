import Catalog
import Credits
import Dunning
import Invoicing
import JSON
import Ledger
import Outbox
import Payments
import Primitives
import Storage
import Subscriptions
import Tenancy
import TestSupport

/// A row in most tables of a shop, written by the stores themselves.
enum SampleRows {
  struct Written: Sendable {
    let subscription: Subscription.ID
    let document: Invoice.ID
    let payment: Payment.ID
    let dunningCase: DunningCase.ID
    let effect: OutboxMessage.ID
    let event: InboxEvent.ID
  }

  @discardableResult
  static func write(in database: Database, as scope: TenantScope) async throws -> Written {
    let details = try Demo.customer()
    let draft = PlanDraft(
      name: "Basis", slug: try known(Slug("basis")),
      terms: PlanTerms(price: .eur(3000), interval: .monthly))
    return try await database.write(as: scope) { shop in
      try shop.ledger.openBooks()
      try shop.settings.change { $0.renewalNoticeDays = 8 }
      let customer = try shop.customers.create(details)
      let plan = try shop.catalog.createPlan(draft)
      let subscription = try shop.subscriptions.start(
        plan, for: customer.id, quantity: 1, policy: .purchaseDate)
      let period = try known(subscription.schedule.period(0))
      let bill = try PeriodBill(subscription, period: period)
      _ = try shop.subscriptions.record([(subscription, bill)], noticeDays: 7)
      _ = try shop.subscriptions.apply(.firstPaymentReceived, to: subscription, noticeDays: 7)
      let (paid, open) = try documents(for: customer, in: shop)
      let payment = try payments(for: customer, paid, open, in: shop)
      try shop.credits.grant(
        [NewCredit(customer: customer.id, amount: .eur(100), reason: "Test", source: "test")])
      let cases = try follow(open, in: shop)
      let effect = try shop.outbox.put(OutboxMessage(kind: "mail", key: "1", payload: [:]))
      let event = try shop.inbox.receive(
        InboxEvent(source: "mollie", externalID: "tr_1", identity: .poke, body: [1]))
      return Written(
        subscription: subscription.id, document: open.id, payment: payment,
        dunningCase: cases, effect: try known(effect), event: try known(event))
    }
  }

  private static func documents(
    for customer: Customer, in shop: ShopTransaction
  ) throws -> (paid: DocumentHead, open: DocumentHead) {
    let charge = Charge(
      description: "Basis", unitPrice: .eur(3000), rate: .standard, pricesIncludeVAT: true)
    let drafts = [InvoiceMode.invoiceAtOnce, .proFormaFirst].map { mode in
      Draft(
        customer: customer.id,
        buyer: Party(
          name: customer.name, street: "Dorpsstraat 1", postalCode: "1234 AB", city: "Utrecht",
          country: "NL"),
        charges: [charge], dueOn: shop.today.adding(days: 14), mode: mode, language: .nl)
    }
    let made = try shop.invoicing.issue(drafts)
    return (made[0], made[1])
  }

  /// The first is paid and gives a mandate; the second has a page open.
  private static func payments(
    for customer: Customer, _ paid: DocumentHead, _ open: DocumentHead, in shop: ShopTransaction
  ) throws -> Payment.ID {
    func begin(_ document: DocumentHead) throws -> Payment {
      let target = PaymentTarget(document: document.id, amount: document.toPay)
      return try shop.payments.begin(
        NewPayment(
          customer: customer.id, targets: [target], currency: .eur, method: .ideal,
          isFirst: true, gateway: .mollie, description: document.number))
    }
    let first = try begin(paid)
    _ = try shop.payments.markSent(first.id)
    var told = GatewayPayment(id: "tr_1", status: .paid, amount: paid.toPay, paidAt: shop.now)
    (told.mandate, told.customer) = ("mdt_1", "cst_1")
    let applied = try shop.payments.apply(told, to: first.id)
    try shop.mandates.grant(by: applied.payment, told)
    try shop.gatewayAccounts.remember("cst_1", of: customer.id, at: .mollie)
    let money = IncomingMoney(
      payment: first.id.description, cause: "paid", customer: customer.id, amount: paid.toPay,
      paidOn: shop.today)
    _ = try shop.invoicing.settle(
      money, on: [SettledPart(document: paid.id, amount: paid.toPay)])
    return try begin(open).id
  }

  private static func follow(
    _ document: DocumentHead, in shop: ShopTransaction
  ) throws -> DunningCase.ID {
    let terms = try DunningTerms(memoryAidDaysBefore: 3, reminderDaysAfter: 7)
    let followed = FollowedDocument(
      document: document.id, customer: document.customer, dueOn: document.dueOn)
    try shop.dunning.open([followed], flow: try shop.dunning.flow(terms))
    return try known(try shop.dunning.find(document.id)).id
  }

  static func known<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw DemoError.invalid("\(Value.self)") }
    return value
  }
}
