import HTML
import HTTPServer
import Invoicing
import Payments
import Primitives
import Tenancy
import Web

/// One payment: what it was for and what became of it.
enum PaymentPage {
  struct Model: Sendable {
    let payment: Payment
    let customer: Customer
    let targets: [PaymentTarget]
    let documents: [Invoice.ID: DocumentHead]
    let mandate: Mandate?
    let refunds: [Refund]
    /// What of it lies on no document and can go back.
    let refundable: Money
  }

  static func show(_ visit: StaffVisit, _ id: Payment.ID) async throws -> HTTPResponse {
    let model = try await visit.read { shop in
      let payment = try shop.payments.get(id)
      let targets = try shop.payments.targets(of: id)
      return Model(
        payment: payment, customer: try shop.customers.find(payment.customer), targets: targets,
        documents: try shop.invoicing.heads(targets.map(\.document)),
        mandate: try payment.mandate.map { try shop.mandates.get($0) },
        refunds: try shop.refunds.list(of: id),
        refundable: try shop.refunds.refundable(
          of: payment.customer, in: payment.amount.currency, on: id))
    }
    return visit.page(
      model.payment.description, in: .payments, crumbs: [visit.crumb(.payments)]
    ) { view(model, visit) }
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    let payment = model.payment
    pageHead(
      visit("Betaling \(payment.description)", "Payment \(payment.description)"),
      lead: payment.amount.formatted(visit.language)
    ) {
      badge(visit(payment.state.label), payment.state.tone)
      if visit.may(.managePayments), model.refundable.isPositive {
        linkButton(
          visit("Terugbetalen", "Refund"), SafeURL(path: Links.refundPayment.path(payment.id)),
          .quiet)
      }
    }
    if payment.state == .unknown {
      notice(
        visit(
          "De uitkomst is nog onbekend. Tot de betaaldienst is gevraagd wordt er niets opnieuw "
            + "geïncasseerd en gaat er geen herinnering uit.",
          "The outcome is not known yet. Until the payment service was asked nothing is "
            + "collected again and no reminder is sent."), .warn)
    }
    div(.class("columns")) {
      card(visit("Gegevens", "Details")) { details(model, visit) }
      card(visit("Verloop", "History")) { timeline(history(payment, visit)) }
    }
    DataTable<PaymentTarget>(
      visit("Waarvoor", "What for"),
      columns: [
        .init(visit("Document", "Document"), .rowHeader) { target in
          visit.link(
            model.documents[target.document]?.number ?? target.document.description,
            Links.invoice.path(target.document))
        },
        .init(visit(Texts.amount), .number) { target in visit.show(target.amount) },
      ]
    ).markup(model.targets)
    if !model.refunds.isEmpty { refunds(model, visit) }
  }

  private static func refunds(_ model: Model, _ visit: StaffVisit) -> Markup {
    DataTable<Refund>(
      visit("Terugbetalingen", "Refunds"),
      columns: [
        .init(visit("Aangevraagd", "Requested"), .rowHeader) { refund in
          visit.show(refund.requestedAt)
        },
        .init(visit("Waarvoor", "What for")) { refund in Markup(visit(refund.cause.label)) },
        .init(visit("Reden", "Reason")) { refund in
          Markup(refund.reason.isEmpty ? "–" : refund.reason)
        },
        .init(visit(Texts.status)) { refund in
          badge(visit(refund.state.label), refund.state.tone)
        },
        .init(visit("Code", "Code")) { refund in
          refund.reasonCode.map { text in code { text } } ?? Markup("–")
        },
        .init(visit(Texts.amount), .number) { refund in visit.show(refund.amount) },
      ]
    ).markup(model.refunds)
  }

  private static func details(_ model: Model, _ visit: StaffVisit) -> Markup {
    let payment = model.payment
    var pairs: [(String, Markup)] = [
      (
        visit(Texts.customer),
        visit.link(model.customer.details.addressee, Links.customer.path(model.customer.id))
      ),
      (visit("Soort", "Kind"), Markup(visit(payment.sequence.label))),
      (visit("Manier", "Method"), Markup(payment.method.map { visit($0.label) } ?? "–")),
      (visit("Betaaldienst", "Payment service"), Markup(payment.gateway.label)),
    ]
    if let id = payment.gatewayPaymentID {
      pairs.append((visit("Nummer daar", "Id there"), code { id }))
    }
    if let mandate = model.mandate {
      pairs.append((visit("Machtiging", "Mandate"), code { mandate.reference }))
    }
    if let day = payment.debitOn {
      pairs.append((visit("Incasso op", "Collection on"), visit.show(day)))
    }
    if let reason = payment.reasonCode {
      pairs.append((visit("Reden", "Reason"), code { reason }))
    }
    pairs.append((visit("Ontvangen", "Received"), visit.show(payment.captured)))
    if payment.refunded.isPositive {
      pairs.append((visit("Terugbetaald", "Refunded"), visit.show(payment.refunded)))
    }
    if payment.chargedBack.isPositive {
      pairs.append((visit("Gestorneerd", "Charged back"), visit.show(payment.chargedBack)))
    }
    pairs.append((visit("Nummer", "Id"), code { payment.id.description }))
    return facts(pairs)
  }

  private static func history(
    _ payment: Payment, _ visit: StaffVisit
  ) -> [(when: Markup, what: Markup)] {
    var events: [(when: Markup, what: Markup)] = [
      (visit.show(payment.createdAt), Markup(visit("Aangemaakt", "Created")))
    ]
    if let moment = payment.sentAt {
      events.append(
        (
          visit.show(moment),
          Markup(visit("Aan de betaaldienst aangeboden", "Handed to the payment service"))
        ))
    } else if let moment = payment.collectAt, payment.state == .planned {
      events.append(
        (visit.show(moment), Markup(visit("Wordt dan aangeboden", "Will be handed over then"))))
    }
    if let moment = payment.paidAt {
      events.append((visit.show(moment), Markup(visit("Betaald", "Paid"))))
    }
    if payment.state != .paid {
      events.append(
        (
          Markup(visit("Nu", "Now")), badge(visit(payment.state.label), payment.state.tone)
        ))
    }
    return events
  }
}

extension GatewayName {
  /// A name that needs no translation.
  var label: String {
    switch self {
    case .mollie: "Mollie"
    }
  }
}
