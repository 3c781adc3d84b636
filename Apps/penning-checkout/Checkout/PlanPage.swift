import Catalog
import Cryptography
import HTML
import HTTPServer
import Payments
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// `/{shop}/{plan}`: what you buy, what is paid today and when the rest is, and the buyer's form.
enum PlanPage {
  struct Model: Sendable {
    let quote: CheckoutQuote
    let methods: [PaymentMethod]
    let legal: LegalDetails
    /// Makes one order of this form, however often it is sent.
    let token: String
    let form: FormState
    /// Whether a VAT number could not be checked, so that VAT is charged.
    let registerIsSilent: Bool
  }

  static func show(_ shop: ShopVisit, _ plan: Slug) async throws -> HTTPResponse {
    let buyer = CheckoutBuyer(country: shop.shop.country, language: shop.language)
    let quote = try await shop.quote(CheckoutChoice(planSlug: plan), buyer)
    return page(shop, quote, OrderForm.empty(for: shop))
  }

  /// Places the order, and hands the buyer to the payment service; or shows the form again with
  /// what was typed and what is wrong.
  static func order(_ shop: ShopVisit, _ plan: Slug) async throws -> HTTPResponse {
    var form = OrderForm(shop, plan)
    let answer = try await shop.vatAnswer(for: &form)
    let quote = try await shop.quote(&form, answer)
    if form.asksForQuote { return page(shop, quote, form.withoutFaults, answer) }
    guard let (order, token) = form.order(quote, shop) else {
      return page(shop, quote, form.state, answer, status: 422)
    }
    do {
      let placed = try await shop.app.orders.place(
        order, vatNumber: answer, token: token, on: shop.app.platform, as: shop.scope,
        limit: { try shop.limit(order.details.email) })
      switch placed {
      case .toPay(let payment): return try await shop.handOver(payment)
      case .begun(let subscription): return try await shop.welcome(subscription)
      }
    } catch let refusal as WebRefusal {
      throw refusal
    } catch let refusal as any Refusal {
      form.refuse(refusal)
      let now = try await shop.quote(&form, answer)
      return page(shop, now, form.state, answer, status: HTTPStatus.of(refusal.kind))
    }
  }

  private static func page(
    _ shop: ShopVisit, _ quote: CheckoutQuote, _ form: FormState, _ answer: VATAnswer? = nil,
    status: Int = 200
  ) -> HTTPResponse {
    let model = Model(
      quote: quote, methods: shop.door.methods, legal: shop.shop.legal,
      token: Token.random(bytes: 16, from: shop.app.platform.random), form: form,
      registerIsSilent: answer?.isUnavailable ?? false)
    return shop.page(quote.plan.name, width: .wide, status: status) { PlanView(model, shop).page }
  }
}

extension PlanPage {
  fileprivate static let unknownNumber = Phrase(
    nl: "Dit btw-nummer staat niet in het register (VIES).",
    en: "This VAT number is not in the register (VIES).")
}

extension VATAnswer {
  var isValid: Bool { if case .valid = self { true } else { false } }
  fileprivate var isUnavailable: Bool { if case .unavailable = self { true } else { false } }
}

extension ShopVisit {
  /// What a purchase made now would cost.
  func quote(_ choice: CheckoutChoice, _ buyer: CheckoutBuyer) async throws -> CheckoutQuote {
    guard shop.state == .active else { throw OrderRefusal.shopClosed }
    return try await app.platform.database.read(as: scope) { inside in
      try CheckoutQuote(choice, for: buyer, periods: 3, in: inside)
    }
  }

  /// The same of a form: what of it is refused is marked and left out.
  fileprivate func quote(
    _ form: inout OrderForm, _ answer: VATAnswer?
  ) async throws -> CheckoutQuote {
    while true {
      do {
        return try await quote(
          form.choice, form.buyer(hasCheckedVATNumber: answer?.isValid ?? false, self))
      } catch let refusal as any Refusal {
        guard form.drop(refusal) else { throw refusal }
      }
    }
  }

  /// What the register says of a number that decides whether VAT is charged. One that nobody has
  /// is marked.
  fileprivate func vatAnswer(for form: inout OrderForm) async throws -> VATAnswer? {
    guard let number = form.numberToCheck(shop) else { return nil }
    let key = "\(shop.id)/\(number.text)"
    let answer: VATAnswer
    if let known = await app.vatAnswers.known(key, at: visit.now) {
      answer = known
    } else {
      try app.limits.take(
        [(app.limits.vatChecksFromAddress, visit.request.remoteAddress)], at: visit.now)
      answer = await VATNumberCheck(app.platform).ask(number, for: shop)
      await app.vatAnswers.keep(answer, key, at: visit.now)
    }
    if case .invalid = answer { form.refuse("vatNumber", PlanPage.unknownNumber) }
    return answer
  }

  /// Counts an order against its address, its mailbox and its shop (S-38).
  fileprivate func limit(_ email: EmailAddress) throws {
    try app.limits.take(
      [
        (app.limits.ordersFromAddress, visit.request.remoteAddress),
        (app.limits.ordersOfMailbox, "\(shop.id)/\(email.folded)"),
        (app.limits.ordersOfShop, shop.id.description),
      ], at: visit.now)
  }
}
