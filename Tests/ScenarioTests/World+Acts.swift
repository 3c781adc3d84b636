import Catalog
import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import TestSupport
import Workflows

/// Somebody who subscribed, with what came of it.
struct Purchase: Hashable, Sendable {
  let name: String
  let customer: Customer.ID
  let subscription: Subscription.ID
  let document: Invoice.ID
  let payment: Payment.ID
  /// What the page showed as the amount of today.
  let today: Money
}

extension World {
  // MARK: - The shop

  func offers(
    _ plan: String = "basis", at price: String = "30.00",
    every interval: CalendarInterval = .monthly, of other: TenantScope? = nil
  ) async throws {
    guard let slug = Slug(plan) else { throw WorldError.unknownPlan(plan) }
    let terms = PlanTerms(
      price: try Money(decimal: price, currency: scope.currency), interval: interval)
    try await database.write(as: other ?? scope) { shop in
      _ = try shop.catalog.createPlan(PlanDraft(name: plan, slug: slug, terms: terms))
    }
  }

  func changesSettings(_ edit: @Sendable @escaping (inout ShopSettings) -> Void) async throws {
    try await database.write(as: scope) { _ = try $0.settings.change { edit(&$0) } }
  }

  func grants(_ amount: String, to buyer: Purchase, because cause: String) async throws {
    try await CreditGrant(platform).grant(
      try Money(decimal: amount, currency: scope.currency), to: buyer.customer, reason: cause,
      cause: cause, as: scope)
  }

  // MARK: - The customer

  /// Orders at the checkout and stands at the bank's page, not yet paid.
  func orders(
    _ name: String, _ plan: String = "basis", quantity: Int = 1,
    by method: PaymentMethod = .ideal, at other: TenantScope? = nil
  ) async throws -> Purchase {
    guard let slug = Slug(plan) else { throw WorldError.unknownPlan(plan) }
    let scope = other ?? scope
    let shown = try await database.read(as: scope) { shop in
      try CheckoutQuote(planSlug: slug, quantity: quantity, in: shop).askedToday
    }
    let started = try await Checkout(platform).start(
      CheckoutOrder(
        planSlug: slug, quantity: quantity, details: try Demo.customer(name), method: method,
        shownToday: shown), as: scope)
    _ = try await HostedPayment(platform).open(started.payment, as: scope)
    let customer = try await database.read(as: scope) { shop in
      try shop.subscriptions.existing(started.subscription).customerID
    }
    return Purchase(
      name: name, customer: customer, subscription: started.subscription,
      document: started.document, payment: started.payment, today: shown)
  }

  /// Orders and pays at once.
  @discardableResult
  func buys(
    _ name: String, _ plan: String = "basis", quantity: Int = 1,
    by method: PaymentMethod = .ideal, at other: TenantScope? = nil
  ) async throws -> Purchase {
    let purchase = try await orders(
      name, plan, quantity: quantity, by: method, at: other)
    try await pays(purchase.payment)
    return purchase
  }

  /// Pays at the bank, and the bank tells us.
  func pays(_ payment: Payment.ID) async throws {
    try bank.pay(payment)
    try await bankTells(payment)
  }

  /// Chooses documents in the portal and stands at the bank's page.
  func opensPortalPayment(_ documents: [Invoice.ID], by buyer: Purchase) async throws -> Payment {
    let id = try await PortalPayment(platform).start(
      documents, of: buyer.customer, by: .ideal, as: scope)
    return try await HostedPayment(platform).open(id, as: scope)
  }

  func paysInPortal(_ documents: [Invoice.ID], by buyer: Purchase) async throws {
    try await pays(try await opensPortalPayment(documents, by: buyer).id)
  }

  // MARK: - The bank

  /// The provider calls about a payment; the workers look at once.
  func bankTells(_ payment: Payment.ID) async throws {
    _ = try await bankCalls(about: payment)
    try await work()
  }

  /// The call alone.
  @discardableResult
  func bankCalls(about payment: Payment.ID) async throws -> Bool {
    let url = try bank.request(of: payment).webhookURL ?? ""
    return try await bankCalls(about: try bank.gatewayID(of: payment), at: url)
  }

  @discardableResult
  func bankCalls(about id: String, at url: String) async throws -> Bool {
    guard let address = WebhookAddress(url.split(separator: "/").last.map(String.init) ?? "") else {
      throw WorldError.noWebhookAddress(url)
    }
    return try await WebhookReception(platform).receive(
      id, at: address, body: Array("id=\(id)".utf8))
  }

  func collectionFails(_ payment: Payment.ID, code: String = "AM04") async throws {
    try bank.end(payment, .failed, code: code)
    try await bankTells(payment)
  }

  func chargesBack(_ payment: Payment.ID, code: String = "MD06") async throws {
    try bank.chargeBack(payment, code: code)
    try await bankTells(payment)
  }

  /// Pays every collection that is under way at the bank.
  func everyCollectionSucceeds() async throws {
    for made in bank.everyone
    where made.request.sequence == .recurring && made.payment.status == .pending {
      try await pays(made.request.payment)
    }
  }
}
