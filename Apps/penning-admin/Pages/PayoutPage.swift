import Credits
import Cryptography
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web
import Workflows

/// Where a customer gets money for credits: by refunds of earlier payments, or by a transfer that
/// the shop makes itself.
enum PayoutPage {
  struct Model: Sendable {
    let customer: Customer
    let available: Money
  }

  static func show(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let model = try await load(visit, id)
    // A form sent twice pays once: it carries the cause of its payout.
    let cause = Token.random(bytes: 16, from: visit.app.platform.random)
    let values = [
      "cause": cause, "amount": model.available.typed(in: visit.language),
      "way": CreditPayout.Way.refund.rawValue,
    ]
    return page(visit, FormState(values: values), model)
  }

  static func payOut(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let model = try await load(visit, id)
    var form = visit.visit.reader
    let amount = form.money("amount", visit.shop.currency)
    let reason = form.text("reason", most: 200)
    let way: CreditPayout.Way? = form.choice("way")
    let cause = form.text("cause", most: 40)
    guard form.isComplete(), let amount, let reason, let way, let cause else {
      return page(visit, form.state, model, 422)
    }
    do {
      try await CreditPayout(visit.app.platform).payOut(
        amount, to: id, reason: reason, way: way, cause: "staff:\(cause)", as: visit.scope)
    } catch let refusal as any Refusal {
      return page(visit, form.state.noting(refusal), model, HTTPStatus.of(refusal.kind))
    }
    let told = amount.formatted(visit.language)
    return visit.visit.redirect(
      to: Links.customer.path(id),
      notice: Notice(
        visit("Tegoed van \(told) uitbetaald.", "Credit of \(told) was paid out.")))
  }

  private static func load(_ visit: StaffVisit, _ id: Customer.ID) async throws -> Model {
    try await visit.read { shop in
      Model(
        customer: try shop.customers.find(id),
        available: try shop.credits.available(for: [id], in: shop.currency)[id]
          ?? .zero(shop.currency))
    }
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, _ model: Model, _ status: Int = 200
  ) -> HTTPResponse {
    let title = visit("Tegoed uitbetalen", "Pay credit out")
    let customer = model.customer
    let back = Links.customer.path(customer.id)
    return visit.page(
      title, in: .customers, width: .narrow,
      crumbs: [visit.crumb(.customers), visit.crumb(customer.details.addressee, back)],
      status: status
    ) {
      pageHead(title, lead: customer.details.addressee)
      if model.available.isZero {
        card {
          emptyState(
            visit("Geen tegoed", "No credit"),
            visit(
              "Deze klant heeft geen tegoed dat uitbetaald kan worden.",
              "This customer has no credit that can be paid out."))
        }
      } else {
        card { form(visit, state, model, back) }
      }
    }
  }

  @MarkupBuilder private static func form(
    _ visit: StaffVisit, _ state: FormState, _ model: Model, _ back: String
  ) -> Markup {
    let available = model.available.formatted(visit.language)
    p {
      visit(
        "Beschikbaar: \(available). Het oudste tegoed gaat eerst. Uitbetalen kan niet worden "
          + "teruggedraaid.",
        "Available: \(available). The oldest credit goes first. A payout can't be undone.")
    }
    FormView(
      visit.visit, state, action: SafeURL(path: Links.payOutCredit.path(model.customer.id))
    ).markup { form in
      form.money("amount", visit(Texts.amount), visit.shop.currency)
      form.text(
        "reason", visit("Reden", "Reason"),
        FieldLook(hint: visit("De klant kan dit lezen.", "The customer can read this.")),
        most: 200)
      form.radios(
        "way", visit("Hoe het geld gaat", "How the money goes"),
        [
          (
            CreditPayout.Way.refund.rawValue,
            visit("Terug op eerdere betalingen", "Back on earlier payments"),
            visit(
              "Via de betaaldienst, de nieuwste betaling eerst.",
              "Through the payment service, the newest payment first.")
          ),
          (
            CreditPayout.Way.byHand.rawValue,
            visit("Ik heb het zelf overgemaakt", "I have transferred it myself"),
            visit(
              "Penning boekt het van uw bankrekening af en verstuurt niets.",
              "Penning books it off your bank account and sends nothing.")
          ),
        ])
      form.hidden("cause", state.value("cause"))
      form.submit(visit("Uitbetalen", "Pay out"), cancel: SafeURL(path: back))
    }
  }
}

extension Money {
  /// As people type it in their language; nothing for zero.
  fileprivate func typed(in language: Language) -> String {
    isZero ? "" : language == .nl ? decimal.replacing(".", with: ",") : decimal
  }
}
