import Catalog
import Credits
import Invoicing
import Payments
import Primitives
import Subscriptions
import Tenancy
import Web
import Workflows

/// Everything the overview of an account shows, read in one snapshot.
struct Overview: Sendable {
  struct Due: Sendable {
    let document: DocumentHead
    /// An attempt that the customer can only wait for.
    let underWay: Payment?
    let planned: Payment?
    /// The first document of a subscription that never began.
    let isUnfinishedOrder: Bool

    var canBePaid: Bool { underWay == nil }
  }

  struct Subscribed: Sendable {
    let subscription: Subscription
    let plan: String
    /// The next document, as it will be asked.
    let next: (day: CivilDate, amount: Money)?
    let standing: (label: Phrase, tone: Tone)
    /// What a customer looks for first: leaving, and taking the purchase back while that is
    /// possible.
    let acts: [ChangeAct]
    let mayKeep: Bool
  }

  let customer: Customer
  let today: CivilDate
  let due: [Due]
  let subscriptions: [Subscribed]
  /// The newest documents that are over.
  let settled: [DocumentHead]
  let credits: Money
  let mandates: [Mandate]

  init(of id: Customer.ID, in shop: ShopTransaction) throws {
    customer = try shop.customers.find(id)
    today = shop.today
    due = try Overview.due(of: id, in: shop)
    subscriptions = try Overview.subscriptions(of: id, in: shop)
    settled = try shop.invoicing
      .page(PageRequest(limit: 50), filter: DocumentFilter(customer: id)).items
      .filter { !$0.isOpen && !$0.isFollowedByInvoice }
    credits =
      try shop.credits.available(for: [id], in: shop.currency)[id] ?? .zero(shop.currency)
    mandates = try shop.mandates.of(id)
  }

  private static func due(
    of customer: Customer.ID, in shop: ShopTransaction
  ) throws -> [Due] {
    let open = try shop.invoicing.open(of: customer)
    let live = try shop.payments.liveAttempts(for: open.map(\.id))
    let planned = try shop.payments.plannedCollections(for: open.map(\.id))
    let sources = Set(open.compactMap { $0.source.flatMap { Subscription.ID($0) } })
    let waiting = try shop.subscriptions.find(sources).filter { $0.state == .pending }
    let unfinished = Set(waiting.map(\.id.description))
    return open.map { document in
      let attempt = live[document.id]
      let blocks = attempt.map { !$0.sequence.isHosted || $0.state.isInTransit } ?? false
      return Due(
        document: document, underWay: blocks ? attempt : nil, planned: planned[document.id],
        isUnfinishedOrder: document.source.map(unfinished.contains) ?? false)
    }
  }

  private static func subscriptions(
    of customer: Customer.ID, in shop: ShopTransaction
  ) throws -> [Subscribed] {
    let all = try shop.subscriptions.of(customer).filter { $0.state != .abandoned }
    let plans = try shop.catalog.plans(Set(all.map(\.planID)))
    let (owner, settings) = (try shop.customers.find(customer), try shop.settings.current())
    return try all.prefix(50).compactMap { subscription in
      guard let plan = plans[subscription.planID] else { return nil }
      let rights = ChangeRights(
        subscription, plan, owner, settings, today: shop.today, isCustomer: true)
      let next = try Foresight(of: subscription, in: shop).next()
      return Subscribed(
        subscription: subscription, plan: plan.name,
        next: next.map { (day: $0.period.collectOn, amount: $0.bill.asked) },
        standing: subscription.standing(on: shop.today),
        acts: [.cancel, .withdraw, .resume, .restart].filter { $0.isAllowed(rights) },
        mayKeep: rights.mayKeep)
    }
  }
}

extension DocumentHead {
  /// A request that became an invoice: the invoice stands in its place.
  var isFollowedByInvoice: Bool { state == .proForma(.settled) }

  /// The label and what it feels like, clear at a glance.
  func badge(on today: CivilDate) -> (text: Phrase, tone: StatusTone) {
    if isOverdue(on: today) { return (Texts.overdue, .bad) }
    switch state {
    case .proForma(.open), .proForma(.partlySettled), .invoice(.open), .invoice(.partlyPaid):
      return (state.label, .warn)
    case .proForma(.settled), .invoice(.paid): return (state.label, .good)
    default: return (state.label, .neutral)
    }
  }
}

/// What a status feels like; the view gives it its colour.
enum StatusTone: Hashable, Sendable {
  case neutral, good, warn, bad
}
