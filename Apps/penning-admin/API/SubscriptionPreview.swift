import Catalog
import HTTPServer
import JSON
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// What a purchase would cost and when, by the rules that bill; of a price, or of a plan.
enum SubscriptionPreview {
  static func declare(in api: inout APISurface) {
    api.compute(
      APILinks.previewSubscription,
      About(
        "The periods of a subscription, with their prices", tag: "previews",
        detail: "Computed by the code that bills; nothing is written."),
      body: request, answer: answer
    ) { call, request in
      switch request {
      case .price(let terms): try fitting("/price/amount") { try terms.charges() }
      case .plan(let purchase):
        try await call.database.read(as: call.scope) { shop in
          try fitting("/quantity") { try purchase.charges(in: shop) }
        }
      }
    }
  }

  private enum Request: Sendable {
    case price(Terms)
    case plan(Purchase)
  }

  private struct Terms: Sendable {
    let price: Money
    let schedule: BillingSchedule
    let count: Int

    func charges() throws(MoneyError) -> [Charge] {
      var charges: [Charge] = []
      for period in (0..<count).lazy.compactMap(schedule.period) {
        charges.append(Charge(period: period, amount: try period.price(atFullPrice: price).amount))
      }
      return charges
    }
  }

  private struct Purchase: Sendable {
    let plan: Plan.ID
    let date: CivilDate
    let quantity: Int
    let count: Int

    func charges(in shop: ShopTransaction) throws -> [Charge] {
      let quote = try CheckoutQuote(
        shop.catalog.existingPlan(plan), quantity: quantity, purchasedOn: date,
        policy: shop.settings.current().collectionPolicy, country: shop.scope.shop.country,
        periods: count)
      return zip(quote.periods, quote.asked).map { Charge(period: $0, amount: $1) }
    }
  }

  private struct Charge: Sendable {
    let period: BillingPeriod
    /// VAT included.
    let amount: Money
  }

  private static var count: Field<Int> {
    .optional("periods", .integer(in: APILimits.periods), default: 3)
  }

  private static let byPrice = Shape<Request>.object(
    .required("price", .money(.notNegative)), .required("interval", .interval),
    .required("purchaseDate", .date), .required("collection", CollectionPolicy.shape), count
  ) { price, interval, date, policy, count in
    .price(
      Terms(
        price: price,
        schedule: BillingSchedule(purchasedOn: date, interval: interval, policy: policy),
        count: count))
  }

  private static let byPlan = Shape<Request>.object(
    .required("planId", Shape<Plan.ID>.id), .required("purchaseDate", .date),
    .optional("quantity", .integer(in: SubscriptionRefusal.quantities), default: 1), count
  ) { plan, date, quantity, count in
    .plan(Purchase(plan: plan, date: date, quantity: quantity, count: count))
  }

  /// Which of the two it is, the field `planId` says.
  private static let request = Shape<Request>(schema: ["oneOf": [byPrice.schema, byPlan.schema]]) {
    body, pointer, problems in
    let shape = body["planId"] == nil ? byPrice : byPlan
    return shape.read(body, at: pointer, into: &problems)
  }

  private static let answer = Answer<[Charge]>.object(
    "SubscriptionPreview", [.init("periods", charge.list) { $0 }])

  private static let charge = Answer<Charge>.object(
    "PreviewedPeriod",
    [
      .init("from", .date) { $0.period.period.from },
      .init("until", .date) { $0.period.period.until },
      .init("collectOn", .date) { $0.period.collectOn },
      .init("amount", .money) { $0.amount },
      .init("proRata", .bool) { $0.period.isProRata },
    ])
}
