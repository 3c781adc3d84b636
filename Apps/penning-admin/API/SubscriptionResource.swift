import Catalog
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
    ) { call, page, filter in
      try await call.database.read(as: call.scope) { shop in
        guard let customer = filter.customer else {
          return try shop.subscriptions.page(page, only: filter.state)
        }
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
    api.get(
      APILinks.subscriptionExtras,
      About("What stands beside a subscription's plan", tag: "subscriptions"), answer: extras
    ) { call, id in
      try await call.database.read(as: call.scope) { try ChangeOptions(id, in: $0) }
    }
    SubscriptionChanges.declare(in: &api, platform)
  }

  private struct Filter: Sendable {
    let customer: Customer.ID?
    let state: SubscriptionFilter?
  }

  private static let filter = Shape<Filter>.object(
    .optional("customerId", Shape<Customer.ID>.id),
    .optional("state", .choice(of: SubscriptionFilter.self))
  ) { Filter(customer: $0, state: $1) }

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
      .init("endsOn", Answer<CivilDate>.date.orNull) { $0.state.endsOn },
      .init("trialUntil", Answer<CivilDate>.date.orNull) { $0.trialUntil },
      .init("pause", Answer<Period>.period.orNull) { $0.pause?.period },
      .init("parked", parked.orNull) { $0.parked?.rawValue },
      .init("collectionDay", Answer<Int>.integer.orNull) { $0.collectionDay },
      .init("introduction", introduction.orNull) { $0.introduction },
      .init("instalments", instalments.orNull) { $0.instalments },
      .init("nextPeriod", next.orNull) { Next($0) },
    ])

  private static let parked = Answer<String>.text.noting(
    "enum", .array(ParkReason.allCases.map { .string($0.rawValue) }))

  private static let introduction = Answer<RunningIntroduction>.object(
    "RunningIntroduction",
    [
      .init("price", .money) { $0.price }, .init("periodsLeft", .integer) { $0.periodsLeft },
    ])

  private static let instalments = Answer<Instalments>.object(
    "Instalments",
    [.init("total", .integer) { $0.total }, .init("charged", .integer) { $0.charged }])

  private static let addOn = Answer<AddOn>.object(
    "AddOn",
    [
      .init("id", .id) { $0.id }, .init("planId", .id) { $0.planID },
      .init("quantity", .integer) { $0.quantity }, .init("price", .money) { $0.price },
      .init("from", .date) { $0.from },
    ])

  private static let discount = Answer<RunningDiscount>.object(
    "RunningDiscount",
    [
      .init("id", .id) { $0.id }, .init("label", .text) { $0.label },
      .init("amount", .phrase) { discount in
        Phrase(nl: discount.amount.formatted(.nl), en: discount.amount.formatted(.en))
      },
      .init("periodsLeft", Answer<Int>.integer.orNull) { $0.periodsLeft },
    ])

  private static let planned = Answer<PlannedChange>.object(
    "PlannedChange",
    [
      .init("from", .date) { $0.effectiveFrom }, .init("planId", .id) { $0.terms.planID },
      .init("quantity", .integer) { $0.terms.quantity }, .init("price", .money) { $0.terms.price },
    ])

  private static let extras = Answer<ChangeOptions>.object(
    "SubscriptionExtras",
    [
      .init("addOns", addOn.list) { $0.addOns.map(\.addOn) },
      .init("discounts", discount.list) { $0.discounts },
      .init("planned", planned.orNull) { $0.planned?.change },
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
        let price = try? period.price(atFullPrice: subscription.currentPrice)
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
      .init("component", .text) { $0.component.code },
      .init("period", .period) { $0.period }, .init("wholeDays", .integer) { $0.wholeDays },
      .init("quantity", .integer) { $0.quantity },
      .init("fullPrice", .money) { $0.fullPrice }, .init("amount", .money) { $0.amount },
      .init("givenBack", .money) { $0.givenBack },
      .init("coveredUntil", .date) { $0.coveredUntil },
    ])
}
