import Cryptography
import HTML
import HTTPServer
import Primitives
import Tenancy
import Web
import Workflows

/// Where a customer is given credit, which settles the next documents first.
enum CreditPage {
  static func show(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let customer = try await visit.read { try $0.customers.find(id) }
    // A form sent twice grants once: it carries the cause of its grant.
    let cause = Token.random(bytes: 16, from: visit.app.platform.random)
    return page(visit, FormState(values: ["cause": cause]), customer)
  }

  static func grant(_ visit: StaffVisit, _ id: Customer.ID) async throws -> HTTPResponse {
    let customer = try await visit.read { try $0.customers.find(id) }
    var form = visit.visit.reader
    let amount = form.money("amount", visit.shop.currency)
    let reason = form.text("reason", most: 200)
    let lastDay = form.optionalDate("lastDay")
    let cause = form.text("cause", most: 40)
    guard form.isComplete(), let amount, let reason, let cause else {
      return page(visit, form.state, customer, status: 422)
    }
    do {
      try await CreditGrant(visit.app.platform).grant(
        amount, to: id, reason: reason, expiresOn: lastDay?.adding(days: 1),
        cause: "staff:\(cause)", as: visit.scope)
    } catch let refusal as any Refusal {
      var state = form.state
      state.note(refusal, fields: ["/expiresOn": "lastDay"])
      return page(visit, state, customer, status: HTTPStatus.of(refusal.kind))
    }
    let told = amount.formatted(visit.language)
    return visit.visit.redirect(
      to: Links.customer.path(id),
      notice: Notice(visit("Tegoed van \(told) gegeven.", "Credit of \(told) granted.")))
  }

  private static func page(
    _ visit: StaffVisit, _ state: FormState, _ customer: Customer, status: Int = 200
  ) -> HTTPResponse {
    let title = visit("Tegoed geven", "Grant credit")
    let back = Links.customer.path(customer.id)
    return visit.page(
      title, in: .customers, width: .narrow,
      crumbs: [visit.crumb(.customers), visit.crumb(customer.details.addressee, back)],
      status: status
    ) {
      pageHead(title, lead: customer.details.addressee)
      card {
        p {
          visit(
            "Het tegoed wordt meteen geboekt en gaat van de volgende facturen af, het oudste "
              + "eerst. Terugdraaien kan niet.",
            "The credit is booked at once and settles the next invoices, the oldest first. "
              + "It can't be undone.")
        }
        FormView(
          visit.visit, state, action: SafeURL(path: Links.grantCredit.path(customer.id))
        ).markup { form in
          form.money("amount", visit(Texts.amount), visit.shop.currency)
          form.text(
            "reason", visit("Reden", "Reason"),
            FieldLook(
              hint: visit("De klant kan dit lezen.", "The customer can read this.")), most: 200)
          form.date(
            "lastDay", visit("Bruikbaar tot en met", "Usable through"),
            FieldLook(
              hint: visit("Leeg: het vervalt nooit.", "Empty: it never lapses."),
              isRequired: false))
          form.hidden("cause", state.value("cause"))
          form.submit(title, cancel: SafeURL(path: back))
        }
      }
    }
  }
}
