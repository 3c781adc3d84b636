import Catalog
import Credits
package import Invoicing
import Notifications
import Outbox
package import Payments
package import Primitives
package import Subscriptions
package import Tenancy

/// What a customer asks for at the checkout.
package struct CheckoutOrder: Hashable, Sendable {
  package let choice: CheckoutChoice
  package let details: CustomerDetails
  /// Nil where there is nothing to pay today.
  package let method: PaymentMethod?
  /// What the page showed as the amount of today, VAT included: the document asks just that, or
  /// nothing happens.
  package let shownToday: Money

  package init(
    _ choice: CheckoutChoice, details: CustomerDetails, method: PaymentMethod?, shownToday: Money
  ) {
    self.choice = choice
    self.details = details
    self.method = method
    self.shownToday = shownToday
  }

  /// A plan alone.
  package init(
    planSlug: Slug, quantity: Int, details: CustomerDetails, method: PaymentMethod,
    shownToday: Money
  ) {
    self.init(
      CheckoutChoice(planSlug: planSlug, quantity: quantity), details: details, method: method,
      shownToday: shownToday)
  }
}

/// What an order began.
package struct PlacedOrder: Hashable, Sendable {
  package let subscription: Subscription.ID
  package let customer: Customer.ID
  /// Today's document; nil at the start of a trial.
  package let document: Invoice.ID?
  /// Nil where there is nothing to pay today: what was bought has begun.
  package let payment: Payment.ID?
}

/// A checkout that waits for its payment.
package struct StartedCheckout: Hashable, Sendable {
  package let subscription: Subscription.ID
  package let document: Invoice.ID
  package let payment: Payment.ID
}

/// Subscribes a customer and asks for the first payment, which also gives the mandate.
package struct Checkout: Sendable {
  let platform: Platform

  package init(_ platform: Platform) { self.platform = platform }

  /// Writes customer, subscription, document and payment in one transaction; the payment is
  /// handed to the provider afterwards, by `HostedPayment.open`. Where there is nothing to pay,
  /// all begins at once.
  /// - Parameter answer: what the register said of the buyer's VAT number, asked before
  ///   (`VATNumberCheck.ask`); it is kept as the proof that a reverse charge stands on.
  /// - Throws: refusals of the order; `CheckoutRefusal.priceChanged` when the amount of today is
  ///   no longer the one that was shown.
  package func place(
    _ order: CheckoutOrder, vatNumber answer: VATAnswer? = nil, as scope: TenantScope
  ) async throws -> PlacedOrder {
    let addresses = platform.addresses
    return try await platform.database.write(as: scope) { shop in
      try CheckoutDesk(shop: shop, addresses: addresses).place(order, answer)
    }
  }

  /// The same for an order that there is something to pay of.
  /// - Throws: also `CheckoutRefusal.nothingToPay`.
  package func start(
    _ order: CheckoutOrder, as scope: TenantScope
  ) async throws -> StartedCheckout {
    let addresses = platform.addresses
    return try await platform.database.write(as: scope) { shop in
      let placed = try CheckoutDesk(shop: shop, addresses: addresses).place(order, nil)
      guard let document = placed.document, let payment = placed.payment else {
        throw CheckoutRefusal.nothingToPay
      }
      return StartedCheckout(
        subscription: placed.subscription, document: document, payment: payment)
    }
  }
}

/// Carries an order out within its transaction.
struct CheckoutDesk {
  let shop: ShopTransaction
  let addresses: PublicAddresses

  func place(_ order: CheckoutOrder, _ answer: VATAnswer?) throws -> PlacedOrder {
    let mailbox = try shop.customers.find(email: order.details.email)
    let basket = try CheckoutBasket(order.choice, mailbox: mailbox.map(\.id), in: shop)
    if basket.plan.version.trialDays > 0 { try checkTrial(of: basket.plan, mailbox) }
    // What costs nothing today is nobody's proof that the mailbox is theirs.
    let customer =
      try order.shownToday.isZero
      ? shop.customers.create(order.details) : customer(order.details, among: mailbox)
    try keep(answer, of: customer)
    let bought = try BoughtBasket(basket, by: customer, in: shop)
    let document = try issue(bought, of: basket, to: customer)
    let asked = document?.total ?? .zero(shop.currency)
    guard asked == order.shownToday else { throw CheckoutRefusal.priceChanged(now: asked) }
    try bought.record(in: shop, settings: basket.settings)
    if let code = order.choice.coupon {
      _ = try shop.coupons.redeem(
        code, by: customer.id, for: basket.plan.id, on: shop.today,
        subscription: bought.subscription.id)
    }
    let payment = try ask(document, order.method, givesMandate: bought.goesOn, basket.settings)
    if let document, payment == nil { try begin(with: document) }
    if bought.subscription.trialUntil != nil { try tellOfTrial(bought, of: basket, to: customer) }
    return PlacedOrder(
      subscription: bought.subscription.id, customer: customer.id, document: document?.id,
      payment: payment)
  }

