import Catalog
import Invoicing
import Outbound
import Payments
import Primitives
import Runtime
import Storage
import Subscriptions
import Tenancy
import Workflows

/// Plays the demo's customers and what the shop does for them, by the workflows of the pages.
struct DemoDeeds: Sendable {
  let platform: Platform
  let scope: TenantScope
  let customers: SandboxCustomers

  /// What somebody bought.
  struct Purchase: Sendable {
    let customer: Customer.ID
    let subscription: Subscription.ID
  }

  func buy(_ life: DemoLife) async throws -> Purchase {
    let details = try DemoShop.details(of: life)
    let answer = await check(details.vatNumber)
    let order = try await platform.database.read(as: scope) { shop in
      try prepare(life, details, answer, in: shop)
    }
    let placed = try await Checkout(platform).place(order, vatNumber: answer, as: scope)
    if let payment = placed.payment {
      try await pay(payment, abandoning: life.outcome == .abandons)
    }
    return Purchase(customer: placed.customer, subscription: placed.subscription)
  }

  private func check(_ number: VATNumber?) async -> VATAnswer? {
    guard let number, number.country != scope.shop.country.code else { return nil }
    return await VATNumberCheck(platform).ask(number, for: scope.shop)
  }

  private func prepare(
    _ life: DemoLife, _ details: CustomerDetails, _ answer: VATAnswer?, in shop: ShopTransaction
  ) throws -> CheckoutOrder {
    let choice = CheckoutChoice(
      planSlug: try slug(life.plan), quantity: life.quantity,
      extras: Set(try life.extras.map { try plan($0, in: shop).id }), coupon: life.coupon)
    var isChecked = false
    if case .valid? = answer { isChecked = true }
    let buyer = CheckoutBuyer(
      country: details.address.country, isBusiness: details.kind == .business,
      hasCheckedVATNumber: isChecked, language: details.language)
    let quote = try CheckoutQuote(choice, for: buyer, in: shop)
    return CheckoutOrder(
      choice, details: details, method: quote.askedToday.isZero ? nil : .ideal,
      shownToday: quote.askedToday)
  }

  private func pay(_ id: Payment.ID, abandoning: Bool = false) async throws {
    let payment = try await HostedPayment(platform).open(id, as: scope)
    guard let known = payment.gatewayPaymentID else {
      throw ProgramFailed("the sandbox made no payment: \(payment.reasonCode ?? "no reason")")
    }
    guard !abandoning else { return }
    try await customers.pay(known)
    _ = try await HostedPayment(platform).refresh(id, as: scope)
  }

  func play(_ deed: DemoLife.Deed, of purchase: Purchase) async throws {
    switch deed {
    case .credit(let cents, let reason):
      try await CreditGrant(platform).grant(
        .eur(cents), to: purchase.customer, reason: reason,
        cause: "demo:\(purchase.customer)", as: scope)
    case .creditPart(let cents, let reason): try await creditPart(.eur(cents), reason, purchase)
    case .bill(let cents, let words): try await bill(.eur(cents), words, purchase.customer)
    case .payOpen: try await payOpen(purchase.customer)
    case .writeOff: try await writeOff(purchase.customer)
    default: try await change(deed, purchase.subscription)
    }
  }

  private func change(_ deed: DemoLife.Deed, _ id: Subscription.ID) async throws {
    let today = try await platform.database.read(as: scope) { $0.today }
    let wish: ChangeWish
    switch deed {
    case .cancel(let now): wish = .cancel(now ? .now : .periodEnd)
    case .withdraw: wish = .withdraw(statement: "Het smaakt mij niet.")
    case .pause(let days): wish = .pause(from: nil, until: today.adding(days: days + 31))
    case .move(let slug): wish = .plan(try await planID(slug), quantity: nil)
    case .quantity(let count): wish = .quantity(count)
    case .addOn(let slug): wish = .addOn(try await planID(slug), quantity: 1)
    case .restart: wish = .restart
    case .credit, .creditPart, .bill, .payOpen, .writeOff: return
    }
    _ = try await SubscriptionChange(platform).make(ChangeOrder(wish, of: id), as: scope)
  }

  private func creditPart(
    _ amount: Money, _ reason: String, _ purchase: Purchase
  ) async throws {
    guard let invoice = try await newest(of: purchase.customer, .state(.invoice(.paid))) else {
      return
    }
    let wish = CreditNoteWish(
      invoice: invoice.id, lines: [CreditedLine(ordinal: 0, amount: amount)], reason: reason,
      freed: .credits)
    _ = try await CreditNoteIssue(platform).issue(wish, as: scope)
  }

  private func bill(_ amount: Money, _ words: String, _ customer: Customer.ID) async throws {
    let content = ManualContent(
      lines: [.init(description: words, unitPrice: amount, treatment: .taxed(.standard))],
      customerReference: "PO-4711", note: "Uitgevoerd op locatie.")
    let workflow = ManualInvoice(platform)
    let draft = try await workflow.create(for: customer, content, as: scope)
    _ = try await workflow.issue(draft.id, as: scope)
  }

  private func payOpen(_ customer: Customer.ID) async throws {
    let open = try await platform.database.read(as: scope) { try $0.invoicing.open(of: customer) }
    for document in open {
      do {
        let payment = try await PortalPayment(platform).start(
          [document.id], of: customer, by: .ideal, as: scope)
        try await pay(payment)
      } catch PaymentRefusal.liveAttempt {
        // The bank is trying it at this moment; the next one then.
        continue
      }
    }
  }

  private func writeOff(_ customer: Customer.ID) async throws {
    guard let open = try await newest(of: customer, .overdue) else { return }
    guard open.kind == .invoice else {
      _ = try await WriteOff(platform).withdraw(open.id, as: scope)
      return
    }
    _ = try await WriteOff(platform).writeOff(open.id, reason: "Onvindbaar", as: scope)
  }

  private func newest(
    of customer: Customer.ID, _ status: DocumentFilter.Status
  ) async throws -> DocumentHead? {
    var filter = DocumentFilter()
    filter.customer = customer
    filter.status = status
    let wanted = filter
    let request = try PageRequest(limit: 1)
    return try await platform.database.read(as: scope) { shop in
      try shop.invoicing.page(request, filter: wanted).items.first
    }
  }

  private func planID(_ slug: String) async throws -> Plan.ID {
    try await platform.database.read(as: scope) { try plan(slug, in: $0).id }
  }

  private func plan(_ text: String, in shop: ShopTransaction) throws -> Plan {
    guard let plan = try shop.catalog.plan(slug: try slug(text)) else {
      throw ProgramFailed("no plan \(text)")
    }
    return plan
  }

  private func slug(_ text: String) throws -> Slug {
    guard let slug = Slug(text) else { throw ProgramFailed("'\(text)' is no slug") }
    return slug
  }
}

/// The demo's customers at the provider's page: they press its buttons.
struct SandboxCustomers: Sendable {
  private let url: String
  private let client = HTTPClient(policy: .development)

  init(_ url: String) { self.url = url }

  func pay(_ payment: String) async throws {
    let answer = try await client.send(
      OutboundRequest(.post, "\(url)/sandbox/payments/\(payment)/paid"))
    guard (200..<300).contains(answer.status) else {
      throw ProgramFailed("the sandbox did not take the payment: \(answer.status)")
    }
  }

  func close() async { await client.stop() }
}
