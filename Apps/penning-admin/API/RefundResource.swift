import Cryptography
import HTTPServer
import Invoicing
import JSON
import Payments
import Primitives
import Tenancy
import Web
import Workflows

enum RefundResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    api.list(
      APILinks.refunds, About("Refunds, the newest first", tag: "refunds"), filter: filter,
      item: answer
    ) { call, page, customer in
      try await call.database.read(as: call.scope) {
        try $0.refunds.page(page, customer: customer)
      }
    }
    api.get(APILinks.refund, About("One refund", tag: "refunds"), answer: answer) { call, id in
      try await call.database.read(as: call.scope) { try $0.refunds.get(id) }
    }
    api.perform(
      .post, APILinks.refunds,
      About(
        "Gives a customer money back", tag: "refunds", scope: .write,
        detail: "Money that lies on no document goes back on the payments that brought it, the "
          + "newest first, so that one request may come to several refunds. Never more than came "
          + "in, counting what is under way."),
      body: newRefund, answer: made, status: 201
    ) { call, new in
      try await once(call, made, status: 201) { try await request(new, call, platform) }
    }
    api.perform(
      .post, APILinks.withdrawRefund,
      About("Withdraws a refund that was not sent yet", tag: "refunds", scope: .write),
      body: .nothing, answer: answer
    ) { call, _, id in
      try await once(call, answer) { try await RefundRun(platform).withdraw(id, as: call.scope) }
    }
  }

  /// The request's own key names the wish, so that the same request refunds once.
  private static func request(
    _ new: NewRefund, _ call: APICall, _ platform: Platform
  ) async throws -> [Refund] {
    let key = call.request.headers["Idempotency-Key"] ?? Token.random(bytes: 16)
    return try await RefundRun(platform).request(
      RefundRequest(
        customer: new.customer, amount: new.amount, cause: .unallocated, reason: new.reason,
        source: "\(call.scope.actor.label):\(key)", payment: new.payment),
      as: call.scope)
  }

  private struct NewRefund: Sendable {
    let customer: Customer.ID
    let amount: Money
    let reason: String
    let payment: Payment.ID?
  }

  private static let filter = Shape<Customer.ID?>.object(
    .optional("customerId", Shape<Customer.ID>.id)
  ) { $0 }

  private static let newRefund = Shape<NewRefund>.object(
    .required("customerId", Shape<Customer.ID>.id), .required("amount", .money(.positive)),
    .required("reason", .text(most: Refund.maximumReason)),
    .optional("paymentId", Shape<Payment.ID>.id)
  ) { NewRefund(customer: $0, amount: $1, reason: $2, payment: $3) }.titled("NewRefund")

  private static let made = Answer<[Refund]>.object(
    "Refunds", [.init("items", answer.list) { $0 }])

  private static let cause = Answer<String>.text.noting(
    "enum", .array(RefundCause.names.map { .string($0) }))

  private static let answer = Answer<Refund>.object(
    "Refund",
    [
      .init("id", .id) { $0.id }, .init("customerId", .id) { $0.customer },
      .init("paymentId", .id) { $0.payment }, .init("amount", .money) { $0.amount },
      .init("cause", cause) { $0.cause.name },
      .init("invoiceId", Answer<Invoice.ID>.id.orNull) { $0.cause.document },
      .init("reason", .text) { $0.reason },
      .init("state", Answer<RefundState>.choice()) { $0.state },
      .init("reasonCode", Answer<String>.text.orNull) { $0.reasonCode },
      .init("gateway", Answer<GatewayName>.choice()) { $0.gateway },
      .init("gatewayRefundId", Answer<String>.text.orNull) { $0.gatewayRefundID },
      .init("requestedAt", .instant) { $0.requestedAt },
      .init("sentAt", Answer<Instant>.instant.orNull) { $0.sentAt },
      .init("doneAt", Answer<Instant>.instant.orNull) { $0.doneAt },
      .init("version", Answer<Int64>.integer) { $0.version },
    ])
}
