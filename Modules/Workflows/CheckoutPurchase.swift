import Catalog
import Invoicing
import Notifications
import Outbox
import Primitives
import Subscriptions
import Tenancy

/// What an order has made: the subscription, what was bought once beside it, and their bills.
struct BoughtBasket {
  struct Part {
    let subscription: Subscription
    let extras: Extras
    /// Today's; nil at the start of a trial.
    let bill: DueBill?
  }

  private let main: Part
  private let oneOffs: [Part]
  private let outlook: CheckoutOutlook
  /// The bills after today's, as the quote showed them.
  private let next: [DueBill]

  /// Stores what was bought; its bills are recorded by `record`.
  init(_ basket: CheckoutBasket, by customer: Customer, in shop: ShopTransaction) throws {
    let outlook = CheckoutOutlook(
      plans: basket.plans, customer: customer,
      taxation: try Taxation(of: [customer], basket.settings, in: shop), today: shop.today)
    func buy(_ plan: Plan, _ purchase: Purchase) throws -> Part {
      let (subscription, extras) = try shop.subscriptions.start(
        plan, for: customer.id, purchase, noticeDays: basket.settings.renewalNoticeDays)
      return Part(
        subscription: subscription, extras: extras,
        bill: try outlook.first(subscription, extras))
    }
    let main = try buy(basket.plan, basket.purchase)
    oneOffs = try basket.oneOffs.map { try buy($0, basket.purchaseOfOneOff) }
    next = try outlook.next(2, of: main.subscription, main.extras, after: main.bill)
    self.main = main
    self.outlook = outlook
  }

  var subscription: Subscription { main.subscription }
  /// Whether anything will be collected after today.
  var goesOn: Bool { !next.isEmpty }
  var todaysBills: [DueBill] { ([main] + oneOffs).compactMap(\.bill) }

  /// Records today's bills, and what was shown for the next one: it will ask just that, or a
  /// person looks at it first (quote = charge).
  func record(in shop: ShopTransaction, settings: ShopSettings) throws {
    let bills = todaysBills.map { ($0.subscription, $0.bill) }
    _ = try shop.subscriptions.record(bills, noticeDays: settings.renewalNoticeDays)
    guard let promised = next.first else { return }
    let quoted = try QuotedBill(promised.charges, in: shop.currency)
    try shop.subscriptions.put(
      quote: quoted.asked, calculation: quoted.calculation(outlook.customer.language),
      for: promised.bill.period.period.from, of: subscription)
  }

  /// What the mails about a trial say; nil where there is none.
  func trialTerms(of basket: CheckoutBasket, _ portalURL: String) throws -> TrialTerms? {
    guard let paidFrom = subscription.trialUntil, let first = next.first else { return nil }
    let interval = basket.plan.version.interval
    return TrialTerms(
      planName: basket.plan.name, paidFrom: paidFrom,
      price: try outlook.steady(subscription, main.extras, after: nil) ?? first.asked,
      interval: Phrase(nl: interval.formatted(.nl), en: interval.formatted(.en)),
      first: NextPayment(amount: first.asked, on: first.bill.period.collectOn),
      withdrawableUntil: outlook.customer.kind == .consumer
        ? subscription.withdrawableUntil : nil,
      portalURL: portalURL)
  }
}

/// Starts what was bought on a document once that is paid.
struct PaidCheckout {
  let shop: ShopTransaction

  /// A first document that is paid starts its subscription, and what was bought beside it on the
  /// same document. A checkout that was given up meanwhile begins all the same: who paid is
  /// served.
  func activate(_ documents: [DocumentHead]) throws {
    let sources = Set(documents.compactMap { $0.source.flatMap { Subscription.ID($0) } })
    let named = try shop.subscriptions.find(sources).filter(\.waitsForPayment)
    guard !named.isEmpty else { return }
    let notice = try shop.settings.current().renewalNoticeDays
    for subscription in try named + beside(named) {
      _ = try shop.subscriptions.apply(
        .firstPaymentReceived, to: subscription, noticeDays: notice)
    }
    try shop.outbox.put(
      named.map { MailOrder(.subscriptionConfirmed, about: $0.id).message(at: shop.now) })
  }

  /// Starts a purchase that is served before it is paid.
  func begin(_ id: Subscription.ID) throws {
    let subscription = try shop.subscriptions.existing(id)
    guard subscription.waitsForPayment else { return }
    _ = try shop.subscriptions.apply(
      .firstPaymentReceived, to: subscription,
      noticeDays: shop.settings.current().renewalNoticeDays)
    try shop.outbox.put([MailOrder(.subscriptionConfirmed, about: id).message(at: shop.now)])
  }

  /// Other purchases on the same documents, which their lines name.
  private func beside(_ named: [Subscription]) throws -> [Subscription] {
    var sources: Set<Subscription.ID> = []
    for subscription in named {
      let documents = try shop.invoicing.standing(
        of: subscription.id.description, customer: subscription.customerID)
      let lines = documents.flatMap(\.lines)
      sources.formUnion(lines.compactMap { $0.charge.source.flatMap { Subscription.ID($0) } })
    }
    return try shop.subscriptions.find(sources.subtracting(named.map(\.id)))
      .filter(\.waitsForPayment)
  }
}

extension Subscription {
  fileprivate var waitsForPayment: Bool { state == .pending || state == .abandoned }
}
