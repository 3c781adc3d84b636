import Cryptography
import HTML
import HTTPServer
import Payments
import Primitives
import Tenancy
import Web
import Workflows

/// Where a customer is given money back that lies on no document.
enum RefundPage {
  /// Whom the money goes back to, and by which payment: one, or the newest first.
  struct Model: Sendable {
    let customer: Customer
    let payment: Payment?
    let most: Money

    var back: String {
      payment.map { Links.payment.path($0.id) } ?? Links.customer.path(customer.id)
    }
    var action: String {
      payment.map { Links.refundPayment.path($0.id) } ?? Links.refundCustomer.path(customer.id)
    }
  }

  static func showPayment(_ visit: StaffVisit, _ id: Payment.ID) async throws -> HTTPResponse {
    let model = try await visit.read { try load(id, $0) }
    return page(visit, fresh(visit, model), model)
  }

  static func refundPayment(_ visit: StaffVisit, _ id: Payment.ID) async throws -> HTTPResponse {
    try await refund(visit, try await visit.read { try load(id, $0) })
  }

  static func showCustomer(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let model = try await visit.read { try load(id, $0) }
    return page(visit, fresh(visit, model), model)
  }

  static func refundCustomer(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    try await refund(visit, try await visit.read { try load(id, $0) })
  }

  static func withdraw(_ visit: StaffVisit, _ id: Refund.ID) async throws -> HTTPResponse {
    let refund = try await RefundRun(visit.app.platform).withdraw(id, as: visit.scope)
    return visit.visit.redirect(
      to: Links.payment.path(refund.payment),
      notice: Notice(visit("De terugbetaling is ingetrokken.", "The refund was withdrawn.")))
  }

  private static func load(_ id: Payment.ID, _ shop: ShopTransaction) throws -> Model {
    let payment = try shop.payments.get(id)
    return Model(
      customer: try shop.customers.find(payment.customer), payment: payment,
      most: try shop.refunds.refundable(
        of: payment.customer, in: payment.amount.currency, on: payment.id))
  }

  private static func load(_ id: Customer.ID, _ shop: ShopTransaction) throws -> Model {
    Model(
      customer: try shop.customers.find(id), payment: nil,
      most: try shop.refunds.refundable(of: id, in: shop.currency))
  }

  /// A form sent twice refunds once: it carries the name of its wish.
  private static func fresh(_ visit: StaffVisit, _ model: Model) -> FormState {
    FormState(values: [
      "cause": Token.random(bytes: 16, from: visit.app.platform.random),
      "amount": model.most.decimal,
    ])
  }

  private static func refund(_ visit: StaffVisit, _ model: Model) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let amount = form.money("amount", visit.shop.currency)
    let reason = form.text("reason", most: Refund.maximumReason)
    let cause = form.text("cause", most: 40)
    guard form.isComplete(), let amount, let reason, let cause else {
      return page(visit, form.state, model, status: 422)
    }
    do {
      _ = try await RefundRun(visit.app.platform).request(
        RefundRequest(
          customer: model.customer.id, amount: amount, cause: .unallocated, reason: reason,
          source: "staff:\(cause)", payment: model.payment?.id),
        as: visit.scope)
    } catch let refusal as any Refusal {
      var state = form.state
      state.note(refusal)
      return page(visit, state, model, status: HTTPStatus.of(refusal.kind))
    }
    let told = amount.formatted(visit.language)
    return visit.visit.redirect(
      to: model.back,
      notice: Notice(visit("\(told) gaat terug.", "\(told) is on its way back.")))
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, _ model: Model, status: Int = 200
  ) -> HTTPResponse {
    let title = visit("Terugbetalen", "Refund")
    let place =
      model.payment.map { visit.crumb($0.description, model.back) }
      ?? visit.crumb(model.customer.details.addressee, model.back)
    return visit.page(
      title, in: model.payment == nil ? .customers : .payments, width: .narrow,
      crumbs: [visit.crumb(model.payment == nil ? .customers : .payments), place], status: status
    ) {
      pageHead(title, lead: model.customer.details.addressee)
      card {
        if model.most.isZero { nothing(visit) } else { form(visit, state, model) }
      }
    }
  }

  private static func nothing(_ visit: StaffVisit) -> Markup {
    emptyState(
      visit("Er is niets terug te betalen", "There is nothing to refund"),
      visit(
        "Alleen geld dat op geen factuur staat kan terug. Maak eerst een creditnota.",
        "Only money that lies on no invoice can go back. Make a credit note first."))
  }

  @MarkupBuilder private static func form(
    _ visit: StaffVisit, _ state: FormState, _ model: Model
  ) -> Markup {
    let most = model.most.formatted(visit.language)
    p {
      visit(
        "Er staat \(most) op geen factuur. Het gaat terug langs de weg waarop het kwam, de "
          + "nieuwste betaling eerst. Terugdraaien kan niet.",
        "\(most) lies on no invoice. It goes back the way it came, the newest payment first. It "
          + "can't be undone.")
    }
    if model.payment?.method?.isReversibleByPayer == true {
      notice(
        visit(
          "Dit was een automatische incasso: de klant kan die ook zelf nog laten storneren. Dan "
            + "bent u het geld twee keer kwijt.",
          "This was a direct debit: the customer can still have it taken back too. Then the money "
            + "is lost twice."), .warn)
    }
    FormView(visit.visit, state, action: SafeURL(path: model.action)).markup { form in
      form.money("amount", visit(Texts.amount), visit.shop.currency)
      form.text(
        "reason", visit("Reden", "Reason"),
        FieldLook(
          hint: visit(
            "De klant ziet dit op zijn afschrift.", "The customer sees this on the statement.")),
        most: Refund.maximumReason)
      form.hidden("cause", state.value("cause"))
      form.submit(visit("Terugbetalen", "Refund"), cancel: SafeURL(path: model.back))
    }
  }
}
