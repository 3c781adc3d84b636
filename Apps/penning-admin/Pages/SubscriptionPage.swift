import Catalog
import HTML
import HTTPServer
import Primitives
import Subscriptions
import Tenancy
import Web

/// One subscription: what was charged, what comes next and how it was computed.
enum SubscriptionPage {
  struct Model: Sendable {
    let subscription: Subscription
    let customer: Customer
    let plan: Plan
    let charges: [RecordedCharge]
    let upcoming: [Upcoming]
  }

  /// A period to come and its price.
  struct Upcoming: Sendable {
    let period: BillingPeriod
    let price: ProRata
  }

  static func show(_ visit: StaffVisit, _ id: Subscription.ID) async throws -> HTTPResponse {
    let model = try await visit.read { shop in
      let subscription = try shop.subscriptions.existing(id)
      return Model(
        subscription: subscription, customer: try shop.customers.find(subscription.customerID),
        plan: try shop.catalog.existingPlan(subscription.planID),
        charges: try shop.subscriptions.charges(of: id), upcoming: try upcoming(subscription))
    }
    return visit.page(
      model.plan.name, in: .subscriptions, crumbs: [visit.crumb(.subscriptions)]
    ) { view(model, visit) }
  }

  /// The next periods as the schedule has them; one that ends shows only what is still billed.
  static func upcoming(_ subscription: Subscription, count: Int = 3) throws -> [Upcoming] {
    guard let next = subscription.nextPeriod else { return [] }
    let indices =
      subscription.state.isCancelling
      ? next.index..<(next.index + 1) : next.index..<(next.index + count)
    return try indices.compactMap(subscription.schedule.period).map { period in
      Upcoming(period: period, price: try period.price(atFullPrice: subscription.price))
    }
  }

  @MarkupBuilder private static func view(_ model: Model, _ visit: StaffVisit) -> Markup {
    let subscription = model.subscription
    pageHead(model.plan.name, lead: model.customer.details.addressee) {
      if visit.may(.manageSubscriptions) { actions(subscription, visit) }
    }
    card { details(model, visit) }
    DataTable<RecordedCharge>(
      visit("In rekening gebracht", "Charged so far"),
      columns: [
        .init(visit(Texts.period), .rowHeader) { charge in visit.show(charge.period) },
        .init(visit("Berekening", "Calculation")) { charge in explanation(of: charge, visit) },
        .init(visit(Texts.amount), .number) { charge in visit.show(charge.amount) },
      ]
    ).markup(
      model.charges,
      empty: emptyState(
        visit("Nog niets in rekening gebracht", "Nothing charged yet"),
        visit("De eerste periode volgt.", "The first period follows.")))
    DataTable<Upcoming>(
      visit("Komende periodes", "Periods to come"),
      columns: [
        .init(visit(Texts.period), .rowHeader) { next in visit.show(next.period.period) },
        .init(visit("Incasso op", "Collected on")) { next in visit.show(next.period.collectOn) },
        .init(visit("Berekening", "Calculation")) { next in
          Markup(next.price.explanation.map { visit($0) } ?? whole(visit))
        },
        .init(visit(Texts.amount), .number) { next in visit.show(next.price.amount) },
      ]
    ).markup(
      model.upcoming,
      empty: emptyState(
        visit("Er komt niets meer", "Nothing more will come"),
        visit(
          "Dit abonnement brengt geen nieuwe periodes in rekening.",
          "This subscription charges no further periods.")))
  }

  @MarkupBuilder private static func actions(
    _ subscription: Subscription, _ visit: StaffVisit
  ) -> Markup {
    switch subscription.state {
    case .active(endsOn: nil):
      linkButton(
        visit("Opzeggen", "Cancel"),
        SafeURL(path: Links.cancelSubscription.path(subscription.id)), .quiet)
    case .active:
      actionButton(
        visit("Opzegging intrekken", "Withdraw the cancellation"),
        SafeURL(path: Links.keepSubscription.path(subscription.id)), visit.visit)
    case .pending, .ended, .abandoned: Markup.empty
    }
  }

  private static func details(_ model: Model, _ visit: StaffVisit) -> Markup {
    let subscription = model.subscription
    var pairs: [(String, Markup)] = [
      (visit(Texts.status), badge(visit(subscription.state.label), subscription.state.tone)),
      (
        visit(Texts.customer),
        visit.link(model.customer.details.addressee, Links.customer.path(model.customer.id))
      ),
      (visit(Texts.plan), visit.link(model.plan.name, Links.plan.path(model.plan.id))),
      (
        visit(Texts.price),
        Markup {
          visit.show(subscription.price)
          " \(subscription.schedule.interval.formatted(visit.language)), "
          subscription.pricesIncludeVAT
            ? visit("btw inbegrepen", "VAT included") : visit("zonder btw", "without VAT")
        }
      ),
      (visit("Aantal", "Quantity"), Markup("\(subscription.quantity)")),
      (visit("Gekocht op", "Bought on"), visit.show(subscription.purchasedOn)),
      (
        visit("Hele periodes vanaf", "Whole periods from"),
        visit.show(subscription.schedule.anchor)
      ),
    ]
    if case .active(endsOn: .some(let end)) = subscription.state {
      pairs.append((visit("Eindigt op", "Ends on"), visit.show(end)))
    }
    if case .ended(let end) = subscription.state {
      pairs.append((visit("Beëindigd op", "Ended on"), visit.show(end)))
    }
    pairs.append((visit("Nummer", "Id"), code { subscription.id.description }))
    return facts(pairs)
  }

  /// The same words as on the invoice.
  private static func explanation(of charge: RecordedCharge, _ visit: StaffVisit) -> Markup {
    // What was charged once can be computed again; if not, the amount stands there all the same.
    let share = try? ProRata(
      price: charge.fullPrice, days: charge.period.days, of: charge.wholeDays)
    return Markup(share?.explanation.map { visit($0) } ?? whole(visit))
  }

  private static func whole(_ visit: StaffVisit) -> String {
    visit("hele periode", "whole period")
  }
}
