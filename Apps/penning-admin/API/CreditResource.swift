import Credits
import Cryptography
import HTTPServer
import Invoicing
import JSON
import Primitives
import Tenancy
import Web
import Workflows

/// What customers may still use up: given, ended, paid out, and what happened to it.
enum CreditResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    declareReading(in: &api)
    declareGranting(in: &api, platform)
    declareEnding(in: &api, platform)
  }

  private static func declareReading(in api: inout APISurface) {
    api.list(
      APILinks.credits, About("Credits, the newest first", tag: "credits"), filter: filter,
      item: answer
    ) { call, page, customer in
      try await call.database.read(as: call.scope) { try $0.credits.page(page, of: customer) }
    }
    api.get(APILinks.credit, About("One credit", tag: "credits"), answer: answer) { call, id in
      try await call.database.read(as: call.scope) { try $0.credits.credit(id) }
    }
    api.list(
      APILinks.creditEvents,
      About("What happened to credits, the newest first", tag: "credits"), filter: filter,
      item: event
    ) { call, page, customer in
      try await call.database.read(as: call.scope) { try $0.credits.history(of: customer, page) }
    }
  }

  private static func declareGranting(in api: inout APISurface, _ platform: Platform) {
    api.perform(
      .post, APILinks.credits,
      About(
        "Gives a customer credit", tag: "credits", scope: .write,
        detail: "It is booked at once and settles the next documents first."),
      body: newCredit, answer: answer, status: 201
    ) { call, new in
      try await once(call, answer, status: 201) {
        let id = try await CreditGrant(platform).grant(
          new.amount, to: new.customer, reason: new.reason, expiresOn: new.expiresOn,
          cause: cause(of: call), as: call.scope)
        return try await read(id, call)
      }
    }
    api.perform(
      .post, APILinks.creditPayouts,
      About(
        "Pays a customer's credits out", tag: "credits", scope: .write,
        detail: "By refunds of earlier payments, or booked as a transfer that the shop made."),
      body: newPayout, answer: payout, status: 201
    ) { call, new in
      try await once(call, payout, status: 201) {
        try await CreditPayout(platform).payOut(
          new.amount, to: new.customer, reason: new.reason, way: new.way,
          cause: cause(of: call), as: call.scope)
        return new
      }
    }
  }

  private static func declareEnding(in api: inout APISurface, _ platform: Platform) {
    api.perform(
      .put, APILinks.creditExpiry,
      About("Gives a credit another last day, or none", tag: "credits", scope: .write),
      body: expiry, answer: answer
    ) { call, day, id in
      try await once(call, answer) {
        try await CreditExpiry(platform).move(id, to: day, as: call.scope)
        return try await read(id, call)
      }
    }
    api.perform(
      .post, APILinks.endCredit,
      About(
        "Ends what is left of a credit", tag: "credits", scope: .write,
        detail: "What is reserved for a document stays."),
      body: .nothing, answer: answer
    ) { call, _, id in
      try await once(call, answer) {
        try await CreditExpiry(platform).end(id, as: call.scope)
        return try await read(id, call)
      }
    }
  }

  /// The request's own key is the cause, so that the same request acts once.
  private static func cause(of call: APICall) -> String {
    let key = call.request.headers["Idempotency-Key"] ?? Token.random(bytes: 16)
    return "\(call.scope.actor.label):\(key)"
  }

  private static func read(_ id: Credit.ID, _ call: APICall) async throws -> Credit {
    try await call.database.read(as: call.scope) { try $0.credits.credit(id) }
  }
}

// MARK: - What is asked

extension CreditResource {
  private struct NewGrant: Sendable {
    let customer: Customer.ID
    let amount: Money
    let reason: String
    let expiresOn: CivilDate?
  }

  private struct NewPayout: Sendable {
    let customer: Customer.ID
    let amount: Money
    let reason: String
    let way: CreditPayout.Way
  }

  private static let filter = Shape<Customer.ID?>.object(
    .optional("customerId", Shape<Customer.ID>.id)
  ) { $0 }

  private static let lapses = Shape<CivilDate>.date
    .described("The first day on which it can no longer be used.")

  private static let newCredit = Shape<NewGrant>.object(
    .required("customerId", Shape<Customer.ID>.id), .required("amount", .money(.positive)),
    .required("reason", .text(most: 200)), .optional("expiresOn", lapses)
  ) { NewGrant(customer: $0, amount: $1, reason: $2, expiresOn: $3) }.titled("NewCredit")

  private static let newPayout = Shape<NewPayout>.object(
    .required("customerId", Shape<Customer.ID>.id), .required("amount", .money(.positive)),
    .required("reason", .text(most: 200)), .required("way", Shape<CreditPayout.Way>.choice())
  ) { NewPayout(customer: $0, amount: $1, reason: $2, way: $3) }.titled("NewCreditPayout")

  private static let expiry = Shape<CivilDate?>.object(.optional("expiresOn", lapses)) { $0 }
    .titled("CreditExpiry")
}

// MARK: - What is told

extension CreditResource {
  private static let answer = Answer<Credit>.object(
    "Credit",
    [
      .init("id", .id) { $0.id }, .init("customerId", .id) { $0.customer },
      .init("amount", .money) { $0.amount }, .init("available", .money) { $0.available },
      .init("reserved", .money) { $0.reserved }, .init("consumed", .money) { $0.consumed },
      .init("reason", .text) { $0.reason }, .init("grantedOn", .date) { $0.grantedOn },
      .init("expiresOn", Answer<CivilDate>.date.orNull) { $0.expiresOn },
    ])

  private static let event = Answer<CreditEvent>.object(
    "CreditEvent",
    [
      .init("kind", .text) { $0.kind.name }, .init("creditId", .id) { $0.credit },
      .init("customerId", .id) { $0.customer }, .init("amount", .money) { $0.amount },
      .init("on", Answer<CivilDate>.date.orNull) { $0.day },
      .init("invoiceId", Answer<Invoice.ID>.id.orNull) { $0.document?.invoice },
      .init("reason", .text) { $0.reason },
    ])

  private static let payout = Answer<NewPayout>.object(
    "CreditPayout",
    [
      .init("customerId", .id) { $0.customer }, .init("amount", .money) { $0.amount },
      .init("reason", .text) { $0.reason },
      .init("way", Answer<CreditPayout.Way>.choice()) { $0.way },
    ])
}
