import Credits
import Cryptography
import HTTPServer
import JSON
import Primitives
import Tenancy
import Web
import Workflows

enum CreditResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    api.list(
      APILinks.credits, About("Credits, the newest first", tag: "credits"), filter: filter,
      item: answer
    ) { call, page, customer in
      try await call.database.read(as: call.scope) { shop in
        guard let customer else { return try shop.credits.page(page) }
        // At most 1000, told at once.
        return Page(items: try shop.credits.credits(of: customer).reversed(), next: nil)
      }
    }
    api.perform(
      .post, APILinks.credits,
      About(
        "Gives a customer credit", tag: "credits", scope: .write,
        detail: "It is booked at once and settles the next documents first."),
      body: newCredit, answer: answer, status: 201
    ) { call, new in
      try await once(call, answer, status: 201) { try await grant(new, call, platform) }
    }
  }

  /// The request's own key is the cause, so that the same request grants once.
  private static func grant(
    _ new: NewGrant, _ call: APICall, _ platform: Platform
  ) async throws -> Credit {
    let key = call.request.headers["Idempotency-Key"] ?? Token.random(bytes: 16)
    let cause = "\(call.scope.actor.label):\(key)"
    try await CreditGrant(platform).grant(
      new.amount, to: new.customer, reason: new.reason, cause: cause, as: call.scope)
    let credits = try await call.database.read(as: call.scope) {
      try $0.credits.credits(of: new.customer)
    }
    guard let credit = credits.last(where: { $0.source == cause }) else {
      throw CreditsRefusal.alreadyGranted
    }
    return credit
  }

  private struct NewGrant: Sendable {
    let customer: Customer.ID
    let amount: Money
    let reason: String
  }

  private static let filter = Shape<Customer.ID?>.object(
    .optional("customerId", Shape<Customer.ID>.id)
  ) { $0 }

  private static let newCredit = Shape<NewGrant>.object(
    .required("customerId", Shape<Customer.ID>.id), .required("amount", .money(.positive)),
    .required("reason", .text(most: 200))
  ) { NewGrant(customer: $0, amount: $1, reason: $2) }.titled("NewCredit")

  private static let answer = Answer<Credit>.object(
    "Credit",
    [
      .init("id", .id) { $0.id }, .init("customerId", .id) { $0.customer },
      .init("amount", .money) { $0.amount }, .init("available", .money) { $0.available },
      .init("reserved", .money) { $0.reserved }, .init("consumed", .money) { $0.consumed },
      .init("reason", .text) { $0.reason }, .init("grantedOn", .date) { $0.grantedOn },
    ])
}
