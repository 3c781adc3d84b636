package import Catalog
import Invoicing
import JSON
import Notifications
import Outbox
package import Payments
package import Primitives
package import Subscriptions
package import Tenancy

/// Something that a buyer can take with one click right after the payment.
package struct UpsellOffer: Hashable, Sendable {
  /// What it adds to each period from a day on.
  package struct Later: Hashable, Sendable {
    /// VAT included.
    package let amount: Money
    package let from: CivilDate
  }

  package let offer: Offer
  /// What its document will ask now; nil where nothing is asked yet, as for an add-on, which is
  /// billed from the next period on.
  package let bill: QuotedBill?
  /// Nil for what is bought once.
  package let later: Later?
  /// The day on which it is collected by the mandate just given; nil: it is paid at once.
  package let collectOn: CivilDate?

  package var plan: Plan { offer.plan }
  package var askedNow: Money { bill?.asked ?? .zero(plan.version.price.currency) }
}

/// What came of a click.
package enum UpsellOutcome: Hashable, Sendable {
  /// Bought; what it costs is collected by the mandate, or with the next period.
  case taken
  /// A payment waits for the buyer.
  case toPay(Payment.ID)
}

/// The offers after a purchase: shown until the end of the next day, each taken once whoever
/// clicks how often.
package struct Upsell: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// What can still be taken after a purchase; nothing before it is paid.
  package static func offers(
    after id: Subscription.ID, in shop: ShopTransaction
  ) throws -> [UpsellOffer] {
    try UpsellDesk(after: id, in: shop)?.offers() ?? []
  }

  /// Takes an offer.
  /// - Parameters:
  ///   - method: by which it is paid where there is no mandate.
  ///   - shown: what the page showed as asked now, VAT included.
  /// - Throws: `CatalogRefusal.offerTaken` the second time, `CheckoutRefusal.upsellOver`,
  ///   `.offerGone`, `.priceChanged`.
  package func take(
    _ plan: Plan.ID, after id: Subscription.ID, by method: PaymentMethod?, shown: Money,
    as scope: TenantScope
  ) async throws -> UpsellOutcome {
    let addresses = platform.addresses
    return try await platform.database.write(as: scope) { shop in
      guard let desk = try UpsellDesk(after: id, in: shop) else {
        throw CheckoutRefusal.upsellOver
      }
      return try desk.take(plan, by: method, shown: shown, addresses)
    }
  }
}

/// The offers after one purchase, within a transaction.
struct UpsellDesk {
  let shop: ShopTransaction
  let settings: ShopSettings
  let main: Subscription
  let mainPlan: Plan
  let customer: Customer
  let mandate: Mandate?

  /// Nil when the purchase is not paid, or too long ago.
  init?(after id: Subscription.ID, in shop: ShopTransaction) throws {
    let main = try shop.subscriptions.existing(id)
    guard main.state != .pending, main.state != .abandoned,
      shop.today <= main.purchasedOn.adding(days: UpsellDesk.days)
    else { return nil }
    self.shop = shop
    self.main = main
    settings = try shop.settings.current()
    mainPlan = try shop.catalog.existingPlan(main.planID)
    customer = try shop.customers.find(main.customerID)
    mandate = try UpsellDesk.mandate(givenWith: main, in: shop)
  }

  /// The mandate that this very purchase gave. Who only knows the mailbox of somebody with a
  /// mandate charges nothing to it.
  private static func mandate(
    givenWith main: Subscription, in shop: ShopTransaction
  ) throws -> Mandate? {
    guard let mandate = try shop.mandates.active(for: [main.customerID])[main.customerID],
      let payment = mandate.firstPayment
    else { return nil }
    let documents = try shop.payments.targets(of: payment).map(\.document)
    let heads = try shop.invoicing.heads(documents)
    return heads.values.contains { $0.source == main.id.description } ? mandate : nil
  }

  /// Days after the purchase on which its offers still stand.
  private static let days = 1

  func offers() throws -> [UpsellOffer] {
    let taken = try shop.catalog.takings(after: main.id)
    return try open().filter { !taken.contains($0.plan.id) }.compactMap(shown)
  }

  private func open() throws -> [Offer] {
    try shop.catalog.openOffers(of: mainPlan).filter { $0.kind == .upsell }
  }

