import Catalog
import Credits
package import Invoicing
import Outbox
package import Payments
package import Primitives
package import Subscriptions
package import Tenancy

/// What a customer asks for at the checkout.
package struct CheckoutOrder: Hashable, Sendable {
  package let planSlug: Slug
  package let quantity: Int
  package let details: CustomerDetails
  package let method: PaymentMethod
  /// What the page showed as the amount of today, VAT included: the document asks just that, or
  /// nothing happens.
  package let shownToday: Money

  package init(
    planSlug: Slug, quantity: Int, details: CustomerDetails, method: PaymentMethod,
    shownToday: Money
  ) {
    self.planSlug = planSlug
    self.quantity = quantity
    self.details = details
    self.method = method
    self.shownToday = shownToday
  }
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
  /// handed to the provider afterwards, by `HostedPayment.open`.
  /// - Throws: refusals of the order; `CheckoutRefusal.priceChanged` when the amount of today is
  ///   no longer the one that was shown.
  package func start(
    _ order: CheckoutOrder, as scope: TenantScope
  ) async throws -> StartedCheckout {
    try await platform.database.write(as: scope) { shop in try Checkout.start(order, in: shop) }
  }

  static func start(_ order: CheckoutOrder, in shop: ShopTransaction) throws -> StartedCheckout {
    let settings = try shop.settings.current()
    try check(order.method, offeredBy: settings)
    let plan = try CheckoutQuote.plan(order.planSlug, in: shop)
    let customer = try customer(order.details, in: shop)
    let subscription = try shop.subscriptions.start(
      plan, for: customer.id, quantity: order.quantity, policy: settings.collectionPolicy)
    let first = try firstCharge(of: subscription, plan, customer)
    let document = try issue(first, settings, in: shop)
    guard document.total == order.shownToday else {
      throw CheckoutRefusal.priceChanged(now: document.total)
    }
    _ = try shop.subscriptions.record(
      [(subscription, first.periodCharge)], noticeDays: settings.renewalNoticeDays)
    let payment = try shop.payments.begin(
      NewPayment(
        customer: customer.id,
        targets: [PaymentTarget(document: document.id, amount: document.toPay)],
        currency: document.total.currency, method: order.method, isFirst: true, gateway: .mollie,
        description: document.number))
    try shop.outbox.put([PaymentOrder.message(payment.id, at: shop.now)])
    return StartedCheckout(
      subscription: subscription.id, document: document.id, payment: payment.id)
  }

  private static func check(_ method: PaymentMethod, offeredBy settings: ShopSettings) throws {
    guard settings.paymentMethods.contains(method.rawValue) else {
      throw CheckoutRefusal.methodNotOffered
    }
  }

  /// The customer of this mailbox, or a new one. What is known of an existing customer is not
  /// changed by somebody who only knows the address.
  private static func customer(
    _ details: CustomerDetails, in shop: ShopTransaction
  ) throws -> Customer {
    try shop.customers.find(email: details.email).first ?? shop.customers.create(details)
  }

  private static func firstCharge(
    of subscription: Subscription, _ plan: Plan, _ customer: Customer
  ) throws -> DueCharge {
    guard let period = subscription.schedule.period(0) else {
      throw SubscriptionRefusal.purchaseDateOutOfRange
    }
    return try DueCharge(subscription, period: period, plan: plan, customer: customer)
  }

  /// The first document is paid at once, so credits are left for the renewals and no collection
  /// is planned.
  private static func issue(
    _ first: DueCharge, _ settings: ShopSettings, in shop: ShopTransaction
  ) throws -> DocumentHead {
    let draft = Draft(
      customer: first.customer.id, buyer: Party(first.customer),
      charges: [try first.charge(in: shop.scope.shop)], dueOn: shop.today,
      mode: settings.invoiceMode, language: first.customer.language,
      source: first.subscription.id.description)
    let documents = try shop.invoicing.issue([draft])
    guard let document = documents.first else { throw SubscriptionRefusal.unknown }
    return document
  }
}

/// Why a checkout cannot go on.
package enum CheckoutRefusal: Refusal, Hashable {
  case methodNotOffered
  case priceChanged(now: Money)

  package var kind: RefusalKind {
    switch self {
    case .methodNotOffered: .invalid
    case .priceChanged: .conflict
    }
  }

  package var code: String {
    switch self {
    case .methodNotOffered: "checkout.methodNotOffered"
    case .priceChanged: "checkout.priceChanged"
    }
  }

  package var pointer: String? { self == .methodNotOffered ? "/method" : nil }

  package var phrase: Phrase {
    switch self {
    case .methodNotOffered:
      Phrase(
        nl: "Deze betaalmethode wordt hier niet aangeboden.",
        en: "This payment method is not offered here.")
    case .priceChanged(let now):
      Phrase(
        nl: "Het bedrag van vandaag is veranderd: het is nu \(now.formatted(.nl)).",
        en: "Today's amount has changed: it is now \(now.formatted(.en)).")
    }
  }
}
