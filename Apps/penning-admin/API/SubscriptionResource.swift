import HTTPServer
import JSON
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

enum SubscriptionResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    api.list(
      APILinks.subscriptions, About("Subscriptions, the newest first", tag: "subscriptions"),
      filter: filter, item: answer
    ) { call, page, customer in
      try await call.database.read(as: call.scope) { shop in
        guard let customer else { return try shop.subscriptions.page(page) }
        // A customer's are few: at most 200, told at once.
        return Page(items: try shop.subscriptions.of(customer), next: nil)
      }
    }
    api.get(
      APILinks.subscription, About("One subscription", tag: "subscriptions"), answer: answer
    ) { call, id in
      try await call.database.read(as: call.scope) { try $0.subscriptions.existing(id) }
    }
    api.get(
      APILinks.subscriptionCharges,
      About("What was charged so far, the oldest first", tag: "subscriptions"), answer: charges
    ) { call, id in
      try await call.database.read(as: call.scope) { shop in
        _ = try shop.subscriptions.existing(id)
        return try shop.subscriptions.charges(of: id)
      }
    }
    api.perform(
      .post, APILinks.cancelSubscription,
      About(
        "Cancels at the end of what was billed", tag: "subscriptions", scope: .write,
        detail: "Nothing more is charged and nothing is given back."),
      body: .nothing, answer: answer
    ) { call, _, id in
      try await once(call, answer) { try await Cancellation(platform).cancel(id, as: call.scope) }
    }
    api.perform(
      .post, APILinks.withdrawCancellation,
      About("Withdraws a cancellation", tag: "subscriptions", scope: .write), body: .nothing,
      answer: answer
    ) { call, _, id in
      try await once(call, answer) { try await Cancellation(platform).withdraw(id, as: call.scope) }
    }
  }

  private static let filter = Shape<Customer.ID?>.object(
    .optional("customerId", Shape<Customer.ID>.id)
  ) { $0 }

  static let answer = Answer<Subscription>.object(
    "Subscription",
    [
      .init("id", .id) { $0.id }, .init("customerId", .id) { $0.customerID },
      .init("planId", .id) { $0.planID }, .init("planVersionId", .id) { $0.versionID },
      .init("quantity", .integer) { $0.quantity }, .init("price", .money) { $0.price },
      .init("pricesIncludeVAT", .bool) { $0.pricesIncludeVAT },
      .init("interval", .interval) { $0.schedule.interval },
      .init("purchasedOn", .date) { $0.purchasedOn },
      .init("anchor", .date) { $0.schedule.anchor },
      .init("state", state) { $0.state.name },
      .init("endsOn", Answer<CivilDate>.date.orNull) { $0.state.lastDay },
      .init("nextPeriod", next.orNull) { Next($0) },
    ])

  private static let state = Answer<String>.text.noting(
    "enum", .array(SubscriptionState.names.map { .string($0) }))

  /// The first period that is not billed yet, at its price.
  private struct Next: Sendable {
    let period: BillingPeriod
    let price: ProRata

    init?(_ subscription: Subscription) {
      // A price within the bounds has a share within them.
      guard let period = subscription.nextPeriod,
        let price = try? period.price(atFullPrice: subscription.price)
      else { return nil }
      (self.period, self.price) = (period, price)
    }
  }

  private static let next = Answer<Next>.object(
    "NextPeriod",
    [
      .init("from", .date) { $0.period.period.from },
      .init("until", .date) { $0.period.period.until },
      .init("collectOn", .date) { $0.period.collectOn },
      .init("amount", .money) { $0.price.amount }, .init("proRata", .bool) { $0.period.isProRata },
      .init("explanation", Answer<Phrase>.phrase.orNull) { $0.price.explanation },
    ])

  private static let charges = Answer<[RecordedCharge]>.object(
    "SubscriptionCharges", [.init("items", charge.list) { $0 }])

  private static let charge = Answer<RecordedCharge>.object(
    "SubscriptionCharge",
    [
      .init("period", .period) { $0.period }, .init("wholeDays", .integer) { $0.wholeDays },
      .init("fullPrice", .money) { $0.fullPrice }, .init("amount", .money) { $0.amount },
    ])
}

extension SubscriptionState {
  /// The first day that is no longer covered, where one is known.
  var lastDay: CivilDate? {
    switch self {
    case .active(let end): end
    case .ended(let end): end
    case .pending, .abandoned: nil
    }
  }
}