  /// Nil for an add-on of what has no next period.
  private func shown(_ offer: Offer) throws -> UpsellOffer? {
    if offer.plan.kind == .addOn {
      guard let next = main.nextPeriod else { return nil }
      let price = try outlook([offer.plan]).asked(for: offer.plan)
      return UpsellOffer(
        offer: offer, bill: nil, later: UpsellOffer.Later(amount: price, from: next.period.from),
        collectOn: nil)
    }
    let quote = try ForeseenBills(basket(offer.plan), outlook([offer.plan]), periods: 2)
    let charges = quote.todaysCharges
    let bill = charges.isEmpty ? nil : try QuotedBill(charges, in: shop.currency)
    let next = quote.later.first
    return UpsellOffer(
      offer: offer, bill: bill,
      later: next.map { UpsellOffer.Later(amount: $0.asked, from: $0.bill.period.period.from) },
      collectOn: mandate == nil || bill == nil ? nil : collectOn)
  }

  func take(
    _ plan: Plan.ID, by method: PaymentMethod?, shown amount: Money,
    _ addresses: PublicAddresses
  ) throws -> UpsellOutcome {
    guard let offer = try open().first(where: { $0.plan.id == plan }),
      let shown = try shown(offer)
    else { throw CheckoutRefusal.offerGone }
    try shop.catalog.take(offer, after: main.id)
    guard shown.askedNow == amount else {
      throw CheckoutRefusal.priceChanged(now: shown.askedNow)
    }
    try shop.audit.record("upsell.taken", main.id, ["plan": .string(plan.description)])
    if offer.plan.kind == .addOn {
      try add(offer.plan)
      return .taken
    }
    return try buy(offer.plan, by: method, addresses)
  }

  // MARK: A purchase of its own

  private func buy(
    _ plan: Plan, by method: PaymentMethod?, _ addresses: PublicAddresses
  ) throws -> UpsellOutcome {
    let basket = basket(plan)
    let bought = try BoughtBasket(basket, by: customer, in: shop)
    let desk = CheckoutDesk(shop: shop, addresses: addresses)
    guard mandate == nil, !bought.todaysBills.isEmpty else {
      try bought.record(in: shop, settings: settings)
      try collect(bought)
      if bought.subscription.trialUntil != nil {
        try desk.tellOfTrial(bought, of: basket, to: customer)
      }
      return .taken
    }
    let document = try desk.issue(bought, of: basket, to: customer)
    try bought.record(in: shop, settings: settings)
    let payment = try desk.ask(document, method, givesMandate: bought.goesOn, settings)
    if let document, payment == nil { try desk.begin(with: document) }
    return payment.map(UpsellOutcome.toPay) ?? .taken
  }

  /// Served at once and collected once the notice of the debit is over (I-31).
  private func collect(_ bought: BoughtBasket) throws {
    guard let first = bought.todaysBills.first else { return }
    let sheet = try BillSheet(
      first.charges, for: customer, collectOn: collectOn, mode: first.mode,
      source: first.subscription.id.description, in: shop.currency)
    _ = try DocumentRun(shop: shop, settings: settings).issue([sheet])
    try PaidCheckout(shop: shop).begin(first.subscription.id)
  }

  private var collectOn: CivilDate { shop.today.adding(days: settings.preNotificationDays) }

  private func basket(_ plan: Plan) -> CheckoutBasket {
    let day = plan.takesCollectionDay(settings) ? main.collectionDay : nil
    return CheckoutBasket(
      plan, Purchase(policy: settings.collectionPolicy, collectionDay: day), settings)
  }

  private func outlook(_ plans: [Plan]) throws -> CheckoutOutlook {
    CheckoutOutlook(
      plans: Dictionary(plans.map { ($0.id, $0) }) { first, _ in first }, customer: customer,
      taxation: try Taxation(of: [customer], settings, in: shop), today: shop.today)
  }

  // MARK: An add-on

  /// From the first period that is not billed yet, so that nothing is due now.
  private func add(_ plan: Plan) throws {
    let amendable = try shop.subscriptions.amendable(main.id)
    let subscription = amendable.subscription
    let versions = try shop.catalog.versions([subscription.versionID])
    guard let version = versions[subscription.versionID] else { throw CatalogRefusal.planUnknown }
    let addOn = AddOn(
      id: shop.newID(), planID: plan.id, versionID: plan.version.id, quantity: 1,
      price: plan.version.price, pricesIncludeVAT: plan.version.pricesIncludeVAT,
      from: subscription.billedUntil)
    let amendment = try Amendment.add(
      addOn, of: plan, to: subscription, version: version, amendable.extras,
      charged: amendable.charges)
    let changed = try shop.subscriptions.apply(
      amendment, noticeDays: settings.renewalNoticeDays)
    try promise(changed)
  }

  /// What was shown before the add-on gives way to what is shown with it.
  private func promise(_ subscription: Subscription) throws {
    guard let next = try Foresight(of: subscription, mainPlan, in: shop).next() else { return }
    try shop.subscriptions.put(
      quote: next.bill.asked, calculation: next.bill.calculation(customer.language),
      for: next.period.period.from, of: subscription)
  }
}
