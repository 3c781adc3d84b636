import HTTPServer
import Invoicing
import JSON
import Payments
import Primitives
import Tenancy
import Web

enum PaymentResource {
  static func declare(in api: inout APISurface) {
    api.list(
      APILinks.payments, About("Payments, the newest first", tag: "payments"), filter: filter,
      item: answer
    ) { call, page, customer in
      try await call.database.read(as: call.scope) { shop in
        let page = try shop.payments.page(page, customer: customer)
        let targets = try shop.payments.targets(of: page.items.map(\.id))
        return page.map { Told(payment: $0, targets: targets[$0.id] ?? []) }
      }
    }
    api.get(APILinks.payment, About("One payment", tag: "payments"), answer: answer) { call, id in
      try await call.database.read(as: call.scope) { shop in
        Told(payment: try shop.payments.get(id), targets: try shop.payments.targets(of: id))
      }
    }
  }

  private struct Told: Sendable {
    let payment: Payment
    let targets: [PaymentTarget]
  }

  private static let filter = Shape<Customer.ID?>.object(
    .optional("customerId", Shape<Customer.ID>.id)
  ) { $0 }

  private static let answer = Answer<Told>.object("Payment", identity + course + money)

  private static let identity: [Answer<Told>.Part] = [
    .init("id", .id) { $0.payment.id }, .init("customerId", .id) { $0.payment.customer },
    .init("description", .text) { $0.payment.description },
    .init("sequence", Answer<PaymentSequence>.choice()) { $0.payment.sequence },
    .init("method", Answer<PaymentMethod>.choice().orNull) { $0.payment.method },
    .init("gateway", Answer<GatewayName>.choice()) { $0.payment.gateway },
    .init("gatewayPaymentId", Answer<String>.text.orNull) { $0.payment.gatewayPaymentID },
    .init("mandateId", Answer<Mandate.ID>.id.orNull) { $0.payment.mandate },
    .init("targets", target.list) { $0.targets },
  ]

  private static let course: [Answer<Told>.Part] = [
    .init("state", Answer<PaymentState>.choice()) { $0.payment.state },
    .init("reasonCode", Answer<String>.text.orNull) { $0.payment.reasonCode },
    .init("debitOn", Answer<CivilDate>.date.orNull) { $0.payment.debitOn },
    .init("collectAt", Answer<Instant>.instant.orNull) { $0.payment.collectAt },
    .init("createdAt", .instant) { $0.payment.createdAt },
    .init("sentAt", Answer<Instant>.instant.orNull) { $0.payment.sentAt },
    .init("paidAt", Answer<Instant>.instant.orNull) { $0.payment.paidAt },
    .init("version", Answer<Int64>.integer) { $0.payment.version },
  ]

  private static let money: [Answer<Told>.Part] = [
    .init("amount", .money) { $0.payment.amount },
    .init("captured", .money) { $0.payment.captured },
    .init("refunded", .money) { $0.payment.refunded },
    .init("chargedBack", .money) { $0.payment.chargedBack },
    .init("kept", .money) { $0.payment.kept },
  ]

  private static let target = Answer<PaymentTarget>.object(
    "PaymentTarget",
    [.init("invoiceId", .id) { $0.document }, .init("amount", .money) { $0.amount }])
}

enum MandateResource {
  static func declare(in api: inout APISurface) {
    api.list(
      APILinks.mandates,
      About("A customer's mandates, the newest first", tag: "mandates"), filter: filter,
      item: answer
    ) { call, _, customer in
      try await call.database.read(as: call.scope) { shop in
        // At most 100, told at once.
        Page(items: try shop.mandates.of(customer), next: nil)
      }
    }
    api.get(APILinks.mandate, About("One mandate", tag: "mandates"), answer: answer) { call, id in
      try await call.database.read(as: call.scope) { try $0.mandates.get(id) }
    }
  }

  private static let filter = Shape<Customer.ID>.object(
    .required("customerId", Shape<Customer.ID>.id)
  ) { $0 }

  private static let answer = Answer<Mandate>.object(
    "Mandate",
    [
      .init("id", .id) { $0.id }, .init("customerId", .id) { $0.customer },
      .init("reference", .text) { $0.reference },
      .init("status", Answer<MandateStatus>.choice()) { $0.status },
      .init("method", Answer<PaymentMethod>.choice()) { $0.method },
      .init("gateway", Answer<GatewayName>.choice()) { $0.gateway },
      .init("holderName", Answer<String>.text.orNull) { $0.holderName },
      .init("accountMasked", Answer<String>.text.orNull) { $0.accountMasked },
      .init("signedOn", .date) { $0.signedOn },
      .init("firstPaymentId", Answer<Payment.ID>.id.orNull) { $0.firstPayment },
    ])
}