  /// The customer of this mailbox who is taxed alike, or a new one. What is known of an existing
  /// customer is not changed by somebody who only knows the address.
  private func customer(
    _ details: CustomerDetails, among mailbox: [Customer]
  ) throws -> Customer {
    let known = mailbox.first { customer in
      let old = customer.details
      return old.address.country == details.address.country && old.kind == details.kind
        && (old.kind == .consumer || old.vatNumber == details.vatNumber)
    }
    return try known ?? shop.customers.create(details)
  }

  /// A mailbox has one trial of a plan.
  private func checkTrial(of plan: Plan, _ mailbox: [Customer]) throws {
    for customer in mailbox {
      let tried = try shop.subscriptions.of(customer.id).contains {
        $0.planID == plan.id && $0.trialUntil != nil
      }
      if tried { throw CheckoutRefusal.trialUsedBefore }
    }
  }

  private func keep(_ answer: VATAnswer?, of customer: Customer) throws {
    if let answer {
      try VATNumberCheck.keep(answer, of: customer, in: shop)
    } else {
      try VATNumberCheck.order(for: customer, in: shop)
    }
  }

  /// The first document is paid at once, so credits are left for the renewals and no collection
  /// is planned.
  func issue(
    _ bought: BoughtBasket, of basket: CheckoutBasket, to customer: Customer
  ) throws -> DocumentHead? {
    let bills = bought.todaysBills
    guard let first = bills.first else { return nil }
    let draft = Draft(
      customer: customer.id, buyer: Party(customer), charges: bills.flatMap(\.charges),
      dueOn: shop.today, mode: first.mode ?? basket.settings.invoiceMode,
      language: customer.language, source: first.subscription.id.description)
    return try shop.invoicing.issue([draft]).first
  }

  /// Nil where the document is settled already: there is nothing to pay.
  func ask(
    _ document: DocumentHead?, _ method: PaymentMethod?, givesMandate: Bool,
    _ settings: ShopSettings
  ) throws -> Payment.ID? {
    guard let document, document.isOpen else { return nil }
    guard let method, settings.paymentMethods.contains(method.rawValue) else {
      throw CheckoutRefusal.methodNotOffered
    }
    let payment = try shop.payments.begin(
      NewPayment(
        customer: document.customer,
        targets: [PaymentTarget(document: document.id, amount: document.toPay)],
        currency: document.total.currency, method: method, isFirst: givesMandate,
        gateway: .mollie, description: document.number))
    try shop.outbox.put([PaymentOrder.message(payment.id, at: shop.now)])
    return payment.id
  }

  /// A document of nothing is settled by itself.
  func begin(with document: DocumentHead) throws {
    try PaidCheckout(shop: shop).activate([document])
    try shop.outbox.put([MailOrder.issued(document).message(at: shop.now)])
  }

  func tellOfTrial(
    _ bought: BoughtBasket, of basket: CheckoutBasket, to customer: Customer
  ) throws {
    guard let terms = try bought.trialTerms(of: basket, addresses.portal(of: shop.scope.shop))
    else { return }
    try CustomerNotice(TrialStartedMail(terms), about: bought.subscription.id)
      .send(to: customer.id, addresses, in: shop)
    let warnOn = terms.paidFrom.adding(days: -CheckoutDesk.warningDays)
    guard warnOn > shop.today else { return }
    try shop.outbox.put(
      [
        MailOrder(.trialEndsSoon, about: bought.subscription.id)
          .message(at: shop.scope.zone.startOfDay(warnOn))
      ])
  }

  /// Days before the end of a trial on which the customer hears of it.
  private static let warningDays = 3
}
